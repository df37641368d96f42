"""What runs out and when: projections from the last count, with orders and the day to order by."""

from datetime import timedelta

import pandas as pd
import sqlalchemy as sa

from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.paged import paged
from queries.summed import summed_table
from queries.supply import SAID, without_period
from queries.warehouse import NotAllowed, UnknownMart, Warehouse

OUTLOOK_ROWS = 20
"""Rows of a page of what runs out first."""
FEWEST_LINES = 5
"""Received order lines from which on a country has a usual lead time."""
FIRST_DAYS = ("first_below_minimum_date", "first_empty_date")
"""Older builds do not have these columns: then no first day is known."""
_PLACE_OF_COUNT = ("source_name", "country_code", "item_code")
OUTLOOK = (
    *(*_PLACE_OF_COUNT, *SAID, "counted_month", "stock_on_hand_qty", "forecast_qty", "minimum_qty", "maximum_qty"),
    *("months_of_stock", "minimum_months", "maximum_months"),
    *("first_below_minimum_date", "first_empty_date", "is_below_now", "is_empty_now"),
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


@cached
def outlook_counts(warehouse: Warehouse, filters: Filters) -> dict[str, int | None]:
    """Countries and items with a count (all), below their minimum or empty on a day within twelve months (below,
    empty; None in an older build that does not know the day), and at the count already (below_now, empty_now);
    confirmed orders only."""
    ahead = _ahead(warehouse, filters)
    names = ("all", "below", "empty", "below_now", "empty_now")
    if ahead is None:
        return dict.fromkeys(names, 0)
    firsts = (ahead.c.first_below_minimum_date, ahead.c.first_empty_date)
    now = (ahead.c.is_below_now, ahead.c.is_empty_now)
    counted = [sa.func.count(), *map(sa.func.count, firsts), *(sa.func.count(sa.case((one == 1, 1))) for one in now)]
    found = dict(zip(names, map(int, warehouse.rows(sa.select(*counted).select_from(ahead))[0]), strict=True))
    return found if _knows_days(warehouse) else found | dict.fromkeys(("below", "empty"))


@cached
def runs_out_first(warehouse: Warehouse, filters: Filters, page: int = 1) -> pd.DataFrame:
    """One row per country and item of a page of 20, what is empty first first, then what is below its minimum first;
    what an old count says of days before the end of the newest count is taken for now.

    counted_month: month of the last count. months_of_stock: of sites with consumption, as the KPI. minimum_months and
    maximum_months: of the sites, weighted by their consumption. first_below_minimum_date and first_empty_date: with
    confirmed orders, None when not within twelve months; is_below_now, is_empty_now: at the count, None where not
    known. confirmed_qty and planned_qty: orders of the twelve months. order_by_date: the first day below the minimum
    less the usual lead time of the country; None without either. The period of the filters does not count.
    """
    ahead = _ahead(warehouse, filters)
    if ahead is None:
        return pd.DataFrame(columns=list(OUTLOOK))
    newest = sa.select(sa.func.max(ahead.c.following_month)).scalar_subquery()
    firsts = (ahead.c[name] for name in ("first_empty_date", "first_below_minimum_date"))
    order = [sa.case((first < newest, newest), else_=first).asc().nulls_last() for first in firsts]
    cover = sa.case((ahead.c.forecast_qty > 0, ahead.c.stock_on_hand_qty / ahead.c.forecast_qty))
    order += [cover.asc().nulls_last()]
    order += [ahead.c[name] for name in ("country_code", "item_code", "source_name")]
    chosen = sa.select(ahead, sa.func.row_number().over(order_by=order).label("place"))
    chosen = paged(chosen.order_by("place"), page, OUTLOOK_ROWS).subquery("chosen")
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


def _ahead(warehouse: Warehouse, filters: Filters) -> sa.Subquery | None:
    """One row per source, country and item of the pipeline."""
    try:
        mart = warehouse.mart("mart_supply_pipeline")
    except UnknownMart:
        return None
    keys = [mart.c[name] for name in _PLACE_OF_COUNT]
    now = mart.c.months_ahead == 0
    at_count = ("stock_on_hand_qty", "forecast_qty", "minimum_qty", "suggested_order_qty")
    marks = {"is_below_now": mart.c.is_below_minimum, "is_empty_now": mart.c.is_projected_stockout}
    columns = [sa.func.max(mart.c[name]).label(name) for name in SAID]
    columns += [sa.func.max(sa.case((now, mart.c[name]))).label(name) for name in at_count]
    columns += [sa.func.max(sa.case((now, flag))).label(name) for name, flag in marks.items()]
    columns += [sa.func.max(sa.case((now, mart.c.month_date))).label("counted_month")]
    columns += [sa.func.min(sa.case((mart.c.months_ahead == 1, mart.c.month_date))).label("following_month")]
    columns += [sa.func.sum(mart.c[name]).label(name) for name in ("confirmed_qty", "planned_qty")]
    unknown = sa.cast(sa.null(), sa.Date)
    columns += [sa.func.max(mart.c.get(name, unknown)).label(name) for name in FIRST_DAYS]
    asked = sa.select(*keys, *columns).where(*conditions(mart, without_period(filters)))
    return asked.group_by(*keys).subquery("ahead")


def _knows_days(warehouse: Warehouse) -> bool:
    return set(FIRST_DAYS) <= set(warehouse.mart("mart_supply_pipeline").c.keys())


def _with_maximum(warehouse: Warehouse, chosen: sa.Subquery) -> sa.Select:
    """The chosen rows in their order with months_of_stock as the KPI has it, and maximum_qty, None where a site with
    consumption has no maximum."""
    summed = summed_table(warehouse, "mart_supply_stock", Filters(), _PLACE_OF_COUNT)
    stock = warehouse.mart("mart_supply_stock") if summed is None else summed
    same = [chosen.c[name] == stock.c[name] for name in _PLACE_OF_COUNT]
    same.append(chosen.c.counted_month == stock.c.month_date)
    if summed is None:
        same.append(stock.c.stock_on_hand_qty.is_not(None))
        at_most = stock.c.maximum_months * stock.c.average_monthly_consumption_qty
        whole = sa.func.count(stock.c.average_monthly_consumption_qty) == sa.func.count(at_most)
    else:
        at_most = stock.c.maximum_qty
        whole = sa.func.sum(stock.c.demand_count) == sa.func.sum(stock.c.demand_maximum_count)
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
        for country, below in zip(frame["country_code"], frame["first_below_minimum_date"], strict=True)
    ]
