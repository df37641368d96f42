"""Funding of appeals: required, received, carried over, missing; by appeal, donor and cluster."""

import pandas as pd
import sqlalchemy as sa

from kpis.funding import CARRY_OVER, FUNDING, FUNDING_COVERAGE_OF_PLANS, GAP, REQUIREMENT
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.kpi_values import kpi_by
from queries.warehouse import UnknownMart, Warehouse

AMOUNTS = {
    "requirement_usd": REQUIREMENT,
    "funding_usd": FUNDING,
    "carry_over_usd": CARRY_OVER,
    "funding_gap_usd": GAP,
    "coverage_pct": FUNDING_COVERAGE_OF_PLANS,
}
"""Column of appeals -> the KPI whose value it splits."""
_SPLITS = {"donor_name": "cluster_name", "cluster_name": "donor_name"}
"""Column that a split is by -> the column that must be empty, so that no money counts twice."""


@cached
def appeals(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per plan with any of the AMOUNTS in the newest year of it, the largest gap first: plan_code,
    plan_name, the AMOUNTS, month_date (January of the year of the requirement). Each column adds up to its KPI;
    funding does not contain the carry-over; missing is not published."""
    frame = pd.DataFrame({"plan_code": pd.Series(dtype=object)})
    for name, kpi in AMOUNTS.items():
        part = kpi_by(warehouse, kpi, filters, "plan_code") if _has(warehouse, "mart_funding") else None
        if part is None:
            return pd.DataFrame(columns=["plan_code", "plan_name", *AMOUNTS, "month_date"])
        kept = ["plan_code", "value", *(["as_of"] if kpi is REQUIREMENT else [])]
        part = part[kept].rename(columns={"value": name, "as_of": "month_date"})
        frame = frame.merge(part, on="plan_code", how="outer")
    named = frame.assign(plan_name=frame["plan_code"].map(_plan_names(warehouse)))
    named = named.sort_values(["funding_gap_usd", "plan_code"], ascending=[False, True], ignore_index=True)
    return named[["plan_code", "plan_name", *AMOUNTS, "month_date"]]


@cached
def funding_by(warehouse: Warehouse, filters: Filters, column: str) -> pd.DataFrame:
    """One row per donor or cluster (column: donor_name or cluster_name) of the newest year in which plans are
    split so, the most funding first: the column, requirement_usd, funding_usd, carry_over_usd, month_date.

    Funding does not contain the carry-over. Donors have no requirement: it is missing. Not every plan is split,
    so that the sum may lie below that of the appeals.
    """
    names = (column, "requirement_usd", "funding_usd", "carry_over_usd", "month_date")
    if not _has(warehouse, "mart_plan_funding"):
        return pd.DataFrame(columns=list(names))
    mart = warehouse.mart("mart_plan_funding")
    meets = [mart.c[column].is_not(None), mart.c[_SPLITS[column]].is_(None), mart.c.is_plan == 1]
    inside = sa.select(mart).where(*meets, *conditions(mart, filters)).subquery("inside")
    newest = sa.select(sa.func.max(inside.c.month_date)).scalar_subquery()
    sums = [sa.cast(sa.func.sum(inside.c[name]), sa.Double).label(name) for name in names[1:4]]
    asked = sa.select(inside.c[column], *sums, sa.func.max(inside.c.month_date).label("month_date"))
    asked = asked.where(inside.c.month_date == newest).group_by(inside.c[column])
    frame = warehouse.frame(asked.order_by(sa.desc("funding_usd").nulls_last(), inside.c[column]))
    return frame.assign(month_date=pd.to_datetime(frame["month_date"])).astype(dict.fromkeys(names[1:4], "float64"))


@cached
def funding_by_year(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per year of plans, in order: month_date (January), requirement_usd, funding_usd, carry_over_usd,
    funding_gap_usd of the plans; missing where none is published."""
    names = ("requirement_usd", "funding_usd", "carry_over_usd", "funding_gap_usd")
    if not _has(warehouse, "mart_funding"):
        return pd.DataFrame(columns=["month_date", *names])
    mart = warehouse.mart("mart_funding")
    sums = [sa.cast(sa.func.sum(mart.c[name]), sa.Double).label(name) for name in names]
    asked = sa.select(mart.c.month_date, *sums).where(mart.c.is_plan == 1, *conditions(mart, filters))
    frame = warehouse.frame(asked.group_by(mart.c.month_date).order_by(mart.c.month_date))
    return frame.assign(month_date=pd.to_datetime(frame["month_date"])).astype(dict.fromkeys(names, "float64"))


@cached
def _plan_names(warehouse: Warehouse) -> dict[str, str]:
    mart = warehouse.mart("mart_funding")
    asked = sa.select(mart.c.plan_code, sa.func.max(mart.c.plan_name)).where(mart.c.plan_code.is_not(None))
    return dict(warehouse.rows(asked.group_by(mart.c.plan_code)))


def _has(warehouse: Warehouse, name: str) -> bool:
    try:
        warehouse.mart(name)
    except UnknownMart:
        return False
    return True
