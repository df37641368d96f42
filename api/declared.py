"""Declarations of KPIs, marts and columns as plain values."""

from collections.abc import Iterable

from components.words import _
from kpis.kpi import Kpi
from kpis.legends import Legend
from queries.dictionary import ColumnMeaning, MartMeaning, mart_meaning
from queries.kpi_divisions import dividing_columns

MOMENT, DAY, NUMBER, WHOLE, TEXT = "timestamp", "date", "number", "integer", "text"


def told_kpi(kpi: Kpi) -> dict:
    """A KPI as declared. target and inside: None without one; classes: of its legend, from low to high."""
    return {
        "name": kpi.name,
        "label": _(kpi.label),
        "definition": _(kpi.definition),
        "formula": _(kpi.formula),
        "population": _(kpi.population),
        "domain": kpi.domain,
        "unit": {"name": kpi.unit.name, "label": _(kpi.unit.label), "symbol": kpi.unit.symbol},
        "decimals": kpi.decimals,
        "direction": str(kpi.direction),
        "target": kpi.target,
        "inside": list(kpi.inside) if kpi.inside else None,
        "classes": told_classes(kpi.legend),
        "over_time": str(kpi.time_rollup),
        "over_places": str(kpi.place_rollup),
        "mart": kpi.mart,
        "numerator": kpi.numerator,
        "denominator": kpi.denominator,
        "scale": kpi.scale,
        "by": ["month", "country", *dividing_columns(kpi)],
        "rhythm_days": kpi.rhythm_days,
        "small_count_threshold": kpi.small_count_threshold,
        "owner": kpi.owner,
        "sources": _(kpi.sources),
        "version": kpi.version,
    }


def told_classes(legend: Legend | None) -> list[dict]:
    """The classes of a legend with their bounds, None where one is open; empty without a legend."""
    every = legend.classes if legend else ()
    includes = legend.includes if legend else ""
    return [
        {"code": one.code, "word": _(one.word), "low": one.low, "high": one.high, "bound_belongs_to": includes}
        for one in every
    ]


def told_mart(meaning: MartMeaning, columns: Iterable[ColumnMeaning]) -> dict:
    """A mart by the dictionary. grain: the columns that name a row, in the order in which rows are given."""
    return {
        "name": meaning.name,
        "meaning": _(meaning.meaning),
        "grain": list(meaning.grain),
        "columns": [told_column(one) for one in columns],
    }


def told_column(column: ColumnMeaning) -> dict:
    """A column by the dictionary."""
    return {"name": column.name, "kind": column.kind, "unit": column.unit, "meaning": _(column.meaning)}


def declared_column(name: str, kpi: Kpi) -> dict:
    """The column of a mart by which a KPI is divided."""
    found = next(one for one in mart_meaning(kpi.mart).columns if one.name == name)
    return told_column(found)
