"""One-time links as people get them: signed, so that made-up ones end here, and kept in the ledger, so that each opens once."""

from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

from access.secret import secret
from ledger.accounts import Account, account_of, is_any_account
from ledger.links import Link, link_of, new_link
from settings import read_settings

PATHS = {"first": "/first", "set": "/set-password", "reset": "/set-password"}
"""Purpose of a link -> where it leads."""
LONGEST = 500


@dataclass(frozen=True)
class Opened:
    """A link that holds. word: by which the ledger knows it. account: whose password it sets, None for the first
    administrator."""

    word: str
    link: Link
    account: Account | None


def link_address(purpose: str, account: Account | None, made_by: str) -> str:
    """Makes a link and gives its whole address. Only whoever gets this has it: the ledger keeps a hash."""
    word = new_link(purpose, account.account_id if account else None, made_by, _valid())
    return f"{read_settings().reached_at}{PATHS[purpose]}/{_signer().dumps([purpose, word])}"


def opened_link(given: str, path: str) -> Opened | None:
    """What a link opens that leads to a path; None for one that is made up, used, replaced or too old, for an
    account that is closed or is vouched for elsewhere, and for the first administrator as soon as there is any account."""
    if len(given) > LONGEST:
        return None
    try:
        purpose, word = _signer().loads(given, max_age=_valid().total_seconds())
    except (BadData, TypeError, ValueError):
        return None
    found = link_of(word) if isinstance(word, str) else None
    if found is None or found.purpose != purpose or PATHS[purpose] != path:
        return None
    if purpose == "first":
        return None if is_any_account() else Opened(word, found, None)
    account = account_of(found.account_id)
    return Opened(word, found, account) if account and account.is_active and account.via == "local" else None


def first_words(*, is_loopback: bool) -> str:
    """What the operator is told when the app starts and nobody has an account; "" where somebody has. Only on loopback
    it is a link: elsewhere others may read what a process prints."""
    if is_any_account():
        return ""
    if not is_loopback:
        return "Nobody has an account yet. Make one: `manage.py user add NAME --role administrator`"
    return f"The first administrator makes an account here, once: {link_address('first', None, 'start of the app')}"


def _valid() -> timedelta:
    return timedelta(hours=read_settings().link_hours)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret(), salt="one-time link")
