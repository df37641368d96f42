"""The figures of the areas of one country: map where outlines are at hand, bars, table. No page itself."""

from dash import html

from components.addresses import explain_address
from components.figures import figure_graph
from components.format import month
from components.map_result import map_result
from components.panel import explained, panel
from components.result import Place, with_place, with_result
from components.risk_areas import area_bars, area_map_notes, area_table, areas_sentence, bars_result, no_outlines
from components.risk_map import Ground, Shown, figures_shown, map_figure, map_legend_list
from components.risk_phases import (
    bars_sentence,
    people_table,
    phase_bars,
    phase_sentence,
    phase_table,
    phases_shown,
    with_phases,
)
from components.table import Column
from components.words import _
from kpis import kpi
from pages.opening import Opening
from queries import boundaries
from queries.risk_areas import BY_AREA, NEEDS, area_figures, phases_by_area


def area_ground(code: str) -> Ground | None:
    """What the areas of a country are drawn on; None where no outlines are at hand."""
    name, areas = boundaries.area_file(code), boundaries.areas_of(code)
    extent = boundaries.extent_of((code,))
    if not name or not extent:
        return None
    return Ground(
        address=boundaries.boundary_address(name),
        disputed=(),
        extent=extent,
        drawn=frozenset(areas),
        chosen=frozenset(),
        names={one: area.name or _("Area without a name in the file") for one, area in areas.items()},
        points={one: area.point for one, area in areas.items()},
    )


def no_ground(frame) -> Ground:
    """The names of areas that are not drawn."""
    names = dict(zip(frame["area_code"], frame["area_name"], strict=True))
    return Ground("", (), None, frozenset(), frozenset(), names)


def map_part(shown: Shown, ground: Ground | None, said: str, names: dict, place: str) -> list:
    """The map with legend and notes; a sentence where the areas have no outlines. names: code -> name of areas with
    a figure."""
    if ground is None or not set(names) & ground.drawn:
        return [no_outlines(place)]
    undrawn = [name for code, name in names.items() if code not in ground.drawn]
    graph = figure_graph(map_figure(shown, ground, said), "risk-areas-figure")
    notes = area_map_notes(undrawn, len(ground.drawn - set(names)), ground.extent)
    return [html.Div(graph, className="map-part"), map_legend_list(shown, ground), notes]


def areas_of_food(begun: Opening, place: str, at: tuple) -> list | None:
    """Phases of the areas in the newest analysis of the present; None without one. at: page and address."""
    frame = phases_by_area(begun.warehouse, begun.filters, "current")
    if frame.empty:
        return None
    frame = with_phases(frame)
    ground = area_ground(begun.filters.countries[0])
    base = ground or no_ground(frame)
    shown, when = phases_shown(frame, base, "area_code"), month(frame["month_date"].max())
    said = f"{place}: {phase_sentence(list(frame['phase_class']), when)}"
    body = map_part(shown, ground, said, dict(zip(frame["area_code"], frame["area_name"], strict=True)), place)
    note = _(boundaries.disclaimer())
    target = explain_address(("mart_food_security",), begun.filters)
    first = Column("area_name", _("Area"), "text")
    beside = phase_table(
        frame, first, Column("area_code", _("P-code"), "text"), _("Phases of areas, {month}").format(month=when), at
    )
    bars = figure_graph(phase_bars(frame, "area_name", in_people=False), "risk-area-phases")
    people = panel(
        bars_sentence(frame),
        bars,
        identifier="risk-area-people",
        table=people_table(frame, first, _("People by phase")),
    )
    sums = frame["area_count"].sum() > len(frame)
    told = (
        [html.P(_("Smaller areas were added up to their first-level area by P-code."), className="silent")]
        if sums
        else []
    )
    part = with_result(panel(said, [*body, *told], identifier="risk-areas", note=note), map_result(shown, base))
    listed = with_place(html.Div(beside, className="map-table"), Place("areas", "", about=target))
    both = html.Div([explained(part, target), listed], className="map-and-table")
    return [both, explained(people, target)]


def areas_of_kpi(begun: Opening, of: str, place: str, at: tuple) -> list | None:
    """A KPI by area; None where the country has no figure of it by area. at: page and address."""
    measure = kpi((NEEDS | BY_AREA)[of])
    frame = area_figures(begun.warehouse, of, begun.filters)
    if frame.empty:
        return None
    ground = area_ground(begun.filters.countries[0])
    base = ground or no_ground(frame)
    rows = list(zip(frame["area_code"], frame["value"], frame["is_suppressed"], strict=True))
    shown, said = figures_shown(measure, rows, base), areas_sentence(measure, place, frame)
    names = dict(zip(frame["area_code"], frame["area_name"], strict=True))
    body = map_part(shown, ground, said, names, place)
    if of in NEEDS:
        sentence = _("An area's figure is its published total, or its largest sector where no total is published.")
        body.append(html.P(sentence, className="silent"))
    target = explain_address((measure.name,), begun.filters)
    part = panel(said, body, identifier="risk-areas", note=_(boundaries.disclaimer()))
    drawn = explained(with_result(part, map_result(shown, base)), target)
    bars = figure_graph(area_bars(measure, frame), "risk-area-bars-figure")
    table = area_table(measure, frame, shown.found, at)
    listed = with_place(html.Div(table, className="map-table"), Place("areas", "", about=target))
    title = _("{label} by area").format(label=_(measure.label))
    ranked = with_result(panel(title, bars, identifier="risk-area-bars"), bars_result(measure, frame))
    return [html.Div([drawn, listed], className="map-and-table"), explained(ranked, target)]
