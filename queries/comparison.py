"""A figure beside an earlier one, and its way there: what a card tells besides the value."""

import calendar
from dataclasses import dataclass
from datetime import date

from kpis.kpi import Kpi, Rollup
from queries.filters import Filters
from queries.kpi_values import KpiValue, kpi_by_month, kpi_value
from queries.warehouse import Warehouse

POINTS = 12
"""Figures that a small line shows."""
DAYS_OF_MONTH = 30.4


@dataclass(frozen=True)
class Comparison:
    """With what a value is compared. kind: one of COMPARISONS.

    value: the value compared with, None where there is none. since, until: its months; for a plan both are None.
    """

    kind: str
    value: float | None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Trend:
    """The newest figures of a KPI, at most POINTS: (month, value), oldest first; None where there is no figure.
    Months without a report stand as None where the KPI is reported each month."""

    points: tuple[tuple[date, float | None], ...] = ()


def comparison(warehouse: Warehouse, kpi: Kpi, filters: Filters, result: KpiValue) -> Comparison | None:
    """What the value of the KPI inside the filters is compared with, as the filters choose.

    None where a comparison makes no sense: a sum over all time, a look ahead, a value that is not known.
    The period before has as many months as the period chosen. A newest figure is compared with the newest one a
    period earlier; without a chosen period that is one rhythm of the KPI.
    """
    if result.value is None:
        return None
    if filters.compare == "plan":
        return Comparison("plan", kpi.target)
    earlier = _earlier(kpi, filters, result.as_of)
    if earlier is None:
        return None
    before = kpi_value(warehouse, kpi, earlier)
    is_newest = kpi.time_rollup is Rollup.LAST or earlier.since is None
    since = before.as_of if is_newest else earlier.since
    until = before.as_of if is_newest else earlier.until
    return Comparison(filters.compare, before.value, since, until)


def trend(warehouse: Warehouse, kpi: Kpi, filters: Filters, as_of: date | None) -> Trend:
    """The figures of the months up to the newest one, each month by itself, inside the filters."""
    if as_of is None:
        return Trend()
    step = months_of_rhythm(kpi)
    first = months_before(as_of, (POINTS - 1) * step)
    since = max(first, filters.since) if filters.since else first
    frame = kpi_by_month(warehouse, kpi, filters.replace(since=since, until=as_of))
    dated = frame[frame["month_date"].notna()]
    found = {
        when.date(): None if value != value else float(value)
        for when, value in zip(dated["month_date"], dated["value"], strict=True)
    }
    if step == 1 and found:
        months = [months_before(as_of, back) for back in range(POINTS - 1, -1, -1)]
        return Trend(tuple((one, found.get(one)) for one in months if one >= min(found)))
    return Trend(tuple(sorted(found.items()))[-POINTS:])


def running_days(kpi: Kpi, filters: Filters, result: KpiValue, today: date) -> tuple[int, int] | None:
    """(days gone, days of the month) where the value counts the month of the data and that is not over."""
    begins = today.replace(day=1)
    is_open = filters.until is None or filters.until >= begins
    days = calendar.monthrange(today.year, today.month)[1]
    if kpi.time_rollup is not Rollup.SUM or result.as_of != begins or not is_open or today.day == days:
        return None
    return today.day, days


def months_of_rhythm(kpi: Kpi) -> int:
    """The months between two reports of a KPI, at least one."""
    return max(1, round(kpi.rhythm_days / DAYS_OF_MONTH))


def months_before(month: date, count: int) -> date:
    """The first day of the month that lies count months before."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def _earlier(kpi: Kpi, filters: Filters, as_of: date | None) -> Filters | None:
    """The filters of the period compared with."""
    if kpi.time_rollup is Rollup.MAX or as_of is None:
        return None
    if filters.since and filters.until:
        length = (filters.until.year - filters.since.year) * 12 + filters.until.month - filters.since.month + 1
        back = 12 if filters.compare == "last-year" else length
        return filters.replace(since=months_before(filters.since, back), until=months_before(filters.until, back))
    if kpi.time_rollup is not Rollup.LAST or filters.since:
        return None
    back = 12 if filters.compare == "last-year" else months_of_rhythm(kpi)
    return filters.replace(until=months_before(as_of, back))
