"""Milestones of projects: how many were reached on time, which are overdue, and those of one project."""

import pandas as pd
import sqlalchemy as sa

from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.warehouse import UnknownMart, Warehouse

MOST_LATE = 15
MOST_LISTED = 50
COLUMNS = (
    "source_name", "project_code", "project_name", "country_code", "milestone_name", "planned_date", "actual_date",
    "milestone_status_code", "delay_of_milestone_days",
)  # fmt: skip


@cached
def milestone_counts(warehouse: Warehouse, filters: Filters) -> dict[str, int]:
    """Class of milestones -> how many inside the filters are in it, by their planned month; only classes that
    occur."""
    mart = _mart(warehouse)
    if mart is None:
        return {}
    code = mart.c.milestone_status_code
    asked = sa.select(code, sa.func.sum(mart.c.milestone_count)).where(*conditions(mart, filters)).group_by(code)
    return {name: int(count) for name, count in warehouse.rows(asked.order_by(code))}


@cached
def late_milestones(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per overdue milestone, the longest delay first, at most MOST_LATE: COLUMNS; days up to the date of
    the data."""
    mart = _mart(warehouse)
    meets = [] if mart is None else [mart.c.milestone_status_code == "overdue"]
    order = () if mart is None else (mart.c.delay_of_milestone_days.desc(), mart.c.project_code, mart.c.milestone_name)
    return _listed(warehouse, mart, [*meets, *([] if mart is None else conditions(mart, filters))], order, MOST_LATE)


@cached
def milestones_of(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per milestone of the projects of the filters in the order of the planned days, at most MOST_LISTED:
    COLUMNS; a day that is not known is missing. The period does not limit them: a plan is one whole."""
    mart, whole = _mart(warehouse), filters.replace(since=None, until=None)
    order = () if mart is None else (mart.c.planned_date, mart.c.milestone_name, mart.c.source_name)
    return _listed(warehouse, mart, [] if mart is None else conditions(mart, whole), order, MOST_LISTED)


def _listed(warehouse: Warehouse, mart, meets: list, order: tuple, most: int) -> pd.DataFrame:
    if mart is None:
        return pd.DataFrame(columns=list(COLUMNS))
    asked = sa.select(*(mart.c[name] for name in COLUMNS)).where(*meets).order_by(*order).limit(most)
    frame = warehouse.frame(asked)
    return frame.assign(
        planned_date=pd.to_datetime(frame["planned_date"]),
        actual_date=pd.to_datetime(frame["actual_date"]),
        delay_of_milestone_days=frame["delay_of_milestone_days"].astype("float64"),
    )


def _mart(warehouse: Warehouse):
    try:
        return warehouse.mart("mart_milestone")
    except UnknownMart:
        return None
