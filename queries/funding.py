"""Funding of appeals: required, received, carried over, missing; by appeal, donor and cluster."""

from datetime import date, timedelta

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
_PACE = ("funded_requirement_usd", "elapsed_pct")
_SPLITS = {"donor_name": "cluster_name", "cluster_name": "donor_name"}
"""Column that a split is by -> the column that must be empty, so that no money counts twice."""


@cached
def appeals(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per plan with any of the AMOUNTS in the newest year of it, the largest gap first: plan_code,
    plan_name, the AMOUNTS, month_date (January of the year of the requirement), funded_requirement_usd (below the
    coverage) and elapsed_pct (the share of the days of the plan that had passed on funding_day). Each column adds
    up to its KPI; funding does not contain the carry-over; missing is not published."""
    frame = _amounts_by(warehouse, filters, "plan_code")
    if frame is None:
        return pd.DataFrame(columns=["plan_code", "plan_name", *AMOUNTS, "month_date", *_PACE])
    frame = frame.assign(plan_name=frame["plan_code"].map(_plan_names(warehouse)))
    share = _elapsed_shares(warehouse, filters, frame)
    frame = frame.assign(elapsed_pct=share)
    frame = frame.sort_values(["funding_gap_usd", "plan_code"], ascending=[False, True], ignore_index=True)
    return frame[["plan_code", "plan_name", *AMOUNTS, "month_date", *_PACE]]


@cached
def funding_by_country(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per country of plans with any of the AMOUNTS in the newest year, the largest gap first: country_code
    (missing for what plans do not split by country), the AMOUNTS, month_date. Each column adds up to its KPI."""
    frame = _amounts_by(warehouse, filters, "country_code")
    if frame is None:
        return pd.DataFrame(columns=["country_code", *AMOUNTS, "month_date"])
    frame = frame.sort_values(["funding_gap_usd", "country_code"], ascending=[False, True], ignore_index=True)
    return frame[["country_code", *AMOUNTS, "month_date"]]


def pace_of_appeals(frame: pd.DataFrame) -> tuple[float | None, float | None, int, int]:
    """Of appeals(): coverage and elapsed time of all plans in per cent, plans whose coverage lies below their
    elapsed time, and plans that tell both. Elapsed time is weighted by requirement, so that both are shares of the
    same money; None where no plan tells both."""
    both = frame[frame["coverage_pct"].notna() & frame["elapsed_pct"].notna()]
    below = both["funded_requirement_usd"].sum()
    if not below:
        return None, None, 0, 0
    covered, elapsed = both["coverage_pct"] / 100, both["elapsed_pct"] / 100
    shares = [(one * both["funded_requirement_usd"]).sum() / below * 100 for one in (covered, elapsed)]
    return float(shares[0]), float(shares[1]), int((covered < elapsed).sum()), len(both)


@cached
def funding_day(warehouse: Warehouse) -> date | None:
    """The day up to which funding is told: that of the newest single flow, and the day of the data where no single
    flows are published or a flow is dated ahead of it."""
    today = warehouse.info().data_date
    if not _has(warehouse, "mart_funding_flow"):
        return today
    mart = warehouse.mart("mart_funding_flow")
    newest = warehouse.rows(sa.select(sa.func.max(mart.c.reported_date)))[0][0]
    return min(newest, today) if newest and today else today


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


def _amounts_by(warehouse: Warehouse, filters: Filters, column: str) -> pd.DataFrame | None:
    """One row per value of the column with the AMOUNTS of their KPIs; None where the build has no funding."""
    if not _has(warehouse, "mart_funding"):
        return None
    frame = pd.DataFrame({column: pd.Series(dtype=object)})
    for name, kpi in AMOUNTS.items():
        part = kpi_by(warehouse, kpi, filters, column).rename(columns={"value": name, "as_of": "month_date"})
        part = part.rename(columns={"denominator": "funded_requirement_usd"})
        more = {"requirement_usd": ["month_date"], "coverage_pct": ["funded_requirement_usd"]}.get(name, [])
        frame = frame.merge(part[[column, name, *more]], on=column, how="outer")
    return frame


def _elapsed_shares(warehouse: Warehouse, filters: Filters, frame: pd.DataFrame) -> list[float | None]:
    """Per cent of the days of each plan that had passed on funding_day; the calendar year where a plan states no
    days."""
    mart, today = warehouse.mart("mart_funding"), funding_day(warehouse)
    days = (sa.func.min(mart.c.start_date), sa.func.max(mart.c.end_date))
    asked = sa.select(mart.c.plan_code, mart.c.month_date, *days).where(mart.c.is_plan == 1, *conditions(mart, filters))
    found = {
        (code, month): (first, last)
        for code, month, first, last in warehouse.rows(asked.group_by(mart.c.plan_code, mart.c.month_date))
    }
    shares = []
    for code, month in zip(frame["plan_code"], frame["month_date"], strict=True):
        if today is None or month != month:
            shares.append(None)
            continue
        first, last = found.get((code, month.date()), (None, None))
        first, last = first or date(month.year, 1, 1), last or date(month.year, 12, 31)
        whole = (last - first + timedelta(days=1)).days
        shares.append(min(max((today - first).days + 1, 0), whole) / whole * 100 if whole > 0 else None)
    return shares


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
