"""Events that a reader of figures over time should know of."""

import pandas as pd
import sqlalchemy as sa

from queries.cache import cached
from queries.filters import Filters
from queries.warehouse import UnknownMart, Warehouse

EVENT_COLUMNS = ("event_date", "country_code", "event_title", "event_kind", "source_url")


@cached
def events(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per event of the period in the countries of the filters, newest first; EVENT_COLUMNS.

    An event without a country concerns all countries and is in every choice of them. Other filters do not limit
    events. No rows for a build without the mart.
    """
    try:
        mart = warehouse.mart("mart_event")
    except UnknownMart:
        return pd.DataFrame(columns=EVENT_COLUMNS)
    asked = sa.select(*(mart.c[name] for name in EVENT_COLUMNS))
    if filters.countries:
        asked = asked.where(sa.or_(mart.c.country_code.in_(filters.countries), mart.c.country_code.is_(None)))
    if filters.since:
        asked = asked.where(mart.c.month_date >= filters.since)
    if filters.until:
        asked = asked.where(mart.c.month_date <= filters.until)
    order = (mart.c.event_date.desc(), mart.c.country_code.asc().nulls_first(), mart.c.event_title)
    return warehouse.frame(asked.order_by(*order))
