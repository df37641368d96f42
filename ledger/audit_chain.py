"""Whether the chain of the audit holds, and its shortening by the retention rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select

from ledger.audit import GENESIS, Event, add, alone, audit_event
from ledger.audit_triggers import REMOVAL, lift_removal, make_triggers
from ledger.database import now, opened
from settings import read_settings

MOST_FAULTS = 20
"""Faults that a verdict names; more would say no more."""


@dataclass(frozen=True)
class Verdict:
    """What was found when the chain was gone through.

    events: how many were looked at. first, last: their sequence, 0 without any. head: the hash of the last one; noted
    down elsewhere, it proves later that nothing before it was rewritten. faults: sentences, at most MOST_FAULTS.
    """

    events: int
    first: int
    last: int
    head: str
    faults: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults


def verdict(anchor: tuple[int, str] | None = None, newest: int | None = None) -> Verdict:
    """Goes through the chain. anchor: sequence and hash that were noted down before, which must be found again.
    newest: look at that many events only; all of them without."""
    with opened().connect() as connection:
        wanted = select(audit_event).order_by(audit_event.c.sequence)
        last = connection.execute(select(func.max(audit_event.c.sequence))).scalar() or 0
        if newest is not None:
            wanted = wanted.where(audit_event.c.sequence > last - newest)
        rows = connection.execution_options(yield_per=2000).execute(wanted).mappings()
        walk = _Walk(is_whole=newest is None or newest >= last, anchor=anchor)
        for row in rows:
            walk.take(Event(**row))
        return walk.verdict()


class _Walk:
    """Goes from event to event and notes what does not fit."""

    def __init__(self, is_whole: bool, anchor: tuple[int, str] | None):
        self.is_whole, self.anchor = is_whole, anchor
        self.before: Event | None = None
        self.first: Event | None = None
        self.count = 0
        self.sealed_heads: set[tuple[int, str]] = {(0, GENESIS)}
        self.found: list[str] = []

    def take(self, event: Event) -> None:
        self.first = self.first or event
        self.count += 1
        if event.hash != event.seal:
            self.found.append(f"Event {event.sequence} was altered: its hash is not that of its content.")
        if self.before is not None:
            self.found.extend(_breaks(self.before, event))
        if event.action == "audit_pruned":
            self.sealed_heads.add(_sealed_head(event))
        if self.anchor and event.sequence == self.anchor[0]:
            if event.hash != self.anchor[1]:
                self.found.append(f"Event {event.sequence} is not the one that was noted down.")
            self.anchor = None
        self.before = event

    def verdict(self) -> Verdict:
        if self.first is None:
            said = ("There is no event, although one was noted down.",) if self.anchor else ()
            return Verdict(0, 0, 0, GENESIS, said)
        faults = self.found
        start = (self.first.sequence - 1, self.first.previous)
        if self.is_whole and start not in self.sealed_heads:
            faults.append(
                f"What stood before event {self.first.sequence} is missing, and no retention rule removed it."
            )
        if self.anchor and self.anchor[0] > self.before.sequence:
            faults.append(f"Event {self.anchor[0]}, which was noted down, is missing at the end.")
        return Verdict(
            self.count, self.first.sequence, self.before.sequence, self.before.hash, tuple(faults[:MOST_FAULTS])
        )


def _breaks(before: Event, event: Event) -> Iterator[str]:
    """What is wrong between two events that stand one behind the other."""
    if event.sequence != before.sequence + 1:
        yield f"Events are missing between {before.sequence} and {event.sequence}."
    elif event.previous != before.hash:
        yield f"Event {event.sequence} does not follow event {before.sequence}: one of them was replaced."


def _sealed_head(event: Event) -> tuple[int, str]:
    """The sequence and the hash of the last event that was removed, as the event of the removal tells."""
    told = event.told
    return int(told.get("through", 0)), str(told.get("head", ""))


def prune(moment: datetime | None = None, actor: str = "") -> int:
    """Removes events that are older than the retention rule allows at a moment, and gives their number. The removal is
    an event itself, with the hash of the last one removed, so that the rest of the chain still holds."""
    days = read_settings().audit_days
    if days == 0:
        return 0
    with alone() as connection:
        last = _last_before((moment or now()) - timedelta(days=days), connection)
        if last is None:
            return 0
        removed = connection.execute(
            select(func.count()).select_from(audit_event).where(audit_event.c.sequence <= last.sequence)
        ).scalar()
        add(connection, "audit_pruned", actor=actor, through=last.sequence, head=last.hash, events=removed, days=days)
        lift_removal(connection)
        connection.execute(delete(audit_event).where(audit_event.c.sequence <= last.sequence))
        make_triggers(connection, only=(REMOVAL,))
    return removed


def _last_before(limit: datetime, connection: Connection):
    """The last event before the first one that is young enough to stay; None where none is to go. The order is that of
    the chain, as a clock may go back."""
    first_kept = connection.execute(select(func.min(audit_event.c.sequence)).where(audit_event.c.at >= limit)).scalar()
    wanted = select(audit_event.c.sequence, audit_event.c.hash).order_by(audit_event.c.sequence.desc()).limit(1)
    if first_kept is not None:
        wanted = wanted.where(audit_event.c.sequence < first_kept)
    return connection.execute(wanted).first()
