"""The warehouse as one reader sees it: one build, limited to the reader's scope."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from kpis.scopes import ABOUT_LOADS
from queries.cache import cached
from queries.reader import Reader
from queries.scope import ROWS, NotAllowed, Scope, scope_of, seen_table
from queries.seen_loads import seen_loads
from queries.stores import BUILD_ID, DuckdbStore, NoBuildYet, NoSuchBuild, PostgresStore, store

__all__ = [
    "BuildInfo",
    "NoBuildYet",
    "NoSuchBuild",
    "NotAllowed",
    "Scope",
    "UnknownMart",
    "Warehouse",
    "edition",
    "open_warehouse",
]

_TYPES = {
    "bigint": sa.BigInteger,
    "integer": sa.BigInteger,
    "smallint": sa.BigInteger,
    "hugeint": sa.Numeric,
    "double": sa.Double,
    "double precision": sa.Double,
    "date": sa.Date,
    "timestamp": sa.DateTime,
    "timestamp without time zone": sa.DateTime,
    "boolean": sa.Boolean,
}


class UnknownMart(LookupError):
    """The build has no mart or reference table of that name."""


@dataclass(frozen=True)
class BuildInfo:
    """built_at: UTC. data_date: the day on which "due" and "ahead" are reckoned."""

    build_id: str
    built_at: datetime
    data_date: date | None
    is_demo: bool
    code_version: str


@dataclass(frozen=True)
class Warehouse:
    """A build through the eyes of a reader. Equal to another if and only if the data seen are the same."""

    store: DuckdbStore | PostgresStore
    build_id: str
    scope: Scope

    def mart(self, name: str) -> sa.FromClause:
        """The mart or reference table as a selectable of the rows that the reader may see.

        UnknownMart when the build has none of that name; NotAllowed when its domain is not the reader's.
        """
        tables = _tables(self.store, self.build_id)
        if name not in tables:
            raise UnknownMart(f"This build has no mart {name!r}.")
        if name in ABOUT_LOADS and self.scope.is_limited:
            return seen_loads(tables, name, self.scope)
        return seen_table(tables, name, self.scope)

    def detail(self, name: str) -> sa.FromClause:
        """The same for listing single rows; NotAllowed for readers who see totals only."""
        if self.scope.detail != ROWS:
            raise NotAllowed("Single rows are not open to you, only totals.")
        return self.mart(name)

    def marts(self) -> tuple[str, ...]:
        """Names of the marts and reference tables of the build, sorted; also those of other domains."""
        return tuple(sorted(name for name in _tables(self.store, self.build_id) if name != "build_info"))

    def row_counts(self) -> dict[str, int]:
        """Mart or reference table -> number of rows; NotAllowed for readers who may not see all of them."""
        tables = {name: self.mart(name) for name in self.marts()}
        return {n: self.rows(sa.select(sa.func.count()).select_from(table))[0][0] for n, table in tables.items()}

    def rows(self, statement: sa.Select) -> list[tuple]:
        """The rows of a statement over selectables of mart(). TooLong and TooMany beyond what the settings allow."""
        return self.store.rows(self.build_id, statement, self.scope)

    def frame(self, statement: sa.Select) -> pd.DataFrame:
        """The same as a frame; for results of at most some thousand rows."""
        return pd.DataFrame(self.rows(statement), columns=[column.name for column in statement.selected_columns])

    def batches(self, statement: sa.Select) -> Iterator[pa.RecordBatch]:
        """The same in Arrow batches as they are read, for exports of any size."""
        return self.store.batches(self.build_id, statement, self.scope)

    def info(self) -> BuildInfo:
        """What the build says about itself, kept."""
        return _info(self)

    def info_now(self) -> BuildInfo:
        """The same, read from the build at this moment. NoSuchBuild when the build is gone."""
        table = self.mart("build_info")
        names = ("build_id", "built_at", "data_date", "is_demo", "code_version")
        build_id, built_at, data_date, is_demo, version = self.rows(sa.select(*(table.c[name] for name in names)))[0]
        return BuildInfo(build_id, built_at, data_date, bool(is_demo), version)


@cached
def _info(warehouse: Warehouse) -> BuildInfo:
    return warehouse.info_now()


def open_warehouse(reader: Reader, build: str | None = None) -> Warehouse:
    """The current build, or the build of that id, as the reader may see it.

    NoBuildYet before the first publication; NoSuchBuild for an id that is malformed, unknown or incomplete.
    """
    at = store()
    build_id = at.current() if build is None else build
    if not isinstance(build_id, str) or not BUILD_ID.fullmatch(build_id):
        raise NoSuchBuild("There is no such build.")
    if "build_info" not in _tables(at, build_id):
        raise NoSuchBuild(f"There is no build {build_id}.")
    return Warehouse(at, build_id, scope_of(reader))


def edition() -> tuple[str, ...]:
    """What can be read at this moment: the current build, then every build at hand. It changes when one is published
    or removed. NoBuildYet before the first publication."""
    return store().edition()


class _Catalogue:
    """Tables of builds, read once per build: a published build does not change."""

    def __init__(self, limit: int = 64):
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple, dict[str, sa.TableClause]] = OrderedDict()
        self._limit = limit

    def tables(self, at: DuckdbStore | PostgresStore, build_id: str) -> dict[str, sa.TableClause]:
        key = (at, build_id)
        with self._lock:  # also while reading, so that many at once read once
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
            found = _reflected(at.columns(build_id))
            if "build_info" in found:
                self._known[key] = found
                while len(self._known) > self._limit:
                    self._known.popitem(last=False)
            return found


_catalogue = _Catalogue()


def _tables(at: DuckdbStore | PostgresStore, build_id: str) -> dict[str, sa.TableClause]:
    return _catalogue.tables(at, build_id)


def _reflected(columns: list[tuple[str, str, str]]) -> dict[str, sa.TableClause]:
    metadata, found = sa.MetaData(), {}
    for table, column, kind in columns:
        if table.startswith(("mart_", "ref_")) or table == "build_info":
            found.setdefault(table, []).append(sa.Column(column, _TYPES.get(kind.lower(), sa.String)))
    return {name: sa.Table(name, metadata, *of_table) for name, of_table in found.items()}
