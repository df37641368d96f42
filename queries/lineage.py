"""Where the rows of a build come from: sources, loads, quality, who is silent; and what differs between two builds."""

import math
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from kpis import all_kpis
from kpis.kpi import Kpi
from kpis.legends import LegendClass, freshness
from queries.cache import cached
from queries.filters import Filters
from queries.freshness import COUNTS
from queries.kpi_sql import conditions
from queries.kpi_values import KpiValue, kpi_value
from queries.reader import Reader
from queries.stores import store
from queries.warehouse import BuildInfo, NoSuchBuild, NotAllowed, UnknownMart, Warehouse, open_warehouse

BUILDS_SHOWN = 40
_OF_LOAD = (
    *("source_name", "load_id", "table_name", "source_title", "publisher_name", "licence", "page_url", "owner_name"),
    *("expected_days", "file_name", "loaded_at", "rows_in_count", "rows_published_count", "rows_superseded_count"),
    "rows_quarantined_count",
)

_ABOUT_LOADS = ("mart_data_quality", "mart_reporting")
"""Marts whose months are those of loads and of duties to report, not of figures."""


@dataclass(frozen=True)
class Load:
    """One load of a source. Counts are rows; None where the build does not know them."""

    source_name: str
    load_id: str
    table_name: str | None
    source_title: str | None
    publisher_name: str | None
    licence: str | None
    page_url: str | None
    owner_name: str | None
    expected_days: int | None
    file_name: str | None
    loaded_at: datetime | None
    rows_in: int | None
    rows_published: int | None
    rows_superseded: int | None
    rows_quarantined: int | None
    latest_period: date | None

    @property
    def is_balanced(self) -> bool | None:
        """True when rows in = published + superseded + quarantined; None when a count is not known."""
        parts = (self.rows_published, self.rows_superseded, self.rows_quarantined)
        if self.rows_in is None or None in parts:
            return None
        return self.rows_in == sum(parts)


@dataclass(frozen=True)
class SourceState:
    """A source by its loads in the build.

    newest: its newest load. age_days: days from that load to the date of the data; age: the class of it,
    None for a source without a rhythm. Row counts are sums over its loads."""

    newest: Load
    load_count: int
    rows_in: int
    rows_quarantined: int
    latest_period: date | None
    age_days: int | None
    age: LegendClass | None


@dataclass(frozen=True)
class Quality:
    """What was checked and what passed, for a table of a source and a dimension of quality."""

    source_name: str
    table_name: str
    dimension: str
    checked: int
    passed: int

    @property
    def share_pct(self) -> float | None:
        """Per cent that passed; None where nothing was checked."""
        return self.passed / self.checked * 100 if self.checked else None


@dataclass(frozen=True)
class MonthOfReports:
    """Reports of a kind that were due for a month, and how many came."""

    report_kind: str
    month_date: date
    expected_count: int
    reported_count: int
    on_time_count: int
    late_count: int
    unscheduled_count: int
    silent_count: int


@dataclass(frozen=True)
class Restatement:
    """A KPI in two builds under the same filters."""

    kpi: Kpi
    older: KpiValue
    newer: KpiValue

    @property
    def difference(self) -> float | None:
        """Newer minus older; 0 where only the order of adding differs; None when one of them has no value."""
        if self.older.value is None or self.newer.value is None:
            return None
        is_same = math.isclose(self.older.value, self.newer.value, rel_tol=1e-9, abs_tol=1e-12)
        return 0.0 if is_same else self.newer.value - self.older.value

    @property
    def word(self) -> str:
        """unchanged, changed, appeared, vanished, or absent in both."""
        if self.difference is not None:
            return "changed" if self.difference else "unchanged"
        if self.older.value is None and self.newer.value is None:
            return "absent"
        return "vanished" if self.newer.value is None else "appeared"


@cached
def loads(warehouse: Warehouse) -> tuple[Load, ...]:
    """Every load that brought rows to the build, newest first."""
    try:
        mart = warehouse.mart("mart_lineage")
    except UnknownMart:
        return ()
    names = [mart.c[name] for name in _OF_LOAD]
    period = sa.case((mart.c.mart_name.not_in(_ABOUT_LOADS), mart.c.latest_period_date))
    asked = sa.select(*names, sa.func.max(period)).where(mart.c.load_id.is_not(None))
    asked = asked.group_by(*names).order_by(mart.c.loaded_at.desc(), mart.c.load_id.desc(), mart.c.source_name)
    return tuple(Load(*row[:11], *(whole(count) for count in row[11:15]), row[15]) for row in warehouse.rows(asked))


