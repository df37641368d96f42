"""What a KPI is. A KPI is declared once; card, chart, map, table, export, API and glossary read the declaration."""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kpis.legends import Legend
from kpis.words import _

DOMAINS = ("projects", "aid", "supply", "risk", "funding")
OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "in", "is_known")
REPORT_KINDS = ("", "stock_balances", "indicator_results", "budgets", "deliveries")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,59}")

Condition = tuple[str, str, object]
Row = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Unit:
    """A unit of measure. symbol: what stands beside the number, "" when the label does."""

    name: str
    label: str
    symbol: str = ""


PEOPLE = Unit("people", _("people"))
CHILDREN = Unit("children", _("children"))
HOUSEHOLDS = Unit("households", _("households"))
DEATHS = Unit("deaths", _("deaths"))
MOVEMENTS = Unit("movements", _("movements"))
US_DOLLARS = Unit("usd", _("US dollars"), "US$")
PERCENT = Unit("percent", _("per cent"), "%")
SCORE = Unit("score", _("score from 0 to 10"))
DAYS = Unit("days", _("days"))
MONTHS = Unit("months", _("months"))
ORDER_LINES = Unit("lines", _("order lines"))
ITEM_UNITS = Unit("units", _("units of the item"))
COUNTRY_ITEMS = Unit("country_items", _("items, counted per country"))


class Rollup(StrEnum):
    """How rows become one figure.

    Over time: SUM adds the periods, LAST takes the newest period with data, MAX the highest period,
    NEVER gives no figure for several periods. Over places: SUM adds, MAX takes the highest row,
    NEVER gives no figure for several countries, QUANTILE takes a quantile of all rows.
    """

    SUM = "sum"
    LAST = "last"
    MAX = "max"
    NEVER = "never"
    QUANTILE = "quantile"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    INSIDE = "inside"


@dataclass(frozen=True)
class Example:
    """Rows of the mart and the value that they give; None where there is no value.

    Columns that a row does not name are missing, except that a row without month_date lies in
    January 2026 and a row without country_code in Afghanistan.
    """

    value: float | None
    rows: tuple[Row, ...]
    because: str


def example(value: float | None, *rows: dict, because: str) -> Example:
    """An example from rows written as dictionaries."""
    return Example(value, tuple(tuple(row.items()) for row in rows), because)


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """One number and what it means.

    where: conditions that rows must meet to count: (column, operator, value); with in the value is a
        tuple, with is_known it is None. A missing cell meets no condition.
    denominator: None for plain sums. A row counts only when numerator and denominator are both known.
    last_within: with time_rollup LAST, the columns whose every value has its own newest period;
        empty: one period for all, and whoever has no data in it is missing from the figure.
    overlapping: columns over which people are counted more than once: within a country the largest
        total counts, and totals are never added.
    single: columns that must agree in all rows of a figure; otherwise there is no figure.
    inside: lower and upper bound of the wanted range, for direction INSIDE.
    rhythm_days: expected days between reports. small_count_threshold: smallest count of people
        to be shown, for a share also below the line and in the rest. has_planned_denominator: below the line
        stand plans, which tell nothing about the people who were reached.
    report_kind: the kind of report in mart_reporting that tells who is missing; "" where nobody reports.
    """

    name: str
    label: str
    definition: str
    formula: str
    domain: str
    population: str
    mart: str
    numerator: str
    unit: Unit
    direction: Direction
    rhythm_days: int
    owner: str
    sources: str
    version: int
    examples: tuple[Example, ...]
    where: tuple[Condition, ...] = ()
    denominator: str | None = None
    scale: float = 1.0
    time_rollup: Rollup = Rollup.SUM
    place_rollup: Rollup = Rollup.SUM
    quantile: float | None = None
    last_within: tuple[str, ...] = ()
    overlapping: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    target: float | None = None
    inside: tuple[float, float] | None = None
    legend: Legend | None = None
    decimals: int = 0
    small_count_threshold: int | None = None
    has_planned_denominator: bool = False
    report_kind: str = ""

    def __post_init__(self):
        for fault in _faults(self):
            raise ValueError(f"KPI {self.name!r}: {fault}")

    @cached_property
    def fingerprint(self) -> str:
        """A text that differs as soon as anything in the declaration differs."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Columns of the mart that the KPI reads, in a fixed order, each once."""
        named = (self.numerator, self.denominator, *(column for column, _operator, _value in self.where))
        more = (*self.last_within, *self.overlapping, *self.single, "month_date", "country_code")
        return tuple(dict.fromkeys(column for column in (*named, *more) if column))

    def gain(self, before: float, value: float) -> float:
        """How much better a value is than the one before: above 0 for better, below 0 for worse, 0 for neither."""
        if self.direction is Direction.INSIDE:
            low, high = self.inside
            return max(low - before, before - high, 0) - max(low - value, value - high, 0)
        return value - before if self.direction is Direction.HIGHER else before - value

    @property
    def is_ratio(self) -> bool:
        """True when the value is a numerator divided by a denominator."""
        return self.denominator is not None


