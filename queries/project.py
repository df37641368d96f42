"""One project: what it is, its indicators, its months, and who reported."""

import pandas as pd
import sqlalchemy as sa

from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.row_shield import shielded
from queries.warehouse import UnknownMart, Warehouse

MOST_LINES = 200
_PLACE = ("indicator_code", "country_code", "admin1_code")
_LINE = ("source_name", *_PLACE, "indicator_name", "indicator_unit", "admin1_name")
_VALUES = (
    "baseline_value", "target_value", "result_to_date_value", "result_value", "progress_gain_value",
    "progress_planned_value",
)  # fmt: skip
FACTS = (
    "source_name", "project_code", "project_name", "organisation_name", "partner_name", "country_code", "programme_code",
    "sector_code", "sector_name", "donor_name", "office_code", "status_code", "start_date", "end_date", "requested_usd",
    "budget_usd",
)  # fmt: skip


@cached
def project_facts(warehouse: Warehouse, code: str, filters: Filters) -> pd.DataFrame:
    """One row per source that knows the project, by its name, with FACTS; what a source does not state, or states
    differently in several rows, is missing. Empty for an unknown code, and for one outside the reader's scope. The period does not limit
    it."""
    rows, own = [], filters.replace(since=None, until=None, projects=(code,))
    for name in ("mart_project", "mart_project_progress", "mart_project_budget"):
        mart = _mart(warehouse, name)
        if mart is None:
            continue
        stated = [name for name in FACTS if name in mart.c and name != "source_name"]
        columns = [
            sa.case((sa.func.min(mart.c[n]) == sa.func.max(mart.c[n]), sa.func.min(mart.c[n]))).label(n) for n in stated
        ]
        asked = sa.select(mart.c.source_name, *columns).where(*conditions(mart, _placed(own)))
        rows.append(warehouse.frame(asked.group_by(mart.c.source_name)))
    if not rows:
        return pd.DataFrame(columns=list(FACTS))
    frame = pd.concat([one.astype(object) for one in rows], ignore_index=True)
    frame = frame.groupby("source_name", as_index=False, sort=True).first().reindex(columns=list(FACTS))
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("start_date", "end_date")})


@cached
def indicator_lines(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per indicator and place of the projects of the filters, each in its newest month, at most
    MOST_LINES: source, indicator, unit, place, month_date, baseline, target, result of the month and to date, gain
    over the baseline and planned gain, indicator_status_code ("no_target" where there is none) and is_suppressed.
    Small counts of people are missing."""
    mart = _mart(warehouse, "mart_project_progress")
    names = (*_LINE, "month_date", *_VALUES, "indicator_status_code")
    if mart is None:
        return pd.DataFrame(columns=[*names, "is_suppressed"])
    keys = ("source_name", "project_code", *_PLACE)
    rank = sa.func.row_number().over(
        partition_by=[mart.c[key] for key in keys], order_by=mart.c.month_date.desc().nulls_last()
    )
    ranked = sa.select(mart, rank.label("age_rank")).where(*conditions(mart, filters)).subquery("ranked")
    ranked = _shielded(ranked, ranked.c.age_rank == 1)
    asked = sa.select(*(ranked.c[name] for name in (*names, "is_hidden")))
    asked = asked.order_by(ranked.c.indicator_code, ranked.c.admin1_name, ranked.c.country_code).limit(MOST_LINES)
    frame = _flagged(warehouse.frame(asked))
    return frame.assign(
        month_date=pd.to_datetime(frame["month_date"]),
        indicator_status_code=frame["indicator_status_code"].where(frame["indicator_status_code"].notna(), "no_target"),
    )


@cached
def results_by_month(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per indicator, place and month of the projects of the filters, months in order: as indicator_lines,
    for its MOST_LINES lines at most; months without a report have no row."""
    mart = _mart(warehouse, "mart_project_progress")
    names = (*_LINE, "month_date", *_VALUES)
    if mart is None:
        return pd.DataFrame(columns=[*names, "is_suppressed"])
    mart = _shielded(mart, *conditions(mart, filters), mart.c.month_date.is_not(None))
    asked = sa.select(*(mart.c[name] for name in (*names, "is_hidden")))
    order = (*(mart.c[name] for name in ("source_name", *_PLACE)), mart.c.month_date)
    frame = _flagged(warehouse.frame(asked.order_by(*order).limit(MOST_LINES * 60)))
    return frame.assign(month_date=pd.to_datetime(frame["month_date"]))


@cached
def reports_by_month(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per source and month with reports of the projects of the filters, newest first: source_name,
    month_date, organisation_name and partner_name (missing where several or none), report_count,
    first_reported_date, last_reported_date. For readers who may see single rows."""
    names = ("source_name", "month_date", "organisation_name", "partner_name", "report_count")
    try:
        mart = warehouse.detail("mart_indicator_report")
    except UnknownMart:
        return pd.DataFrame(columns=[*names, "first_reported_date", "last_reported_date"])
    who = [
        sa.case((sa.func.min(mart.c[n]) == sa.func.max(mart.c[n]), sa.func.min(mart.c[n]))).label(n) for n in names[2:4]
    ]
    days = [sa.func.min(mart.c.reported_date), sa.func.max(mart.c.reported_date)]
    days = [day.label(name) for day, name in zip(days, ("first_reported_date", "last_reported_date"), strict=True)]
    asked = sa.select(mart.c.source_name, mart.c.month_date, *who, sa.func.count().label("report_count"), *days)
    asked = asked.where(*conditions(mart, filters)).group_by(mart.c.source_name, mart.c.month_date)
    frame = warehouse.frame(asked.order_by(mart.c.month_date.desc().nulls_last(), mart.c.source_name))
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in frame.columns if name.endswith("_date")})


@cached
def office_reports(warehouse: Warehouse, office: str, filters: Filters) -> pd.DataFrame:
    """One row per kind of report and month that is due from the office, newest month first: report_kind,
    month_date, due_date, reported_date (missing while silent), reporting_status_code."""
    names = ("report_kind", "month_date", "due_date", "reported_date", "reporting_status_code")
    mart, kinds = _mart(warehouse, "mart_reporting"), ("indicator_results", "budgets")
    if mart is None:
        return pd.DataFrame(columns=list(names))
    months = Filters(since=filters.since, until=filters.until)
    asked = sa.select(*(mart.c[name] for name in names)).where(mart.c.unit_code == office, *conditions(mart, months))
    asked = asked.where(mart.c.report_kind.in_(kinds), mart.c.expected_count == 1)
    frame = warehouse.frame(asked.order_by(mart.c.month_date.desc(), mart.c.report_kind).limit(MOST_LINES))
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in names if name.endswith("_date")})


def _placed(filters: Filters) -> Filters:
    """The filters that choose among sources and countries; the others do not make a project another one."""
    return Filters(countries=filters.countries, sources=filters.sources, projects=filters.projects)


def _shielded(mart, *conditions_met) -> sa.Subquery:
    """The rows that meet the conditions, small counts of people hidden."""
    return shielded(sa.select(mart).where(*conditions_met).subquery("inside"), "mart_project_progress")


def _flagged(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with numbers as numbers and is_suppressed in place of is_hidden."""
    values = frame[list(_VALUES)].astype("float64")
    return frame.drop(columns="is_hidden").assign(**values, is_suppressed=frame["is_hidden"].eq(1))


def _mart(warehouse: Warehouse, name: str):
    try:
        return warehouse.mart(name)
    except UnknownMart:
        return None
