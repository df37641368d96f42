"""The rows behind a number: exactly those of the mart that enter it, searched, sorted and paged in the database."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import sqlalchemy as sa

from kpis.kpi import Kpi, Rollup
from queries.cache import cached
from queries.dictionary import ColumnMeaning, MartMeaning, mart_meaning
from queries.filters import Filters
from queries.kpi_sql import conditions, counting, newest_rows, place_fold
from queries.kpi_values import kpi_value
from queries.row_shield import shielded
from queries.warehouse import UnknownMart, Warehouse

PAGE_ROWS = 50
MOST_QUANTITIES = 6
FEWEST_NAMES = 5
"""What tells rows apart; a mart with fewer such columns shows further names."""
NAMES_OF_CODES = {
    "project_code": "project_name", "indicator_code": "indicator_name", "site_code": "site_name",
    "item_code": "item_name", "plan_code": "plan_name", "unit_code": "unit_label", "area_code": "area_name",
}  # fmt: skip
"""Code -> name: the name stands for the code where it is stated."""
CODES_OF_NAMES = {name: code for code, name in NAMES_OF_CODES.items()}
UNSEEN = ("load_id", "source_row", "source_name")


@dataclass(frozen=True)
class RowsAsked:
    """Which rows: those of a KPI, or all of a mart.

    sort: a column, with "-" before it from high to low; "" for the order of the list. find: a text that one of the
    names of a row has; named: codes of countries whose name has it. same: columns and the values that they have, for the
    rows below another. in_month: dates of which one lies in a month;
    with None for the month, one of the first two is missing.
    """

    mart: str
    kpi: Kpi | None = None
    sort: str = ""
    find: str = ""
    named: tuple[str, ...] = ()
    page: int = 1
    same: tuple[tuple[str, object], ...] = ()
    in_month: tuple[tuple[str, ...], date | None] | None = None


@dataclass(frozen=True)
class RowsFound:
    """A page of rows. frame: at most PAGE_ROWS rows: the columns, the grain of the mart, load_id, source_row where the
    mart has it, and is_hidden (1 where a small count of people is hidden). columns: what is shown, in order.
    found: rows that the search leaves; every: rows without it. sort: the order in force, "" for none of a column."""

    frame: pd.DataFrame
    columns: tuple[ColumnMeaning, ...]
    found: int
    every: int
    page: int
    pages: int
    sort: str


@cached
def rows_found(warehouse: Warehouse, asked: RowsAsked, filters: Filters) -> RowsFound:
    """A page of the rows asked for; a page beyond the last is the last. For readers who may see single rows:
    NotAllowed for others. A build without the mart or a column of the KPI has no rows."""
    listed = listed_rows(warehouse, asked, filters)
    if listed is None:
        return _nothing()
    rows, columns, tests = listed
    meaning = mart_meaning(asked.mart)
    every, found = _counts(warehouse, rows, tests)
    pages = max(1, -(-found // PAGE_ROWS))
    page, sort = min(asked.page, pages), sort_of(columns, asked)
    chosen = sa.select(*selected(rows, columns, meaning)).where(*tests)
    chosen = chosen.order_by(*order_of(rows, sort, meaning)).limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)
    return RowsFound(warehouse.frame(chosen), columns, found, every, page, pages, sort)


def listed_rows(warehouse: Warehouse, asked: RowsAsked, filters: Filters) -> tuple[sa.Subquery, tuple, list] | None:
    """What is listed: the rows with `is_hidden`, the columns shown of them, and the tests of the search. None where the
    build has no such mart or lacks a column of the KPI. NotAllowed for readers who may not see single rows."""
    try:
        mart = warehouse.detail(asked.mart)
    except UnknownMart:
        return None
    meaning = mart_meaning(asked.mart)
    if meaning is None or (asked.kpi and not set(asked.kpi.columns) <= set(mart.c.keys())):
        return None
    if asked.kpi:
        behind = rows_behind(asked.kpi, mart, filters, kpi_value(warehouse, asked.kpi, filters).as_of)
    else:
        behind = _inside(mart, filters, asked)
    rows = shielded(behind, asked.mart, asked.kpi)
    columns = tuple(one for one in shown_columns(meaning, asked.kpi) if one.name in rows.c)
    return rows, columns, _tests(rows, columns, asked)


def rows_behind(kpi: Kpi, mart: sa.Subquery, filters: Filters, newest: date | None) -> sa.Subquery:
    """The rows of the mart that enter the figure: those that count, of them the newest period, the largest of
    overlapping totals, the highest period or row, as the KPI adds up. newest: the newest month of the figure; to name
    it spares the database to look for it in every row."""
    counted = sa.select(mart).where(*counting(kpi, mart, filters))
    is_one_period = kpi.time_rollup is Rollup.LAST and not kpi.last_within
    if is_one_period:
        counted = counted.where(mart.c.month_date == newest if newest else mart.c.month_date.is_(None))
    rows = counted.subquery("behind")
    if kpi.last_within:
        rows = newest_rows(rows, kpi.last_within)
    if kpi.overlapping:
        rows = _best(rows, kpi, ("country_code",), kpi.overlapping, sa.func.sum)
    if kpi.time_rollup is Rollup.MAX:
        rows = _best(rows, kpi, (), ("month_date",), place_fold(kpi))
    if kpi.place_rollup is Rollup.MAX:
        highest = sa.select(sa.func.max(rows.c[kpi.numerator]).label("highest")).subquery("highest")
        rows = sa.select(rows).join_from(rows, highest, rows.c[kpi.numerator] == highest.c.highest).subquery("tops")
    return rows


def shown_columns(meaning: MartMeaning, kpi: Kpi | None) -> tuple[ColumnMeaning, ...]:
    """What a list shows: what tells rows apart, then the quantities of the KPI, or the first of the mart."""
    held = {one.name: one for one in meaning.columns}
    named = ["month_date", "country_code", *meaning.grain]
    named = [NAMES_OF_CODES.get(name, name) for name in named]
    told = [name for name in dict.fromkeys(named) if name in held and name not in UNSEEN]
    more = [name for name in held if name.endswith(("_name", "status_code")) and name not in (*told, *UNSEEN)]
    told += more[: max(0, FEWEST_NAMES - len(told))]
    if kpi:
        quantities = [kpi.numerator, kpi.denominator]
    else:
        quantities = [one.name for one in meaning.columns if one.kind in ("number", "integer") and one.name not in told]
        quantities = [name for name in quantities if name not in UNSEEN][:MOST_QUANTITIES]
    names = dict.fromkeys((*told, *(name for name in quantities if name), "source_name"))
    return tuple(held[name] for name in names)


def _nothing() -> RowsFound:
    return RowsFound(pd.DataFrame(), (), 0, 0, 1, 1, "")


def _inside(mart: sa.Subquery, filters: Filters, asked: RowsAsked) -> sa.Subquery:
    tests = [mart.c[name].is_not_distinct_from(value) for name, value in asked.same if name in mart.c]
    if asked.in_month and asked.in_month[1] is None:
        undated = [mart.c[name].is_(None) for name in asked.in_month[0][:2] if name in mart.c]
        tests.append(sa.or_(sa.false(), *undated))
    elif asked.in_month:
        names, first = asked.in_month
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        inside = [sa.and_(mart.c[name] >= first, mart.c[name] < after) for name in names if name in mart.c]
        tests.append(sa.or_(sa.false(), *inside))
    return sa.select(mart).where(*conditions(mart, filters), *tests).subquery("inside")


def _best(rows: sa.Subquery, kpi: Kpi, within: tuple, by: tuple, fold) -> sa.Subquery:
    """Of each group `within`, the rows of that value of `by` whose fold of numerators is largest; of equals the first."""
    keys = [rows.c[name] for name in dict.fromkeys((*within, *by))]
    totals = sa.select(*keys, fold(sa.cast(rows.c[kpi.numerator], sa.Double)).label("total")).group_by(*keys)
    totals = totals.subquery("totals")
    order = [totals.c.total.desc(), *(totals.c[name].asc().nulls_last() for name in by)]
    place = sa.func.row_number().over(partition_by=[totals.c[name] for name in within] or None, order_by=order)
    ranked = sa.select(totals, place.label("place")).subquery("ranked")
    same = [rows.c[key.name].is_not_distinct_from(ranked.c[key.name]) for key in keys]
    return sa.select(rows).join_from(rows, ranked, sa.and_(*same, ranked.c.place == 1)).subquery("best")


def _counts(warehouse: Warehouse, rows: sa.Subquery, tests: list) -> tuple[int, int]:
    """Rows in all, and rows that meet the tests."""
    met = sa.func.count(sa.case((sa.and_(*tests), 1))) if tests else sa.func.count()
    return warehouse.rows(sa.select(sa.func.count(), met).select_from(rows))[0]


def _tests(rows: sa.Subquery, columns: tuple[ColumnMeaning, ...], asked: RowsAsked) -> list:
    """Every word of the text stands in one of the names of a row, or names its country."""
    if not asked.find:
        return []
    searched = {one.name for one in columns if one.kind == "text"}
    searched |= {code for code, name in NAMES_OF_CODES.items() if name in searched and code in rows.c}
    found = [rows.c[name].icontains(asked.find, autoescape=True) for name in sorted(searched)]
    if asked.named and "country_code" in rows.c:
        found.append(rows.c.country_code.in_(asked.named))
    return [sa.or_(sa.false(), *found)]


def sort_of(columns: tuple[ColumnMeaning, ...], asked: RowsAsked) -> str:
    """The order asked for where it names a column that is shown; else largest numerators first, or none."""
    if asked.sort.removeprefix("-") in {one.name for one in columns}:
        return asked.sort
    return f"-{asked.kpi.numerator}" if asked.kpi else ""


def order_of(rows: sa.Subquery, sort: str, meaning: MartMeaning) -> list:
    """How a list is sorted: the column, missing last; then newest month first, then the grain, so that pages do not overlap."""
    name = sort.removeprefix("-")
    first = []
    if name:
        column = _told(rows, name)
        first = [(column.desc() if sort.startswith("-") else column.asc()).nulls_last()]
    months = [rows.c.month_date.desc().nulls_last()] if "month_date" in rows.c else []
    return [*first, *months, *(rows.c[one].asc().nulls_last() for one in meaning.grain if one in rows.c)]


def selected(rows: sa.Subquery, columns: tuple[ColumnMeaning, ...], meaning: MartMeaning) -> list:
    """What is read of each row: the columns, the grain, where it comes from, and whether something is hidden."""
    told = {one.name: _told(rows, one.name).label(one.name) for one in columns}
    more = {name: rows.c[name] for name in (*meaning.grain, "load_id", "source_row", "is_hidden") if name in rows.c}
    return list((more | told).values())


def _told(rows: sa.Subquery, name: str):
    """A column; of a name, the code where there is no name."""
    code = CODES_OF_NAMES.get(name)
    return sa.func.coalesce(rows.c[name], rows.c[code]) if code and code in rows.c else rows.c[name]
