"""Supply stock: what runs out and when, and in which state each shelf is."""

from datetime import timedelta

import pandas as pd
import sqlalchemy as sa

from kpis.legends import STOCK_STATUS
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.warehouse import NotAllowed, UnknownMart, Warehouse

PAGE_ROWS, OUTLOOK_ROWS = 50, 20
"""Rows of a page of a list."""
STATUS_CODES = tuple(one.code for one in STOCK_STATUS.classes + STOCK_STATUS.special)
FEWEST_LINES = 5
"""Received order lines from which on a country has a usual lead time."""
_PLACE_OF_COUNT = ("source_name", "country_code", "item_code")
_SAID = ("item_name", "item_group", "unit_name")
_LABELS = {"item_code": "item_name", "site_code": "site_name"}
_POSITION = (
    *("source_name", "country_code", "office_code", "site_code", "site_name", "item_code", *_SAID, "month_date"),
    *("stock_on_hand_qty", "average_monthly_consumption_qty", "minimum_months", "maximum_months", "unit_cost_usd"),
    *("stock_status_code", "is_status_known"),
)
OUTLOOK = (
    *(*_PLACE_OF_COUNT, *_SAID, "counted_month", "stock_on_hand_qty", "forecast_qty", "minimum_qty", "maximum_qty"),
    *("months_of_stock", "minimum_months", "maximum_months", "first_below_month", "first_empty_month"),
    *("confirmed_qty", "planned_qty", "suggested_order_qty", "order_by_date"),
)
_AS_NUMBERS = (
    "months_of_stock",
    "stock_on_hand_qty",
    "forecast_qty",
    "minimum_qty",
    "maximum_qty",
    "suggested_order_qty",
)
POSITION = (*_POSITION, "months_of_stock", "surplus_qty", "need_qty")


def without_period(filters: Filters) -> Filters:
    """The filters for a projection, which begins at the last count whatever the period."""
    return filters.replace(since=None, until=None)


@cached
def outlook_counts(warehouse: Warehouse, filters: Filters) -> dict[str, int]:
    """Countries and items with a count (all), below their minimum or empty within twelve months (below, empty),
    and at the count already (below_now, empty_now); confirmed orders only."""
    ahead = _ahead(warehouse, filters)
    if ahead is None:
        return dict.fromkeys(("all", "below", "empty", "below_now", "empty_now"), 0)
    counted = [
        sa.func.count(),
        sa.func.count(ahead.c.first_below_month),
        sa.func.count(ahead.c.first_empty_month),
        sa.func.count(sa.case((ahead.c.first_below_month == ahead.c.counted_month, 1))),
        sa.func.count(sa.case((ahead.c.first_empty_month == ahead.c.counted_month, 1))),
    ]
    found = warehouse.rows(sa.select(*counted).select_from(ahead))[0]
    return dict(zip(("all", "below", "empty", "below_now", "empty_now"), map(int, found), strict=True))


@cached
def runs_out_first(warehouse: Warehouse, filters: Filters, page: int = 1) -> pd.DataFrame:
    """One row per country and item of a page of 20, what is empty first first, then what is below its minimum first;
    what an old count says of months before the newest count is taken for now.

    counted_month: month of the last count. months_of_stock: of sites with consumption, as the KPI.
    minimum_months and maximum_months: of the sites, weighted by their
    consumption. first_below_month and first_empty_month: with confirmed orders, None when not within twelve months.
    confirmed_qty and planned_qty: orders of the twelve months. order_by_date: the first day below the minimum less the
    usual lead time of the country; None without either. The period of the filters does not count.
    """
    ahead = _ahead(warehouse, filters)
    if ahead is None:
        return pd.DataFrame(columns=list(OUTLOOK))
    newest = sa.select(sa.func.max(ahead.c.counted_month)).scalar_subquery()
    firsts = (ahead.c[name] for name in ("first_empty_month", "first_below_month"))
    order = [sa.case((first < newest, newest), else_=first).asc().nulls_last() for first in firsts]
    cover = sa.case((ahead.c.forecast_qty > 0, ahead.c.stock_on_hand_qty / ahead.c.forecast_qty))
    order += [cover.asc().nulls_last()]
    order += [ahead.c[name] for name in ("country_code", "item_code", "source_name")]
    chosen = sa.select(ahead, sa.func.row_number().over(order_by=order).label("place"))
    chosen = chosen.order_by("place").limit(OUTLOOK_ROWS).offset((page - 1) * OUTLOOK_ROWS).subquery("chosen")
    frame = warehouse.frame(_with_maximum(warehouse, chosen))
    forecast = frame["forecast_qty"].astype("float64")
    forecast = forecast.where(forecast > 0)
    for name in ("minimum", "maximum"):
        frame[f"{name}_months"] = frame[f"{name}_qty"].astype("float64") / forecast
    frame = frame.astype(dict.fromkeys(_AS_NUMBERS, "float64"))
    frame["order_by_date"] = _order_dates(frame, usual_lead_days(warehouse))
    return frame[list(OUTLOOK)]


