"""Tokens with which programs of a person or a service read. Only their hash is kept; a token that ended stays with its day."""

import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Boolean, Column, Date, DateTime, String, Table, Text, insert, select, update

from ledger.database import metadata, now, opened

BEGINNING = "lgb_"
"""By which people and scanners of secrets know a token of ours."""
SHAPE = re.compile(r"lgb_[0-9a-f]{8}_[A-Za-z0-9_-]{43}")
FIND_SIGNS = len(BEGINNING) + 8
"""Signs at the beginning of a token by which it is found; they are shown in lists."""

api_token = Table(
    "api_token",
    metadata,
    Column("token_id", String(32), primary_key=True),
    Column("prefix", String(12), nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("account_id", String(32), nullable=False, index=True),
    Column("label", String(100), nullable=False),
    Column("limits", Text, nullable=False),
    Column("may_export", Boolean, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("expires_at", DateTime, nullable=False),
    Column("last_used_on", Date),
    Column("ended_at", DateTime),
    Column("ended_by", String(200)),
)


@dataclass(frozen=True)
class Token:
    """A token as the ledger keeps it.

    prefix: its first signs. limits: what it sees less than its owner: lists of countries, areas, domains and compared,
    and detail; what is not named is as the owner's, at each use. expires_at, ended_at: UTC. last_used_on: a day.
    """

    token_id: str
    prefix: str
    account_id: str
    label: str
    limits: dict
    may_export: bool
    made_by: str
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None

    @property
    def state(self) -> str:
        """in_force, expired or revoked."""
        if self.ended_at:
            return "revoked"
        return "in_force" if now() < self.expires_at else "expired"


def keep_token(new: Token) -> str:
    """Makes the token and keeps its hash. What is given back is the only time that the token is told."""
    token = f"{new.prefix}_{secrets.token_urlsafe(32)}"
    values = {**vars(new), "limits": json.dumps(new.limits, sort_keys=True), "digest": _digest(token)}
    with opened().begin() as connection:
        connection.execute(insert(api_token).values(**values))
    return token


def new_prefix() -> str:
    """Signs that no other token begins with."""
    return BEGINNING + secrets.token_hex(4)


def token_of(text: str) -> Token | None:
    """The token that somebody shows, in force or not; None where none is kept with that hash."""
    if not SHAPE.fullmatch(text):
        return None
    wanted = select(api_token).where(api_token.c.prefix == text[:FIND_SIGNS])
    with opened().connect() as connection:
        row = connection.execute(wanted).mappings().first()
    # One comparison in either case: how long the answer takes does not tell whether a prefix exists.
    is_it = hmac.compare_digest(row["digest"] if row else "0" * 64, _digest(text))
    return _read(row) if row and is_it else None


def tokens(account_id: str | None = None) -> list[Token]:
    """The tokens of an account or of all, the newest first."""
    wanted = select(api_token).order_by(api_token.c.created_at.desc(), api_token.c.token_id)
    if account_id is not None:
        wanted = wanted.where(api_token.c.account_id == account_id)
    with opened().connect() as connection:
        return [_read(row) for row in connection.execute(wanted).mappings().all()]


def note_use(token: Token) -> None:
    """Keeps the day on which a token was used; only its first use of a day is written."""
    today = now().date()
    if token.last_used_on == today:
        return
    with opened().begin() as connection:
        of_it = api_token.c.token_id == token.token_id
        connection.execute(update(api_token).where(of_it).values(last_used_on=today))


def end_token(token_id: str, by: str, account_id: str | None = None) -> Token | None:
    """Revokes a token, of any account or of one only, and gives it; None where there was none in force."""
    of_it = [api_token.c.token_id == token_id, api_token.c.ended_at.is_(None)]
    if account_id is not None:
        of_it.append(api_token.c.account_id == account_id)
    ended = update(api_token).where(*of_it).values(ended_at=now(), ended_by=by[:200]).returning(api_token)
    with opened().begin() as connection:
        row = connection.execute(ended).mappings().first()
    return _read(row) if row else None


def _digest(token: str) -> str:
    """Of 256 random bits; a slow hash would add nothing that they lack."""
    return hashlib.sha256(token.encode()).hexdigest()


def _read(row) -> Token:
    kept = {name: value for name, value in row.items() if name != "digest"}
    return Token(**kept | {"limits": json.loads(row["limits"])})
