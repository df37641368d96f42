"""What needs a decision, worst first: one row per country, and nothing for countries without trouble.

Each function leaves out rows without a country, and gives an empty frame where the build has no such mart or
its domain is not open to the reader.
"""

import pandas as pd
import sqlalchemy as sa

from kpis import kpi
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.kpi_values import kpi_by_country, kpi_by_month
from queries.warehouse import NotAllowed, UnknownMart, Warehouse

MONTHS_LOOKED_AHEAD = 6
RISK_KPIS = ("inform_risk", "inform_severity")


@cached
def stock_outs_to_come(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """Items that are in stock and run out within six months of the last count, confirmed orders included, whatever
    the period of the filters: country_code, item_count, and of the first of them item_name and month_date."""
    columns = ["country_code", "item_count", "item_name", "month_date"]
    mart = _mart(warehouse, "mart_supply_pipeline")
    if mart is None:
        return pd.DataFrame(columns=columns)
    asked = sa.select(mart.c.country_code, mart.c.item_name, sa.func.min(mart.c.month_date).label("month_date"))
    asked = asked.where(mart.c.is_projected_stockout == 1, mart.c.country_code.is_not(None))
    asked = asked.where(*conditions(mart, filters.replace(since=None, until=None)))
    asked = asked.group_by(mart.c.source_name, mart.c.country_code, mart.c.item_code, mart.c.item_name)
    ahead = sa.func.min(mart.c.months_ahead)
    frame = warehouse.frame(asked.having(ahead >= 1, ahead <= MONTHS_LOOKED_AHEAD))
    frame = frame.sort_values(["month_date", "item_name", "country_code"])
    frame["item_count"] = frame.groupby("country_code")["country_code"].transform("size")
    first = frame.drop_duplicates("country_code")[columns]
    return first.sort_values(
        ["month_date", "item_count", "country_code"], ascending=[True, False, True], ignore_index=True
    )


@cached
def overdue_deliveries(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """Order lines due: country_code, overdue_count (due and not received), late_count (received after the agreed
    day), due_count, overdue_usd (missing where no value is stated), oldest_date (agreed day of the oldest overdue
    line). Countries with an overdue line: one that has come, however late, asks for no decision any more."""
    columns = ["country_code", "overdue_count", "late_count", "due_count", "overdue_usd", "oldest_date"]
    mart = _mart(warehouse, "mart_delivery_line")
    if mart is None:
        return pd.DataFrame(columns=columns)
    is_overdue = mart.c.is_overdue == 1
    is_late = sa.and_(mart.c.is_on_time == 0, mart.c.received_date.is_not(None))
    asked = sa.select(
        mart.c.country_code,
        sa.func.count(sa.case((is_overdue, 1))).label("overdue_count"),
        sa.func.count(sa.case((is_late, 1))).label("late_count"),
        sa.func.count().label("due_count"),
        sa.func.sum(sa.case((is_overdue, sa.cast(mart.c.ordered_usd, sa.Double)))).label("overdue_usd"),
        sa.func.min(sa.case((is_overdue, mart.c.agreed_date))).label("oldest_date"),
    ).where(mart.c.is_on_time.is_not(None), mart.c.country_code.is_not(None), *conditions(mart, filters))
    asked = asked.group_by(mart.c.country_code).having(sa.func.count(sa.case((is_overdue, 1))) > 0)
    frame = warehouse.frame(asked)[columns]
    return frame.sort_values(
        ["overdue_count", "late_count", "country_code"], ascending=[False, False, True], ignore_index=True
    )


@cached
def burn_out_of_band(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """Countries whose spending against time lies outside the wanted range, farthest first: country_code, value."""
    pace = kpi("burn_pace")
    low, high = pace.inside
    frame = _allowed(lambda: kpi_by_country(warehouse, pace, filters), ["country_code", "value"])
    frame = frame[["country_code", "value"]].dropna()
    frame = frame.assign(distance=(low - frame["value"]).clip(lower=0) + (frame["value"] - high).clip(lower=0))
    frame = frame[(frame["value"] < low) | (frame["value"] > high)]
    found = frame.sort_values(["distance", "country_code"], ascending=[False, True], ignore_index=True)
    return found.drop(columns="distance")


@cached
def risk_that_rose(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """Scores that are higher in the newest period up to the end of the filters than in the one before it, largest
    rise first: country_code, kpi_name, before_score, now_score, before_month, month_date."""
    columns = ["country_code", "kpi_name", "before_score", "now_score", "before_month", "month_date"]
    found = []
    for name in RISK_KPIS:
        wanted = ["country_code", "month_date", "value"]
        until = filters.replace(since=None)
        frame = _allowed(lambda: kpi_by_month(warehouse, kpi(name), until, "country_code"), wanted)  # noqa: B023
        frame = frame[wanted].dropna().sort_values(["country_code", "month_date"])
        before = frame.groupby("country_code")[["month_date", "value"]].shift()
        frame = frame.assign(kpi_name=name, before_month=before["month_date"], before_score=before["value"])
        found.append(frame.rename(columns={"value": "now_score"}).groupby("country_code").tail(1)[columns])
    frame = pd.concat(found, ignore_index=True)
    frame = frame[frame["now_score"] > frame["before_score"]]
    frame = frame.assign(rise=frame["now_score"] - frame["before_score"])
    ordered = frame.sort_values(["rise", "now_score", "country_code", "kpi_name"], ascending=[False, False, True, True])
    return ordered[columns].reset_index(drop=True)


@cached
def missing_reports(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """Reports due and not received, of the newest month due of each kind of report: country_code, silent_count,
    expected_count, silent_unit_count (offices and sites), month_date (the newest of these months)."""
    columns = ["country_code", "silent_count", "expected_count", "silent_unit_count", "month_date"]
    mart = _mart(warehouse, "mart_reporting")
    if mart is None:
        return pd.DataFrame(columns=columns)
    due = sa.and_(mart.c.expected_count == 1, mart.c.country_code.is_not(None), *conditions(mart, filters))
    newest = sa.select(mart.c.report_kind, sa.func.max(mart.c.month_date).label("newest_month")).where(due)
    newest = newest.group_by(mart.c.report_kind).subquery("newest")
    same = sa.and_(mart.c.report_kind == newest.c.report_kind, mart.c.month_date == newest.c.newest_month)
    silent = sa.cast(sa.func.sum(mart.c.silent_count), sa.BigInteger)
    asked = sa.select(
        mart.c.country_code,
        silent.label("silent_count"),
        sa.cast(sa.func.sum(mart.c.expected_count), sa.BigInteger).label("expected_count"),
        sa.func.count(sa.distinct(sa.case((mart.c.silent_count == 1, mart.c.unit_code)))).label("silent_unit_count"),
        sa.func.max(mart.c.month_date).label("month_date"),
    ).join_from(mart, newest, same)
    frame = warehouse.frame(asked.where(due).group_by(mart.c.country_code).having(silent > 0))
    return frame.sort_values(["silent_count", "country_code"], ascending=[False, True], ignore_index=True)


def _mart(warehouse: Warehouse, name: str) -> sa.Subquery | None:
    try:
        return warehouse.mart(name)
    except (UnknownMart, NotAllowed):
        return None


def _allowed(frame, columns: list[str]) -> pd.DataFrame:
    try:
        return frame()
    except NotAllowed:
        return pd.DataFrame(columns=columns)
