"""Who gets which page by mail, and at what rhythm. A subscription that ended stays in the table with its day."""

import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Boolean, Column, DateTime, String, Table, Text, func, insert, select, update

from ledger.database import metadata, now, opened
from ledger.lookup import Lookup
from settings import read_settings

RHYTHMS = ("build", "weekly", "monthly")
MOST_OF_AN_ADDRESS = 50
"""Subscriptions in force that one mail address may have."""

subscription = Table(
    "subscription",
    metadata,
    Column("subscription_id", String(32), primary_key=True),
    Column("secret", String(64), nullable=False),
    Column("reader_name", String(200), nullable=False, index=True),
    Column("rights", Text, nullable=False),
    Column("email", String(320), nullable=False),
    Column("language", String(20), nullable=False),
    Column("address", Text, nullable=False),
    Column("rhythm", String(10), nullable=False),
    Column("only_if_changed", Boolean, nullable=False),
    Column("build_then", String(40), nullable=False),
    Column("month_then", String(7), nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("ended_at", DateTime),
)


class TooManySubscriptions(Exception):
    """A mail address has as many subscriptions as one may have."""


@dataclass(frozen=True)
class Subscription:
    """A page that goes to somebody by mail.

    reader_name, rights: who reads it, as countries, domains (None for all) and detail; the page is made with these.
    address: path and query of the page. rhythm: one of RHYTHMS. build_then: the build in force when it was made,
    which is not sent. month_then: the month of its data, as 2026-10, where the months of the address are to move along
    with the data; else empty. secret: what a link in a mail carries to end it. created_at, ended_at: UTC; None while in force.
    """

    reader_name: str
    email: str
    address: str
    rhythm: str
    rights: dict
    language: str = "en"
    only_if_changed: bool = False
    build_then: str = ""
    month_then: str = ""
    subscription_id: str = ""
    secret: str = ""
    created_at: datetime | None = None
    ended_at: datetime | None = None


_IN_FORCE = Lookup(select(func.count().label("subscription_count")).where(subscription.c.ended_at.is_(None)))


def mails_go_out() -> bool:
    """Whether this installation has a mail server."""
    return bool(read_settings().smtp_host)


def subscribe(wanted: Subscription) -> Subscription:
    """Keeps a subscription and gives it with its id; one in force for the same reader, mail address, page and rhythm
    is given instead of a second. TooManySubscriptions where the mail address has its fill."""
    if wanted.rhythm not in RHYTHMS:
        raise ValueError(f"unknown rhythm: {wanted.rhythm!r}")
    for one in subscriptions(wanted.reader_name):
        if (one.email, one.address, one.rhythm) == (wanted.email, wanted.address, wanted.rhythm):
            return one
    new = replace(wanted, subscription_id=secrets.token_hex(16), secret=secrets.token_urlsafe(32), created_at=now())
    in_force = select(func.count()).where(subscription.c.email == new.email, subscription.c.ended_at.is_(None))
    with opened().begin() as connection:
        if connection.execute(in_force).scalar() >= MOST_OF_AN_ADDRESS:
            raise TooManySubscriptions(new.email)
        connection.execute(insert(subscription).values(**{**vars(new), "rights": json.dumps(new.rights)}))
    return new


def subscriptions(reader_name: str | None = None) -> list[Subscription]:
    """The subscriptions in force, of one reader or of all, the oldest first."""
    wanted = select(subscription).where(subscription.c.ended_at.is_(None)).order_by(subscription.c.created_at)
    return _read(wanted if reader_name is None else wanted.where(subscription.c.reader_name == reader_name))


def is_any_subscription() -> bool:
    """Whether any subscription is in force."""
    return bool(_IN_FORCE.row()["subscription_count"])


def subscription_of(subscription_id: str) -> Subscription | None:
    """The subscription of an id, in force or not; None where there is none."""
    return next(iter(_read(select(subscription).where(subscription.c.subscription_id == subscription_id))), None)


def subscription_with(secret: str) -> Subscription | None:
    """The subscription that a link in a mail means, in force or not; None for a secret of none."""
    return next(iter(_read(select(subscription).where(subscription.c.secret == secret))), None) if secret else None


def end_subscription(subscription_id: str) -> bool:
    """Ends a subscription; False where it had ended before or never was."""
    of_it = (subscription.c.subscription_id == subscription_id, subscription.c.ended_at.is_(None))
    with opened().begin() as connection:
        return connection.execute(update(subscription).where(*of_it).values(ended_at=now())).rowcount == 1


def _read(wanted) -> list[Subscription]:
    with opened().connect() as connection:
        rows = connection.execute(wanted).mappings().all()
    return [Subscription(**{**row, "rights": json.loads(row["rights"])}) for row in rows]