@cached
def usual_lead_days(warehouse: Warehouse) -> dict[str, float]:
    """country_code -> median days from order to receipt, for countries with five received lines or more;
    empty for readers who may not see deliveries."""
    try:
        lines = warehouse.mart("mart_delivery_line")
    except (UnknownMart, NotAllowed):
        return {}
    known = lines.c.lead_time_days.is_not(None) & lines.c.country_code.is_not(None)
    median = sa.func.percentile_cont(0.5).within_group(sa.cast(lines.c.lead_time_days, sa.Double).asc())
    asked = sa.select(lines.c.country_code, median).where(known).group_by(lines.c.country_code)
    return dict(warehouse.rows(asked.having(sa.func.count() >= FEWEST_LINES)))


@cached
def projection(warehouse: Warehouse, filters: Filters, country: str, item: str) -> pd.DataFrame:
    """One row per month from the last count to twelve months ahead: month_date, projected_confirmed_qty,
    projected_planned_qty (confirmed and planned orders), minimum_qty, confirmed_qty, planned_qty, months_ahead,
    unit_name, source_name; in the order of sources and months."""
    names = ("month_date", "projected_confirmed_qty", "projected_planned_qty", "minimum_qty", "confirmed_qty")
    names += ("planned_qty", "months_ahead", "unit_name", "source_name")
    try:
        mart = warehouse.mart("mart_supply_pipeline")
    except UnknownMart:
        return pd.DataFrame(columns=list(names))
    asked = sa.select(*(mart.c[name] for name in names)).where(mart.c.country_code == country, mart.c.item_code == item)
    asked = asked.where(*conditions(mart, Filters(sources=filters.sources)))
    frame = warehouse.frame(asked.order_by(mart.c.source_name, mart.c.month_date))
    return frame.assign(month_date=pd.to_datetime(frame["month_date"]))


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
    """One row per item at a site in the newest month of counts, a page of 50, the worst classes first.

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
    frame = warehouse.frame(asked.limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS))
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


def _ahead(warehouse: Warehouse, filters: Filters) -> sa.Subquery | None:
    """One row per source, country and item of the pipeline."""
    try:
        mart = warehouse.mart("mart_supply_pipeline")
    except UnknownMart:
        return None
    keys = [mart.c[name] for name in _PLACE_OF_COUNT]
    now = mart.c.months_ahead == 0
    at_count = ("stock_on_hand_qty", "forecast_qty", "minimum_qty", "suggested_order_qty")
    columns = [sa.func.max(mart.c[name]).label(name) for name in _SAID]
    columns += [sa.func.max(sa.case((now, mart.c[name]))).label(name) for name in at_count]
    columns += [sa.func.max(sa.case((now, mart.c.month_date))).label("counted_month")]
    columns += [sa.func.sum(mart.c[name]).label(name) for name in ("confirmed_qty", "planned_qty")]
    marks = {"first_below_month": mart.c.is_below_minimum, "first_empty_month": mart.c.is_projected_stockout}
    columns += [sa.func.min(sa.case((flag == 1, mart.c.month_date))).label(name) for name, flag in marks.items()]
    asked = sa.select(*keys, *columns).where(*conditions(mart, without_period(filters)))
    return asked.group_by(*keys).subquery("ahead")


def _with_maximum(warehouse: Warehouse, chosen: sa.Subquery) -> sa.Select:
    """The chosen rows in their order with months_of_stock as the KPI has it, and maximum_qty, None where a site with
    consumption has no maximum."""
    stock = warehouse.mart("mart_supply_stock")
    at_most = stock.c.maximum_months * stock.c.average_monthly_consumption_qty
    whole = sa.func.count(stock.c.average_monthly_consumption_qty) == sa.func.count(at_most)
    same = [chosen.c[name] == stock.c[name] for name in _PLACE_OF_COUNT]
    same += [chosen.c.counted_month == stock.c.month_date, stock.c.stock_on_hand_qty.is_not(None)]
    maximum = sa.case((whole, sa.func.sum(at_most))).label("maximum_qty")
    covered = sa.func.sum(stock.c.covered_stock_qty) / sa.func.sum(stock.c.covered_consumption_qty)
    columns = list(chosen.c)
    asked = sa.select(*columns, maximum, covered.label("months_of_stock")).join_from(
        chosen, stock, sa.and_(*same), isouter=True
    )
    return asked.group_by(*columns).order_by(chosen.c.place)


def _order_dates(frame: pd.DataFrame, lead_days: dict[str, float]) -> list:
    return [
        below - timedelta(days=int(lead_days[country])) if below is not None and country in lead_days else None
        for country, below in zip(frame["country_code"], frame["first_below_month"], strict=True)
    ]
