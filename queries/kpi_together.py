"""The monthly sums of every KPI of a mart in one statement: a page that shows ten of them asks once, not twenty times.

Only KPIs whose figures are plain sums over places, of the rows of a month, are read together; the others fold their rows
in more steps and are asked for one by one (queries.kpi_sql)."""

from datetime import date

import sqlalchemy as sa

from kpis import all_kpis, summed_marts
from kpis.kpi import Kpi, Rollup
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions, figure_mark, population
from queries.summed import summed_table
from queries.warehouse import Warehouse

Measures = tuple
"""numerator, denominator, row_count, first_month, as_of, lowest_mark, highest_mark; as queries.kpi_sql.MEASURES."""
NOTHING = (None, None, 0, None, None, None, None)
_MONTH = ("month_date",)


def is_read_together(kpi: Kpi, keys: tuple[str, ...]) -> bool:
    """Whether the figures of a KPI by these keys can be told from the monthly sums of its mart."""
    is_sum = kpi.place_rollup is Rollup.SUM and kpi.time_rollup in (Rollup.SUM, Rollup.LAST)
    is_folded = kpi.overlapping or kpi.last_within or kpi.small_count_threshold
    return keys in ((), _MONTH) and is_sum and not is_folded


def figures_together(warehouse: Warehouse, kpi: Kpi, filters: Filters, keys: tuple) -> list[tuple] | None:
    """Rows of the keys and Measures, as the statement of the KPI alone gives them; None where it has to be asked alone."""
    if not is_read_together(kpi, keys):
        return None
    by_month = _monthly_sums(warehouse, kpi.mart, filters).get(kpi.fingerprint)
    if by_month is None:
        return None
    if keys == _MONTH:
        return [(month, *measures) for month, measures in by_month]
    return [_over_time(kpi, [measures for _month, measures in by_month])]


@cached
def _monthly_sums(warehouse: Warehouse, mart_name: str, filters: Filters) -> dict[str, list[tuple]]:
    """Fingerprint of a KPI -> (month, Measures) of the months with rows that count, in order, undated rows last. A mart whose
    rows are so many that they are added up in the build is read only where that serves: else nothing is told here."""
    kpis = [one for one in all_kpis() if one.mart == mart_name and is_read_together(one, ())]
    if not summed_marts(mart_name):
        return _asked(warehouse, warehouse.mart(mart_name), filters, [(one, None) for one in kpis])
    table = summed_table(warehouse, mart_name, filters, ())
    if table is None:
        return {}
    return _asked(warehouse, table, filters, [(one, summed_marts(mart_name)[0].sums_of(one)) for one in kpis])


def _asked(warehouse: Warehouse, table, filters: Filters, asked: list[tuple]) -> dict[str, list[tuple]]:
    held = set(table.c.keys())
    asked = [(kpi, sums) for kpi, sums in asked if set(_columns(kpi, sums)) <= held]
    parts = [part for kpi, sums in asked for part in _parts(table, kpi, sums)]
    if not parts:
        return {}
    named = [part.label(f"part_{number}") for number, part in enumerate(parts)]
    statement = sa.select(table.c.month_date, *named).where(*conditions(table, filters)).group_by(table.c.month_date)
    rows = sorted(warehouse.rows(statement), key=lambda row: (row[0] is None, row[0] or date.min))
    width = len(parts) // len(asked)
    found = {}
    for number, (kpi, _sums) in enumerate(asked):
        first = 1 + number * width
        cut = [(row[0], row[first : first + width]) for row in rows]
        found[kpi.fingerprint] = [(month, (*sums[:3], month, month, *sums[3:])) for month, sums in cut if sums[2]]
    return found


def _columns(kpi: Kpi, sums) -> tuple[str, ...]:
    if sums is None:
        return kpi.columns
    return (*kpi.single, sums.numerator, sums.denominator or sums.numerator, sums.rows)


def _parts(table, kpi: Kpi, sums) -> list:
    """numerator, denominator, rows, lowest mark, highest mark of a KPI."""
    names = (kpi.numerator, kpi.denominator) if sums is None else (sums.numerator, sums.denominator)
    known = [table.c[name].is_not(None) for name in names if name] if sums is None else [table.c[sums.rows] > 0]
    counts = sa.and_(*known, *population(kpi, table))
    below = sa.cast(table.c[names[1]], sa.Double) if names[1] else sa.cast(sa.null(), sa.Double)
    rows = sa.literal(1) if sums is None else table.c[sums.rows]
    mark = figure_mark(kpi, table, by_month=True)
    return [
        sa.func.sum(sa.case((counts, sa.cast(table.c[names[0]], sa.Double)))),
        sa.func.sum(sa.case((counts, below))),
        sa.func.sum(sa.case((counts, rows))),
        sa.func.min(sa.case((counts, mark))) if kpi.single else sa.literal(0),
        sa.func.max(sa.case((counts, mark))) if kpi.single else sa.literal(0),
    ]


def _over_time(kpi: Kpi, months: list[Measures]) -> Measures:
    """The measures of all months together: of the newest one for a stock, else of their sums."""
    dated = [one for one in months if one[4] is not None]
    if kpi.time_rollup is Rollup.LAST:
        return (dated or months or [NOTHING])[-1]
    if not months:
        return NOTHING
    below = [one[1] for one in months if one[1] is not None]
    return (
        sum(one[0] for one in months),
        sum(below) if below else None,
        sum(one[2] for one in months),
        dated[0][3] if dated else None,
        dated[-1][4] if dated else None,
        min(one[5] for one in months),
        max(one[6] for one in months),
    )
