"""Countries by risk: one measure at two dates, and risk beside supply."""

from datetime import date

import pandas as pd
import sqlalchemy as sa

from kpis.kpi import SCORE, Kpi, Rollup
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.kpi_values import UnknownColumn, kpi_by_country, kpi_by_country_and, kpi_by_month
from queries.warehouse import NotAllowed, UnknownMart, Warehouse

YEARLY_DAYS = 365


@cached
def months_with_data(warehouse: Warehouse, kpi: Kpi, filters: Filters) -> tuple[date, ...]:
    """First days of the months for which any country has a figure inside the filters, newest first."""
    try:
        found = kpi_by_month(warehouse, kpi, filters)
    except UnknownColumn:
        return ()
    known = found.loc[(found["row_count"] > 0) & found["month_date"].notna(), "month_date"]
    return tuple(month.date() for month in sorted(known, reverse=True))


def as_known_in(kpi: Kpi, filters: Filters, month: date) -> Filters:
    """The filters for the figure of a month: that month alone for what is added up over time, else the newest
    figure until then."""
    if kpi.time_rollup is Rollup.LAST:
        return filters.replace(until=month)
    return filters.replace(since=month, until=month)


@cached
def countries_at_two_dates(
    warehouse: Warehouse, kpi: Kpi, filters: Filters, month: date, before: date | None
) -> pd.DataFrame:
    """One row per country with a row at either date, the worst first, countries without a value last.

    Columns: country_code, rank_number (equal values share a rank, missing without a value), value, as_of,
    is_suppressed, value_before, change; what is missing at a date is NaN, a change needs both.
    """
    now = kpi_by_country(warehouse, kpi, as_known_in(kpi, filters, month))
    now = now.dropna(subset=["country_code"])[["country_code", "value", "as_of", "is_suppressed"]]
    if before is None:
        frame = now.assign(value_before=float("nan"))
    else:
        then = kpi_by_country(warehouse, kpi, as_known_in(kpi, filters, before))[["country_code", "value"]]
        then = then.dropna(subset=["country_code"]).rename(columns={"value": "value_before"})
        frame = now.merge(then, on="country_code", how="outer")
    frame = frame.assign(
        is_suppressed=frame["is_suppressed"].eq(True),
        change=frame["value"] - frame["value_before"],
        rank_number=frame["value"].rank(method="min", ascending=kpi.direction == "higher"),
    )
    return frame.sort_values(["rank_number", "country_code"], na_position="last", ignore_index=True)


@cached
def risk_beside_supply(warehouse: Warehouse, kpi: Kpi, other: Kpi, filters: Filters, month: date) -> pd.DataFrame:
    """One row per country with a figure for either KPI, by code: country_code, value, other_value (NaN where there
    is none). The other KPI is that of the same month, or of the end of the year for a yearly KPI; where it has a figure
    for single items only, the median of its items. A reader who may not see the domain of the other KPI gets its
    values as missing."""
    ours = kpi_by_country(warehouse, kpi, as_known_in(kpi, filters, month))[["country_code", "value"]]
    end = month.replace(month=12) if kpi.rhythm_days >= YEARLY_DAYS else month
    until = min(end, filters.until) if filters.until else end
    try:
        theirs = _one_per_country(warehouse, other, as_known_in(other, filters, until))
    except NotAllowed:
        theirs = ours.iloc[:0]
    theirs = theirs.rename(columns={"value": "other_value"})
    frame = ours.merge(theirs, on="country_code", how="outer").dropna(subset=["country_code"])
    return frame.sort_values("country_code", ignore_index=True)


def _one_per_country(warehouse: Warehouse, kpi: Kpi, filters: Filters) -> pd.DataFrame:
    """country_code, value; for a KPI of single items the median over the items that have a figure."""
    if "item_code" not in kpi.single:
        return kpi_by_country(warehouse, kpi, filters)[["country_code", "value"]]
    found = kpi_by_country_and(warehouse, kpi, filters, "item_code").dropna(subset=["country_code", "value"])
    return found.groupby("country_code", as_index=False)["value"].median()


@cached
def reliability(warehouse: Warehouse, kpi: Kpi, filters: Filters, month: date) -> dict[str, float]:
    """Country -> the lack of reliability (0 to 10, as published) of the rows behind its score of the month; where
    several, the highest. Countries whose publisher states none are missing; so are all for KPIs that are no score."""
    try:
        mart = warehouse.mart(kpi.mart)
    except UnknownMart:
        return {}
    if kpi.unit is not SCORE or "reliability_score" not in mart.c:
        return {}
    meant = conditions(mart, as_known_in(kpi, filters, month))
    scored = sa.select(mart.c.country_code, mart.c.month_date, mart.c.reliability_score)
    scored = scored.where(mart.c[kpi.numerator].is_not(None), *meant).subquery("scored")
    newest = sa.select(scored.c.country_code, sa.func.max(scored.c.month_date).label("newest_month"))
    newest = newest.group_by(scored.c.country_code).subquery("newest")
    same = sa.and_(
        scored.c.country_code == newest.c.country_code, scored.c.month_date.is_not_distinct_from(newest.c.newest_month)
    )
    asked = sa.select(scored.c.country_code, sa.func.max(scored.c.reliability_score)).join_from(scored, newest, same)
    asked = asked.where(scored.c.reliability_score.is_not(None)).group_by(scored.c.country_code)
    return dict(warehouse.rows(asked.order_by(scored.c.country_code)))


@cached
def methods(warehouse: Warehouse, kpi: Kpi, filters: Filters, month: date) -> tuple[str, ...]:
    """The methodologies, as published, of the scores of exactly that month; none for KPIs that are no score."""
    try:
        mart = warehouse.mart(kpi.mart)
    except UnknownMart:
        return ()
    if kpi.unit is not SCORE or "methodology_version" not in mart.c:
        return ()
    meant = conditions(mart, filters.replace(since=month, until=month))
    asked = sa.select(mart.c.methodology_version).where(mart.c[kpi.numerator].is_not(None), *meant)
    asked = asked.where(mart.c.methodology_version.is_not(None)).distinct().order_by(mart.c.methodology_version)
    return tuple(row[0] for row in warehouse.rows(asked))
