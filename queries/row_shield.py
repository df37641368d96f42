"""Small counts of people in lists of single rows: hidden there too, and what would give them away."""

import sqlalchemy as sa

from kpis import all_kpis
from kpis.kpi import Kpi
from kpis.projects import SMALL_COUNT
from queries.dictionary import mart_meaning
from queries.protection import guarded, small_in_sql

PEOPLE_UNITS = ("people", "children", "households")
OF_INDICATOR = "unit of the indicator"
BELOW = ("mart_indicator_report",)
ALONGSIDE = (*BELOW, "mart_reach_by_class")
"""Marts of which those of the counted KPIs are made, and those that divide the same people."""
PROTECTED = "is_protected"
PLANNED = ("baseline_value", "target_value", "achieved_target_value", "progress_planned_value")
"""Plans and baselines tell nothing about the people who were reached."""


def result_columns(mart_name: str) -> tuple[str, ...]:
    """Columns that may hold a small count of people; none for marts whose figures are published as they are."""
    counted = {kpi.mart for kpi in all_kpis() if kpi.small_count_threshold} | set(ALONGSIDE)
    if mart_name not in counted:
        return ()
    units = (*PEOPLE_UNITS, OF_INDICATOR)
    named = [one.name for one in mart_meaning(mart_name).columns if one.unit in units]
    return tuple(name for name in named if name not in PLANNED and not name.endswith("_targeted"))


def may_hide(mart_name: str, kpi: Kpi | None = None) -> bool:
    """Whether small counts are hidden in lists of these rows at all."""
    return bool(result_columns(mart_name)) or bool(kpi and kpi.small_count_threshold)


def shielded(rows: sa.Subquery, mart_name: str, kpi: Kpi | None = None) -> sa.Subquery:
    """The rows with `is_hidden`: 1 where a result is a small count of people or would give one away; the results of
    such a row are missing.

    Which rows these are is decided in the build (see is_protected), whatever is asked for, so that no two lists differ
    in it. Builds that do not say so tell no results of single rows.
    """
    names = [name for name in result_columns(mart_name) if name in rows.c]
    if kpi is not None:
        names += [name for name in (kpi.numerator, kpi.denominator) if name and kpi.small_count_threshold]
    if not names:
        return sa.select(rows, sa.literal(0).label("is_hidden")).subquery("shielded")
    marked = sa.select(rows, _flag(_is_protected(rows, mart_name, kpi)).label("is_hidden")).subquery("marked")
    seen = [
        sa.case((marked.c.is_hidden == 0, column)).label(column.name) if column.name in names else column
        for column in marked.c
    ]
    return sa.select(*seen).subquery("shielded")


def _is_protected(rows: sa.Subquery, mart_name: str, kpi: Kpi | None):
    if PROTECTED not in rows.c:
        return sa.true()
    small = _small(rows, [name for name in result_columns(mart_name) if name in rows.c])
    return sa.or_(rows.c[PROTECTED] == 1, small, *(_small_of_kpi(rows, kpi) if kpi else ()))


def _small(rows: sa.Subquery, names: list[str]):
    """Any of the results is a small count; results in the unit of the indicator where that counts people."""
    units = {one.name: one.unit for name in (*BELOW, "mart_project_progress") for one in mart_meaning(name).columns}
    tests = []
    for name in names:
        test = small_in_sql(rows.c[name], SMALL_COUNT)
        if units.get(name) == OF_INDICATOR:
            test = sa.and_(test, rows.c.indicator_unit.in_(PEOPLE_UNITS))
        tests.append(test)
    return sa.or_(sa.false(), *tests)


def _small_of_kpi(rows: sa.Subquery, kpi: Kpi) -> list:
    if not kpi.small_count_threshold:
        return []
    below = rows.c[kpi.denominator] if kpi.denominator else None
    return [small_in_sql(count, kpi.small_count_threshold) for count in guarded(kpi, rows.c[kpi.numerator], below)]


def _flag(test):
    return sa.case((test, 1), else_=0)
