"""The values of any KPI: one, by month, by country, by another column. The only arithmetic of the house."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from kpis.kpi import Kpi
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import ignored_filters, statement_for
from queries.kpi_together import figures_together
from queries.protection import hidden_keys
from queries.summed import rows_of_kpi
from queries.suppression import with_small_counts_suppressed
from queries.warehouse import UnknownMart, Warehouse

_FIGURES = ("value", "numerator", "denominator", "row_count", "first_month", "as_of", "is_suppressed", "is_small")


class UnknownColumn(LookupError):
    """The mart of the KPI has no column of that name to divide it by."""


@dataclass(frozen=True)
class KpiValue:
    """A value and what stands behind it.

    value: in the unit of the KPI; None when nothing is known, the denominator is 0, or the rows cannot be
        one figure (several countries for a score, several items for months of stock).
    numerator: for a plain KPI the value before scaling. denominator: None for a plain KPI.
    row_count: rows of the mart that count. first_month, as_of: first days of the oldest and the newest month
        behind the value, None when the publisher gives none.
    is_suppressed: a count of people too small to be shown, or one that would give such a count away; the value is
        then None although it is known. is_small: of these, the count is itself too small.
    ignored: filters that are set but do not apply to this KPI, because its mart lacks the column.
    """

    value: float | None
    numerator: float | None
    denominator: float | None
    row_count: int
    first_month: date | None
    as_of: date | None
    is_suppressed: bool = False
    is_small: bool = False
    ignored: tuple[str, ...] = ()

    @property
    def has_figure(self) -> bool:
        """Whether there is a figure, told or suppressed."""
        return self.value is not None or self.is_suppressed


@cached
def kpi_value(warehouse: Warehouse, kpi: Kpi, filters: Filters) -> KpiValue:
    """The KPI over all rows inside the filters. A build that lacks the mart or a column gives no value."""
    found = _figures(warehouse, kpi, filters, ())
    figures = found[0][1:] if found else (None, None, None, 0, None, None, False, False)
    return KpiValue(*figures, ignored_by(warehouse, kpi, filters))


@cached
def kpi_by_month(warehouse: Warehouse, kpi: Kpi, filters: Filters, column: str | None = None) -> pd.DataFrame:
    """One row per month with data (and value of the column), months in order, each month by itself.

    Columns: month_date (missing for undated rows), the column, then value, numerator, denominator,
    row_count, first_month, as_of, is_suppressed, is_small as in KpiValue; missing as NaN or None. A month without data has no row.
    UnknownColumn when the mart has no such column.
    """
    return _frame(warehouse, kpi, filters, ("month_date", *([column] if column else [])))


@cached
def kpi_by_country(warehouse: Warehouse, kpi: Kpi, filters: Filters) -> pd.DataFrame:
    """One row per country with data, by country_code; columns as in kpi_by. "Newest period" is that of all
    countries together, unless the KPI gives each its own."""
    return _frame(warehouse, kpi, filters, ("country_code",))


@cached
def kpi_by(warehouse: Warehouse, kpi: Kpi, filters: Filters, column: str) -> pd.DataFrame:
    """One row per value of a column of the mart, in its order, rows without a value last.

    Columns: the column, then value, numerator, denominator, row_count, first_month, as_of, is_suppressed, is_small.
    UnknownColumn when the mart has no such column.
    """
    return _frame(warehouse, kpi, filters, (column,))


@cached
def kpi_by_country_and(warehouse: Warehouse, kpi: Kpi, filters: Filters, column: str) -> pd.DataFrame:
    """One row per country and value of a column of the mart: country_code, the column, then figures as in kpi_by.
    UnknownColumn when the mart has no such column."""
    return _frame(warehouse, kpi, filters, ("country_code", column))


def ignored_by(warehouse: Warehouse, kpi: Kpi, filters: Filters) -> tuple[str, ...]:
    """Fields of filters that are set but do not limit the KPI."""
    try:
        return ignored_filters(warehouse.mart(kpi.mart), filters)
    except UnknownMart:
        return ()


def _frame(warehouse: Warehouse, kpi: Kpi, filters: Filters, keys: tuple[str, ...]) -> pd.DataFrame:
    rows = [(*found[0], *found[1:]) for found in _figures(warehouse, kpi, filters, keys)]
    frame = pd.DataFrame(rows, columns=[*keys, *_FIGURES])
    numbers = dict.fromkeys(("value", "numerator", "denominator"), "float64") | {
        "row_count": "int64",
        "is_suppressed": "bool",
        "is_small": "bool",
    }
    frame = frame.astype(numbers)
    for name in {"month_date", "first_month", "as_of"} & set(frame.columns):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def _figures(warehouse: Warehouse, kpi: Kpi, filters: Filters, keys: tuple[str, ...]) -> list[tuple]:
    """The keys of each row of the one statement, then its figures."""
    try:
        mart = warehouse.mart(kpi.mart)
    except UnknownMart:
        return []
    if not set(kpi.columns) <= set(mart.c.keys()):
        return []
    for key in keys:
        if key not in mart.c:
            raise UnknownColumn(f"{kpi.mart} has no column {key!r}.")
    rows = figures_together(warehouse, kpi, filters, keys)
    if rows is None:
        rows = warehouse.rows(statement_for(kpi, rows_of_kpi(warehouse, kpi, filters, keys), filters, keys))
    divided = [(tuple(row[: len(keys)]), _divided(kpi, row[len(keys) :])) for row in rows]
    hidden = hidden_keys(warehouse, kpi, mart, filters, keys)
    return [(key, *figures, *flags) for key, figures, *flags in with_small_counts_suppressed(kpi, divided, hidden)]


def _divided(kpi: Kpi, measures: tuple) -> tuple:
    """The arithmetic: sums are divided last; no rows, a denominator of 0 and a mixture have no value."""
    numerator, denominator, row_count, first_month, as_of, lowest_mark, highest_mark = measures
    count = int(row_count or 0)  # zero because a sum over no rows is missing, and no rows are 0 rows
    if numerator is None or lowest_mark != highest_mark:
        return None, None, None, count, first_month, as_of
    if not kpi.is_ratio:
        return numerator * kpi.scale, numerator, None, count, first_month, as_of
    value = numerator / denominator * kpi.scale if denominator else None
    return value, numerator, denominator, count, first_month, as_of
