"""Accounts: who may sign in, and what was said of their role and scope. What that means is decided in access."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Column, DateTime, String, Table, Text, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from ledger.database import metadata, now, opened
from ledger.lookup import Lookup

ALL = "*"
"""A scope that holds everything of its kind."""
SCOPES = ("countries", "areas", "domains", "compared")
ORIGINS = ("local", "oidc", "proxy")
ADMINISTRATOR = "administrator"

account = Table(
    "account",
    metadata,
    Column("account_id", String(32), primary_key=True),
    Column("name", String(320), nullable=False, unique=True),
    Column("shown_name", String(200), nullable=False),
    Column("password_hash", String(300)),
    Column("role", String(40)),
    Column("countries", Text),
    Column("areas", Text),
    Column("domains", Text),
    Column("detail", String(10)),
    Column("compared", Text),
    Column("may_export", Boolean, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("password_changed_at", DateTime),
    Column("via", String(10), nullable=False),
    Column("external_id", String(500), unique=True),
)
CHANGEABLE = frozenset(("shown_name", "role", *SCOPES, "detail", "may_export", "is_active", "via", "external_id"))

_BY_ID = Lookup(select(account).where(account.c.account_id == bindparam("account_id")))

Told = frozenset[str] | str | None
"""A scope as it was told: a set of codes, ALL, or None where nobody said anything, which opens nothing."""


class NameTaken(Exception):
    """There is an account of that name already."""


class LastAdministrator(Exception):
    """A change would leave nobody who can give rights."""


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in.

    name: how they sign in, without capitals. role: a name of access.roles; None or an unknown one opens nothing.
    countries, areas, domains, compared: scopes as told. detail: "rows", "totals" or None. password_hash: None where
    no password was set yet or another system vouches. external_id: who they are in that system, None for local ones.
    via: one of ORIGINS. Moments in UTC.
    """

    name: str
    shown_name: str = ""
    role: str | None = None
    countries: Told = None
    areas: Told = None
    domains: Told = None
    detail: str | None = None
    compared: Told = None
    may_export: bool = False
    is_active: bool = True
    via: str = "local"
    external_id: str | None = None
    account_id: str = ""
    password_hash: str | None = None
    created_at: datetime | None = None
    password_changed_at: datetime | None = None


def plain_name(name: str) -> str:
    """A name as it is kept and compared: without capitals and blanks around it. ValueError where it can be none."""
    plain = name.strip().casefold()
    if not 0 < len(plain) <= 320 or not plain.isprintable() or any(sign.isspace() for sign in plain):
        raise ValueError("A name has 1 to 320 signs and no blanks.")
    return plain


def create_account(new: Account) -> Account:
    """Keeps a new account and gives it with its id. NameTaken where the name or the external id is in use."""
    if new.via not in ORIGINS:
        raise ValueError(f"unknown origin of an account: {new.via!r}")
    name = plain_name(new.name)
    given = {**vars(new), "name": name, "shown_name": new.shown_name.strip()[:200] or name}
    values = {**_columns(given), "account_id": secrets.token_hex(16), "created_at": now()}
    try:
        with opened().begin() as connection:
            connection.execute(insert(account).values(**values))
    except IntegrityError:
        raise NameTaken(name) from None
    return account_of(values["account_id"])


def account_of(account_id: str) -> Account | None:
    """The account of an id, active or not; None where there is none."""
    row = _BY_ID.row(account_id=account_id)
    return _read(row) if row else None


def account_named(name: str) -> Account | None:
    """The account of a name, active or not; None where there is none or the text can be no name."""
    try:
        return _first(account.c.name == plain_name(name))
    except ValueError:
        return None


def account_outside(external_id: str) -> Account | None:
    """The account of somebody whom another system vouches for; None where there is none."""
    return _first(account.c.external_id == external_id)


def accounts() -> list[Account]:
    """All accounts by their names, those that were disabled too."""
    with opened().connect() as connection:
        return [_read(row) for row in connection.execute(select(account).order_by(account.c.name)).mappings()]


def is_any_account() -> bool:
    """Whether anybody has an account; without one, the first administrator is still to come."""
    with opened().connect() as connection:
        return connection.execute(select(account.c.account_id).limit(1)).first() is not None


def change_account(account_id: str, /, **changes) -> Account:
    """Changes what was told of an account: fields of CHANGEABLE. LookupError for an unknown account; LastAdministrator
    where no active administrator would be left; NameTaken where another account has the external id."""
    if unknown := set(changes) - CHANGEABLE:
        raise ValueError(f"not to be changed here: {', '.join(sorted(unknown))}")
    with opened().begin() as connection:
        # Their lock keeps two administrators from disabling each other at the same time.
        before = connection.execute(_administrators().with_for_update()).all()
        try:
            done = connection.execute(_of(account_id).values(**_columns(changes)))
        except IntegrityError:
            raise NameTaken(changes.get("external_id")) from None
        if not done.rowcount:
            raise LookupError(account_id)
        if before and not connection.execute(_administrators()).first():
            raise LastAdministrator(account_id)
    return account_of(account_id)


def keep_password_hash(account_id: str, password_hash: str, *, is_new: bool = True) -> None:
    """Keeps the hash of a password. is_new: False where the same password is only hashed with newer parameters."""
    moment = {"password_changed_at": now()} if is_new else {}
    with opened().begin() as connection:
        connection.execute(_of(account_id).values(password_hash=password_hash, **moment))


def _of(account_id: str):
    return update(account).where(account.c.account_id == account_id)


def _administrators():
    wanted = select(account.c.account_id).where(account.c.role == ADMINISTRATOR, account.c.is_active)
    return wanted.order_by(account.c.account_id)


def _first(condition) -> Account | None:
    with opened().connect() as connection:
        row = connection.execute(select(account).where(condition)).mappings().first()
    return _read(row) if row else None


def _columns(given: dict) -> dict:
    """Fields of an account as they are kept: scopes as text."""
    return {key: _kept(value) if key in SCOPES else value for key, value in given.items()}


def _kept(told: Told | Iterable[str]) -> str | None:
    if told is None or told == ALL:
        return told
    if isinstance(told, str):
        raise ValueError(f"a scope is a set of codes, not one text: {told!r}")
    return json.dumps(sorted(told))


def _read(row) -> Account:
    return Account(**{**row, **{key: _told(row[key]) for key in SCOPES}})


def _told(kept: str | None) -> Told:
    return kept if kept is None or kept == ALL else frozenset(json.loads(kept))
