"""Stock that should move or be used: lots near their expiry, and what is too much here and too little there."""

import pandas as pd
import sqlalchemy as sa

from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.supply import PAGE_ROWS, added, newest_summed, positions
from queries.warehouse import UnknownMart, Warehouse

MOST_ROWS = 10
"""Rows of a list that is not paged."""
BUCKETS = ("expired", "days_0_30", "days_31_90", "days_91_180", "later", "undated")
RISK = ("lot_count", "lot_qty", "lot_value_usd", "unpriced_count", "unjudged_count")
RISK += ("expiry_risk_qty", "expiry_risk_usd", "expiry_risk_children")
LOT = (
    *("country_code", "site_code", "site_name", "item_code", "item_name", "unit_name", "lot_code", "month_date"),
    *("expiry_date", "expiry_days", "lot_qty", "lot_value_usd", "expiry_risk_qty", "expiry_risk_usd"),
    *("expiry_risk_children", "bucket_code"),
)
EXCHANGE = (
    *("source_name", "country_code", "item_code", "item_name", "unit_name", "over_count", "surplus_qty"),
    *("under_count", "need_qty", "movable_qty", "movable_usd"),
)


@cached
def expiry_buckets(warehouse: Warehouse, filters: Filters, site: str = "") -> pd.DataFrame:
    """One row per bucket of days to expiry with lots in the newest month of lots, in the order of BUCKETS.

    Columns: bucket_code, then RISK. Quantities are None where several items or units are together. Values add the lots
    with a unit cost, unpriced_count counts the others; unjudged_count: lots not expired without a risk figure.
    """
    lots = _lots(warehouse, filters, site)
    if lots is None:
        return pd.DataFrame(columns=["bucket_code", *RISK])
    frame = warehouse.frame(sa.select(lots.c.bucket_code, *_risk(lots)).group_by(lots.c.bucket_code))
    frame = _as_numbers(frame).set_index("bucket_code")
    return frame.reindex([code for code in BUCKETS if code in frame.index]).reset_index()


@cached
def expiry_by_item(warehouse: Warehouse, filters: Filters, site: str = "") -> pd.DataFrame:
    """The 10 items of a country with the highest value at risk of expiry in the newest month of lots: country_code,
    item_code, item_name, unit_name, then RISK and expired_qty and expired_usd. Items without a risk are left out."""
    lots = _lots(warehouse, filters, site)
    names = ("country_code", "item_code", "item_name", "unit_name")
    if lots is None:
        return pd.DataFrame(columns=[*names, *RISK, "expired_qty", "expired_usd"])
    expired = [sa.func.sum(lots.c[name]).label(name) for name in ("expired_qty", "expired_usd")]
    asked = sa.select(*(lots.c[name] for name in names), *_risk(lots), *expired)
    asked = asked.group_by(*(lots.c[name] for name in names)).having(
        (sa.func.sum(lots.c.expiry_risk_qty) > 0) | (sa.func.sum(lots.c.expired_qty) > 0)
    )
    order = (sa.desc("expiry_risk_usd").nulls_last(), sa.desc("expired_usd").nulls_last(), *names[:2])
    return _as_numbers(warehouse.frame(asked.order_by(*order).limit(MOST_ROWS)))


@cached
def lot_list(warehouse: Warehouse, filters: Filters, site: str = "", page: int = 1) -> pd.DataFrame:
    """One row per lot in the newest month of lots, first expiry first, a page of 25; columns LOT. For readers who may
    see single rows."""
    warehouse.detail("build_info")
    lots = _lots(warehouse, filters, site)
    if lots is None:
        return pd.DataFrame(columns=list(LOT))
    order = [lots.c.expiry_date.asc().nulls_last(), *(lots.c[name] for name in ("site_code", "item_code", "lot_code"))]
    asked = sa.select(*(lots.c[name] for name in LOT)).order_by(*order)
    return warehouse.frame(asked.limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS))


@cached
def lots_month(warehouse: Warehouse, filters: Filters):
    """First day of the newest month with lots inside the filters; None without one."""
    try:
        mart = warehouse.mart("mart_stock_lot")
    except UnknownMart:
        return None
    return warehouse.rows(sa.select(_newest(mart, filters)))[0][0]


