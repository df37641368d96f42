"""A figure beside an earlier one, and its way there: what a card tells besides the value."""

import calendar
from dataclasses import dataclass
from datetime import date

from kpis.kpi import Kpi, Rollup
from kpis.months import months_before, months_between, months_of
from queries.filters import Filters
from queries.kpi_values import KpiValue, kpi_by_month, kpi_value
from queries.warehouse import Warehouse

POINTS = 12
"""Figures that a small line shows."""


@dataclass(frozen=True)
class Comparison:
    """With what a value is compared. kind: one of COMPARISONS.

    value: the value compared with, None where there is none. since, until: its months; for a plan both are None.
    is_suppressed: there is a value, but it is not told.
    """

    kind: str
    value: float | None
    since: date | None = None
    until: date | None = None
    is_suppressed: bool = False


@dataclass(frozen=True)
class Trend:
    """The newest figures of a KPI, at most POINTS: (month, value), oldest first; None where there is no figure.
    Months without a report stand as None where the KPI is reported each month. hidden: (month, is_small) of those
    whose figure is not told, which stand as None too."""

    points: tuple[tuple[date, float | None], ...] = ()
    hidden: tuple[tuple[date, bool], ...] = ()


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
    known = _known_month(warehouse, kpi, filters, earlier, result.as_of)
    if known is not None:
        return Comparison(filters.compare, known, earlier.until, earlier.until)
    before = kpi_value(warehouse, kpi, earlier)
    is_newest = kpi.time_rollup is Rollup.LAST or earlier.since is None
    since = before.as_of if is_newest else earlier.since
    until = before.as_of if is_newest else earlier.until
    return Comparison(filters.compare, before.value, since, until, before.is_suppressed)


def trend(warehouse: Warehouse, kpi: Kpi, filters: Filters, as_of: date | None) -> Trend:
    """The figures of the months up to the newest one, each month by itself, also those before the period chosen."""
    if as_of is None:
        return Trend()
    frame = _dated(warehouse, kpi, filters, as_of)
    found = _by_month(frame)
    points = tuple(sorted(found.items()))[-POINTS:]
    if months_of(kpi.rhythm_days) == 1 and found:
        months = [months_before(as_of, back) for back in range(POINTS - 1, -1, -1)]
        points = tuple((one, found.get(one)) for one in months if one >= min(found))
    cut = frame[frame["is_suppressed"]]
    small = {when.date(): bool(flag) for when, flag in zip(cut["month_date"], cut["is_small"], strict=True)}
    return Trend(points, tuple((one, small[one]) for one, _value in points if one in small))


def running_days(kpi: Kpi, filters: Filters, result: KpiValue, today: date) -> tuple[int, int] | None:
    """(days gone, days of the month) where the value counts the month of the data and that is not over."""
    begins = today.replace(day=1)
    is_open = filters.until is None or filters.until >= begins
    days = calendar.monthrange(today.year, today.month)[1]
    if kpi.time_rollup is not Rollup.SUM or result.as_of != begins or not is_open or today.day == days:
        return None
    return today.day, days


def _earlier(kpi: Kpi, filters: Filters, as_of: date | None) -> Filters | None:
    """The filters of the period compared with."""
    if kpi.time_rollup is Rollup.MAX or as_of is None:
        return None
    if filters.since and filters.until:
        length = months_between(filters.since, filters.until) + 1
        back = 12 if filters.compare == "last-year" else length
        return filters.replace(since=months_before(filters.since, back), until=months_before(filters.until, back))
    if kpi.time_rollup is not Rollup.LAST or filters.since:
        return None
    back = 12 if filters.compare == "last-year" else months_of(kpi.rhythm_days)
    return filters.replace(until=months_before(as_of, back))


def _dated(warehouse: Warehouse, kpi: Kpi, filters: Filters, as_of: date):
    """The figures of single months up to as_of, for POINTS reports; one statement, which trend and comparison share."""
    first = months_before(as_of, (POINTS - 1) * months_of(kpi.rhythm_days))
    frame = kpi_by_month(warehouse, kpi, filters.replace(since=first, until=as_of))
    return frame[frame["month_date"].notna()]


def _by_month(frame) -> dict[date, float | None]:
    """Month -> its figure, None where there is none or it is not told."""
    pairs = zip(frame["month_date"], frame["value"], strict=True)
    return {when.date(): None if value != value else float(value) for when, value in pairs}


def _known_month(warehouse, kpi: Kpi, filters: Filters, earlier: Filters, as_of: date) -> float | None:
    """The figure compared with, where it is that of one month which the small line has already asked for. The newest
    figure is that of one month only where all countries share the newest period."""
    is_newest = kpi.time_rollup is Rollup.LAST and not kpi.last_within and earlier.since is None
    if not is_newest and earlier.since != earlier.until:
        return None
    return _by_month(_dated(warehouse, kpi, filters, as_of)).get(earlier.until)
