"""Runs of the load and of the build, and what became of them. The manifests beside the raw files are the truth about
rows; the ledger is the diary."""

import json
from contextlib import contextmanager, suppress

from sqlalchemy import Column, DateTime, Integer, String, Table, Text, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from ledger.database import metadata, now, opened

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
        raise
    _finish(number, report["outcome"], report["message"], report["counts"])


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
    with opened().begin() as connection:
        connection.execute(
            update(run).where(run.c.outcome == "running").values(outcome="interrupted", finished_at=now())
        )


def _start(kind: str, subject: str) -> int:
    values = {"kind": kind, "subject": subject[:200], "started_at": now(), "outcome": "running"}
    with opened().begin() as connection:
        return connection.execute(insert(run).values(**values)).inserted_primary_key[0]


def _finish(number: int, outcome: str, message: str, counts: dict) -> None:
    values = {"outcome": outcome, "message": message[:4000], "counts": json.dumps(counts), "finished_at": now()}
    with opened().begin() as connection:
        connection.execute(update(run).where(run.c.run_number == number).values(**values))
