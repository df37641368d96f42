"""How fresh a figure is, and how many of those who should have reported did."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd
import sqlalchemy as sa

from kpis.kpi import Kpi
from kpis.legends import LegendClass, freshness
from kpis.months import months_before, months_of
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.warehouse import UnknownMart, Warehouse
from settings import read_settings

COUNTS = ("expected_count", "reported_count", "on_time_count", "late_count", "unscheduled_count", "silent_count")


@dataclass(frozen=True)
class Reporting:
    """Who reported for one month: reported_count of expected_count units; None where nothing is expected.

    late: after the due date; unscheduled: after the late date; silent: not at all.
    """

    month_date: date | None
    expected_count: int | None
    reported_count: int | None
    on_time_count: int | None
    late_count: int | None
    unscheduled_count: int | None
    silent_count: int | None


@dataclass(frozen=True)
class BuildAge:
    """Days since a build was made, the class of that age by the rhythm of builds, and whether the address names the
    build, so that no newer one is expected."""

    days: int
    look: LegendClass
    is_named: bool = False


def build_age(built_at: datetime, today: date, *, is_named: bool = False) -> BuildAge:
    """The age of a build, made at a time of UTC, on a day."""
    days = max(0, (today - built_at.date()).days)
    return BuildAge(days, freshness(read_settings().build_rhythm_days).class_of(days), is_named)


@cached
def reporting(warehouse: Warehouse, report_kind: str, filters: Filters) -> Reporting:
    """Reports of a kind for the newest month inside the filters whose reports are due. Filters on what is
    reported (items, donors and the like) do not change who should report."""
    found = reporting_by_month(warehouse, report_kind, filters)
    if found.empty:
        return Reporting(None, *[None] * len(COUNTS))
    newest = found.iloc[-1]
    return Reporting(newest["month_date"].date(), *(int(newest[name]) for name in COUNTS))


@cached
def reporting_by_month(warehouse: Warehouse, report_kind: str, filters: Filters) -> pd.DataFrame:
    """One row per month in which reports of the kind are due: month_date and the counts of Reporting, in order."""
    try:
        mart = warehouse.mart("mart_reporting")
    except UnknownMart:
        return pd.DataFrame(columns=["month_date", *COUNTS])
    counts = [sa.cast(sa.func.sum(mart.c[name]), sa.BigInteger).label(name) for name in COUNTS]
    asked = sa.select(mart.c.month_date, *counts).where(mart.c.report_kind == report_kind)
    asked = asked.where(mart.c.expected_count == 1, *conditions(mart, filters))
    frame = warehouse.frame(asked.group_by(mart.c.month_date).order_by(mart.c.month_date))
    return frame.assign(month_date=pd.to_datetime(frame["month_date"]))


@cached
def awaited_months(warehouse: Warehouse, report_kind: str, filters: Filters) -> tuple[date, ...]:
    """First days of the months for which a report of the kind has not come and can still come: the last day on which
    it would not be unscheduled has not passed. After that a silent unit is final, and the figures are."""
    try:
        mart = warehouse.mart("mart_reporting")
    except UnknownMart:
        return ()
    is_awaited = (mart.c.reported_date.is_(None), mart.c.reported_count == 0)
    is_open = mart.c.late_date >= warehouse.info().data_date
    asked = sa.select(mart.c.month_date).where(mart.c.report_kind == report_kind, *is_awaited, is_open)
    asked = asked.where(*conditions(mart, filters)).distinct().order_by(mart.c.month_date)
    return tuple(row[0] for row in warehouse.rows(asked))


def with_provisional(
    warehouse: Warehouse, frame: pd.DataFrame, filters: Filters, report_kind: str = ""
) -> pd.DataFrame:
    """A frame over month_date with is_provisional: true for months that are not over on the date of the data, and for
    those whose reports of the kind are still awaited. Rows without a month are not provisional."""
    today = warehouse.info().data_date
    awaited = pd.to_datetime(list(awaited_months(warehouse, report_kind, filters)) if report_kind else [])
    months = pd.to_datetime(frame["month_date"])
    if today is None:
        return frame.assign(is_provisional=months.isin(awaited))
    is_running = months + pd.offsets.MonthEnd(0) > pd.Timestamp(today)
    return frame.assign(is_provisional=is_running | months.isin(awaited))


@cached
def silent_units(warehouse: Warehouse, report_kind: str, filters: Filters) -> pd.DataFrame:
    """One row per unit and month with a report due and not received, newest month first, then by name:
    unit_code, unit_label, country_code, month_date, due_date. For readers who may see single rows."""
    try:
        mart = warehouse.detail("mart_reporting")
    except UnknownMart:
        return pd.DataFrame(columns=["unit_code", "unit_label", "country_code", "month_date", "due_date"])
    names = ("unit_code", "unit_label", "country_code", "month_date", "due_date")
    asked = sa.select(*(mart.c[name] for name in names)).where(mart.c.report_kind == report_kind)
    asked = asked.where(mart.c.silent_count == 1, *conditions(mart, filters))
    return warehouse.frame(asked.order_by(mart.c.month_date.desc(), mart.c.unit_label, mart.c.unit_code))


def age_in_days(kpi: Kpi, as_of: date | None, today: date) -> int | None:
    """Days from the end of the period that begins at as_of; 0 while it runs; None without a period.
    A period is as long as the rhythm of the KPI, and at least a month."""
    if as_of is None:
        return None
    end = months_before(as_of, -months_of(kpi.rhythm_days)) - timedelta(days=1)
    return max(0, (today - end).days)


def freshness_class(kpi: Kpi, as_of: date | None, today: date) -> LegendClass:
    """Fresh, due, overdue or long overdue by the rhythm of the KPI; not reported without a period."""
    return freshness(kpi.rhythm_days).class_of(age_in_days(kpi, as_of, today))
