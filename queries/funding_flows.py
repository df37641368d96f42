"""Single flows of money: a page of them at a time, and who gave how much.

Publishers repeat a flow word for word under one id; it counts once.
"""

from collections.abc import Callable

import pandas as pd
import sqlalchemy as sa

from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.paged import paged
from queries.warehouse import UnknownMart, Warehouse

PAGE_ROWS = 25
FLOW_COLUMNS = (
    "reported_date", "donor_name", "organisation_name", "plan_code", "country_code", "cluster_name", "flow_status",
    "amount_usd", "flow_id", "source_row",
)  # fmt: skip
SORTS = {"amount": "amount_usd", "day": "reported_date"}
"""Word in the address -> the column that flows are sorted by, the largest or newest first."""
DONOR_COLUMNS = ("donor_name", "in_plans_usd", "outside_plans_usd", "pledged_usd", "flow_count")
PLEDGE = "pledge"


@cached
def flow_count(warehouse: Warehouse, filters: Filters) -> int:
    """Flows inside the filters; their month is the one in which they were made."""
    once = _once(warehouse.mart, filters)
    return 0 if once is None else warehouse.rows(sa.select(sa.func.count()).select_from(once))[0][0]


@cached
def flows(warehouse: Warehouse, filters: Filters, sort: str, page: int) -> pd.DataFrame:
    """One row per flow inside the filters, at most PAGE_ROWS, page 1 first, by a word of SORTS: FLOW_COLUMNS.
    Amounts in US$ as published, corrections below 0. plan_code: missing outside plans; country_code: missing for
    several countries. For readers who may see single rows."""
    once = _once(warehouse.detail, filters)
    if once is None:
        return pd.DataFrame(columns=list(FLOW_COLUMNS))
    order = (once.c[SORTS[sort]].desc().nulls_last(), once.c.flow_id, once.c.source_name, once.c.source_row)
    asked = sa.select(*(once.c[name] for name in FLOW_COLUMNS)).order_by(*order)
    frame = warehouse.frame(paged(asked, page, PAGE_ROWS))
    return frame.assign(reported_date=pd.to_datetime(frame["reported_date"]))


@cached
def donors_of_flows(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per donor of the flows inside the filters, the most money first: DONOR_COLUMNS. Paid and committed
    money for plans and outside plans stand apart; a pledge is neither and stands in pledged_usd. A donor without
    money of a kind has none published: it is missing."""
    once = _once(warehouse.mart, filters)
    if once is None:
        return pd.DataFrame(columns=list(DONOR_COLUMNS))
    is_pledge, in_plan = once.c.flow_status == PLEDGE, once.c.plan_code.is_not(None)
    kinds = (sa.and_(~is_pledge, in_plan), sa.and_(~is_pledge, ~in_plan), is_pledge)
    sums = [
        sa.cast(sa.func.sum(sa.case((kind, once.c.amount_usd))), sa.Double).label(name)
        for kind, name in zip(kinds, DONOR_COLUMNS[1:4], strict=True)
    ]
    count = sa.cast(sa.func.count(), sa.BigInteger).label("flow_count")
    asked = sa.select(once.c.donor_name, *sums, count).group_by(once.c.donor_name)
    frame = warehouse.frame(asked).astype(dict.fromkeys(DONOR_COLUMNS[1:4], "float64"))
    given = frame[["in_plans_usd", "outside_plans_usd"]].sum(axis=1, min_count=1)
    frame = frame.assign(given=given).sort_values(
        ["given", "donor_name"], ascending=[False, True], na_position="last", ignore_index=True
    )
    return frame[list(DONOR_COLUMNS)]


def _once(seen: Callable, filters: Filters):
    """The flows inside the filters, each id of a source once, and each row without an id; None without the mart.
    seen: warehouse.mart for totals, warehouse.detail for rows."""
    try:
        mart = seen("mart_funding_flow")
    except UnknownMart:
        return None
    first = sa.func.row_number().over(partition_by=[mart.c.source_name, mart.c.flow_id], order_by=mart.c.source_row)
    ranked = sa.select(mart, first.label("place")).where(*conditions(mart, filters)).subquery("ranked")
    return sa.select(ranked).where(sa.or_(ranked.c.place == 1, ranked.c.flow_id.is_(None))).subquery("once")
