"""Everything about one country or area: profile, what runs out, what is under way, projects, needs, reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import sqlalchemy as sa

from kpis import kpi
from kpis.kpi import REPORT_KINDS
from queries.cache import cached
from queries.filters import Filters
from queries.freshness import reporting, reporting_by_month
from queries.kpi_sql import conditions
from queries.kpi_values import kpi_by, kpi_by_month
from queries.reference import countries
from queries.supply_outlook import usual_lead_days
from queries.warehouse import UnknownMart, Warehouse

ON_THE_WAY = ("ordered", "ready", "at_port", "in_customs")
"""Stages of an order line that has been ordered and not received; planned and cancelled lines are not among them."""
MONTHS_AHEAD = 6
"""How far the list of what runs out looks ahead of the last count."""
PROJECT_KPIS = ("burn_pace", "budget_utilisation", "achievement", "indicators_on_track")
FUNDING_KPIS = ("funding_requirement", "funding_received", "funding_gap", "funding_coverage")
RISK_KPIS = ("inform_risk", "inform_severity")
SHORTAGE_COLUMNS = (
    "item_code", "item_name", "unit_name", "stock_on_hand_qty", "forecast_qty", "below_month", "empty_month",
    "suggested_order_qty", "counted_month", "order_by_date",
)  # fmt: skip
LINE_COLUMNS = (
    "order_code", "item_name", "unit_name", "ordered_qty", "stage_code", "ordered_date", "agreed_date", "is_overdue", "supplier_name",
    "office_code", "delivery_line_id", "source_name", "country_code",
)  # fmt: skip
NEED_COLUMNS = ("sector_code", "sector_name", "people_in_need", "people_targeted", "people_reached", "plan_year")
ARRIVAL_COLUMNS = (
    "unit_code", "unit_label", "report_kind", "month_date", "due_date", "reported_date", "reporting_status_code",
)  # fmt: skip
SITE_COLUMNS = ("office_code", "office_name", "site_code", "site_name", "site_type", "admin1_name")


@dataclass(frozen=True)
class Population:
    """People and children of the newest year that a source states; None where it states none."""

    plan_year: int | None
    population_people: float | None
    child_population_people: float | None


@dataclass(frozen=True)
class Lines:
    """Order lines of one page of a list, and how many there are in all."""

    frame: pd.DataFrame
    total: int


@cached
def population(warehouse: Warehouse, code: str) -> Population:
    """Newest totals over sex and age of the country itself; all None where ref_population has none."""
    try:
        table = warehouse.mart("ref_population")
    except UnknownMart:
        return Population(None, None, None)
    asked = sa.select(table.c.plan_year, table.c.population_people, table.c.child_population_people)
    asked = asked.where(table.c.country_code == code, table.c.area_code == code)
    asked = asked.where(table.c.sex_code == "all", table.c.age_group == "all")
    found = warehouse.rows(asked.order_by(table.c.plan_year.desc().nulls_last(), table.c.source_name).limit(1))
    return Population(*found[0]) if found else Population(None, None, None)


@cached
def profile(warehouse: Warehouse, code: str) -> dict[str, str | None]:
    """Codes, region, subregion_name and footnote of a country or area; empty where the build does not know it."""
    names = ("country_code", "iso2_code", "m49_code", "region_name", "subregion_name", "footnote")
    found = countries(warehouse)
    rows = found[found["country_code"] == code].to_dict("records")
    return {name: _text(rows[0].get(name)) or None for name in names} if rows else {}


@cached
def sites(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per site of the filters with the office that answers for it: SITE_COLUMNS, by office and site."""
    return _rows(warehouse, "ref_site", SITE_COLUMNS, filters, ("office_code", "site_code"))


