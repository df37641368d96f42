"""Runs of the load and of the build, and what became of them. The manifests beside the raw files are the truth about
rows; the ledger is the diary."""

import json
from contextlib import contextmanager, suppress
from types import MappingProxyType

from sqlalchemy import Column, DateTime, Integer, String, Table, Text, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from ledger.audit import record
from ledger.database import metadata, now, opened

AUDITED = MappingProxyType(
    {"load": "loaded", "publish": "published", "rollback": "rolled_back", "prune": "builds_pruned"}
)
"""Kind of a run -> how the audit calls it."""

run = Table(
    "run",
    metadata,
    Column("run_number", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("finished_at", DateTime),
    Column("outcome", String(20), nullable=False),
    Column("message", Text, nullable=False, default=""),
    Column("counts", Text, nullable=False, default="{}"),
)


@contextmanager
def recorded_run(kind: str, subject: str):
    """Records a run; the caller fills the dictionary it gets with outcome, message and counts.

    The row stands as "running" from the start, so that a killed process leaves a trace; an exception makes it
    "failed" with its sentence and is raised again."""
    report: dict = {"outcome": "done", "message": "", "counts": {}}
    number = _start(kind, subject)
    try:
        yield report
    except BaseException as error:
        # A full disk must not hide the first error; the row stays "running" then, and the next lock closes it.
        with suppress(SQLAlchemyError):
            _finish(number, "failed", f"{type(error).__name__}: {error}", {})
            _note(kind, subject, number, "failed")
        raise
    _finish(number, report["outcome"], report["message"], report["counts"])
    if report["outcome"] != "unchanged":
        _note(kind, subject, number, report["outcome"], report["counts"])


def runs(limit: int = 100) -> list[dict]:
    """The newest runs first, one dictionary per run; counts as a dictionary."""
    with opened().connect() as connection:
        rows = connection.execute(select(run).order_by(run.c.run_number.desc()).limit(limit)).mappings().all()
    return [{**row, "counts": json.loads(row["counts"])} for row in rows]


def is_done(kind: str, subject: str) -> bool:
    """Whether a run of that kind and subject ever came to its end."""
    wanted = select(run.c.run_number).where(run.c.kind == kind, run.c.subject == subject, run.c.outcome == "done")
    with opened().connect() as connection:
        return connection.execute(wanted.limit(1)).first() is not None


def close_interrupted_runs() -> None:
    """Marks runs that a killed process left open. Call only while holding the load lock."""
    closed = update(run).where(run.c.outcome == "running").values(outcome="interrupted", finished_at=now())
    with opened().begin() as connection:
        found = connection.execute(closed.returning(run.c.kind, run.c.subject, run.c.run_number)).all()
    for kind, subject, number in sorted(found, key=lambda one: one.run_number):
        _note(kind, subject, number, "interrupted")


def _note(kind: str, subject: str, number: int, outcome: str, counts: dict | None = None) -> None:
    """Tells the audit of a run that changed, or tried to change, what readers see."""
    if kind in AUDITED:
        action = AUDITED[kind] if outcome == "done" else "run_failed"
        record(action, subject, run=number, kind=kind, outcome=outcome, counts=counts or None)


def _start(kind: str, subject: str) -> int:
    values = {"kind": kind, "subject": subject[:200], "started_at": now(), "outcome": "running"}
    with opened().begin() as connection:
        return connection.execute(insert(run).values(**values)).inserted_primary_key[0]


def _finish(number: int, outcome: str, message: str, counts: dict) -> None:
    values = {"outcome": outcome, "message": message[:4000], "counts": json.dumps(counts), "finished_at": now()}
    with opened().begin() as connection:
        connection.execute(update(run).where(run.c.run_number == number).values(**values))
