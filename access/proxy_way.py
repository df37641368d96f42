"""The way of people whom a proxy names in a header: believed from listed addresses only, by the peer of the socket.

Forms need a session as everywhere, so a page that is opened begins one; without the header it is worth nothing."""

from flask import after_this_request, request
from werkzeug.exceptions import Forbidden

from access.door import SIGN_IN, Asker, is_opened_by_a_person
from access.entering import with_session
from access.outside import NotWelcome, Vouched, identity_outside, welcomed
from access.session_way import COOKIE, asker_of, reader_of_account
from access.visitor import is_believed
from kpis.words import _
from ledger.accounts import Account
from ledger.sessions import session_of
from settings import Settings, read_settings


def by_proxy() -> Asker | None:
    """Whoever the proxy names. None where no proxy is believed, where it names nobody, and where the browser carries the
    session of an account that signed in here itself. Forbidden for a header from anywhere else."""
    settings = read_settings()
    name = _told(settings.proxy_header) if settings.proxy_header else ""
    if not name:
        return None
    if not is_believed(request.environ.get("REMOTE_ADDR", ""), settings.proxy_addresses):
        raise Forbidden(_("This request names a person, and does not come from a proxy that may."))
    session = session_of(request.cookies.get(COOKIE, ""))
    if session and session.via != "proxy":
        return None
    account = _account(name, settings)
    if session and session.account_id == account.account_id and (found := asker_of(session)):
        return found
    if request.method in ("GET", "HEAD") and request.path != SIGN_IN and is_opened_by_a_person():
        after_this_request(lambda response: with_session(response, account, "proxy"))
    return Asker(reader_of_account(account), is_ambient=True)


def _account(name: str, settings: Settings) -> Account:
    """The account of a name that the proxy tells, with the groups that it tells. Forbidden for one that is closed.

    Two headers of one name arrive as one with a comma: the first may be what a stranger sent, so no name has one."""
    groups = _told(settings.proxy_groups_header) if settings.proxy_groups_header else ""
    named = frozenset(filter(None, (one.strip() for one in groups.split(","))))
    if "," in name:
        raise Forbidden(_("The proxy names more than one person."))
    try:
        return welcomed(Vouched(identity_outside("proxy", name), (name,), named, "proxy"))
    except NotWelcome as refused:
        raise Forbidden(refused.reason) from None


def _told(header: str) -> str:
    """What a header says, in the signs that were meant; Forbidden for a text that is none."""
    raw = request.headers.get(header, "").strip()
    try:
        told = raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        raise Forbidden(_("The proxy names a person in signs that cannot be read.")) from None
    return told
