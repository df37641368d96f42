"""Where builds live: DuckDB files in the home, or schemas of a PostgreSQL database."""

import os
import re
import threading
from collections import OrderedDict
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

from settings import read_settings

BUILD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,50}")
OPEN_BUILDS = 8
"""Build files that a process keeps open; the one unused for longest is closed first."""
BATCH_ROWS = 10_000
STREAM_MEMORY = "128MB"
STREAMS_AT_ONCE = 4
"""Memory in which a process reads rows for files, and how many it reads in it at once; each holds up to 30 MB. Further
ones are read by the engine of the pages, whose memory has no such limit, rather than wait for slow networks."""
UNDEFINED_TABLE, UNDEFINED_SCHEMA = "42P01", "3F000"
_DIALECT = postgresql.dialect(paramstyle="numeric_dollar")


class NoBuildYet(LookupError):
    """No build has been published."""


class NoSuchBuild(LookupError):
    """The build asked for does not exist, is not complete, or has been removed."""


class _OpenFiles:
    """Read-only connections, one per file and process, least recently used first. A file is closed when it has
    left this list and its last cursor is gone."""

    def __init__(self, connect: Callable[[Path], duckdb.DuckDBPyConnection]):
        self._connect = connect
        self._lock = threading.Lock()
        self._connections: OrderedDict[tuple[int, Path], duckdb.DuckDBPyConnection] = OrderedDict()

    def cursor(self, path: Path) -> duckdb.DuckDBPyConnection:
        with self._lock:
            key = (os.getpid(), path)
            if key not in self._connections:
                self._connections[key] = self._connect(path)
            self._connections.move_to_end(key)
            while len(self._connections) > OPEN_BUILDS:
                self._connections.popitem(last=False)  # not closed: that would end cursors of other threads
            return self._connections[key].cursor()

    def close_all(self) -> None:
        with self._lock:
            self._connections.clear()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    config = {"enable_external_access": "false", "threads": "1", "lock_configuration": "true"}
    try:
        return duckdb.connect(str(path), read_only=True, config=config)
    except duckdb.Error as error:
        raise NoSuchBuild(f"The build {path.stem} cannot be opened.") from error


def _connect_for_streams(path: Path) -> duckdb.DuckDBPyConnection:
    """An engine of its own with little memory: reading a whole build must not push out what pages have at hand, and
    takes as much memory for ten million rows as for ten thousand."""
    quoted = str(path).replace("'", "''")
    try:
        engine = duckdb.connect(":memory:", config={"threads": "1", "memory_limit": STREAM_MEMORY})
        engine.execute(f"attach '{quoted}' as build (read_only)")
        engine.execute("set enable_external_access = false")
        engine.execute("set lock_configuration = true")
    except duckdb.Error as error:
        raise NoSuchBuild(f"The build {path.stem} cannot be opened.") from error
    return engine


_places = threading.BoundedSemaphore(STREAMS_AT_ONCE)
_files, _files_for_streams = _OpenFiles(_connect), _OpenFiles(_connect_for_streams)


@dataclass(frozen=True)
class DuckdbStore:
    """Builds as files <folder>/<build id>.duckdb; the file `current` names the published one."""

    folder: Path
    keeps_order: ClassVar[bool] = True
    """Rows that are not sorted come in the order in which they are held, every time."""

    def current(self) -> str:
        try:
            return (self.folder / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise NoBuildYet("No data have been published yet.") from None

    def builds(self) -> list[str]:
        """Ids of the builds at hand, newest id first."""
        found = (path.stem for path in self.folder.glob("*.duckdb"))
        return sorted((name for name in found if BUILD_ID.fullmatch(name)), reverse=True)

    def marks(self) -> list[str]:
        """A name for each build at hand; the same names mean the same builds."""
        return self.builds()

    def rows(self, build_id: str, statement: sa.Select) -> list[tuple]:
        text, values = numbered(statement)
        return self._cursor(build_id).execute(text, values).fetchall()

    def batches(self, build_id: str, statement: sa.Select) -> Iterator[pa.RecordBatch]:
        text, values = numbered(statement)
        has_place = _places.acquire(blocking=False)
        try:
            cursor = self._cursor(build_id, _files_for_streams if has_place else _files)
            if has_place:
                cursor.execute("use build")
            yield from cursor.sql(text, params=values).to_arrow_reader(BATCH_ROWS)
        finally:
            if has_place:
                _places.release()

    def _cursor(self, build_id: str, files: _OpenFiles = _files) -> duckdb.DuckDBPyConnection:
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

    def marks(self) -> list[str]:
        """A name for each build at hand, in one statement; the same names mean the same builds."""
        found = "select table_schema from information_schema.tables where table_name = 'build_info' order by 1"
        return [row[0] for row in self._ask(found)]

    def rows(self, build_id: str, statement: sa.Select) -> list[tuple]:
        return self._select(schema_of(build_id), statement)

    def batches(self, build_id: str, statement: sa.Select) -> Iterator[pa.RecordBatch]:
        names = [column.name for column in statement.selected_columns]
        with _engine(self.url, os.getpid()).connect() as connection, _removed_build_named(schema_of(build_id)):
            options = {"schema_translate_map": {None: schema_of(build_id)}, "yield_per": BATCH_ROWS}
            for rows in connection.execute(statement, execution_options=options).partitions():
                yield pa.RecordBatch.from_pylist([dict(zip(names, row, strict=True)) for row in rows])

    def columns(self, build_id: str) -> list[tuple[str, str, str]]:
        """Table, column and type of every column of the build, in order."""
        return self.rows(build_id, _columns_in(schema_of(build_id)))

    def _ask(self, text: str) -> list:
        with _engine(self.url, os.getpid()).connect() as connection:
            return connection.execute(sa.text(text)).fetchall()

    def _select(self, schema: str, statement: sa.Select) -> list[tuple]:
        with _engine(self.url, os.getpid()).connect() as connection, _removed_build_named(schema):
            result = connection.execute(statement, execution_options={"schema_translate_map": {None: schema}})
            return [tuple(row) for row in result]


@contextmanager
def _removed_build_named(schema: str):
    """NoSuchBuild where the database has no such table: a build is complete, or it is gone."""
    try:
        yield
    except sa.exc.ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) in (UNDEFINED_TABLE, UNDEFINED_SCHEMA):
            raise NoSuchBuild(f"There is no build of the schema {schema}.") from error
        raise


def _columns_in(schema: str) -> sa.Select:
    names = ("table_schema", "table_name", "column_name", "data_type", "ordinal_position")
    columns = sa.table("columns", *(sa.column(name, sa.String) for name in names), schema="information_schema").c
    asked = sa.select(columns.table_name, columns.column_name, columns.data_type).where(columns.table_schema == schema)
    return asked.order_by(columns.table_name, columns.ordinal_position)


def store() -> DuckdbStore | PostgresStore:
    """The store that the settings name."""
    settings = read_settings()
    return PostgresStore(settings.warehouse) if settings.warehouse else DuckdbStore(settings.home.resolve() / "builds")


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
