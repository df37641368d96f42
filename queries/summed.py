"""The rows from which a figure is read: those of its mart, or of one that has added them up already.

Which of the two it is changes no figure. A reader of areas always reads the finer rows: summed marts name no area."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from kpis import summed_marts
from kpis.kpi import Kpi
from kpis.summed import SummedMart, Sums
from queries.filters import COLUMNS, Filters
from queries.kpi_sql import ROWS
from queries.warehouse import UnknownMart, Warehouse


def rows_of_kpi(warehouse: Warehouse, kpi: Kpi, filters: Filters, keys: Sequence[str]) -> sa.FromClause:
    """The mart of a KPI as the reader may see it, or the coarsest mart that gives the same figures by these keys: then
    with the columns of the KPI, those of the summed mart, and ROWS. UnknownMart and NotAllowed as Warehouse.mart()."""
    mart = warehouse.mart(kpi.mart)
    for one in summed_marts(kpi.mart):
        sums = one.sums_of(kpi)
        table = _table(warehouse, one, mart, filters, keys) if sums else None
        if table is not None and {sums.numerator, sums.denominator or sums.numerator, sums.rows} <= set(table.c.keys()):
            return _as_rows(table, one, kpi, sums)
    return mart


def summed_table(
    warehouse: Warehouse, mart_name: str, filters: Filters, columns: Iterable[str]
) -> sa.FromClause | None:
    """The coarsest summed mart of a mart that knows the columns and everything by which the filters limit the mart; None
    where there is none in the build, or the reader must read the finer rows."""
    mart = warehouse.mart(mart_name)
    found = (_table(warehouse, one, mart, filters, columns) for one in summed_marts(mart_name))
    return next((table for table in found if table is not None), None)


def limiting_columns(mart: sa.FromClause, filters: Filters) -> set[str]:
    """The columns of a mart by which the filters limit it."""
    return {column for field, column in COLUMNS.items() if getattr(filters, field) and column in mart.c}


def _table(warehouse: Warehouse, one: SummedMart, mart, filters: Filters, columns: Iterable[str]):
    if warehouse.scope.areas is not None:
        return None
    try:
        table = warehouse.mart(one.mart)
    except UnknownMart:  # a build from before
        return None
    needed = {*columns, *limiting_columns(mart, filters)}
    return table if needed <= set(one.columns) <= set(table.c.keys()) else None


def _as_rows(table: sa.FromClause, one: SummedMart, kpi: Kpi, sums: Sums) -> sa.Subquery:
    named = {kpi.numerator: table.c[sums.numerator]}
    if kpi.denominator:
        named[kpi.denominator] = table.c[sums.denominator]
    columns = [table.c[name] for name in one.columns if name not in named]
    columns += [column.label(name) for name, column in named.items()]
    return sa.select(*columns, table.c[sums.rows].label(ROWS)).where(table.c[sums.rows] > 0).subquery("summed")
