"""Reading the audit: events by person, action and day, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select

from ledger.audit import ACTIONS, Event, audit_event
from ledger.database import opened


@dataclass(frozen=True)
class Wanted:
    """Which events are asked for; what is left empty does not limit. since, until: days in UTC, both included.
    before: only events with a smaller sequence, for the next page."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


def events(wanted: Wanted, limit: int) -> list[Event]:
    """The newest events that are asked for."""
    statement = _limited(select(audit_event), wanted).order_by(audit_event.c.sequence.desc()).limit(limit)
    with opened().connect() as connection:
        return [Event(**row) for row in connection.execute(statement).mappings().all()]


def every_event(wanted: Wanted) -> Iterator[Event]:
    """All events that are asked for, the oldest first, without holding them in memory."""
    statement = _limited(select(audit_event), wanted).order_by(audit_event.c.sequence)
    with opened().connect() as connection:
        for row in connection.execution_options(yield_per=2000).execute(statement).mappings():
            yield Event(**row)


def number_of(wanted: Wanted) -> int:
    """How many events are asked for, on all pages."""
    with opened().connect() as connection:
        return connection.execute(_limited(select(func.count()).select_from(audit_event), wanted)).scalar()


def actors() -> list[str]:
    """Everybody who did something that is still kept, by name."""
    with opened().connect() as connection:
        return list(connection.execute(select(audit_event.c.actor).distinct().order_by(audit_event.c.actor)).scalars())


def actions() -> list[str]:
    """The actions of the events that are kept, in the order of ACTIONS."""
    with opened().connect() as connection:
        there = set(connection.execute(select(audit_event.c.action).distinct()).scalars())
    return [name for name in ACTIONS if name in there]


def _limited(statement: Select, wanted: Wanted) -> Select:
    equal = {name: getattr(wanted, name) for name in ("actor", "action", "subject") if getattr(wanted, name)}
    for name, value in equal.items():
        statement = statement.where(audit_event.c[name] == value)
    if wanted.since:
        statement = statement.where(audit_event.c.at >= datetime.combine(wanted.since, time()))
    if wanted.until:
        statement = statement.where(audit_event.c.at < datetime.combine(wanted.until + timedelta(days=1), time()))
    return statement if wanted.before is None else statement.where(audit_event.c.sequence < wanted.before)