@cached
def shortages(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per country and item that falls below its minimum or to zero within MONTHS_AHEAD months of the last
    count, with confirmed orders only: SHORTAGE_COLUMNS, soonest empty first. below_month, empty_month: first such
    month, missing when there is none. Each item is counted
    from its own last count. Filters on the period do not apply. order_by_date: the first day below the minimum less
    the usual lead time of the country; None without either. A build that does not know days has the first day of the
    month."""
    try:
        mart = warehouse.mart("mart_supply_pipeline")
    except UnknownMart:
        return pd.DataFrame(columns=SHORTAGE_COLUMNS)
    at_count = mart.c.months_ahead == 0
    below = sa.func.min(sa.case((mart.c.is_below_minimum == 1, mart.c.month_date)))
    empty = sa.func.min(sa.case((mart.c.is_projected_stockout == 1, mart.c.month_date)))
    asked = sa.select(
        mart.c.country_code,
        mart.c.item_code,
        mart.c.item_name,
        mart.c.unit_name,
        sa.func.sum(sa.case((at_count, mart.c.stock_on_hand_qty))).label("stock_on_hand_qty"),
        sa.func.max(mart.c.forecast_qty).label("forecast_qty"),
        below.label("below_month"),
        empty.label("empty_month"),
        sa.func.sum(sa.case((at_count, mart.c.suggested_order_qty))).label("suggested_order_qty"),
        sa.func.min(sa.case((at_count, mart.c.month_date))).label("counted_month"),
        sa.func.min(_first_day(mart, at_count)).label("below_day"),
    )
    asked = asked.where(mart.c.months_ahead <= MONTHS_AHEAD, *conditions(mart, any_time(filters)))
    asked = asked.group_by(
        mart.c.source_name, mart.c.country_code, mart.c.item_code, mart.c.item_name, mart.c.unit_name
    )
    asked = asked.having(sa.or_(below.is_not(None), empty.is_not(None)))
    frame = warehouse.frame(asked.order_by(empty.asc().nulls_last(), below.asc().nulls_last(), mart.c.item_name))
    lead_days, places = usual_lead_days(warehouse), zip(frame["country_code"], _first_known(frame), strict=True)
    frame["order_by_date"] = _dates(_days_from(below, lead_days.get(code), -1) for code, below in places)
    return frame[list(SHORTAGE_COLUMNS)]


def to_order_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Of shortages the items with a suggested order, the one to be ordered first first: by order_by_date, then by the
    month below the minimum; items without an order-by date last."""
    ordered = frame[frame["suggested_order_qty"] > 0]
    last = [one if isinstance(one, date) else date.max for one in ordered["order_by_date"]]
    below = [one if isinstance(one, date) else date.max for one in ordered["below_month"]]
    kept = ordered.assign(last=last, below=below).sort_values(["last", "below", "item_name"], ignore_index=True)
    return kept[list(SHORTAGE_COLUMNS)]


@cached
def lines_under_way(warehouse: Warehouse, filters: Filters, limit: int, is_late: bool) -> Lines:
    """Order lines that are ordered and not received, soonest agreed date first: LINE_COLUMNS, and usual_date: the day of
    the order and the usual lead time of the country, None without either. is_late: those whose agreed date has passed,
    else the others. For readers who may see single rows. Filters on the period do not apply."""
    try:
        mart = warehouse.detail("mart_delivery_line")
    except UnknownMart:
        return Lines(pd.DataFrame(columns=[*LINE_COLUMNS, "usual_date"]), 0)
    late = mart.c.is_overdue == 1
    wanted = late if is_late else sa.and_(mart.c.stage_code.in_(ON_THE_WAY), late.is_not(True))
    asked = sa.select(*(mart.c[name] for name in LINE_COLUMNS), sa.func.count().over().label("line_count"))
    asked = asked.where(wanted, *conditions(mart, any_time(filters)))
    order = (mart.c.agreed_date.asc().nulls_last(), mart.c.order_code, mart.c.delivery_line_id)
    frame = warehouse.frame(asked.order_by(*order).limit(limit))
    total = 0 if frame.empty else int(frame["line_count"].iloc[0])
    lead_days, places = usual_lead_days(warehouse), zip(frame["country_code"], frame["ordered_date"], strict=True)
    frame["usual_date"] = _dates(_days_from(ordered, lead_days.get(code), 1) for code, ordered in places)
    return Lines(frame.drop(columns="line_count"), total)


@cached
def projects(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per project: project_code, project_name, sector_name, status_code, end_date, and a column for each of
    PROJECT_KPIS with the value of the KPI for the project. Running projects first, then by code."""
    names = ("project_code", "project_name", "sector_name", "office_code", "status_code", "start_date", "end_date")
    known = _rows(warehouse, "mart_project", names, any_time(filters), ("project_code",))
    measured = _beside(warehouse, PROJECT_KPIS, filters, "project_code")
    frame = known.merge(measured, on="project_code", how="left")
    first = (frame["status_code"] != "ongoing").rename("order")
    return frame.assign(order=first).sort_values(["order", "project_code"]).drop(columns="order").reset_index(drop=True)


@cached
def plans(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per response plan of the newest year: plan_name and a column for each of FUNDING_KPIS."""
    return _beside(warehouse, FUNDING_KPIS, filters, "plan_name")


@cached
def risk_by_month(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per score and month with data: month_date, kpi_name, value. Months without a score have no row."""
    found = [kpi_by_month(warehouse, kpi(name), filters).assign(kpi_name=name) for name in RISK_KPIS]
    frame = pd.concat([one for one in found if not one.empty] or found[:1])
    frame = frame[frame["value"].notna() & frame["month_date"].notna()]
    return frame[["month_date", "kpi_name", "value"]].reset_index(drop=True)


@cached
def needs_by_sector(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per sector of the newest year with published sector totals: NEED_COLUMNS, most people in need first.
    Sums over a sector's published totals; missing where no figure is given. Sectors overlap and do not add up."""
    try:
        mart = warehouse.mart("mart_needs")
    except UnknownMart:
        return pd.DataFrame(columns=NEED_COLUMNS)
    counted = [mart.c.is_sector_total == 1, *conditions(mart, filters)]
    newest = sa.select(sa.func.max(mart.c.month_date)).where(*counted).scalar_subquery()
    sums = [sa.func.sum(mart.c[name]).label(name) for name in NEED_COLUMNS[2:5]]
    asked = sa.select(mart.c.sector_code, sa.func.max(mart.c.sector_name).label("sector_name"), *sums)
    asked = asked.add_columns(sa.func.max(mart.c.plan_year).label("plan_year"))
    asked = asked.where(*counted, mart.c.month_date == newest).group_by(mart.c.sector_code)
    return warehouse.frame(asked.order_by(sa.func.sum(mart.c.people_in_need).desc().nulls_last(), mart.c.sector_code))


def reporting_kinds(warehouse: Warehouse, filters: Filters) -> list[tuple[str, object, pd.DataFrame]]:
    """For each kind of report that is expected: the kind, the Reporting of the newest due month, and the counts of
    the last twelve due months, oldest first."""
    found = []
    for kind in filter(None, REPORT_KINDS):
        newest = reporting(warehouse, kind, filters)
        if newest.expected_count:
            found.append((kind, newest, reporting_by_month(warehouse, kind, filters).tail(12)))
    return found


@cached
def arrivals(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """Whether the reports have arrived: one row per unit and kind for the newest month whose reports are due:
    ARRIVAL_COLUMNS, silent ones first. For readers who may see single rows."""
    try:
        mart = warehouse.detail("mart_reporting")
    except UnknownMart:
        return pd.DataFrame(columns=ARRIVAL_COLUMNS)
    due = [mart.c.expected_count == 1, *conditions(mart, filters)]
    newest = sa.select(mart.c.report_kind, sa.func.max(mart.c.month_date).label("newest")).where(*due)
    newest = newest.group_by(mart.c.report_kind).subquery("newest_due")
    same = sa.and_(mart.c.report_kind == newest.c.report_kind, mart.c.month_date == newest.c.newest)
    asked = sa.select(*(mart.c[name] for name in ARRIVAL_COLUMNS)).join_from(mart, newest, same).where(*due)
    order = (mart.c.silent_count.desc(), mart.c.report_kind, mart.c.unit_code)
    return warehouse.frame(asked.order_by(*order))


def any_time(filters: Filters) -> Filters:
    """The filters without their period, for lists of what is and what is to come."""
    return filters.replace(since=None, until=None)


def _rows(warehouse: Warehouse, name: str, columns: tuple, filters: Filters, order: tuple) -> pd.DataFrame:
    """Rows of a table inside the filters, without repetition; none where the build has no such table."""
    try:
        table = warehouse.detail(name) if name.startswith("mart_") else warehouse.mart(name)
    except UnknownMart:
        return pd.DataFrame(columns=columns)
    asked = sa.select(*(table.c[column] for column in columns)).distinct().where(*conditions(table, filters))
    return warehouse.frame(asked.order_by(*(table.c[column].asc().nulls_last() for column in order)))


def _beside(warehouse: Warehouse, names: tuple, filters: Filters, column: str) -> pd.DataFrame:
    """The values of some KPIs beside each other: one row per value of the column, one column per KPI, and for those
    that count people a column is_<name>_hidden: true where the value is not told."""
    frames = {name: kpi_by(warehouse, kpi(name), filters, column).set_index(column) for name in names}
    found = [frame["value"].rename(name) for name, frame in frames.items()]
    counting = [name for name in names if kpi(name).small_count_threshold]
    found += [frames[name]["is_suppressed"].rename(f"is_{name}_hidden") for name in counting]
    return pd.concat(found, axis=1).rename_axis(column).reset_index()


def _first_day(mart: sa.Subquery, at_count) -> sa.ColumnElement:
    """The first day below the minimum, as the row of the count has it; missing in builds without it."""
    known = "first_below_minimum_date" in mart.c
    return sa.case((at_count, mart.c.first_below_minimum_date)) if known else sa.cast(sa.null(), sa.Date)


def _first_known(frame: pd.DataFrame) -> list:
    """The first day below the minimum of each row, else its month."""
    pairs = zip(frame["below_day"], frame["below_month"], strict=True)
    return [day if isinstance(day, date) else month for day, month in pairs]


def _days_from(start: object, days: float | None, sign: int) -> date | None:
    """The day that lies so many days after (sign 1) or before (sign -1) a date; None when either is missing."""
    return start + sign * timedelta(days=int(days)) if isinstance(start, date) and days is not None else None


def _dates(found: Iterable[date | None]) -> pd.Series:
    """Dates as a column that keeps None for missing."""
    return pd.Series(list(found), dtype=object)


def _text(cell) -> str:
    """A cell of a frame as a text, "" where it is missing."""
    return cell if isinstance(cell, str) else ""
