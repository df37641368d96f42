"""What a build says otherwise than an earlier one: the key figures of a page in both."""

from collections.abc import Iterable

from kpis.kpi import Kpi
from queries.filters import Filters
from queries.kpi_values import KpiValue, kpi_value
from queries.lineage import Restatement
from queries.reader import Reader
from queries.warehouse import NoSuchBuild, Warehouse, open_warehouse


def build_before(reader: Reader, warehouse: Warehouse) -> Warehouse | None:
    """The newest build at hand that was published before the one shown; None where it is the first.
    Ids begin with the time of the build. Not cached: builds come and go."""
    for build_id in warehouse.store.builds():
        if build_id < warehouse.build_id:
            try:
                return open_warehouse(reader, build_id)
            except NoSuchBuild:  # incomplete, or removed since the list was read
                continue
    return None


def changed_figures(older: Warehouse, values: Iterable[tuple[Kpi, KpiValue]], filters: Filters) -> list[Restatement]:
    """The figures (KPI, value in the build shown) that the older build gives otherwise under the same filters, in
    their order. A figure that only one of them has is one of them, a figure that neither has is not."""
    pairs = [Restatement(kpi, kpi_value(older, kpi, filters), value) for kpi, value in values]
    return [one for one in pairs if one.word in ("changed", "appeared", "vanished")]
