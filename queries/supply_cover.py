"""How long stock lasts by item and place against its own minimum and maximum, and how long it was missing."""

import pandas as pd
import sqlalchemy as sa

from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.supply import newest_summed, positions
from queries.warehouse import UnknownMart, Warehouse

MOST_ITEMS, MOST_PLACES = 12, 15
"""Rows and columns of the table of items and places."""
COVER = ("item_code", "place_code", "item_name", "place_name", "months_of_stock", "minimum_months", "maximum_months")
COVER += ("stock_status_code",)
MISSING = ("month_date", "site_count", "out_site_count", "stockout_days", "counted_days")
_SHORT = ("stocked_out", "understocked")


@cached
def cover_by_place(warehouse: Warehouse, filters: Filters, place: str) -> pd.DataFrame:
    """One row per item and place (place: country_code or site_code) in the newest month of counts, for the items and
    places that are short most often, those first: columns COVER.

    months_of_stock: stock over consumption of the sites with consumption, None without. minimum_months and
    maximum_months: of the sites, weighted by their consumption; None where a site with consumption has none.
    stock_status_code: of the place as a whole; not_reported where no site of it has reported the item.
    """
    cells = _cells(warehouse, filters, place)
    if cells is None:
        return pd.DataFrame(columns=list(COVER))
    cells = cells.cte("cells")
    items, places = _worst(cells, "item_code", MOST_ITEMS), _worst(cells, "place_code", MOST_PLACES)
    asked = sa.select(*(cells.c[name] for name in COVER)).join_from(
        cells, items, cells.c.item_code == items.c.item_code
    )
    asked = asked.join(places, cells.c.place_code == places.c.place_code)
    frame = warehouse.frame(asked.order_by(items.c.rank_number, places.c.rank_number))
    return frame.astype(dict.fromkeys(("months_of_stock", "minimum_months", "maximum_months"), "float64"))


@cached
def cover_counts(warehouse: Warehouse, filters: Filters, place: str) -> dict[str, int]:
    """Code of a class -> number of items, counted per place, that are in it in the newest month of counts."""
    cells = _cells(warehouse, filters, place)
    if cells is None:
        return {}
    cells = cells.subquery("cells")
    asked = sa.select(cells.c.stock_status_code, sa.func.count()).group_by(cells.c.stock_status_code)
    return dict(warehouse.rows(asked))


@cached
def days_without_stock(warehouse: Warehouse, filters: Filters, site: str = "") -> pd.DataFrame:
    """One row per month with a stock report, in order: columns MISSING.

    site_count: sites that reported; out_site_count: those that were without an item at the count or on a day of the
    month. stockout_days: days without stock, added over items at sites; counted_days: days of the months of the
    items at sites for which days without stock are reported, None where they nowhere are.
    """
    try:
        stock = warehouse.mart("mart_supply_stock")
    except UnknownMart:
        return pd.DataFrame(columns=list(MISSING))
    summed = _summed_sites(warehouse, filters) if not site else None
    asked = _days_by_month(stock, filters, site) if summed is None else summed
    frame = pd.DataFrame(warehouse.rows(asked), columns=list(MISSING))
    frame = frame.assign(month_date=pd.to_datetime(frame["month_date"]))
    return frame.astype(dict.fromkeys(MISSING[1:], "float64"))


def _summed_sites(warehouse: Warehouse, filters: Filters) -> sa.Select | None:
    """The same from sites that are added up by office; None where filters or rights divide an office, or where the
    build has no such mart."""
    try:
        sites = warehouse.mart("mart_stock_sites")
    except UnknownMart:
        return None
    if warehouse.scope.areas is not None or filters.items or filters.item_groups:
        return None
    sums = [sa.func.sum(sites.c[name]) for name in MISSING[1:]]
    asked = sa.select(sites.c.month_date, *sums).where(*conditions(sites, filters))
    return asked.group_by(sites.c.month_date).order_by(sites.c.month_date)


def _days_by_month(stock: sa.FromClause, filters: Filters, site: str) -> sa.Select:
    is_out = sa.or_(stock.c.is_stocked_out == 1, stock.c.has_stockout_in_period == 1)
    keys = [stock.c[name] for name in ("month_date", "source_name", "country_code", "office_code", "site_code")]
    by_site = sa.select(
        *keys,
        sa.func.max(sa.case((is_out, 1), else_=0)).label("is_out"),
        sa.func.sum(stock.c.stockout_days).label("stockout_days"),
        sa.func.sum(sa.case((stock.c.stockout_days.is_not(None), stock.c.period_days))).label("counted_days"),
    ).where(stock.c.stock_on_hand_qty.is_not(None), *conditions(stock, filters))
    by_site = (by_site.where(stock.c.site_code == site) if site else by_site).group_by(*keys).subquery("by_site")
    sums = (by_site.c.is_out, by_site.c.stockout_days, by_site.c.counted_days)
    asked = sa.select(by_site.c.month_date, sa.func.count(), *map(sa.func.sum, sums)).group_by(by_site.c.month_date)
    return asked.order_by(by_site.c.month_date)


