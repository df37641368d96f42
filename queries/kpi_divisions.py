"""By which columns of its mart a KPI may be divided, and into how many parts that would be."""

import sqlalchemy as sa

from kpis.kpi import Kpi
from queries.cache import cached
from queries.dictionary import mart_meaning
from queries.filters import COLUMNS, Filters
from queries.kpi_sql import counting
from queries.warehouse import UnknownMart, Warehouse

MOST_PARTS = 5000
_NEVER = ("load_id", "source_row")
"""They tell where a row comes from, not what it is about."""


def dividing_columns(kpi: Kpi) -> tuple[str, ...]:
    """Columns that say what a row is about, in the order of the dictionary. Quantities are none: to divide a count of
    people by itself would tell the small ones."""
    meaning = mart_meaning(kpi.mart)
    if meaning is None:
        return ()
    named = [one for one in meaning.columns if one.kind in ("text", "date", "flag") or one.name in meaning.grain]
    read = (kpi.numerator, kpi.denominator, *_NEVER)
    return tuple(one.name for one in named if one.name not in read)


def open_columns(warehouse: Warehouse, kpi: Kpi) -> tuple[str, ...]:
    """Those of them by which the reader may divide: for readers of totals only the columns of filters, since others
    would list single rows."""
    every = dividing_columns(kpi)
    if warehouse.scope.detail == "rows":
        return every
    return tuple(name for name in every if name in (*COLUMNS.values(), "month_date"))


@cached
def part_count(warehouse: Warehouse, kpi: Kpi, filters: Filters, column: str) -> int:
    """How many values of the column stand in the rows that count; 0 where the build lacks the mart or the column."""
    try:
        mart = warehouse.mart(kpi.mart)
    except UnknownMart:
        return 0
    if not {column, *kpi.columns} <= set(mart.c.keys()):
        return 0
    values = sa.select(mart.c[column]).where(*counting(kpi, mart, filters)).distinct().limit(MOST_PARTS + 1)
    return warehouse.rows(sa.select(sa.func.count()).select_from(values.subquery("parts")))[0][0]
