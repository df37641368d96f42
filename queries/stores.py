"""Where builds live: DuckDB files in the home, or schemas of a PostgreSQL database."""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

import duckdb
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from kpis.row_security import setting_values
from queries.engines import NoSuchBuild, OpenFiles, connect, connect_for_streams
from queries.limits import bounded, cancelled_named, checked, stopped_in_time
from queries.scope import Scope
from settings import read_settings

BUILD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,50}")
BATCH_ROWS = 10_000
STREAMS_AT_ONCE = 4
"""How many files of rows a process reads at once in an engine of little memory; each holds up to 30 MB. Further ones
are read by the engine of the pages, whose memory has no such limit, rather than wait for slow networks."""
UNDEFINED_TABLE, UNDEFINED_SCHEMA = "42P01", "3F000"
TICK_NANOSECONDS = 100_000_000
"""Within which two changes of a file may have the same time."""
_listings: dict[Path, tuple] = {}
_DIALECT = postgresql.dialect(paramstyle="numeric_dollar")


class NoBuildYet(LookupError):
    """No build has been published."""


def _in_time(cursor: duckdb.DuckDBPyConnection, ask: Callable) -> Iterator[pa.RecordBatch]:
    """The batches of a reader; each may take as long as the settings allow, however slowly they are taken away."""
    seconds = read_settings().export_seconds
    with stopped_in_time(cursor.interrupt, seconds):
        batches = ask()
    while True:
        with stopped_in_time(cursor.interrupt, seconds):
            batch = next(batches, None)
        if batch is None:
            return
        yield batch


_places = threading.BoundedSemaphore(STREAMS_AT_ONCE)
_files, _files_for_streams = OpenFiles(connect), OpenFiles(connect_for_streams)


@dataclass(frozen=True)
class DuckdbStore:
    """Builds as files <folder>/<build id>.duckdb; the file `current` names the published one."""

    folder: Path
    keeps_order: ClassVar[bool] = True
    """Rows that are not sorted come in the order in which they are held, every time."""

    def current(self) -> str:
        found = _listed(self.folder)[0]
        if found is None:
            raise NoBuildYet("No data have been published yet.")
        return found

    def builds(self) -> list[str]:
        """Ids of the builds at hand, newest id first."""
        return list(_listed(self.folder)[1])

    def edition(self) -> tuple[str, ...]:
        """The current build, then every build at hand; the same names mean the same builds."""
        current, builds = _listed(self.folder)
        if current is None:
            raise NoBuildYet("No data have been published yet.")
        return (current, *builds)

    def rows(self, build_id: str, statement: sa.Select, _scope: Scope | None = None) -> list[tuple]:
        text, values = numbered(bounded(statement))
        cursor = self._cursor(build_id)
        with stopped_in_time(cursor.interrupt, read_settings().statement_seconds):
            return checked(cursor.execute(text, values).fetchall())

    def batches(self, build_id: str, statement: sa.Select, _scope: Scope | None = None) -> Iterator[pa.RecordBatch]:
        text, values = numbered(statement)
        has_place = _places.acquire(blocking=False)
        try:
            cursor = self._cursor(build_id, _files_for_streams if has_place else _files)
            if has_place:
                cursor.execute("use build")
            yield from _in_time(cursor, lambda: cursor.sql(text, params=values).to_arrow_reader(BATCH_ROWS))
        finally:
            if has_place:
                _places.release()

    def _cursor(self, build_id: str, files: OpenFiles = _files) -> duckdb.DuckDBPyConnection:
        path = self.folder / f"{build_id}.duckdb"
        if not path.is_file():
            raise NoSuchBuild(f"There is no build {build_id}.")
        return files.cursor(path)

    def columns(self, build_id: str) -> list[tuple[str, str, str]]:
        """Table, column and type of every column of the build, in order."""
        return self.rows(build_id, _columns_in("main"))


