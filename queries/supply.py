"""Supply stock: in which state each shelf is. What runs out and when is in queries.supply_outlook."""

import pandas as pd
import sqlalchemy as sa

from kpis.legends import STOCK_STATUS
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.paged import paged
from queries.summed import summed_table
from queries.warehouse import UnknownMart, Warehouse

PAGE_ROWS = 25
"""Rows of a page of a list."""
STATUS_CODES = tuple(one.code for one in STOCK_STATUS.classes + STOCK_STATUS.special)
COUNTS_OF_STATUS = {code: f"{code}_count" for code in STATUS_CODES}
COUNTS_OF_STATUS |= {"unknown": "unknown_status_count", "not_reported": "unreported_position_count"}
"""Class -> column of a summed mart with its positions."""
SAID = ("item_name", "item_group", "unit_name")
_UNREPORTED = {
    "stock_status_code": sa.literal("not_reported"),
    "is_status_known": sa.literal(0),
    "stock_on_hand_qty": sa.cast(sa.null(), sa.Double),
    "average_monthly_consumption_qty": sa.cast(sa.null(), sa.Double),
}
"""What is told of a position that nobody reported."""
_LABELS = {"item_code": "item_name", "site_code": "site_name"}
_POSITION = (
    *("source_name", "country_code", "office_code", "site_code", "site_name", "item_code", *SAID, "month_date"),
    *("stock_on_hand_qty", "average_monthly_consumption_qty", "minimum_months", "maximum_months", "unit_cost_usd"),
    *("stock_status_code", "is_status_known"),
)
POSITION = (*_POSITION, "months_of_stock", "surplus_qty", "need_qty")


def without_period(filters: Filters) -> Filters:
    """The filters for a projection, which begins at the last count whatever the period."""
    return filters.replace(since=None, until=None)


@cached
def status_by(warehouse: Warehouse, filters: Filters, column: str, site: str = "") -> pd.DataFrame:
    """One row per item, country or site: the column, label, then the number of positions (an item at a site) in each
    class of STOCK_STATUS in the newest month of counts, and position_count; most stock-outs first.

    not_reported: items of the last report of sites whose report of that month is due and has not come, and items
    reported without a quantity.
    """
    summed = None if site else newest_summed(warehouse, filters, (column, _LABELS.get(column, column)))
    held = positions(warehouse, filters, site) if summed is None else summed
    if held is None:
        return pd.DataFrame(columns=[column, "label", *STATUS_CODES, "position_count"])
    label = sa.func.max(held.c[_LABELS.get(column, column)]).label("label")
    if summed is None:
        classes = [sa.func.count(sa.case((held.c.stock_status_code == code, 1))) for code in STATUS_CODES]
    else:
        classes = [added(summed.c[COUNTS_OF_STATUS[code]]) for code in STATUS_CODES]
    every = sa.func.count() if summed is None else sum(classes[1:], classes[0])
    named = [one.label(code) for code, one in zip(STATUS_CODES, classes, strict=True)]
    asked = sa.select(held.c[column], label, *named, every.label("position_count"))
    order = [sa.desc("stocked_out"), sa.desc("understocked"), sa.desc("not_reported")]
    return warehouse.frame(asked.group_by(held.c[column]).order_by(*order, held.c[column].asc().nulls_last()))


@cached
def counted_month(warehouse: Warehouse, filters: Filters):
    """First day of the newest month with a count inside the filters; None without one."""
    try:
        stock = warehouse.mart("mart_supply_stock")
    except UnknownMart:
        return None
    summed = summed_table(warehouse, "mart_supply_stock", filters, ())
    table, known = (stock, stock.c.stock_on_hand_qty.is_not(None))
    if summed is not None:
        table, known = summed, summed.c.reported_position_count > 0
    asked = sa.select(sa.func.max(table.c.month_date)).where(known, *conditions(table, filters))
    return warehouse.rows(asked)[0][0]


def newest_summed(warehouse: Warehouse, filters: Filters, columns: tuple[str, ...]) -> sa.Subquery | None:
    """The positions of the newest month of counts added up by office and item, reported or not, where these columns are
    all that is asked for; None where the single positions have to be read."""
    try:
        summed = summed_table(warehouse, "mart_supply_stock", filters, columns)
    except UnknownMart:
        return None
    if summed is None:
        return None
    newest = counted_month(warehouse, filters)
    return sa.select(summed).where(_is_month(summed, newest), *conditions(summed, filters)).subquery("newest")


def added(column) -> sa.ColumnElement:
    """The sum of counts as a whole number."""
    return sa.cast(sa.func.sum(column), sa.BigInteger)


