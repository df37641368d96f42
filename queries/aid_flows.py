"""Where aid comes from and goes to, and what it is against the need there."""

import pandas as pd
import sqlalchemy as sa

from kpis.aid import CHILDREN_SUPPLIED
from kpis.kpi import Kpi
from kpis.risk import CHILDREN_IN_NEED, COVERAGE_OF_NEED, PEOPLE_IN_NEED
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.kpi_values import kpi_by_country, kpi_value
from queries.warehouse import NotAllowed, UnknownMart, Warehouse

FLOW_KEYS = ("origin_country_code", "country_code")
FLOW_SUMS = ("received_line_count", "received_usd", "received_children")
NEED_COLUMNS = ("country_code", "children_in_need", "received_children", "people_in_need", "people_reached")


@cached
def flows(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per origin and destination of order lines received in the period, highest value first.

    FLOW_KEYS, a missing origin being one that the publisher does not state, then FLOW_SUMS; sums are missing where no
    line has the quantity. Over all rows they are those of the KPIs. No rows for a build without order lines.
    """
    try:
        mart = warehouse.mart("mart_delivery_line")
    except UnknownMart:
        return pd.DataFrame(columns=[*FLOW_KEYS, *FLOW_SUMS])
    keys, status = [mart.c[name] for name in FLOW_KEYS], sa.func.coalesce(mart.c.order_status_code, "")
    is_here = sa.or_(mart.c.received_date.is_not(None), status.in_(("received", "handed_over")))
    sums = [
        sa.cast(sa.func.sum(sa.case((is_here, 1), else_=0)), sa.Double).label("received_line_count"),
        *(sa.cast(sa.func.sum(mart.c[name]), sa.Double).label(name) for name in FLOW_SUMS[1:]),
    ]
    has_arrived = sa.or_(is_here, mart.c.received_qty > 0)
    asked = sa.select(*keys, *sums).where(status != "cancelled", has_arrived, *conditions(mart, filters))
    order = (sums[1].desc().nulls_last(), sums[0].desc(), *(key.asc().nulls_last() for key in keys))
    frame = warehouse.frame(asked.group_by(*keys).order_by(*order))
    return frame.astype(dict.fromkeys(FLOW_SUMS, "float64"))


@cached
def need_year(warehouse: Warehouse, filters: Filters) -> int | None:
    """The newest year, up to the end of the period, for which needs are published; None where there is none or where
    needs are not open to the reader."""
    try:
        found = kpi_value(warehouse, PEOPLE_IN_NEED, _for_needs(filters)).as_of
    except NotAllowed:
        return None
    return found.year if found else None


@cached
def reach_against_need(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per country with a need or with supplies in the newest year with needs; NEED_COLUMNS, then unmet_children
    and unreached_people (need minus aid, at least 0), supplied_pct and reached_pct.

    received_children: of what arrived in that year inside the period. What is not known of a country is missing, and
    so is what is reckoned from it. Largest unmet need first, then countries whose aid is not known, largest need first.
    """
    year = need_year(warehouse, filters)
    if year is None:
        return pd.DataFrame(
            columns=[*NEED_COLUMNS, "unmet_children", "unreached_people", "supplied_pct", "reached_pct"]
        )
    needs = _for_needs(filters).replace(since=pd.Timestamp(year, 1, 1).date(), until=pd.Timestamp(year, 12, 1).date())
    parts = [
        _by_country(warehouse, CHILDREN_IN_NEED, needs, "children_in_need"),
        _by_country(warehouse, CHILDREN_SUPPLIED, _inside(filters, needs), "received_children"),
        _by_country(warehouse, PEOPLE_IN_NEED, needs, "people_in_need"),
        _by_country(warehouse, COVERAGE_OF_NEED, needs, "people_reached", "numerator"),
    ]
    frame = pd.concat(parts, axis=1).rename_axis("country_code").dropna(how="all").reset_index()
    return _ordered(_with_gaps(frame))


def _for_needs(filters: Filters) -> Filters:
    """What limits needs: place and end of the period. A plan of the whole country knows neither item nor donor."""
    return Filters(until=filters.until, countries=filters.countries)


def _inside(filters: Filters, year: Filters) -> Filters:
    """The filters within the months of the year."""
    since = max(filters.since, year.since) if filters.since else year.since
    return filters.replace(since=since, until=min(filters.until, year.until) if filters.until else year.until)


def _by_country(warehouse: Warehouse, kpi: Kpi, filters: Filters, name: str, column: str = "value") -> pd.Series:
    """A figure by country; nothing where the period is empty."""
    found = kpi_by_country(warehouse, kpi, filters).dropna(subset=["country_code"])
    return found.set_index("country_code")[column].rename(name).astype("float64")


def _with_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    children, people = frame["children_in_need"], frame["people_in_need"]
    return frame.assign(
        unmet_children=(children - frame["received_children"]).clip(lower=0),
        unreached_people=(people - frame["people_reached"]).clip(lower=0),
        supplied_pct=100 * frame["received_children"] / children.where(children > 0),
        reached_pct=100 * frame["people_reached"] / people.where(people > 0),
    )


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Unmet need of children, else of people; then by the need itself, then by code."""
    by_children = frame["unmet_children"].notna().any()
    unmet, need = ("unmet_children", "children_in_need") if by_children else ("unreached_people", "people_in_need")
    order = [unmet, need, "people_in_need", "country_code"]
    return frame.sort_values(order, ascending=[False, False, False, True], na_position="last", ignore_index=True)