def _faults(kpi: Kpi):
    texts = (kpi.label, kpi.definition, kpi.formula, kpi.population, kpi.owner, kpi.sources)
    identifiers = (kpi.name, kpi.mart, *kpi.columns)
    yield from (f"{name!r} is not a name" for name in identifiers if not _IDENTIFIER.fullmatch(name))
    if not all(text.strip() for text in texts):
        yield "a text is empty"
    if kpi.domain not in DOMAINS or kpi.report_kind not in REPORT_KINDS:
        yield f"unknown domain or kind of report: {kpi.domain!r}, {kpi.report_kind!r}"
    if not kpi.mart.startswith("mart_"):
        yield f"{kpi.mart!r} is not a mart"
    if kpi.rhythm_days <= 0 or kpi.version < 1 or kpi.decimals < 0 or kpi.scale <= 0:
        yield "rhythm, version and scale are above 0, decimals not below"
    if len(kpi.examples) < 3:
        yield "needs three examples or more"
    yield from (f"unknown operator in {condition}" for condition in kpi.where if not _is_sound(condition))
    yield from _faults_of_arithmetic(kpi)


def _is_sound(condition: Condition) -> bool:
    _column, operator, value = condition
    if operator == "in":
        return isinstance(value, tuple) and bool(value)
    if operator == "is_known":
        return value is None
    return operator in OPERATORS and isinstance(value, str | int | float)


def _faults_of_arithmetic(kpi: Kpi):
    if (kpi.quantile is None) != (kpi.place_rollup != Rollup.QUANTILE):
        yield "a quantile belongs to the place roll-up QUANTILE and only to it"
    if kpi.quantile is not None and not 0 < kpi.quantile < 1:
        yield "a quantile lies between 0 and 1"
    if kpi.time_rollup is Rollup.QUANTILE or kpi.place_rollup is Rollup.LAST:
        yield "QUANTILE is no roll-up over time, LAST none over places"
    plain_only = kpi.time_rollup is Rollup.MAX or kpi.place_rollup is not Rollup.SUM or kpi.overlapping
    if kpi.is_ratio and plain_only:
        yield "a ratio is the quotient of two sums"
    if kpi.overlapping and kpi.place_rollup is not Rollup.SUM:
        yield "overlapping totals add up over countries"
    if kpi.last_within and kpi.time_rollup is not Rollup.LAST:
        yield "last_within belongs to LAST"
    if (kpi.inside is None) != (kpi.direction is not Direction.INSIDE):
        yield "bounds belong to the direction INSIDE and only to it"
    if kpi.inside and kpi.inside[0] >= kpi.inside[1]:
        yield "the lower bound lies below the upper bound"
    if (kpi.unit is PERCENT) != (kpi.is_ratio and kpi.scale == 100):
        yield "per cent is a ratio with scale 100"
    counts_people = kpi.unit in (PEOPLE, CHILDREN, HOUSEHOLDS)
    if kpi.small_count_threshold is not None and (kpi.small_count_threshold < 2 or not (counts_people or kpi.is_ratio)):
        yield "a small-count threshold belongs to counts and shares of people and is 2 or more"