@cached
def exchanges(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per country and item that is over the maximum at one site and below the minimum at another in the newest
    month of counts, at most 10, the highest value first: columns EXCHANGE.

    surplus_qty: consumption x (months of stock - maximum); need_qty: consumption x (minimum - months of stock);
    movable_qty: the smaller of both; movable_usd: None without a unit cost.
    """
    held, measures = _exchanged(warehouse, filters)
    if held is None:
        return pd.DataFrame(columns=list(EXCHANGE))
    over, surplus, under, need = measures
    movable = sa.case((surplus < need, surplus), else_=need)
    keys = [held.c[name] for name in ("source_name", "country_code", "item_code")]
    asked = sa.select(
        *keys,
        *(sa.func.max(held.c[name]).label(name) for name in ("item_name", "unit_name")),
        over.label("over_count"),
        surplus.label("surplus_qty"),
        under.label("under_count"),
        need.label("need_qty"),
        movable.label("movable_qty"),
        (movable * sa.func.max(held.c.unit_cost_usd)).label("movable_usd"),
    )
    asked = asked.group_by(*keys).having((surplus > 0) & (need > 0))
    return warehouse.frame(asked.order_by(sa.desc("movable_usd").nulls_last(), *keys).limit(MOST_ROWS))


def _exchanged(warehouse: Warehouse, filters: Filters) -> tuple:
    """The positions of the newest month, single or added up, and: positions over the maximum, what they have too much,
    positions below the minimum, what they lack. None where the build has no stock."""
    held = newest_summed(warehouse, filters, ("item_code",))
    if held is not None:
        quantities = [sa.func.sum(held.c[name]) for name in ("over_maximum_qty", "below_minimum_qty")]
        counts = [added(held.c[name]) for name in ("overstocked_count", "below_minimum_count")]
        return held, (counts[0], quantities[0], counts[1], quantities[1])
    held = positions(warehouse, filters)
    if held is None:
        return None, ()
    under = sa.func.count(sa.case((held.c.need_qty > 0, 1)))
    surplus = held.c.surplus_qty
    return held, (sa.func.count(surplus), sa.func.sum(surplus), under, sa.func.sum(held.c.need_qty))


def _lots(warehouse: Warehouse, filters: Filters, site: str) -> sa.Subquery | None:
    """The lots of the newest month inside the filters with their bucket; None where the build has no lots."""
    try:
        mart = warehouse.mart("mart_stock_lot")
    except UnknownMart:
        return None
    days = mart.c.expiry_days
    bucket = sa.case(
        (days.is_(None), "undated"),
        (days < 0, "expired"),
        (days <= 30, "days_0_30"),
        (days <= 90, "days_31_90"),
        (days <= 180, "days_91_180"),
        else_="later",
    )
    asked = sa.select(mart, bucket.label("bucket_code")).where(mart.c.month_date == _newest(mart, filters))
    asked = asked.where(*conditions(mart, filters))
    return (asked.where(mart.c.site_code == site) if site else asked).subquery("lots")


def _newest(mart: sa.Subquery, filters: Filters):
    return sa.select(sa.func.max(mart.c.month_date)).where(*conditions(mart, filters)).scalar_subquery()


def _risk(lots: sa.Subquery) -> list:
    is_one = (sa.func.min(lots.c.item_code) == sa.func.max(lots.c.item_code)) & (
        sa.func.min(lots.c.unit_name).is_not_distinct_from(sa.func.max(lots.c.unit_name))
    )
    is_unjudged = lots.c.expiry_risk_qty.is_(None)
    return [
        sa.func.count().label("lot_count"),
        sa.case((is_one, sa.func.sum(lots.c.lot_qty))).label("lot_qty"),
        sa.func.sum(lots.c.lot_value_usd).label("lot_value_usd"),
        sa.func.count(sa.case((lots.c.unit_cost_usd.is_(None), 1))).label("unpriced_count"),
        sa.func.count(sa.case((is_unjudged, 1))).label("unjudged_count"),
        sa.case((is_one, sa.func.sum(lots.c.expiry_risk_qty))).label("expiry_risk_qty"),
        *(sa.func.sum(lots.c[name]).label(name) for name in ("expiry_risk_usd", "expiry_risk_children")),
    ]


def _as_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    names = [name for name in frame.columns if name.endswith(("_qty", "_usd", "_children"))]
    return frame.astype(dict.fromkeys(names, "float64"))
