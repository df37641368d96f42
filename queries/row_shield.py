"""Small counts of people in lists of single rows: hidden there too, and what would give them away."""

import sqlalchemy as sa

from kpis import all_kpis
from kpis.kpi import Kpi
from kpis.projects import SMALL_COUNT
from queries.dictionary import mart_meaning

PEOPLE_UNITS = ("people", "children", "households")
OF_INDICATOR = "unit of the indicator"
BELOW = ("mart_indicator_report",)
"""Marts from which those of the counted KPIs are added up."""
PLANNED = ("baseline_value", "target_value", "achieved_target_value", "progress_planned_value")
"""Plans and baselines tell nothing about the people who were reached."""


def result_columns(mart_name: str) -> tuple[str, ...]:
    """Columns that may hold a small count of people; none for marts whose figures are published as they are."""
    counted = {kpi.mart for kpi in all_kpis() if kpi.small_count_threshold} | set(BELOW)
    if mart_name not in counted:
        return ()
    units = (*PEOPLE_UNITS, OF_INDICATOR)
    named = [one.name for one in mart_meaning(mart_name).columns if one.unit in units]
    return tuple(name for name in named if name not in PLANNED and not name.endswith("_targeted"))


def may_hide(mart_name: str, kpi: Kpi | None = None) -> bool:
    """Whether small counts are hidden in lists of these rows at all."""
    return bool(result_columns(mart_name)) or bool(kpi and kpi.small_count_threshold)


def shielded(rows: sa.Subquery, mart_name: str, kpi: Kpi | None = None, *, are_one_total: bool = False) -> sa.Subquery:
    """The rows with `is_hidden`: 1 where a result is a small count of people; the results of such a row are missing.

    Where a KPI is listed, whose total is told, a row that would be the only hidden one of its country and total
    takes the smallest other one with it. are_one_total: the rows make up one row that the reader knows, so one small
    count among them hides them all.
    """
    names = [name for name in result_columns(mart_name) if name in rows.c]
    if kpi is None:
        small = _small(rows, names)
        is_small = sa.func.max(_flag(small)).over() if are_one_total else _flag(small)
        marked = sa.select(rows, is_small.label("is_hidden")).subquery("marked")
    else:
        read = {kpi.numerator, kpi.denominator}
        tests = [_small(rows, names)] if read & set(names) else []
        small = sa.or_(sa.false(), *tests, *_small_of_kpi(rows, kpi))
        marked = _with_one_more(rows, small, kpi) if tests or kpi.small_count_threshold else _unmarked(rows)
        names += [name for name in (kpi.numerator, kpi.denominator) if name]
    seen = [
        sa.case((marked.c.is_hidden == 0, column)).label(column.name) if column.name in names else column
        for column in marked.c
    ]
    return sa.select(*seen).subquery("shielded")


def _unmarked(rows: sa.Subquery) -> sa.Subquery:
    return sa.select(rows, sa.literal(0).label("is_hidden")).subquery("marked")


def _small(rows: sa.Subquery, names: list[str]):
    """Any of the results is a small count; results in the unit of the indicator where that counts people."""
    units = {one.name: one.unit for name in (*BELOW, "mart_project_progress") for one in mart_meaning(name).columns}
    tests = []
    for name in names:
        test = _is_small(rows.c[name], SMALL_COUNT)
        if units.get(name) == OF_INDICATOR:
            test = sa.and_(test, rows.c.indicator_unit.in_(PEOPLE_UNITS))
        tests.append(test)
    return sa.or_(sa.false(), *tests)


def _small_of_kpi(rows: sa.Subquery, kpi: Kpi) -> list:
    threshold = kpi.small_count_threshold
    if not threshold:
        return []
    above = rows.c[kpi.numerator]
    counts = [above] if not kpi.denominator else [above, rows.c[kpi.denominator], rows.c[kpi.denominator] - above]
    return [_is_small(count, threshold) for count in counts]


def _with_one_more(rows: sa.Subquery, small, kpi: Kpi) -> sa.Subquery:
    """A lone hidden row of a country and total could be told from the total: the smallest other is hidden too."""
    group = [name for name in ("country_code", *kpi.overlapping) if name in rows.c]
    found = sa.select(rows, _flag(small).label("is_small")).subquery("found")
    size = sa.func.abs(found.c[kpi.numerator])
    within = [found.c[name] for name in group]
    key = [found.c[name] for name in mart_meaning(kpi.mart).grain if name in found.c]
    place = sa.func.row_number().over(partition_by=[*within, found.c.is_small], order_by=[_flag(size == 0), size, *key])
    count = sa.func.sum(found.c.is_small).over(partition_by=within)
    ranked = sa.select(found, place.label("place"), count.label("small_count")).subquery("ranked")
    lone = sa.and_(ranked.c.small_count == 1, ranked.c.place == 1, ranked.c[kpi.numerator] != 0)
    hidden = _flag(sa.or_(ranked.c.is_small == 1, lone)).label("is_hidden")
    kept = [column for column in ranked.c if column.name not in ("is_small", "place", "small_count")]
    return sa.select(*kept, hidden).subquery("marked")


def _is_small(column, threshold: int):
    return sa.and_(column != 0, sa.func.abs(column) < threshold)


def _flag(test):
    return sa.case((test, 1), else_=0)