def _cells(warehouse: Warehouse, filters: Filters, place: str) -> sa.Select | None:
    """One row per item and place with the sums of its sites and its class; None where the build has no stock."""
    sums = _sums(warehouse, filters, place)
    if sums is None:
        return None
    low, high = sums.c.minimum_qty / sums.c.covering_qty, sums.c.maximum_qty / sums.c.covering_qty
    cover = sums.c.covered_qty / sums.c.covering_qty
    status = sa.case(
        (sums.c.on_hand_qty.is_(None), "not_reported"),
        (sums.c.on_hand_qty == 0, "stocked_out"),
        (sums.c.used_qty == 0, "no_consumption"),
        (low.is_(None) | high.is_(None) | (sums.c.on_hand_qty < 0), "unknown"),
        (cover < low, "understocked"),
        (cover > high, "overstocked"),
        else_="stocked_to_plan",
    )
    named = [low.label("minimum_months"), high.label("maximum_months"), cover.label("months_of_stock")]
    return sa.select(sums, *named, status.label("stock_status_code"))


def _sums(warehouse: Warehouse, filters: Filters, place: str) -> sa.Subquery | None:
    """One row per item and place: what is held and used, added over its positions, single or added up already."""
    summed = newest_summed(warehouse, filters, ("item_code", place))
    held = positions(warehouse, filters) if summed is None else summed
    if held is None:
        return None
    label = held.c.site_name if place == "site_code" else held.c[place]
    asked = sa.select(
        held.c.item_code,
        held.c[place].label("place_code"),
        sa.func.max(held.c.item_name).label("item_name"),
        sa.func.max(label).label("place_name"),
        *(_measures(held) if summed is None else _summed_measures(held)),
    )
    asked = asked.where(held.c[place].is_not(None), held.c.item_code.is_not(None))
    return asked.group_by(held.c.item_code, held.c[place]).subquery("sums")


def _summed_measures(held: sa.Subquery) -> list:
    names = {"on_hand_qty": "stock_on_hand_qty", "used_qty": "average_monthly_consumption_qty"}
    names |= {"covered_qty": "covered_stock_qty", "covering_qty": "covered_consumption_qty"}
    found = [sa.func.sum(held.c[column]).label(name) for name, column in names.items()]
    for name in ("minimum", "maximum"):
        is_whole = sa.func.sum(held.c.covered_count) == sa.func.sum(held.c[f"covered_{name}_count"])
        found.append(sa.case((is_whole, sa.func.sum(held.c[f"{name}_qty"]))).label(f"{name}_qty"))
    return found


def _measures(held: sa.Subquery) -> list:
    use, on_hand = held.c.average_monthly_consumption_qty, held.c.stock_on_hand_qty
    is_used = (use > 0) & on_hand.is_not(None)
    return [
        sa.func.sum(on_hand).label("on_hand_qty"),
        sa.func.sum(use).label("used_qty"),
        sa.func.sum(sa.case((is_used, on_hand))).label("covered_qty"),
        *_bounds(held, is_used),
    ]


def _bounds(held: sa.Subquery, is_used) -> list:
    """Consumption of the positions with consumption, and their minimum and maximum in units, None where one of them
    has none."""
    use = held.c.average_monthly_consumption_qty
    found = [sa.func.sum(sa.case((is_used, use))).label("covering_qty")]
    for name in ("minimum", "maximum"):
        bound = held.c[f"{name}_months"] * use
        is_whole = sa.func.count(sa.case((is_used, 1))) == sa.func.count(sa.case((is_used, bound)))
        found.append(sa.case((is_whole, sa.func.sum(sa.case((is_used, bound))))).label(f"{name}_qty"))
    return found


def _worst(cells, column: str, most: int) -> sa.Subquery:
    """The values of a column that are short most often, with their place in that order."""
    short = sa.func.count(sa.case((cells.c.stock_status_code.in_(_SHORT), 1)))
    out = sa.func.count(sa.case((cells.c.stock_status_code == "stocked_out", 1)))
    order = (short.desc(), out.desc(), cells.c[column])
    asked = sa.select(cells.c[column], sa.func.row_number().over(order_by=order).label("rank_number"))
    return asked.group_by(cells.c[column]).order_by("rank_number").limit(most).subquery(f"worst_{column}")
