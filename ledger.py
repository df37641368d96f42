"""What people and jobs did: runs of the load and of the build, and what became of them.

SQLite in the home by default, any SQLAlchemy URL by the setting `ledger`. The manifests beside the raw files
are the truth about rows; the ledger is the diary."""

import json
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from settings import read_settings

metadata = MetaData()

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
    with _engine().connect() as connection:
        rows = connection.execute(select(run).order_by(run.c.run_number.desc()).limit(limit)).mappings().all()
    return [{**row, "counts": json.loads(row["counts"])} for row in rows]


def is_done(kind: str, subject: str) -> bool:
    """Whether a run of that kind and subject ever came to its end."""
    wanted = select(run.c.run_number).where(run.c.kind == kind, run.c.subject == subject, run.c.outcome == "done")
    with _engine().connect() as connection:
        return connection.execute(wanted.limit(1)).first() is not None


def close_interrupted_runs() -> None:
    """Marks runs that a killed process left open. Call only while holding the load lock."""
    with _engine().begin() as connection:
        connection.execute(
            update(run).where(run.c.outcome == "running").values(outcome="interrupted", finished_at=_now())
        )


def _start(kind: str, subject: str) -> int:
    values = {"kind": kind, "subject": subject[:200], "started_at": _now(), "outcome": "running"}
    with _engine().begin() as connection:
        return connection.execute(insert(run).values(**values)).inserted_primary_key[0]


def _finish(number: int, outcome: str, message: str, counts: dict) -> None:
    values = {"outcome": outcome, "message": message[:4000], "counts": json.dumps(counts), "finished_at": _now()}
    with _engine().begin() as connection:
        connection.execute(update(run).where(run.c.run_number == number).values(**values))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _engine() -> Engine:
    settings = read_settings()
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _opened(settings.ledger or f"sqlite:///{(settings.home / 'ledger.sqlite').absolute()}")


@lru_cache(maxsize=8)
def _opened(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _make_durable)
    metadata.create_all(engine)
    return engine


def _make_durable(connection, _record) -> None:
    for pragma in ("journal_mode=WAL", "busy_timeout=10000", "synchronous=FULL"):
        connection.execute(f"pragma {pragma}")