@cached
def position_list(warehouse: Warehouse, filters: Filters, site: str = "", page: int = 1) -> pd.DataFrame:
    """One row per item at a site in the newest month of counts, a page of 25, the worst classes first.

    Columns: POSITION. months_of_stock: None without consumption. surplus_qty: stock over the maximum that another
    site could use; need_qty: what is missing to the minimum; both None where they do not apply. Rows not reported have
    the month of their last report and no quantity. For readers who may see single rows.
    """
    warehouse.detail("build_info")
    held = positions(warehouse, filters, site)
    if held is None:
        return pd.DataFrame(columns=list(POSITION))
    rank = sa.case(*((held.c.stock_status_code == code, number) for number, code in enumerate(_WORST_FIRST)), else_=9)
    order = [rank, held.c.months_of_stock.asc().nulls_last(), held.c.site_code, held.c.item_code, held.c.source_name]
    asked = sa.select(*(held.c[name] for name in POSITION)).order_by(*order)
    frame = warehouse.frame(paged(asked, page, PAGE_ROWS))
    return frame.astype(dict.fromkeys(("months_of_stock", "surplus_qty", "need_qty"), "float64"))


_WORST_FIRST = ("stocked_out", "understocked", "not_reported", "overstocked", "no_consumption", "unknown")


def positions(warehouse: Warehouse, filters: Filters, site: str = "") -> sa.Subquery | None:
    """Every item at every site in the newest month of counts, reported or not, with surplus and need; None where
    the build has no stock."""
    try:
        stock = warehouse.mart("mart_supply_stock")
    except UnknownMart:
        return None
    newest = counted_month(warehouse, filters)  # told as a value, so that the database skips the other months
    parts = [_reported(stock, newest, filters, site)]
    if "mart_stock_silent" in warehouse.marts():
        parts.append(_known_silent(warehouse.mart("mart_stock_silent"), newest, filters, site))
    elif "mart_reporting" in warehouse.marts():  # a build from before
        parts.append(_silent(stock, _silent_sites(warehouse, newest), filters, (newest, site)))
    held = sa.union_all(*parts).subquery("held")
    consumption, on_hand = held.c.average_monthly_consumption_qty, held.c.stock_on_hand_qty
    is_short = held.c.stock_status_code.in_(("stocked_out", "understocked")) & (held.c.is_status_known == 1)
    measures = [
        sa.case((consumption > 0, on_hand / consumption)).label("months_of_stock"),
        sa.case((held.c.stock_status_code == "overstocked", on_hand - held.c.maximum_months * consumption)).label(
            "surplus_qty"
        ),
        sa.case((is_short, held.c.minimum_months * consumption - on_hand)).label("need_qty"),
    ]
    return sa.select(held, *measures).subquery("positions")


def _reported(stock: sa.Subquery, newest, filters: Filters, site: str) -> sa.Select:
    status = sa.case((stock.c.stock_on_hand_qty.is_(None), "not_reported"), else_=stock.c.stock_status_code)
    columns = [status.label(name) if name == "stock_status_code" else stock.c[name] for name in _POSITION]
    asked = sa.select(*columns).where(_is_month(stock, newest), *conditions(stock, filters))
    return asked.where(stock.c.site_code == site) if site else asked


def _known_silent(silent: sa.FromClause, newest, filters: Filters, site: str) -> sa.Select:
    """What the silent sites of the newest month held in their last report, as the build has found it."""
    columns = [_UNREPORTED[name].label(name) if name in _UNREPORTED else silent.c.get(name) for name in _POSITION]
    columns[_POSITION.index("month_date")] = silent.c.last_month_date.label("month_date")
    asked = sa.select(*columns).where(_is_month(silent, newest), *conditions(silent, filters))
    return asked.where(silent.c.site_code == site) if site else asked


def _silent_sites(warehouse: Warehouse, newest) -> sa.Subquery:
    """Country and code of the sites whose report of a month is due and has not come."""
    reports = warehouse.mart("mart_reporting")
    due = [reports.c.report_kind == "stock_balances", reports.c.silent_count == 1, _is_month(reports, newest)]
    return sa.select(reports.c.country_code, reports.c.unit_code).where(*due).distinct().subquery("silent")


def _silent(stock: sa.Subquery, silent: sa.Subquery, filters: Filters, place: tuple) -> sa.Select:
    """What the silent sites held in their last report before the newest month. place: that month, and the site."""
    newest, site = place
    keys = (stock.c.source_name, stock.c.country_code, stock.c.site_code)
    is_silent = sa.and_(stock.c.site_code == silent.c.unit_code, stock.c.country_code == silent.c.country_code)
    last = sa.select(*keys, sa.func.max(stock.c.month_date).label("month_date")).join_from(stock, silent, is_silent)
    tests = [stock.c.month_date < newest if newest else sa.false()]
    tests += conditions(stock, Filters(countries=filters.countries))
    last = last.where(*tests).group_by(*keys).subquery("last_report")
    columns = [_UNREPORTED[name].label(name) if name in _UNREPORTED else stock.c[name] for name in _POSITION]
    same = [stock.c[name] == last.c[name] for name in ("source_name", "country_code", "site_code", "month_date")]
    asked = (
        sa.select(*columns).join_from(stock, last, sa.and_(*same)).where(*conditions(stock, without_period(filters)))
    )
    return asked.where(stock.c.site_code == site) if site else asked


def _is_month(table, month):
    return table.c.month_date == month if month else sa.false()
