"""Which figures may be told without telling a small count of people, alone or by comparison with other figures.

A build joins each row with a small count to one that is large enough: a protection group. A figure is told only when
every group that it touches lies wholly inside it. Then all figures together tell no more than the sums of whole groups
and the rows that belong to none, however they are subtracted from each other: the small count may still be any number
below the threshold. What is decided here depends on nothing else either, so that it tells nothing by being decided.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kpis.kpi import Kpi
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import entering_rows, unique
from queries.warehouse import Warehouse

GROUPS_OF = {
    "added_children_disability_reached": "disability_protection_group",
    "added_girls_reached": "sex_protection_group",
}
"""Numerator -> the column of its protection groups, where it has groups of its own."""
GROUP = "protection_group"
RUNNING = ("achieved_result_value", "progress_gain_value")
"""Numerators that add up what the months before reported on the same line."""
UNEVEN = ("progress_gain_value",)
"""Numerators that are cut off at zero: the sum over a group is not the sum of what its rows reached."""
LINE = ("source_name", "project_code", "indicator_code", "country_code", "admin1_code")
_NEGLIGIBLE = 1e-6
"""Sums of fractions differ in the last digit."""


@dataclass(frozen=True)
class Touched:
    """Part of a protection group that enters a figure. key: of the figure; total: the country and the overlapping
    columns, of which only the largest total counts; name: None where nothing protects the small count; size: rows of
    the group, 0 where it is never told; rows, people: what enters of it; is_small: all of these rows are small."""

    key: tuple
    total: tuple
    name: str | None
    size: int
    rows: int
    people: float
    is_small: bool

    @property
    def is_whole(self) -> bool:
        """Whether the whole group enters."""
        return self.rows == self.size > 0


def is_small(count: float | None, threshold: int) -> bool:
    """Whether a number of people is too small to be told; zero is none."""
    return count is not None and _NEGLIGIBLE < abs(count) < threshold


def small_in_sql(column, threshold: int):
    """The same for a column."""
    return sa.and_(sa.func.abs(column) > _NEGLIGIBLE, sa.func.abs(column) < threshold)


def guarded(kpi: Kpi, numerator, denominator) -> list:
    """The counts of people that a KPI divides: of a share also the whole and the rest, of a result against a target
    only the result."""
    if not kpi.is_ratio or kpi.has_planned_denominator:
        return [numerator]
    return [numerator, denominator, denominator - numerator]


def hidden_keys(
    warehouse: Warehouse, kpi: Kpi, mart: sa.FromClause, filters: Filters, keys: Sequence[str]
) -> frozenset[tuple]:
    """Of the figures of a KPI divided by the keys those that must not be told: their keys, () for the undivided one."""
    if not kpi.small_count_threshold:
        return frozenset()
    rows = _protected(kpi, mart, filters, keys)
    touched = _touched(warehouse, kpi, rows, keys)
    if kpi.overlapping:
        return _hidden_of_overlapping(warehouse, kpi, mart, filters, (keys, touched)) if touched else frozenset()
    if kpi.numerator in RUNNING:
        before = _touched_before(warehouse, mart, _entering(kpi, mart, filters, keys), keys)
        if kpi.numerator in UNEVEN:
            return frozenset(one.key for one in (*touched, *before))
        return _cut(touched) | _cut(before)
    return _cut(touched)


def _cut(touched: Sequence[Touched]) -> frozenset[tuple]:
    """Keys of the figures that hold a part of a group but not all of it."""
    rows: dict[tuple, int] = defaultdict(int)
    for one in touched:
        rows[one.key, one.name, one.size] += one.rows
    return frozenset(key for (key, _name, size), count in rows.items() if count != size)


def _group_columns(kpi: Kpi, mart: sa.FromClause) -> tuple:
    """Name and size of the group of a row; missing for builds that are older than groups."""
    name = GROUPS_OF.get(kpi.numerator, GROUP)
    if f"{name}_rows" not in mart.c:
        return sa.cast(sa.null(), sa.String), sa.cast(sa.null(), sa.BigInteger)
    return mart.c[name], mart.c[f"{name}_rows"]


def _entering(kpi: Kpi, mart: sa.FromClause, filters: Filters, keys: Sequence[str]) -> sa.Subquery:
    """The rows that enter the figures, with their groups and, where they add up earlier months, their lines."""
    named = [column.name for column in _group_columns(kpi, mart) if column.name in mart.c]
    lines = [name for name in (*LINE, "target_value") if name in mart.c] if kpi.numerator in RUNNING else []
    return entering_rows(kpi, mart, filters, keys, (*named, *lines))


def _protected(kpi: Kpi, mart: sa.FromClause, filters: Filters, keys: Sequence[str]) -> sa.Subquery:
    """Of the rows that enter those that belong to a group or hold a small count."""
    rows = _entering(kpi, mart, filters, keys)
    name, size = _group_columns(kpi, rows)
    counts = guarded(kpi, rows.c.numerator, rows.c.denominator)
    small = sa.or_(*(small_in_sql(count, kpi.small_count_threshold) for count in counts))
    marked = sa.select(
        rows, name.label("group_name"), size.label("group_size"), sa.case((small, 1), else_=0).label("is_small")
    )
    if kpi.numerator in RUNNING and "target_value" in rows.c:  # without one, the month is compared with its own target
        marked = marked.where(sa.or_(rows.c.target_value.is_(None), name.is_(None)))
    return marked.where(sa.or_(name.is_not(None), small)).subquery("protected")


def _touched(warehouse: Warehouse, kpi: Kpi, rows: sa.Subquery, keys: Sequence[str]) -> list[Touched]:
    """The groups that enter the figures, one for each figure, total and group."""
    total = unique(("country_code", *kpi.overlapping))
    by = [rows.c[name] for name in (*keys, *total)]
    asked = sa.select(
        *(column.label(f"k{place}") for place, column in enumerate(by)),
        rows.c.group_name,
        sa.func.count(),
        sa.func.sum(rows.c.numerator),
        sa.func.min(rows.c.is_small),
    ).group_by(*by, rows.c.group_name)
    count, found = len(keys), warehouse.rows(asked)
    sizes = _group_sizes(warehouse, kpi) if found else {}
    return [
        # zero because a small count without a group is protected by no row
        Touched(
            tuple(row[:count]),
            tuple(row[count:-4]),
            row[-4],
            sizes.get(row[-4], (0,))[0],
            row[-3],
            row[-2],
            bool(row[-1]),
        )
        for row in found
    ]


def _touched_before(warehouse: Warehouse, mart: sa.FromClause, rows: sa.Subquery, keys: Sequence[str]) -> list[Touched]:
    """The groups that enter results to date: those of the rows and of all that came before on their lines."""
    if f"{GROUP}_rows" not in mart.c:
        return []
    member = sa.select(mart).where(mart.c[GROUP].is_not(None)).subquery("member")
    same = [rows.c[name].is_not_distinct_from(member.c[name]) for name in LINE]
    is_earlier = sa.or_(
        member.c.month_date <= rows.c.month_date, sa.and_(member.c.month_date.is_(None), rows.c.month_date.is_(None))
    )
    by = [rows.c[name] for name in keys]
    asked = sa.select(
        *(column.label(f"k{place}") for place, column in enumerate(by)),
        member.c[GROUP],
        sa.func.max(member.c[f"{GROUP}_rows"]),
        sa.func.count(),
    )
    asked = asked.join_from(rows, member, sa.and_(*same, is_earlier)).group_by(*by, member.c[GROUP])
    return [
        Touched(tuple(row[:-3]), (), row[-3], int(row[-2]), row[-1], 0.0, is_small=False)
        for row in warehouse.rows(asked)
    ]


def _hidden_of_overlapping(
    warehouse: Warehouse, kpi: Kpi, mart: sa.FromClause, filters: Filters, of: tuple[Sequence[str], list[Touched]]
) -> frozenset[tuple]:
    """Of each country only the largest total counts: a total that holds a part of a group does no harm where another
    one is larger for certain. Where it is itself the largest for certain, the other part may lie in the largest total
    of another country of the same figure. A figure in which the largest total is not certain is hidden."""
    keys, touched = of
    cut = [one for one in touched if not one.is_whole]
    if not cut:
        return frozenset()
    totals, known = _totals(warehouse, kpi, mart, filters, keys), _group_sizes(warehouse, kpi)
    parts: dict[tuple, list[Touched]] = defaultdict(list)
    for one in cut:
        parts[one.key, one.total[0]].append(one)
    hidden, largest = set(), set()
    for (key, country), cut_here in parts.items():
        found = _certain_largest(kpi, totals[key, country], cut_here, known)
        if found is None:
            hidden.add(key)
        largest.add((key, found))
    return frozenset(hidden) | _cut([one for one in touched if (one.key, one.total) in largest])


def _certain_largest(kpi: Kpi, totals: dict[tuple, float], cut: list[Touched], known: dict) -> tuple | None:
    """The total that is the largest whatever the small counts are, as far as readers can know; None where none is."""
    lowest, highest = dict(totals), dict(totals)
    for one in cut:
        below, above = _span(kpi, one, known)
        lowest[one.total] += below - one.people
        highest[one.total] += above - one.people
    best = max(sorted(lowest, key=str), key=lowest.get)
    others = [highest[total] for total in totals if total != best]
    return best if not others or lowest[best] >= max(others) else None


def _totals(
    warehouse: Warehouse, kpi: Kpi, mart: sa.FromClause, filters: Filters, keys: Sequence[str]
) -> dict[tuple, dict[tuple, float]]:
    """(key of the figure, country) -> total -> people."""
    rows = entering_rows(kpi, mart, filters, keys)
    by = [rows.c[name] for name in (*keys, *unique(("country_code", *kpi.overlapping)))]
    labelled = [column.label(f"k{place}") for place, column in enumerate(by)]
    found: dict[tuple, dict[tuple, float]] = defaultdict(dict)
    for row in warehouse.rows(sa.select(*labelled, sa.func.sum(rows.c.numerator)).group_by(*by)):
        total = tuple(row[len(keys) : -1])
        found[tuple(row[: len(keys)]), total[0]][total] = row[-1]
    return found


@cached
def _group_sizes(warehouse: Warehouse, kpi: Kpi) -> dict[str, tuple[int, float]]:
    """Group -> its rows that know what the KPI counts, and the most people that a part of it may stand for: their sum,
    as long as none is negative. Only groups all of whose rows are open to the reader."""
    mart = warehouse.mart(kpi.mart)
    name, size = _group_columns(kpi, mart)
    is_known = sa.and_(*(mart.c[column].is_not(None) for column in (kpi.numerator, kpi.denominator) if column))
    people = sa.case((is_known, mart.c[kpi.numerator]))
    asked = sa.select(name, sa.func.count(people), sa.cast(sa.func.sum(people), sa.Double), sa.func.min(people))
    found = warehouse.rows(asked.where(name.is_not(None)).group_by(name).having(sa.func.count() == sa.func.max(size)))
    return {
        group: (count, people if lowest is not None and lowest >= 0 else float("inf"))
        for group, count, people, lowest in found
    }


def _span(kpi: Kpi, cut: Touched, known: dict[str, tuple[int, float]]) -> tuple[float, float]:
    """The fewest and the most people that a part of a group may stand for, as far as readers can know."""
    if cut.is_small:
        most = cut.rows * (kpi.small_count_threshold - 1)
        return -most, most
    most = known.get(cut.name, (0, float("inf")))[1]
    return (-most, most) if most == float("inf") else (0.0, most)
