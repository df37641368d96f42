"""One figure over all countries, for readers of some who may compare themselves with all: the total, and nothing of it."""

from dataclasses import replace

from kpis.kpi import Kpi
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_values import kpi_by_country, kpi_value
from queries.warehouse import Warehouse

FEWEST_OTHERS = 3
"""Countries besides the reader's own that must have a figure: of fewer, the total less the own would tell the others."""


@cached
def over_all_countries(warehouse: Warehouse, kpi: Kpi, filters: Filters) -> float | None:
    """The KPI over all countries in the period of the filters.

    None where the reader may not compare the domain or sees all countries anyway, where other filters would divide the
    figure, where fewer than FEWEST_OTHERS other countries have one, and where there is no such figure.
    """
    scope, period = warehouse.scope, Filters(since=filters.since, until=filters.until)
    is_open = scope.domains is None or kpi.domain in scope.domains
    if kpi.domain not in scope.compared or not is_open or scope.is_nothing or scope.is_all_places:
        return None
    if filters.replace(countries=(), build=None, compare=period.compare) != period:
        return None
    every = replace(warehouse, scope=scope.everywhere())
    found = kpi_by_country(every, kpi, period)
    # Without a choice of countries, those with some areas of the reader count as others: the reader sees but a part.
    own = scope.countries if scope.countries is not None and scope.areas is None else frozenset()
    others = set(found[found["value"].notna()]["country_code"].dropna()) - own
    return kpi_value(every, kpi, period).value if len(others) >= FEWEST_OTHERS else None
