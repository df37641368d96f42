"""Brings the tables of the ledger from one revision to the next, and back; the steps are in `ledger/migrations`.

Each change is one transaction that nobody else changes the ledger in, on SQLite and on PostgreSQL: it is made whole, or
not at all, and of two processes at the same moment the second one finds it done."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, MetaData, func, inspect, select

VERSION_TABLE = "ledger_version"
"""One row: the revision of the tables. Not Alembic's own name, as the ledger may share a database with others."""
LOCK = 5_184_002
"""Number of the advisory lock of PostgreSQL under which tables are changed."""
FIRST_TABLE, FIRST_COLUMNS = "run", {"run_number", "kind", "subject", "started_at", "outcome", "message", "counts"}
"""What every ledger has had from the beginning."""


class WrongLedger(Exception):
    """A ledger that this version of the program cannot use; the message says what to do."""


@lru_cache(maxsize=1)
def scripts() -> ScriptDirectory:
    """The steps."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def head() -> str:
    """The revision that this version of the program works with."""
    return scripts().get_current_head()


def revision(connection: Connection) -> str | None:
    """The revision of a ledger; None where no step was taken or counted yet."""
    return _context(connection).get_current_revision()


def pending(connection: Connection) -> list[str]:
    """The steps that a ledger lacks, the next one first, in words. WrongLedger where it is newer than the program."""
    at = revision(connection)
    _guard_known(at)
    steps = scripts().iterate_revisions("head", at or "base")
    return [f"{step.revision} {step.doc.splitlines()[0]}" for step in reversed(list(steps))]


def prepare(engine: Engine) -> None:
    """Makes the ledger fit for use: an empty one gets its tables; a file of ours is brought up; a database that others
    may be using with an older program is not, and WrongLedger names the command."""
    with engine.connect() as connection:
        at = revision(connection)
        if at == head():
            return
        _guard_known(at)
        is_new = at is None and not inspect(connection).has_table(FIRST_TABLE)
    if engine.dialect.name != "sqlite" and not is_new:
        raise WrongLedger(
            f"The ledger is at revision {at or 'none'}, and this version of Lagebild needs {head()}. Stop every process"
            " of Lagebild that uses it, make a backup, run `manage.py ledger upgrade`, and start them again."
        )
    upgrade(engine)


def upgrade(engine: Engine, to: str = "head") -> str:
    """Takes the steps up to a revision, and gives the revision reached. WrongLedger where that cannot be."""
    return _moved(engine, lambda at: scripts()._upgrade_revs(to, at))


def downgrade(engine: Engine, to: str) -> str:
    """Takes steps back to a revision ("base": none), and gives the revision reached. What newer tables hold is lost."""
    return _moved(engine, lambda at: scripts()._downgrade_revs(to, at))


def differences(connection: Connection, metadata: MetaData) -> str:
    """What the tables lack of those that the program declares, as the lines of a step; empty when nothing."""
    context = _context(connection, compare_server_default=False)
    found = produce_migrations(context, metadata)
    return render_python_code(found.upgrade_ops).strip() if not found.upgrade_ops.is_empty() else ""


def _context(connection: Connection, **options) -> MigrationContext:
    given = {"version_table": VERSION_TABLE, "include_name": _is_ours, **options}
    return MigrationContext.configure(connection, opts=given)


def _is_ours(name: str | None, kind: str, _parents: dict) -> bool:
    return not (kind == "table" and name == VERSION_TABLE)


def _moved(engine: Engine, steps: Callable) -> str:
    """The revision after some steps, all in one transaction."""
    with engine.connect() as connection:  # which rolls back what is not committed
        _wait_for_turn(connection)
        _guard_known(revision(connection))
        _guard_first(connection)
        try:
            _take(connection, lambda at, _context: steps(at))
        except CommandError as error:
            raise WrongLedger(f"The ledger cannot go there: {error}.") from None
        reached = revision(connection)
        connection.commit()
    return reached or "base"


def _take(connection: Connection, steps: Callable) -> None:
    # What `alembic upgrade` does with an env.py, without one: a module of ours does nothing when it is imported.
    with EnvironmentContext(Config(), scripts(), fn=steps) as environment:
        environment.configure(
            connection=connection, version_table=VERSION_TABLE, render_as_batch=True, transactional_ddl=True
        )
        environment.run_migrations()


def _guard_known(at: str | None) -> None:
    if at is None:
        return
    try:
        scripts().get_revision(at)
    except CommandError:
        raise WrongLedger(
            f"The ledger is at revision {at}, which this version of Lagebild does not know: a newer version has worked"
            " with it. Run that version again, or restore a backup from before the update."
        ) from None


def _guard_first(connection: Connection) -> None:
    """WrongLedger where a table of that name is none of ours."""
    inspector = inspect(connection)
    if not inspector.has_table(FIRST_TABLE):
        return
    found = {column["name"] for column in inspector.get_columns(FIRST_TABLE)}
    if not found >= FIRST_COLUMNS:
        raise WrongLedger(
            f"The database of the ledger has a table {FIRST_TABLE!r} that is not Lagebild's."
            " Name a database of its own in LAGEBILD_LEDGER."
        )


def _wait_for_turn(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("begin immediate")
    else:
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
