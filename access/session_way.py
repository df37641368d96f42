"""The way of people: a cookie that names a session of the ledger."""

from dataclasses import replace
from datetime import datetime

from flask import request

from access.door import Asker
from access.narrowed import narrowed
from access.outside import is_as_vouched, reader_outside
from access.roles import BY_ACCOUNT, reader_of, reader_of_nothing
from kpis.words import _
from ledger.accounts import Account, account_of
from ledger.sessions import TOUCHED_EVERY, Session, end_session, ends_at, session_of
from queries.reader import Reader

COOKIE = "lagebild_session"
BY_ITSELF = frozenset({"state", "who"})
"""Endpoints that an open page asks by itself: a session does not live longer because a window was left open."""
SEEN_WITH = frozenset({"export"})
"""Rights of others that an administrator has who looks through their eyes: seeing what they see, and changing nothing."""


def by_session() -> Asker | None:
    """Whoever the cookie of the request stands for; None without a session in force. Sessions of people whom a proxy
    names are not in force without the proxy."""
    return asker_of_token(request.cookies.get(COOKIE, ""), is_use=request.endpoint not in BY_ITSELF)


def asker_of_token(token: str, *, is_use: bool = True) -> Asker | None:
    """Whoever the token of a cookie stands for at this moment. is_use: as in `session_of`."""
    found = session_of(token, is_use=is_use)
    return asker_of(found) if found and found.via != "proxy" else None


def sure_asker(token: str) -> tuple[Asker | None, datetime | None]:
    """Whoever a token stands for at this moment, and until when it does as long as nobody writes to the ledger: not
    beyond the moment from which a session is noted as used again; None for accounts that another system vouches for."""
    asker = asker_of_token(token)
    found = session_of(token, is_use=False)
    account = found and account_of(found.account_id)
    if not account or account.via != "local":
        return asker, None
    return asker, min(found.last_seen_at + TOUCHED_EVERY, ends_at(found))


def asker_of(found: Session) -> Asker | None:
    """Whoever a session stands for. None where the account is closed, or where another system vouched for it too long ago
    or for something else, which ends the session."""
    account = account_of(found.account_id)
    if account is None or not account.is_active:
        return None
    if account.via != "local" and not is_as_vouched(account):
        end_session(found.session_hash)
        return None
    own = reader_of_account(account)
    if not found.viewed_account_id:
        return Asker(own, found.session_hash, is_ambient=True)
    return Asker(_seen_as(own, found.viewed_account_id), found.session_hash, is_ambient=True, behind=own)


def reader_of_account(account: Account) -> Reader:
    """The reader that an account is at this moment."""
    if not account.is_active:
        return reader_of_nothing(account.name, _("This account is closed."), account.account_id)
    if account.via != "local":
        return reader_outside(account)
    return reader_of(account.name, account, BY_ACCOUNT, account.account_id)


def _seen_as(own: Reader, account_id: str) -> Reader:
    """The reader through whose eyes an administrator looks, without what the administrator may not see; nothing at all
    for those who may not look, or no longer."""
    seen = account_of(account_id)
    if "administer" not in own.rights or seen is None:
        return reader_of_nothing(own.name, _("You may not look through the eyes of this account."), own.account_id)
    reader = narrowed(reader_of_account(seen), own)
    return replace(reader, rights=reader.rights & own.rights & SEEN_WITH)