@dataclass(frozen=True)
class PostgresStore:
    """Builds as schemas build_<build id>; the table lagebild.current_build names the published one."""

    url: str
    keeps_order: ClassVar[bool] = False

    def current(self) -> str:
        try:
            found = self._ask("select build_id from lagebild.current_build")
        except sa.exc.ProgrammingError:
            found = []
        if not found:
            raise NoBuildYet("No data have been published yet.")
        return found[0][0]

    def builds(self) -> list[str]:
        """Ids of the builds at hand, newest id first; the builds themselves tell their ids."""
        schemas = self._ask("select table_schema from information_schema.tables where table_name = 'build_info'")
        statement = sa.select(sa.Table("build_info", sa.MetaData(), sa.Column("build_id", sa.String)).c.build_id)
        found = []
        for (schema,) in schemas:
            with suppress(NoSuchBuild):  # removed since the list was read
                found += self._select(schema, statement) if schema.startswith("build_") else []
        return sorted((row[0] for row in found), reverse=True)

    def edition(self) -> tuple[str, ...]:
        """The current build, then a name for each build at hand; the same names mean the same builds."""
        found = "select table_schema from information_schema.tables where table_name = 'build_info' order by 1"
        return (self.current(), *(row[0] for row in self._ask(found)))

    def rows(self, build_id: str, statement: sa.Select, scope: Scope | None = None) -> list[tuple]:
        return self._select(schema_of(build_id), statement, scope)

    def batches(self, build_id: str, statement: sa.Select, scope: Scope | None = None) -> Iterator[pa.RecordBatch]:
        names = [column.name for column in statement.selected_columns]
        with self._read(schema_of(build_id), scope, read_settings().export_seconds) as connection:
            options = {"schema_translate_map": {None: schema_of(build_id)}, "yield_per": BATCH_ROWS}
            for rows in connection.execute(statement, execution_options=options).partitions():
                yield pa.RecordBatch.from_pylist([dict(zip(names, row, strict=True)) for row in rows])

    def columns(self, build_id: str) -> list[tuple[str, str, str]]:
        """Table, column and type of every column of the build, in order."""
        return self.rows(build_id, _columns_in(schema_of(build_id)))

    def _ask(self, text: str) -> list:
        with _engine(self.url, os.getpid()).connect() as connection:
            return connection.execute(sa.text(text)).fetchall()

    def _select(self, schema: str, statement: sa.Select, scope: Scope | None = None) -> list[tuple]:
        with self._read(schema, scope, read_settings().statement_seconds) as connection:
            options = {"schema_translate_map": {None: schema}}
            return checked([tuple(row) for row in connection.execute(bounded(statement), execution_options=options)])

    @contextmanager
    def _read(self, schema: str, scope: Scope | None, seconds: float) -> Iterator[sa.Connection]:
        """A transaction in which the database itself gives only the rows of the scope; without one, of no mart."""
        with _engine(self.url, os.getpid()).connect() as connection, _removed_build_named(schema), cancelled_named():
            named = setting_values(scope) | {"statement_timeout": str(int(seconds * 1000))}
            connection.execute(
                sa.select(*(sa.func.set_config(name, value, sa.true()) for name, value in named.items()))
            )
            yield connection


@contextmanager
def _removed_build_named(schema: str):
    """NoSuchBuild where the database has no such table: a build is complete, or it is gone."""
    try:
        yield
    except sa.exc.ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) in (UNDEFINED_TABLE, UNDEFINED_SCHEMA):
            raise NoSuchBuild(f"There is no build of the schema {schema}.") from error
        raise


def _listed(folder: Path) -> tuple[str | None, tuple[str, ...]]:
    """The current build, None before the first publication, and the builds at hand, the newest id first. Read anew when
    the folder or the pointer has changed; a change of this moment may not be the last of its tick of the clock."""
    seen, moment = (_stamp(folder), _stamp(_pointer(folder))), time.time_ns()
    known = _listings.get(folder)
    if known and known[0] == seen:
        return known[1]
    try:
        current = Path(_pointer(folder)).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        current = None
    names = (path.stem for path in folder.glob("*.duckdb"))
    found = current, tuple(sorted((name for name in names if BUILD_ID.fullmatch(name)), reverse=True))
    if all(stamp and stamp[0] + TICK_NANOSECONDS < moment for stamp in seen):
        _listings[folder] = seen, found
    return found


@lru_cache(maxsize=8)
def _pointer(folder: Path) -> str:
    return str(folder / "current")


def _stamp(path: Path | str) -> tuple[int, int, int] | None:
    try:
        at = os.stat(path)
    except OSError:
        return None
    return at.st_mtime_ns, at.st_ino, at.st_size


def _columns_in(schema: str) -> sa.Select:
    names = ("table_schema", "table_name", "column_name", "data_type", "ordinal_position")
    columns = sa.table("columns", *(sa.column(name, sa.String) for name in names), schema="information_schema").c
    asked = sa.select(columns.table_name, columns.column_name, columns.data_type).where(columns.table_schema == schema)
    return asked.order_by(columns.table_name, columns.ordinal_position)


def store() -> DuckdbStore | PostgresStore:
    """The store that the settings name."""
    settings = read_settings()
    url = settings.warehouse_reader or settings.warehouse
    return PostgresStore(url) if url else _in_home(settings.home.absolute())


@lru_cache(maxsize=8)
def _in_home(home: Path) -> DuckdbStore:
    return DuckdbStore(home.resolve() / "builds")


def numbered(statement: sa.Select) -> tuple[str, list]:
    """The SQL text of a statement with places $1, $2 and so on, and the values for them."""
    compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    return str(compiled), [compiled.params[name] for name in compiled.positiontup or ()]


def schema_of(build_id: str) -> str:
    """The PostgreSQL schema of a build."""
    return "build_" + build_id.replace("-", "_")


def close_builds() -> None:
    """Closes every build file that this process holds open; they open again when asked for."""
    _files.close_all()
    _files_for_streams.close_all()


@lru_cache(maxsize=4)
def _engine(url: str, _process: int) -> sa.Engine:
    options = {"options": "-c default_transaction_read_only=on"}
    return sa.create_engine(url, pool_size=5, max_overflow=10, pool_pre_ping=True, connect_args=options)
