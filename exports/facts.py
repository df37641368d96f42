"""What stands behind figures: who reported, which definitions, and which sources with their licences."""

from collections.abc import Iterable, Sequence
from urllib.parse import parse_qs, urlsplit

from components.format import month, number
from components.words import _
from kpis import UnknownKpi, kpi
from kpis.kpi import Kpi
from queries.filters import Filters
from queries.freshness import reporting
from queries.mart_sources import MartLoad, loads_behind, mart_loads
from queries.warehouse import Warehouse


def subjects_of(addresses: Iterable[str]) -> tuple[tuple[Kpi, ...], tuple[str, ...]]:
    """KPIs and names of marts that addresses of explanations name, each once, in order."""
    kpis, marts = {}, {}
    for address in addresses:
        query = parse_qs(urlsplit(address).query)
        for name in _names(query, "kpi"):
            try:
                kpis[name] = kpi(name)
            except UnknownKpi:
                continue
        marts |= dict.fromkeys(_names(query, "mart"))
    return tuple(kpis.values()), tuple(marts)


def coverage(warehouse: Warehouse, kpis: Sequence[Kpi], filters: Filters) -> tuple[str, ...]:
    """A sentence for each kind of report behind the KPIs: how many of those who should report did."""
    said = []
    for kind in dict.fromkeys(one.report_kind for one in kpis if one.report_kind):
        found = reporting(warehouse, kind, filters)
        if found.expected_count:
            told = _("{kind}: {reported} of {expected} reported for {month}")
            counts = {"reported": number(found.reported_count), "expected": number(found.expected_count)}
            said.append(told.format(kind=_(kind.replace("_", " ")), month=month(found.month_date), **counts))
    return tuple(said)


def definitions(kpis: Sequence[Kpi]) -> tuple[dict, ...]:
    """Name, label, version, definition, formula and unit of each KPI."""
    return tuple(
        {
            "name": one.name,
            "label": _(one.label),
            "version": one.version,
            "definition": _(one.definition),
            "formula": _(one.formula),
            "unit": _(one.unit.label),
        }
        for one in kpis
    )


def sources(warehouse: Warehouse, kpis: Sequence[Kpi], marts: Sequence[str]) -> tuple[dict, ...]:
    """Publisher, licence and newest load of every source behind the KPIs and marts, each once, by name."""
    loads = [load for one in kpis for load in loads_behind(warehouse, one)]
    loads += [load for name in marts for load in mart_loads(warehouse, name)]
    newest: dict[str, MartLoad] = {}
    for load in loads:
        known = newest.get(load.source_name)
        if known is None or (load.loaded_at and (known.loaded_at is None or load.loaded_at > known.loaded_at)):
            newest[load.source_name] = load
    return tuple(_source(load) for _name, load in sorted(newest.items()))


def _source(load: MartLoad) -> dict:
    return {
        "name": load.source_name,
        "title": load.source_title,
        "publisher": load.publisher_name,
        "licence": load.licence,
        "page_url": load.page_url,
        "loaded_at": load.loaded_at.isoformat(timespec="seconds") if load.loaded_at else None,
    }


def _names(query: dict[str, list[str]], key: str) -> list[str]:
    return [name for text in query.get(key, []) for name in text.split(",") if name]
