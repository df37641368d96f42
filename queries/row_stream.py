"""All rows that a list of rows pages through, in the same order, read part by part: any number of them in little memory.

One statement that sorts ten million rows would hold all of them. Up to MOST_SORTED rows are sorted as the page sorts
them. More come in the order in which the build holds them, which never changes and costs nothing. Where they first have
to be picked (the newest of each site, the largest of overlapping totals), that order is not certain: then they are cut
at the columns by which lists are sorted, month by month, then site by site, and sorted part by part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from kpis.kpi import Rollup
from queries.dictionary import ColumnMeaning, mart_meaning
from queries.filters import Filters
from queries.kpi_rows import RowsAsked, listed_rows, order_of, selected, sort_of
from queries.row_shield import may_hide
from queries.warehouse import Warehouse

PART_ROWS = MOST_SORTED = 50_000
SECTION_BATCHES = 10
AS_LISTED, AS_STORED, BY_KEY = "as listed", "as stored", "by month and key"
"""Orders of a stream: that of the page, that of the build, newest month first and then by the key of the mart."""
HIDDEN = ColumnMeaning("is_hidden", "flag", "", "1 where a small count of people is hidden in this row")
KINDS = {
    "text": pa.string(), "date": pa.date32(), "timestamp": pa.timestamp("us"), "integer": pa.int64(),
    "number": pa.float64(), "flag": pa.int16(),
}  # fmt: skip


@dataclass(frozen=True)
class RowStream:
    """Rows of a mart that a reader may see. rows: the selectable of all of them, None where the build has none; tests:
    what they meet; columns: those of the stream; read: what is read for each of them; sort: as of the page, where order
    is AS_LISTED."""

    warehouse: Warehouse
    mart: str
    rows: sa.Subquery | None = None
    tests: tuple = ()
    columns: tuple[ColumnMeaning, ...] = ()
    read: tuple = ()
    sort: str = ""
    order: str = AS_LISTED

    @cached_property
    def row_count(self) -> int:
        """The number of rows, counted in the database once."""
        if self.rows is None:
            return 0
        return self.warehouse.rows(sa.select(sa.func.count()).select_from(self.rows).where(*self.tests))[0][0]

    def only(self, names: Sequence[str]) -> "RowStream":
        """The same rows with the columns of these names, in this order."""
        known = {one.name: (one, read) for one, read in zip(self.columns, self.read, strict=True)}
        held = [known[name] for name in names]
        return replace(self, columns=tuple(one for one, _read in held), read=tuple(read for _one, read in held))

    @property
    def schema(self) -> pa.Schema:
        """The Arrow types of the columns, the same for every store."""
        return pa.schema([pa.field(one.name, KINDS[one.kind]) for one in self.columns])

    def batches(self, first: int = 0) -> Iterator[tuple[int, pa.RecordBatch]]:
        """The rows in order, in batches of the schema, each with the number of its section, from a section on. The
        sections of a stream are always the same."""
        if self.order == BY_KEY:
            for number, part in enumerate(self.parts()):
                for batch in self._read(part) if number >= first else ():
                    yield number, batch
        elif self.row_count:
            for count, batch in enumerate(self._read(self.tests)):
                if count // SECTION_BATCHES >= first:
                    yield count // SECTION_BATCHES, batch

    def parts(self) -> Iterator[tuple]:
        """The tests that the rows of each part meet, in the order of the key: always the same parts, each of at most
        PART_ROWS rows, as far as the columns of the key tell rows apart."""
        if self.row_count:
            yield from _parts(self, self.tests, _keys(self.mart, self.rows), self.row_count)

    def _read(self, tests: tuple) -> Iterator[pa.RecordBatch]:
        asked, schema = sa.select(*self.read).where(*tests), self.schema
        if self.order != AS_STORED or not self.warehouse.store.keeps_order:
            asked = asked.order_by(*order_of(self.rows, self.sort, mart_meaning(self.mart)))
        for batch in self.warehouse.batches(asked):
            columns = [_typed(column, field.type) for column, field in zip(batch.columns, schema, strict=True)]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)


def row_stream(warehouse: Warehouse, asked: RowsAsked, filters: Filters, *, is_whole: bool = False) -> RowStream:
    """All rows asked for, whatever page is named. is_whole: with every column of the mart as it is; else those of the
    list, with the key, load and number in the file of each row. NotAllowed for readers who may not see single rows."""
    found = listed_rows(warehouse, asked, filters)
    if found is None:
        return RowStream(warehouse, asked.mart)
    rows, shown, tests = found
    meaning = mart_meaning(asked.mart)
    told = {one.name: one for one in selected(rows, () if is_whole else shown, meaning)}
    held = {one.name: one for one in meaning.columns if one.name in rows.c}
    if not is_whole:
        held = {one.name: one for one in shown} | {name: held[name] for name in told if name in held}
    if may_hide(asked.mart, asked.kpi):
        held[HIDDEN.name] = HIDDEN
    read = tuple(told.get(name, rows.c[name]) for name in held)
    stream = RowStream(warehouse, asked.mart, rows, tuple(tests), tuple(held.values()), read)
    if stream.row_count <= MOST_SORTED:
        return replace(stream, sort=sort_of(shown, asked))
    return replace(stream, order=BY_KEY if _are_picked(asked) else AS_STORED)


def _typed(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """The column in its type; a number that is not finite is missing, as on pages."""
    typed = column.cast(kind)
    if not pa.types.is_floating(kind) or pc.all(pc.is_finite(typed)).as_py() in (True, None):
        return typed
    return pc.if_else(pc.is_finite(typed), typed, pa.scalar(None, kind))


def _are_picked(asked: RowsAsked) -> bool:
    """Whether the rows are found by comparing them with each other, after which no store keeps an order."""
    kpi = asked.kpi
    if kpi is None:
        return bool(asked.same)
    is_best = kpi.last_within or kpi.overlapping or Rollup.MAX in (kpi.time_rollup, kpi.place_rollup)
    return bool(is_best) or may_hide(asked.mart, kpi)


def _keys(mart: str, rows: sa.Subquery) -> tuple[tuple[str, bool], ...]:
    """The columns by which a list is sorted without one asked for, each with whether it runs downwards."""
    names = dict.fromkeys(("month_date", *mart_meaning(mart).grain))
    return tuple((name, name == "month_date") for name in names if name in rows.c)


def _parts(stream: RowStream, tests: tuple, keys: tuple, count: int) -> Iterator[tuple]:
    """The tests of the parts of rows that meet the tests: values of the first key side by side as long as they are few
    rows; a value of many rows is cut further at the next key."""
    if count <= PART_ROWS or not keys:
        yield tests
        return
    name, is_downward = keys[0]
    column, waiting, rows = stream.rows.c[name], [], 0
    for value, count_of_value in _counts(stream, tests, column, is_downward=is_downward):
        if waiting and (rows + count_of_value > PART_ROWS or value is None):
            yield (*tests, _between(column, waiting))
            waiting, rows = [], 0
        if count_of_value > PART_ROWS or value is None:
            yield from _parts(stream, (*tests, column.is_not_distinct_from(value)), keys[1:], count_of_value)
        else:
            waiting, rows = [*waiting, value], rows + count_of_value
    if waiting:
        yield (*tests, _between(column, waiting))


def _counts(stream: RowStream, tests: tuple, column, *, is_downward: bool) -> list[tuple]:
    """Values of a column with their numbers of rows, in the order of the list, missing last."""
    order = (column.desc() if is_downward else column.asc()).nulls_last()
    asked = sa.select(column, sa.func.count()).where(*tests).group_by(column).order_by(order)
    return stream.warehouse.rows(asked)


def _between(column, values: list):
    """Sorted values, up or down, as a test from the first to the last."""
    if len(values) == 1:
        return column == values[0]
    return sa.and_(*((column >= values[0], column <= values[-1]) if values[0] < values[-1] else
                     (column <= values[0], column >= values[-1])))  # fmt: skip
