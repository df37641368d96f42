"""One SQL statement for any KPI: numerator, denominator and row count by the columns asked for.

Rows are counted, then folded step by step: newest period, overlapping totals, highest period, sum.
Every step carries along how many rows stand behind a figure, which months, and whether they may be one figure.
"""

import operator
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from kpis.kpi import Kpi, Rollup
from queries.filters import COLUMNS, Filters

_COMPARE = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ROWS = "summed_row_count"
"""A column that says for how many rows of the mart of a KPI a row stands; without it each stands for itself."""
MEASURES = ("numerator", "denominator", "row_count", "first_month", "as_of", "lowest_mark", "highest_mark")
"""Columns behind the keys. A figure is one figure only where the lowest and the highest mark agree."""


def statement_for(kpi: Kpi, mart: sa.Subquery, filters: Filters, keys: Sequence[str]) -> sa.Select:
    """One row per combination of the key columns (one row for no keys), ordered by them, missing keys last."""
    by_month = "month_date" in keys
    rows = entering_rows(kpi, mart, filters, keys)
    if kpi.overlapping:
        per_total = unique((*keys, "country_code", *kpi.overlapping))
        rows = _folded(rows, per_total, sa.func.sum).subquery("totals")
        rows = _folded(rows, unique((*keys, "country_code")), sa.func.max).subquery("largest")
    fold = place_fold(kpi)
    if kpi.time_rollup is Rollup.MAX and not by_month:
        rows = _folded(rows, unique((*keys, "month_date")), fold).subquery("periods")
        fold = sa.func.max
    final = _folded(rows, keys, fold)
    return final.order_by(*(rows.c[key].asc().nulls_last() for key in keys))


def entering_rows(
    kpi: Kpi, mart: sa.Subquery, filters: Filters, keys: Sequence[str], more: Sequence[str] = ()
) -> sa.Subquery:
    """The rows that enter the figures, before anything is added up: those that count, of them the newest period where
    the KPI is a stock. more: further columns of the mart."""
    rows = _counted(kpi, mart, filters, (*keys, *more))
    if kpi.time_rollup is Rollup.LAST and "month_date" not in keys:
        rows = newest_rows(rows, kpi.last_within)
    return rows


def conditions(table, filters: Filters) -> list:
    """The filters as conditions on the columns that the table has. Rows without a month, or without the
    filtered column's value, do not meet a condition."""
    found = [
        table.c[column].in_(getattr(filters, field))
        for field, column in COLUMNS.items()
        if getattr(filters, field) and column in table.c
    ]
    if "month_date" in table.c:
        found += [table.c.month_date >= filters.since] if filters.since else []
        found += [table.c.month_date <= filters.until] if filters.until else []
    return found


def counting(kpi: Kpi, mart, filters: Filters) -> list:
    """What a row meets that counts: numerator and denominator known, in the population, inside the filters."""
    known = [mart.c[name].is_not(None) for name in (kpi.numerator, kpi.denominator) if name]
    return [*known, *population(kpi, mart), *conditions(mart, filters)]


def population(kpi: Kpi, mart) -> list:
    """What a row meets that is of the population of a KPI."""
    return [_condition(mart.c[column], sign, value) for column, sign, value in kpi.where]


def ignored_filters(table, filters: Filters) -> tuple[str, ...]:
    """Fields of filters that are set but have no column in the table: the figure is not limited by them."""
    unused = [field for field, column in COLUMNS.items() if getattr(filters, field) and column not in table.c]
    if "month_date" not in table.c:
        unused += [field for field in ("since", "until") if getattr(filters, field)]
    return tuple(unused)


def _counted(kpi: Kpi, mart: sa.Subquery, filters: Filters, keys: Sequence[str]) -> sa.Subquery:
    """The rows that count: population, filters, numerator and denominator known."""
    named = unique((*keys, "month_date", "country_code", *kpi.overlapping, *kpi.last_within))
    numerator = sa.cast(mart.c[kpi.numerator], sa.Double)
    denominator = sa.cast(mart.c[kpi.denominator], sa.Double) if kpi.denominator else sa.cast(sa.null(), sa.Double)
    asked = sa.select(
        *(mart.c[name] for name in named),
        numerator.label("numerator"),
        denominator.label("denominator"),
        (mart.c[ROWS] if ROWS in mart.c else sa.literal(1)).label("row_count"),
        mart.c.month_date.label("first_month"),
        mart.c.month_date.label("as_of"),
        figure_mark(kpi, mart, "month_date" in keys).label("lowest_mark"),
        figure_mark(kpi, mart, "month_date" in keys).label("highest_mark"),
    )
    return asked.where(*counting(kpi, mart, filters)).subquery("counted")


def _condition(column, sign: str, value):
    if sign == "in":
        return column.in_(value)
    return column.is_not(None) if sign == "is_known" else _COMPARE[sign](column, value)


def figure_mark(kpi: Kpi, mart: sa.Subquery, by_month: bool):
    """A text that must be the same in all rows of a figure; 0 when any rows may be together."""
    names = list(kpi.single)
    if kpi.place_rollup is Rollup.NEVER:
        names += ["country_code", kpi.numerator]
    if kpi.time_rollup is Rollup.NEVER and not by_month:
        names.append("month_date")
    if not names:
        return sa.literal(0)  # the smallest of texts takes longer than that of numbers
    parts = [sa.func.coalesce(sa.cast(mart.c[name], sa.String), "") for name in names]
    mark = parts[0]
    for part in parts[1:]:
        mark = mark.concat("|").concat(part)
    return mark


def newest_rows(rows: sa.Subquery, within: Sequence[str]) -> sa.Subquery:
    """The rows of the newest month, or of the newest month of each combination of the columns; rows
    without a month count only where there are no others."""
    columns = [rows.c[name] for name in within]
    newest = (
        sa.select(*columns, sa.func.max(rows.c.month_date).label("newest_month")).group_by(*columns).subquery("newest")
    )
    same = [rows.c[name].is_not_distinct_from(newest.c[name]) for name in within]
    same.append(rows.c.month_date.is_not_distinct_from(newest.c.newest_month))
    return sa.select(rows).join_from(rows, newest, sa.and_(*same)).subquery("in_newest")


def place_fold(kpi: Kpi) -> Callable:
    """What makes one figure of the numerators of several rows."""
    if kpi.place_rollup is Rollup.QUANTILE:
        return lambda column: sa.func.percentile_cont(kpi.quantile).within_group(column.asc())
    return sa.func.sum if kpi.place_rollup is Rollup.SUM else sa.func.max


def _folded(rows, keys: Sequence[str], fold: Callable) -> sa.Select:
    columns = [rows.c[key] for key in keys]
    return sa.select(
        *columns,
        fold(rows.c.numerator).label("numerator"),
        sa.func.sum(rows.c.denominator).label("denominator"),
        sa.func.sum(rows.c.row_count).label("row_count"),
        sa.func.min(rows.c.first_month).label("first_month"),
        sa.func.max(rows.c.as_of).label("as_of"),
        sa.func.min(rows.c.lowest_mark).label("lowest_mark"),
        sa.func.max(rows.c.highest_mark).label("highest_mark"),
    ).group_by(*columns)


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """The names, each once, in their order."""
    return tuple(dict.fromkeys(names))
