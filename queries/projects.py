"""Projects: which need attention, how their indicators stand, and how they spend."""

from dataclasses import replace

import pandas as pd
import sqlalchemy as sa

from kpis.kpi import Kpi
from kpis.projects import (
    ACHIEVEMENT_OF_TARGETS,
    BURN_PACE_OF_BUDGET,
    CASH_6_TO_9_MONTHS,
    CASH_OVER_9_MONTHS,
    INDICATORS_ON_TRACK,
    OUTSTANDING_CASH,
)
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions, statement_for
from queries.kpi_values import kpi_by_country, kpi_by_month
from queries.paged import paged
from queries.protection import hidden_keys, small_in_sql
from queries.warehouse import UnknownMart, Warehouse

PAGE_ROWS = 25
HEAT_MONTHS = 12
STATUS_CODES = ("met", "on_track", "constrained", "no_progress", "no_target", "not_reported")
REASONS = ("off_track", "silent", "off_pace", "old_cash")
"""Why a project needs attention: indicators behind, nothing reported in the newest month, money not in step
with time, cash outstanding for more than 9 months."""
_ABOUT = ("project_name", "country_code", "sector_code", "office_code", "donor_name")
_PROJECT = ("source_name", "project_code")
_FIGURES = {
    "achievement": ACHIEVEMENT_OF_TARGETS,
    "on_track": INDICATORS_ON_TRACK,
    "pace": BURN_PACE_OF_BUDGET,
    "old_cash": CASH_OVER_9_MONTHS,
}
_LIST = (*_PROJECT, *_ABOUT, "status_code", "start_date", "end_date", "budget_usd", "newest_month")
LIST_COLUMNS = (
    *_LIST,
    *(f"{name}_{part}" for name in _FIGURES for part in ("numerator", "denominator", "value")),
    *(f"is_{name}" for name in REASONS),
    "is_achievement_hidden",
    "reason_count",
)


@cached
def project_count(warehouse: Warehouse, filters: Filters) -> int:
    """Projects inside the filters: those that run in the period, and those with results or money in it."""
    found = _projects(warehouse, filters)
    return 0 if found is None else warehouse.rows(sa.select(sa.func.count()).select_from(found))[0][0]


@cached
def projects_by_attention(warehouse: Warehouse, filters: Filters, page: int) -> pd.DataFrame:
    """One row per project, at most PAGE_ROWS, page 1 first: the most reasons first, then the largest budget.

    Columns: LIST_COLUMNS. Figures are those of the KPIs for the project alone, in the newest month of the
    project; is_achievement_hidden: 1 where one is not told; newest_month is the last one with results. What is not
    reported is no reason, except that a running project without results in the newest month of all is silent.
    """
    asked = _list(warehouse, filters)
    if asked is None:
        return pd.DataFrame(columns=list(LIST_COLUMNS))
    order = (asked.c.reason_count.desc(), asked.c.budget_usd.desc().nulls_last(), asked.c.project_code)
    cut = paged(sa.select(asked).order_by(*order, asked.c.source_name), page, PAGE_ROWS)
    return _dated(warehouse.frame(cut), ("start_date", "end_date", "newest_month"))


@cached
def indicator_status_counts(warehouse: Warehouse, filters: Filters, column: str | None = None) -> pd.DataFrame:
    """One row per class of STATUS_CODES (and value of the column): indicator_count, in order of the classes.

    An indicator is counted once per project and place, as it stands in the newest month of all. One that was
    reported before but not in that month is not_reported; one of a project that had ended by then is left out.
    """
    names = [name for name in (column, "indicator_status_code", "indicator_count") if name]
    mart, places = _mart(warehouse, "mart_project_progress"), ("indicator_code", "country_code", "admin1_code")
    if mart is None:
        return pd.DataFrame(columns=names)
    inside = sa.select(mart).where(*conditions(mart, filters)).subquery("inside")
    newest = sa.select(sa.func.max(inside.c.month_date)).scalar_subquery()
    now = inside.c.month_date.is_not_distinct_from(newest)
    code = sa.func.max(sa.case((now, sa.func.coalesce(inside.c.indicator_status_code, "no_target"))))
    keys = [inside.c[name] for name in dict.fromkeys((*_PROJECT, *places, *([column] if column else [])))]
    lines = sa.select(*keys, sa.func.coalesce(code, "not_reported").label("indicator_status_code")).group_by(*keys)
    lines = lines.subquery("lines")
    ended = _ended(warehouse, newest)
    left = [] if ended is None else [sa.or_(lines.c.indicator_status_code != "not_reported", ~_is_in(lines, ended))]
    keys = [lines.c[name] for name in names[:-1]]
    counted = sa.select(*keys, sa.cast(sa.func.count(), sa.BigInteger).label("indicator_count")).where(*left)
    frame = warehouse.frame(counted.group_by(*keys))
    rank = frame["indicator_status_code"].map(STATUS_CODES.index)
    order = [*([column] if column else []), "rank"]
    return frame.assign(rank=rank).sort_values(order, ignore_index=True)[names]


