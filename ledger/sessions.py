"""Who is signed in: one row per session, found by the hash of what the browser carries, ended here and not there."""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, DateTime, String, Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import OperationalError

from ledger.accounts import account
from ledger.database import metadata, now, opened
from ledger.lookup import Lookup
from settings import read_settings

TOUCHED_EVERY = timedelta(minutes=1)
"""How exact the moment of the last request is; finer would be a write for each request."""
KEPT_AFTER = timedelta(days=30)
"""How long a session stays in the ledger after its last possible day. What was done in it, the audit keeps."""

session = Table(
    "session",
    metadata,
    Column("session_hash", String(64), primary_key=True),
    Column("account_id", String(32), nullable=False, index=True),
    Column("created_at", DateTime, nullable=False),
    Column("last_seen_at", DateTime, nullable=False),
    Column("ended_at", DateTime),
    Column("viewed_account_id", String(32)),
    Column("via", String(10), nullable=False),
    Column("device", String(100), nullable=False),
)

_BY_HASH = Lookup(
    select(session, account.c.is_active)
    .join(account, account.c.account_id == session.c.account_id)
    .where(session.c.session_hash == bindparam("token_hash"))
)


@dataclass(frozen=True)
class Session:
    """Somebody signed in somewhere.

    session_hash: names the session and opens nothing. created_at, last_seen_at: UTC; the last to the minute.
    viewed_account_id: whose eyes an administrator looks through now, None for the own. via: how they signed in.
    device: the browser in words, "" where it did not say.
    """

    session_hash: str
    account_id: str
    created_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None = None
    viewed_account_id: str | None = None
    via: str = "local"
    device: str = ""


def hash_of(token: str) -> str:
    """What is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def begin_session(account_id: str, via: str, device: str = "") -> str:
    """Begins a session and gives the token that the browser is to carry; it is kept nowhere."""
    token, moment = secrets.token_urlsafe(32), now()
    forgotten = moment - timedelta(days=read_settings().session_days) - KEPT_AFTER
    values = {"session_hash": hash_of(token), "account_id": account_id, "via": via, "device": device[:100]}
    with opened().begin() as connection:
        connection.execute(delete(session).where(session.c.created_at < forgotten))
        connection.execute(insert(session).values(**values, created_at=moment, last_seen_at=moment))
    return token


def session_of(token: str, *, is_use: bool = True) -> Session | None:
    """The session of a token, and that it was used now. None where there is none, it has ended, was idle for too long
    or is too old, or where its account is not active. is_use: False where nobody did anything, so that it goes on
    being idle."""
    if not token:
        return None
    row = _BY_HASH.row(token_hash=hash_of(token))
    if row is None or not row.pop("is_active"):
        return None
    found = Session(**row)
    if not _is_living(found):
        return None
    if is_use and now() - found.last_seen_at >= TOUCHED_EVERY:
        with suppress(OperationalError):  # who only reads is not turned away because the ledger is busy
            _change(session.c.session_hash == found.session_hash, last_seen_at=now())
    return found


def end_session(session_hash: str) -> bool:
    """Ends a session; False where it had ended before or never was."""
    return _change(session.c.session_hash == session_hash, ended_at=now()) == 1


def end_sessions_of(account_id: str, but: str = "") -> int:
    """Ends the sessions of an account, all but the one of that hash, and gives their number."""
    others = session.c.account_id == account_id, session.c.session_hash != but
    return _change(*others, ended_at=now())


def sessions_of(account_id: str) -> list[Session]:
    """The sessions of an account that are open now, the one used last first."""
    wanted = _living().where(session.c.account_id == account_id).order_by(session.c.last_seen_at.desc())
    with opened().connect() as connection:
        return [Session(**row) for row in connection.execute(wanted).mappings()]


def view_as(token: str, account_id: str | None) -> bool:
    """Lets a session look through the eyes of another account, None for its own again. Who may is decided by the
    caller. False where there is no such open session."""
    return _change(session.c.session_hash == hash_of(token), viewed_account_id=account_id) == 1


def ends_at(found: Session) -> datetime:
    """When a session ends that is not used any more."""
    settings = read_settings()
    is_idle_at = found.last_seen_at + timedelta(minutes=settings.session_idle_minutes)
    return min(is_idle_at, found.created_at + timedelta(days=settings.session_days))


def _is_living(found: Session) -> bool:
    """Whether a session is open at this moment; the same as `_living()` asks of all."""
    return found.ended_at is None and now() < ends_at(found)


def _living():
    """The sessions that are open at this moment, of active accounts."""
    settings, moment = read_settings(), now()
    return (
        select(session)
        .join(account, account.c.account_id == session.c.account_id)
        .where(
            session.c.ended_at.is_(None),
            account.c.is_active,
            session.c.last_seen_at > moment - timedelta(minutes=settings.session_idle_minutes),
            session.c.created_at > moment - timedelta(days=settings.session_days),
        )
    )


def _change(*conditions, **values) -> int:
    with opened().begin() as connection:
        done = connection.execute(update(session).where(session.c.ended_at.is_(None), *conditions).values(**values))
    return done.rowcount
