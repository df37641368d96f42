"""One-time links: what each opens, until when, and that it was used. The link itself is kept nowhere, only its hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, DateTime, String, Table, delete, insert, select, update

from ledger.database import metadata, now, opened

PURPOSES = ("first", "set", "reset")
"""Make the first administrator; set the first password of an account; set a new one in place of one that was lost."""
KEPT_AFTER = timedelta(days=30)
"""How long a link stays in the ledger after its time. That it was made and used, the audit keeps."""

one_time_link = Table(
    "one_time_link",
    metadata,
    Column("link_hash", String(64), primary_key=True),
    Column("purpose", String(10), nullable=False),
    Column("account_id", String(32), index=True),
    Column("made_by", String(200), nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("expires_at", DateTime, nullable=False),
    Column("ended_at", DateTime),
)


@dataclass(frozen=True)
class Link:
    """What a link opens. purpose: one of PURPOSES. account_id: whose password it sets, None for the first
    administrator. Moments in UTC; ended_at: used or replaced, None while it is open."""

    link_hash: str
    purpose: str
    account_id: str | None
    made_by: str
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None


def new_link(purpose: str, account_id: str | None, made_by: str, valid: timedelta) -> str:
    """Makes a link and gives the random text that it must carry. Older links to the same end here: the newest counts."""
    if purpose not in PURPOSES or (account_id is None) != (purpose == "first"):
        raise ValueError(f"no such link: {purpose!r}")
    word, moment = secrets.token_urlsafe(32), now()
    values = {"purpose": purpose, "account_id": account_id, "made_by": made_by[:200], "made_at": moment}
    with opened().begin() as connection:
        connection.execute(delete(one_time_link).where(one_time_link.c.expires_at < moment - KEPT_AFTER))
        connection.execute(_open().where(one_time_link.c.account_id.is_not_distinct_from(account_id)))
        connection.execute(insert(one_time_link).values(**values, link_hash=_hash_of(word), expires_at=moment + valid))
    return word


def link_of(word: str) -> Link | None:
    """What a link opens now; None where there is none, it was used or replaced, or its time is over."""
    wanted = select(one_time_link).where(*_is_open(), one_time_link.c.link_hash == _hash_of(word))
    with opened().connect() as connection:
        row = connection.execute(wanted).mappings().first()
    return Link(**row) if row else None


def use_link(word: str) -> bool:
    """Uses a link up. True for exactly one caller, however many come at once."""
    with opened().begin() as connection:
        return connection.execute(_open().where(one_time_link.c.link_hash == _hash_of(word))).rowcount == 1


def end_links_of(account_id: str | None) -> int:
    """Ends the open links of an account, None for those of the first administrator, and gives their number."""
    with opened().begin() as connection:
        ended = _open().where(one_time_link.c.account_id.is_not_distinct_from(account_id))
        return connection.execute(ended).rowcount


def _open():
    """The end of links that are open now."""
    return update(one_time_link).where(*_is_open()).values(ended_at=now())


def _is_open() -> tuple:
    return one_time_link.c.ended_at.is_(None), one_time_link.c.expires_at > now()


def _hash_of(word: str) -> str:
    return hashlib.sha256(word.encode(errors="replace")).hexdigest()