@cached
def budget_by_month(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per month with money, in order: month_date, allotment_usd, commitment_usd and expenditure_usd of the
    month, and of projects with a budget, money used and both dates budget_usd, used_to_date_usd,
    elapsed_budget_usd; burn_pct and elapsed_pct are the shares of the budget."""
    flows = ("allotment_usd", "commitment_usd", "expenditure_usd")
    stocks = ("budget_usd", "used_to_date_usd", "elapsed_budget_usd")
    mart = _mart(warehouse, "mart_project_budget")
    if mart is None:
        return pd.DataFrame(columns=["month_date", *flows, *stocks, "burn_pct", "elapsed_pct"])
    is_known = sa.and_(*(mart.c[name].is_not(None) for name in stocks))
    sums = [sa.func.sum(mart.c[name]).label(name) for name in flows]
    sums += [sa.func.sum(sa.case((is_known, mart.c[name]))).label(name) for name in stocks]
    asked = sa.select(mart.c.month_date, *sums).where(*conditions(mart, filters))
    frame = _dated(warehouse.frame(asked.group_by(mart.c.month_date).order_by(mart.c.month_date)), ("month_date",))
    frame = frame.astype(dict.fromkeys((*flows, *stocks), "float64"))
    budget = frame["budget_usd"].where(frame["budget_usd"] != 0)
    return frame.assign(
        burn_pct=frame["used_to_date_usd"] / budget * 100, elapsed_pct=frame["elapsed_budget_usd"] / budget * 100
    )


@cached
def cash_by_country(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per country with cash outstanding in the newest month, most first: country_code, outstanding_usd,
    under_6_months_usd (what is in neither of the older classes), from_6_to_9_months_usd, over_9_months_usd, and the
    last two in per cent (_pct); missing where not reported."""
    parts = {"from_6_to_9_months": CASH_6_TO_9_MONTHS, "over_9_months": CASH_OVER_9_MONTHS}
    frame = kpi_by_country(warehouse, OUTSTANDING_CASH, filters)[["country_code", "value"]]
    frame = frame.rename(columns={"value": "outstanding_usd"})
    for name, kpi in parts.items():
        part = kpi_by_country(warehouse, kpi, filters)[["country_code", "numerator", "value"]]
        part = part.rename(columns={"numerator": f"{name}_usd", "value": f"{name}_pct"})
        frame = frame.merge(part, on="country_code", how="left")
    return with_newest_class(frame).sort_values("outstanding_usd", ascending=False, ignore_index=True)


def with_newest_class(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with under_6_months_usd: cash outstanding less its two older classes, missing where one is."""
    older = frame["from_6_to_9_months_usd"] + frame["over_9_months_usd"]
    return frame.assign(under_6_months_usd=frame["outstanding_usd"] - older)


@cached
def cash_by_month(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per month with cash outstanding, in order: month_date, outstanding_usd, from_6_to_9_months_usd,
    over_9_months_usd; missing where not reported."""
    names = ("outstanding_usd", "6_to_9_months_usd", "over_9_months_usd")
    shown = ("outstanding_usd", "from_6_to_9_months_usd", "over_9_months_usd")
    parts = {one: f"cash_transfer_{name}" for one, name in zip(shown, names, strict=True)}
    mart = _mart(warehouse, "mart_project_budget")
    if mart is None:
        return pd.DataFrame(columns=["month_date", *parts])
    sums = [sa.cast(sa.func.sum(mart.c[column]), sa.Double).label(name) for name, column in parts.items()]
    asked = sa.select(mart.c.month_date, *sums).where(*conditions(mart, filters))
    asked = asked.where(mart.c.cash_transfer_outstanding_usd.is_not(None)).group_by(mart.c.month_date)
    return _dated(warehouse.frame(asked.order_by(mart.c.month_date)), ("month_date",))


@cached
def heat_by_month(warehouse: Warehouse, kpi: Kpi, filters: Filters, codes: tuple[str, ...]) -> pd.DataFrame:
    """One row per project of the codes and month with data, of the last HEAT_MONTHS months in it, in the order of
    the codes: project_code, month_date, value, numerator, denominator, is_suppressed, is_small."""
    names = ["project_code", "month_date", "value", "numerator", "denominator", "is_suppressed", "is_small"]
    if not codes or _mart(warehouse, kpi.mart) is None:
        return pd.DataFrame(columns=names)
    frame = kpi_by_month(warehouse, kpi, filters.replace(projects=codes), "project_code")
    first = frame["month_date"].max() - pd.DateOffset(months=HEAT_MONTHS - 1)
    frame = frame[frame["month_date"] >= first]
    rank = frame["project_code"].map({code: rank for rank, code in enumerate(codes)})
    return frame.assign(rank=rank).sort_values(["rank", "month_date"], ignore_index=True)[names]


@cached
def sector_names(warehouse: Warehouse) -> dict[str, str]:
    """sector_code -> its name, where a project states one."""
    mart = _mart(warehouse, "mart_project")
    if mart is None:
        return {}
    asked = sa.select(mart.c.sector_code, sa.func.max(mart.c.sector_name)).group_by(mart.c.sector_code)
    asked = asked.where(mart.c.sector_code.is_not(None), mart.c.sector_name.is_not(None))
    return dict(warehouse.rows(asked))


def _mart(warehouse: Warehouse, name: str):
    try:
        return warehouse.mart(name)
    except UnknownMart:
        return None


def _dated(frame: pd.DataFrame, names) -> pd.DataFrame:
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in names})


