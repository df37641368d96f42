"""Who did what: events that are only ever added, each sealed with the hash of the one before it.

The hash of an event is the SHA-256 of the JSON list [sequence, at, actor, action, subject, details, previous], so that
an event that was altered, left out or put in between breaks the chain behind it. Triggers refuse changes; somebody who
owns the database can remove them, and then the chain tells.
"""

import getpass
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, Connection, DateTime, Index, Integer, String, Table, Text, func, insert, select

from ledger.audit_triggers import keep_append_only
from ledger.database import metadata, now, opened

GENESIS = "0" * 64
"""What the first event of all has in place of the hash before it."""
WRITER_LOCK = 5_184_001
"""Number of the advisory lock of PostgreSQL under which events are added."""
MOST_SIGNS = 16_000
"""Longest details of an event; of longer ones only the hash is kept."""
NEVER_KEPT = frozenset({"password", "secret", "cookie", "csrf"})
"""Details that would be worth stealing."""

_one_thread = threading.Lock()

ACTIONS = (
    "signed_in",
    "sign_in_failed",
    "sign_in_paused",
    "signed_out",
    "sessions_ended",
    "refused",
    "exported",
    "export_ended",
    "rows_viewed",
    "record_viewed",
    "quarantine_viewed",
    "account_made",
    "account_changed",
    "role_changed",
    "scope_changed",
    "account_disabled",
    "account_enabled",
    "password_set",
    "link_made",
    "view_as_begun",
    "view_as_ended",
    "token_made",
    "token_revoked",
    "mailed",
    "subscription_made",
    "subscription_ended",
    "commentary_written",
    "report_issued",
    "loaded",
    "run_failed",
    "published",
    "rolled_back",
    "builds_pruned",
    "backup_made",
    "restored",
    "ledger_changed",
    "audit_viewed",
    "audit_exported",
    "audit_pruned",
)
"""What can happen; components.audit_words tells it."""

audit_event = Table(
    "audit_event",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False, index=True),
    Column("actor", String(200), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(500), nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_audit_event_actor_sequence", "actor", "sequence"),
    Index("ix_audit_event_action_sequence", "action", "sequence"),
)
keep_append_only(audit_event)


@dataclass(frozen=True)
class Event:
    """Something that somebody did.

    sequence: counted from 1 without gaps. at: UTC. actor: name of the account, service or job. action: one of ACTIONS.
    subject: what it was done to, as an address, a name or a build. details: JSON text with sorted keys. previous, hash:
    of the chain.
    """

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: str
    previous: str
    hash: str = ""

    @property
    def told(self) -> dict:
        """The details as they were given."""
        return json.loads(self.details)

    @property
    def seal(self) -> str:
        """The hash that the event must have."""
        at = self.at.isoformat(timespec="microseconds")
        content = [self.sequence, at, self.actor, self.action, self.subject, self.details, self.previous]
        return hashlib.sha256(json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def record(action: str, subject: str = "", *, actor: str = "", **details) -> None:
    """Adds an event. actor: who did it; left out, the person at the command line. details: names and numbers, sets and
    days; None is left out. ValueError for an unknown action and for details that would be worth stealing.

    Call it outside of any open transaction of the ledger: it waits for its turn to write."""
    with alone() as connection:
        add(connection, action, subject, actor=actor, **details)


@contextmanager
def alone() -> Iterator[Connection]:
    """A transaction in which nobody else writes the audit: two writers would give two events one number."""
    # Threads wait in line here: SQLite lets those who wait try again after ever longer pauses, and some wait for seconds.
    with _one_thread, opened().connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("begin immediate")
        else:
            connection.execute(select(func.pg_advisory_xact_lock(WRITER_LOCK)))
        yield connection
        connection.commit()


def add(connection: Connection, action: str, subject: str = "", *, actor: str = "", **details) -> Event:
    """Adds an event inside a transaction that `alone()` began, and gives it."""
    if action not in ACTIONS:
        raise ValueError(f"unknown action: {action!r}")
    last = connection.execute(
        select(audit_event.c.sequence, audit_event.c.hash).order_by(audit_event.c.sequence.desc()).limit(1)
    ).first()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, GENESIS)
    who = _plain(actor or f"command line: {getpass.getuser()}", 200)
    unsealed = Event(sequence, now(), who, action, _plain(subject, 500), _as_text(details), previous)
    values = {**vars(unsealed), "hash": unsealed.seal}
    connection.execute(insert(audit_event).values(**values))
    return Event(**values)


def _plain(text: str, longest: int) -> str:
    """A text that every database keeps as it is."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:longest]


def _as_text(details: dict) -> str:
    """Details as JSON with sorted keys; those that are too long, as their length and hash."""
    if worth_stealing := NEVER_KEPT & set(details):
        raise ValueError(f"not for the audit: {', '.join(sorted(worth_stealing))}")
    given = {name: value for name, value in details.items() if value is not None}
    text = json.dumps(given, sort_keys=True, default=_simple)
    if len(text) > MOST_SIGNS:
        text = json.dumps({"left_out_signs": len(text), "sha256": hashlib.sha256(text.encode()).hexdigest()})
    return text


def _simple(value):
    """A value that JSON does not know, as one that it knows."""
    if isinstance(value, set | frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else str(value)