def source_states(warehouse: Warehouse) -> list[SourceState]:
    """One per source with a load in the build, by title."""
    today, by_source = warehouse.info().data_date, {}
    for load in loads(warehouse):
        by_source.setdefault(load.source_name, []).append(load)
    states = [_state(of_source, today) for of_source in by_source.values()]
    return sorted(states, key=lambda state: (state.newest.source_title or "", state.newest.source_name))


@cached
def quality(warehouse: Warehouse, filters: Filters) -> tuple[Quality, ...]:
    """Per source, table and dimension, over the loads of the months inside the filters; by source and table."""
    try:
        mart = warehouse.mart("mart_data_quality")
    except UnknownMart:
        return ()
    keys = (mart.c.source_name, mart.c.table_name, mart.c.dimension_code)
    sums = [sa.cast(sa.func.sum(mart.c[name]), sa.BigInteger) for name in ("checked_count", "passed_count")]
    asked = sa.select(*keys, *sums).where(*conditions(mart, filters)).group_by(*keys).order_by(*keys)
    return tuple(Quality(*row) for row in warehouse.rows(asked))


@cached
def quality_by_month(warehouse: Warehouse, filters: Filters) -> tuple[tuple[date, Quality], ...]:
    """(month of the load, quality of a dimension over all sources and tables), newest month first."""
    try:
        mart = warehouse.mart("mart_data_quality")
    except UnknownMart:
        return ()
    keys = (mart.c.month_date, mart.c.dimension_code)
    sums = [sa.cast(sa.func.sum(mart.c[name]), sa.BigInteger) for name in ("checked_count", "passed_count")]
    asked = sa.select(*keys, *sums).where(*conditions(mart, filters)).group_by(*keys)
    rows = warehouse.rows(asked.order_by(mart.c.month_date.desc(), mart.c.dimension_code))
    return tuple((when, Quality("", "", *measured)) for when, *measured in rows)


@cached
def months_of_reports(warehouse: Warehouse, filters: Filters) -> tuple[MonthOfReports, ...]:
    """One per kind of report and month in which reports are due, newest month first."""
    try:
        mart = warehouse.mart("mart_reporting")
    except UnknownMart:
        return ()
    counts = [sa.cast(sa.func.sum(mart.c[name]), sa.BigInteger) for name in COUNTS]
    keys = (mart.c.report_kind, mart.c.month_date)
    asked = sa.select(*keys, *counts).where(mart.c.expected_count == 1, *conditions(mart, filters))
    asked = asked.group_by(*keys).order_by(mart.c.month_date.desc(), mart.c.report_kind)
    return tuple(MonthOfReports(*row) for row in warehouse.rows(asked))


@cached
def row_counts(warehouse: Warehouse) -> dict[str, int]:
    """Mart or reference table -> rows that the reader may see, in one statement; tables of closed domains left out."""
    counts = []
    for name in warehouse.marts():
        try:
            table = warehouse.mart(name)
        except NotAllowed:
            continue
        counts.append(sa.select(sa.literal(name).label("name"), sa.func.count().label("rows")).select_from(table))
    return dict(sorted((name, int(rows)) for name, rows in warehouse.rows(sa.union_all(*counts)))) if counts else {}


def builds(reader: Reader, most: int = BUILDS_SHOWN) -> list[BuildInfo]:
    """The newest builds at hand, newest first. Not cached: builds come and go."""
    found = []
    for build_id in store().builds()[:most]:
        try:
            found.append(open_warehouse(reader, build_id).info())
        except NoSuchBuild:  # incomplete, or removed since the list was read
            continue
    return found


def restatements(older: Warehouse, newer: Warehouse, filters: Filters) -> list[Restatement]:
    """Every KPI in two builds under the same filters; KPIs of closed domains are left out."""
    found = []
    for kpi in all_kpis():
        try:
            found.append(Restatement(kpi, kpi_value(older, kpi, filters), kpi_value(newer, kpi, filters)))
        except NotAllowed:
            continue
    return found


def _state(of_source: list[Load], today: date | None) -> SourceState:
    newest = of_source[0]
    age_days = max(0, (today - newest.loaded_at.date()).days) if today and newest.loaded_at else None
    age = freshness(newest.expected_days).class_of(age_days) if newest.expected_days else None
    periods = [load.latest_period for load in of_source if load.latest_period]
    return SourceState(
        newest,
        len(of_source),
        sum(load.rows_in for load in of_source if load.rows_in is not None),
        sum(load.rows_quarantined for load in of_source if load.rows_quarantined is not None),
        max(periods, default=None),
        age_days,
        age,
    )


def whole(count) -> int | None:
    """A count of the build as a whole number; None where it does not know."""
    return None if count is None else int(count)