def _is_in(rows, others):
    """Whether the project of the row is one of the others."""
    same = [others.c[name] == rows.c[name] for name in _PROJECT]
    return sa.exists(sa.select(sa.literal(1)).select_from(others).where(*same))


def _ended(warehouse: Warehouse, month):
    """The projects whose last day lies before the month."""
    mart = _mart(warehouse, "mart_project")
    return None if mart is None else sa.select(mart).where(mart.c.end_date < month).subquery("ended")


def _projects(warehouse: Warehouse, filters: Filters):
    """One row per project inside the filters, with what is known about it; None where the build has no mart."""
    selects = []
    if (mart := _mart(warehouse, "mart_project")) is not None:
        meets = conditions(mart, filters.replace(since=None, until=None))
        meets += [sa.or_(mart.c.start_date.is_(None), mart.c.month_date <= filters.until)] if filters.until else []
        meets += [sa.or_(mart.c.end_date.is_(None), mart.c.end_date >= filters.since)] if filters.since else []
        more = (mart.c.status_code, mart.c.start_date, mart.c.end_date, mart.c.budget_usd)
        selects.append(sa.select(*(mart.c[name] for name in (*_PROJECT, *_ABOUT)), *more).where(*meets))
    for name in ("mart_project_progress", "mart_project_budget"):
        if (mart := _mart(warehouse, name)) is not None:
            more = [sa.cast(sa.null(), sa.String).label("status_code")]
            more += [sa.cast(sa.null(), sa.Date).label(one) for one in ("start_date", "end_date")]
            more.append(sa.cast(sa.null(), sa.Double).label("budget_usd"))
            columns = [mart.c[one] for one in (*_PROJECT, *_ABOUT)]
            selects.append(sa.select(*columns, *more).where(*conditions(mart, filters)).distinct())
    if not selects:
        return None
    rows = sa.union_all(*selects).subquery("stated")
    keys = [rows.c[name] for name in _PROJECT]
    one = [_shared(rows.c[name]).label(name) for name in (*_ABOUT[1:], "status_code")]
    highest = [
        sa.func.max(rows.c[name]).label(name) for name in ("project_name", "start_date", "end_date", "budget_usd")
    ]
    return sa.select(*keys, *one, *highest).group_by(*keys).subquery("projects")


def _shared(column):
    """The value that all rows share; missing where they differ."""
    return sa.case((sa.func.min(column) == sa.func.max(column), sa.func.min(column)))


