"""Cash transfers outstanding by partner."""

import pandas as pd
import sqlalchemy as sa

from kpis.projects import OUTSTANDING_CASH
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.kpi_values import kpi_value
from queries.projects import with_newest_class
from queries.warehouse import UnknownMart, Warehouse

PARTS = {
    "outstanding_usd": "cash_transfer_outstanding_usd",
    "from_6_to_9_months_usd": "cash_transfer_6_to_9_months_usd",
    "over_9_months_usd": "cash_transfer_over_9_months_usd",
}
"""Column of cash_by_partner -> column of the mart that it adds up."""


@cached
def cash_by_partner(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per partner with cash outstanding in the newest month, the oldest cash first: partner_name (missing
    where projects state none), outstanding_usd, under_6_months_usd, from_6_to_9_months_usd, over_9_months_usd;
    outstanding_usd adds up to its KPI."""
    empty = pd.DataFrame(columns=["partner_name", *PARTS, "under_6_months_usd"])
    month = kpi_value(warehouse, OUTSTANDING_CASH, filters).as_of
    try:
        mart, projects = warehouse.mart("mart_project_budget"), warehouse.mart("mart_project")
    except UnknownMart:
        return empty
    if month is None:
        return empty
    same = sa.and_(mart.c.source_name == projects.c.source_name, mart.c.project_code == projects.c.project_code)
    sums = [sa.cast(sa.func.sum(mart.c[column]), sa.Double).label(name) for name, column in PARTS.items()]
    asked = sa.select(projects.c.partner_name, *sums).select_from(mart.outerjoin(projects, same))
    meets = [mart.c.cash_transfer_outstanding_usd > 0, mart.c.month_date == month, *conditions(mart, filters)]
    frame = warehouse.frame(asked.where(*meets).group_by(projects.c.partner_name))
    frame = with_newest_class(frame.astype(dict.fromkeys(PARTS, "float64")))
    order = ["over_9_months_usd", "outstanding_usd", "partner_name"]
    return frame.sort_values(order, ascending=[False, False, True], na_position="last", ignore_index=True)
