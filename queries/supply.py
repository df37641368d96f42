"""Supply stock: in which state each shelf is. What runs out and when is in queries.supply_outlook."""

import pandas as pd
import sqlalchemy as sa

from kpis.legends import STOCK_STATUS
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.paged import paged
from queries.warehouse import UnknownMart, Warehouse

PAGE_ROWS = 25
"""Rows of a page of a list."""
STATUS_CODES = tuple(one.code for one in STOCK_STATUS.classes + STOCK_STATUS.special)
SAID = ("item_name", "item_group", "unit_name")
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
    held = positions(warehouse, filters, site)
    if held is None:
        return pd.DataFrame(columns=[column, "label", *STATUS_CODES, "position_count"])
    label = sa.func.max(held.c[_LABELS.get(column, column)]).label("label")
    classes = [sa.func.count(sa.case((held.c.stock_status_code == code, 1))).label(code) for code in STATUS_CODES]
    asked = sa.select(held.c[column], label, *classes, sa.func.count().label("position_count"))
    order = [sa.desc("stocked_out"), sa.desc("understocked"), sa.desc("not_reported")]
    return warehouse.frame(asked.group_by(held.c[column]).order_by(*order, held.c[column].asc().nulls_last()))


@cached
def counted_month(warehouse: Warehouse, filters: Filters):
    """First day of the newest month with a count inside the filters; None without one."""
    try:
        stock = warehouse.mart("mart_supply_stock")
    except UnknownMart:
        return None
    return warehouse.rows(sa.select(_newest(stock, filters)))[0][0]


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
    parts = [_reported(stock, filters, site)]
    if "mart_reporting" in warehouse.marts():
        parts.append(_silent(stock, warehouse.mart("mart_reporting"), filters, site))
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


def _newest(stock: sa.Subquery, filters: Filters):
    known = stock.c.stock_on_hand_qty.is_not(None)
    return sa.select(sa.func.max(stock.c.month_date)).where(known, *conditions(stock, filters)).scalar_subquery()


def _reported(stock: sa.Subquery, filters: Filters, site: str) -> sa.Select:
    status = sa.case((stock.c.stock_on_hand_qty.is_(None), "not_reported"), else_=stock.c.stock_status_code)
    columns = [status.label(name) if name == "stock_status_code" else stock.c[name] for name in _POSITION]
    asked = sa.select(*columns).where(stock.c.month_date == _newest(stock, filters), *conditions(stock, filters))
    return asked.where(stock.c.site_code == site) if site else asked


def _silent(stock: sa.Subquery, reports: sa.Subquery, filters: Filters, site: str) -> sa.Select:
    """What the silent sites held in their last report before the newest month."""
    newest = _newest(stock, filters)
    due = [reports.c.report_kind == "stock_balances", reports.c.silent_count == 1, reports.c.month_date == newest]
    silent = sa.select(reports.c.unit_code).where(*due)
    earlier = stock.c.site_code.in_(silent) & (stock.c.month_date < newest)
    keys = (stock.c.source_name, stock.c.site_code)
    last = sa.select(*keys, sa.func.max(stock.c.month_date).label("month_date")).where(earlier).group_by(*keys)
    last = last.subquery("last_report")
    fixed = {"stock_status_code": sa.literal("not_reported"), "is_status_known": sa.literal(0)}
    for name in ("stock_on_hand_qty", "average_monthly_consumption_qty"):
        fixed[name] = sa.cast(sa.null(), sa.Double)
    columns = [fixed[name].label(name) if name in fixed else stock.c[name] for name in _POSITION]
    same = [stock.c[name] == last.c[name] for name in ("source_name", "site_code", "month_date")]
    asked = (
        sa.select(*columns).join_from(stock, last, sa.and_(*same)).where(*conditions(stock, without_period(filters)))
    )
    return asked.where(stock.c.site_code == site) if site else asked
