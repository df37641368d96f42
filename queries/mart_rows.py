"""The rows of a mart for machines: any of its columns, in the order of its grain, from a row on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from queries.cache import cached
from queries.dictionary import ColumnMeaning, MartMeaning, mart_meaning
from queries.filters import Filters
from queries.kpi_sql import conditions, ignored_filters
from queries.row_shield import may_hide, shielded
from queries.row_stream import HIDDEN
from queries.warehouse import UnknownMart, Warehouse

Key = tuple[object, ...]
"""Values of the grain of a mart, in its order; None where one is missing."""


@dataclass(frozen=True)
class MartPage:
    """Some rows of a mart. columns: of the rows, in order. next_key: the key of the last row where others follow."""

    columns: tuple[ColumnMeaning, ...]
    rows: list[tuple]
    next_key: Key | None


def open_mart(warehouse: Warehouse, mart_name: str) -> tuple[MartMeaning, tuple[ColumnMeaning, ...]]:
    """The meaning of a mart and the columns that this build has of it, is_hidden last where small counts are hidden in
    it. For readers who may see single rows. UnknownMart where build or dictionary do not have it; NotAllowed where it
    is not open to the reader."""
    meaning = mart_meaning(mart_name)
    if meaning is None:
        raise UnknownMart(f"There is no mart {mart_name!r}.")
    held = warehouse.detail(mart_name).c
    columns = {one.name: one for one in meaning.columns if one.name in held}
    return meaning, (*columns.values(), *([HIDDEN] if may_hide(mart_name) else []))


def filters_without_column(warehouse: Warehouse, mart_name: str, filters: Filters) -> tuple[str, ...]:
    """Fields of filters that are set although the mart has no column that they could limit."""
    return ignored_filters(warehouse.detail(mart_name), filters)


def mart_page(
    warehouse: Warehouse,
    mart_name: str,
    filters: Filters,
    columns: Sequence[ColumnMeaning],
    span: tuple[int, Key | None],
) -> MartPage:
    """The rows inside the filters that follow a key, in the order of the grain, missing values last.

    columns: some of open_mart(). span: most rows, and the key after which to begin, None for the beginning.
    Pages that follow one another have every row once: a build does not change. Not cached: each page is asked once.
    """
    most, after = span
    meaning = mart_meaning(mart_name)
    rows = _inside(warehouse, mart_name, filters)
    grain = [name for name in meaning.grain if name in rows.c]
    names = [one.name for one in columns]
    asked = sa.select(*(rows.c[name].label(f"c{place}") for place, name in enumerate((*names, *grain))))
    asked = asked.order_by(*(rows.c[name].asc().nulls_last() for name in grain))
    found: list[tuple] = []
    for tests in _stretches(rows, grain, meaning.optional, after):
        if len(found) <= most:
            found += warehouse.rows(asked.where(*tests).limit(most + 1 - len(found)))
    next_key = tuple(found[most - 1][len(names) :]) if len(found) > most else None
    return MartPage(tuple(columns), [row[: len(names)] for row in found[:most]], next_key)


@cached
def mart_row_count(warehouse: Warehouse, mart_name: str, filters: Filters) -> int:
    """Rows of the mart inside the filters. For readers who may see single rows."""
    mart = warehouse.detail(mart_name)
    return warehouse.rows(sa.select(sa.func.count()).select_from(mart).where(*conditions(mart, filters)))[0][0]


def _inside(warehouse: Warehouse, mart_name: str, filters: Filters) -> sa.Subquery:
    """The rows inside the filters, small counts hidden."""
    mart = warehouse.detail(mart_name)
    return shielded(sa.select(mart).where(*conditions(mart, filters)).subquery("inside"), mart_name)


def _stretches(rows: sa.Subquery, grain: Sequence[str], optional: Sequence[str], after: Key | None) -> Iterator[list]:
    """What the rows after a key meet, in stretches that follow one another: first those that agree with it in all
    columns but the last, then in all but the last two, and so on. Each is a plain "and" of comparisons, with which
    the database skips what lies before; one condition for all of them would be weighed for every row."""
    if after is None:
        yield []
        return
    key = list(zip(grain, after, strict=True))
    for place in range(len(key) - 1, -1, -1):
        name, value = key[place]
        same = [rows.c[one] == held if held is not None else rows.c[one].is_(None) for one, held in key[:place]]
        if value is not None:
            yield [*same, rows.c[name] > value]
            if name in optional:
                yield [*same, rows.c[name].is_(None)]
