"""What a page should show, by loops over the rows of the build: no query of the product takes part."""

import sqlalchemy as sa

from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse
from tests.kpis.naive import naive_figure

COLUMNS = {
    "country": "country_code",
    "office": "office_code",
    "programme": "programme_code",
    "sector": "sector_code",
    "group": "item_group",
    "item": "item_code",
    "donor": "donor_name",
    "project": "project_code",
    "source": "source_name",
}
"""Key of the address -> the column that it limits, where the mart has it."""


class Rows:
    """The rows of the current build, each mart read once."""

    def __init__(self):
        self.warehouse, self._marts = open_warehouse(EVERYTHING), {}

    def of(self, mart: str) -> list[dict]:
        """Every row of a mart; none where the build lacks it."""
        if mart not in self._marts:
            known = mart in self.warehouse.marts()
            self._marts[mart] = self._read(self.warehouse.mart(mart)) if known else []
        return self._marts[mart]

    def _read(self, table) -> list[dict]:
        names = list(table.c.keys())
        return [dict(zip(names, row, strict=True)) for row in self.warehouse.rows(sa.select(table))]

    def inside(self, mart: str, asked: dict) -> list[dict]:
        """The rows inside what the address asks for."""
        return [row for row in self.of(mart) if _is_inside(row, asked)]


def _is_inside(row: dict, asked: dict) -> bool:
    for key, column in COLUMNS.items():
        if asked.get(key) and column in row and row[column] not in asked[key]:
            return False
    if "month_date" in row:
        shown = row["month_date"] and f"{row['month_date']:%Y-%m}"
        if asked.get("since") and (not shown or shown < asked["since"]):
            return False
        if asked.get("until") and (not shown or shown > asked["until"]):
            return False
    return True


def naive_value(rows: Rows, kpi, asked: dict) -> float | None:
    """The figure of a KPI; None where there is none or where a small count of people is to stay hidden."""
    inside = rows.inside(kpi.mart, asked)
    if inside and not set(kpi.columns) <= set(inside[0]):
        return None
    value, top, below, *_behind = naive_figure(kpi, inside)
    if value is None or not kpi.small_count_threshold:
        return value
    counts = [top] if below is None or kpi.has_planned_denominator else [top, below, below - top]
    return None if any(0 < abs(count) < kpi.small_count_threshold for count in counts) else value


def may_be_hidden(rows: Rows, kpi, asked: dict) -> bool:
    """Whether a row that holds a small count of people, or protects one, is inside; which figures then are hidden is
    tested in tests/queries."""
    inside = rows.inside(kpi.mart, asked) if kpi.small_count_threshold else []
    return any(row.get("is_protected") == 1 for row in inside)