def _figure(warehouse: Warehouse, kpi: Kpi, filters: Filters, name: str):
    """The KPI per project, each in its own newest month; None where the build has no mart."""
    mart = _mart(warehouse, kpi.mart)
    if mart is None or not set(kpi.columns) <= set(mart.c.keys()):
        return None
    return statement_for(replace(kpi, last_within=_PROJECT), mart, filters, _PROJECT).order_by(None).subquery(name)


def _told(warehouse: Warehouse, kpi: Kpi, filters: Filters, part) -> tuple:
    """Numerator and denominator, missing for projects whose figure would tell a small count; 1 for these, else 0."""
    hidden = hidden_keys(warehouse, replace(kpi, last_within=_PROJECT), warehouse.mart(kpi.mart), filters, _PROJECT)
    small = small_in_sql(part.c.numerator, kpi.small_count_threshold) if kpi.small_count_threshold else sa.false()
    is_hidden = sa.or_(small, *(sa.and_(part.c.source_name == of, part.c.project_code == code) for of, code in hidden))
    counts = tuple(sa.case((~is_hidden, column)) for column in (part.c.numerator, part.c.denominator))
    return *counts, sa.case((sa.and_(is_hidden, part.c.numerator.is_not(None)), 1), else_=0)


def _list(warehouse: Warehouse, filters: Filters):
    """All projects with figures and reasons, not yet ordered; one statement."""
    projects, progress = _projects(warehouse, filters), _mart(warehouse, "mart_project_progress")
    if projects is None:
        return None
    joined, columns = projects, {name: projects.c.get(name) for name in _LIST if name in projects.c}
    newest, columns["newest_month"] = sa.cast(sa.null(), sa.Date), sa.cast(sa.null(), sa.Date)
    if progress is not None:
        inside = sa.select(progress).where(*conditions(progress, filters), progress.c.reported_indicator_count == 1)
        inside = inside.subquery("inside")
        newest = sa.select(sa.func.max(inside.c.month_date)).scalar_subquery()
        keys = [inside.c[name] for name in _PROJECT]
        last = sa.select(*keys, sa.func.max(inside.c.month_date).label("newest_month")).group_by(*keys).subquery("last")
        joined, columns["newest_month"] = _beside(joined, projects, last), last.c.newest_month
    for name, kpi in _FIGURES.items():
        part = _figure(warehouse, kpi, filters, name)
        empty = sa.cast(sa.null(), sa.Double)
        top, bottom, flag = (empty, empty, sa.literal(0)) if part is None else _told(warehouse, kpi, filters, part)
        joined = joined if part is None else _beside(joined, projects, part)
        columns |= {f"{name}_numerator": top, f"{name}_denominator": bottom}
        columns[f"{name}_value"] = top / sa.func.nullif(bottom, 0) * 100
        columns |= {"is_achievement_hidden": flag} if name == "achievement" else {}
    columns |= _reasons(columns, newest)
    count = sum((columns[f"is_{name}"] for name in REASONS[1:]), columns[f"is_{REASONS[0]}"])
    labelled = [column.label(name) for name, column in (columns | {"reason_count": count}).items()]
    return sa.select(*labelled).select_from(joined).subquery("listed")


def _beside(joined, projects, part):
    return joined.outerjoin(part, sa.and_(*(part.c[name] == projects.c[name] for name in _PROJECT)))


def _reasons(columns: dict, newest) -> dict:
    """is_<reason>: 1 or 0. Of a project that has ended only the cash is asked for."""
    low, high = BURN_PACE_OF_BUDGET.inside
    runs = sa.or_(columns["end_date"].is_(None), newest.is_(None), columns["end_date"] >= newest)
    began = sa.or_(columns["start_date"].is_(None), columns["start_date"] <= newest)
    pace, month = columns["pace_value"], columns["newest_month"]
    found = {
        "off_track": sa.and_(runs, columns["on_track_numerator"] < columns["on_track_denominator"]),
        "silent": sa.and_(runs, began, newest.is_not(None), sa.or_(month.is_(None), month < newest)),
        "off_pace": sa.and_(runs, sa.or_(pace < low, pace > high)),
        "old_cash": columns["old_cash_numerator"] > 0,
    }
    return {f"is_{name}": sa.case((condition, 1), else_=0) for name, condition in found.items()}
