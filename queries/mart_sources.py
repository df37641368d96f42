"""Where the rows of one mart come from: its loads, and the checks of the tables that they brought."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from kpis.kpi import Kpi
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import counting
from queries.lineage import Quality, quality, whole
from queries.warehouse import UnknownMart, Warehouse

_NAMES = (
    "source_name", "load_id", "table_name", "source_title", "publisher_name", "licence", "page_url", "file_name",
    "file_sha256", "loaded_at", "row_count", "rows_in_count", "rows_quarantined_count", "latest_period_date",
)  # fmt: skip


@dataclass(frozen=True)
class MartLoad:
    """A load that brought rows to a mart. row_count: its rows in the mart; a row that sums up several loads counts
    with the newest. rows_quarantined: rows refused at that load. None where the build does not know."""

    source_name: str
    load_id: str
    table_name: str | None
    source_title: str | None
    publisher_name: str | None
    licence: str | None
    page_url: str | None
    file_name: str | None
    file_sha256: str | None
    loaded_at: datetime | None
    row_count: int
    rows_in: int | None
    rows_quarantined: int | None
    latest_period: date | None

    @property
    def tables(self) -> tuple[str, ...]:
        """The raw tables of the load."""
        return tuple((self.table_name or "").split(", ")) if self.table_name else ()


def mart_loads(warehouse: Warehouse, mart_name: str) -> tuple[MartLoad, ...]:
    """The loads behind a mart, newest first; none for a build without lineage."""
    return _loads_by_mart(warehouse).get(mart_name, ())


@cached
def _loads_by_mart(warehouse: Warehouse) -> dict[str, tuple[MartLoad, ...]]:
    # All marts at once: a limited reader's loads are found by looking at the rows of every mart.
    try:
        mart = warehouse.mart("mart_lineage")
    except UnknownMart:
        return {}
    asked = sa.select(mart.c.mart_name, *(mart.c[name] for name in _NAMES))
    asked = asked.order_by(mart.c.loaded_at.desc().nulls_last(), mart.c.load_id.desc(), mart.c.source_name)
    found: dict[str, list[MartLoad]] = {}
    for name, *row in warehouse.rows(asked):
        load = MartLoad(*row[:10], *(whole(one) for one in row[10:13]), row[13])
        found.setdefault(name, []).append(load)
    return {name: tuple(held) for name, held in found.items()}


def loads_behind(warehouse: Warehouse, kpi: Kpi) -> tuple[MartLoad, ...]:
    """The loads that brought figures of the KPI, of whatever time and place, newest first."""
    ids = _figures_of(warehouse, kpi)
    return tuple(load for load in mart_loads(warehouse, kpi.mart) if load.load_id in ids)


@cached
def _figures_of(warehouse: Warehouse, kpi: Kpi) -> frozenset[str]:
    """Ids of the loads of rows in the population of the KPI with its numerator and denominator."""
    try:
        mart = warehouse.mart(kpi.mart)
    except UnknownMart:
        return frozenset()
    if not set(kpi.columns) <= set(mart.c.keys()):
        return frozenset()
    asked = sa.select(mart.c.load_id).where(*counting(kpi, mart, Filters())).distinct()
    return frozenset(row[0] for row in warehouse.rows(asked))


def checks_of(warehouse: Warehouse, loads: Iterable[MartLoad]) -> tuple[Quality, ...]:
    """What was checked of the raw tables of the loads, over all their loads in the build: by source, table and
    dimension of quality."""
    behind = {(load.source_name, table) for load in loads for table in load.tables}
    return tuple(one for one in quality(warehouse, Filters()) if (one.source_name, one.table_name) in behind)


def load_of(warehouse: Warehouse, mart_name: str, load_id: str) -> MartLoad | None:
    """The load of a row of a mart; None where the build does not know it."""
    return next((load for load in mart_loads(warehouse, mart_name) if load.load_id == load_id), None)
