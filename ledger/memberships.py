"""The groups that another system last named for somebody whom it vouches for."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Column, DateTime, String, Table, Text, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from ledger.database import metadata, now, opened
from ledger.lookup import Lookup

membership = Table(
    "membership",
    metadata,
    Column("account_id", String(32), primary_key=True),
    Column("groups_told", Text, nullable=False),
    Column("told_at", DateTime, nullable=False),
)
_OF_ACCOUNT = Lookup(select(membership).where(membership.c.account_id == bindparam("account_id")))


def groups_of(account_id: str) -> frozenset[str]:
    """The groups of an account; none where no system named any."""
    row = _OF_ACCOUNT.row(account_id=account_id)
    return frozenset(json.loads(row["groups_told"])) if row else frozenset()


def told_at(account_id: str) -> datetime | None:
    """When the groups of an account were named, in UTC; None where they never were."""
    row = _OF_ACCOUNT.row(account_id=account_id)
    return row["told_at"] if row else None


def forget_groups(account_id: str) -> None:
    """Forgets what was named for an account, and that it was."""
    with opened().begin() as connection:
        connection.execute(delete(membership).where(membership.c.account_id == account_id))


def keep_groups(account_id: str, groups: Iterable[str]) -> None:
    """Keeps the groups of an account in place of those named before."""
    values = {"groups_told": json.dumps(sorted(set(groups))), "told_at": now()}
    try:
        with opened().begin() as connection:
            if not connection.execute(_of(account_id).values(**values)).rowcount:
                connection.execute(insert(membership).values(account_id=account_id, **values))
    except IntegrityError:  # of two requests at once, the other was first
        with opened().begin() as connection:
            connection.execute(_of(account_id).values(**values))


def _of(account_id: str):
    return update(membership).where(membership.c.account_id == account_id)
