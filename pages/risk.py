"""Country risk: a map of one measure, the ranking beside it, and need against supply."""

import dash
from dash import html

from components.explain import explain
from components.figures import figure_graph
from components.filter_bar import address
from components.format import month
from components.map_notes import map_notes
from components.panel import panel
from components.risk_bar import measure_links, month_form
from components.risk_map import Ground, classes_by_country, map_figure, map_legend_list, map_sentence
from components.risk_ranking import ranking_table
from components.risk_scatter import pair_table, scatter_figure, scatter_sentence
from components.shell import notices
from components.words import _, current_language
from kpis import kpi
from pages.opening import Opening, head, opening
from pages.risk_choice import BESIDE, OWN_KEYS, Choice, measure_groups, month_key, risk_choice
from queries import boundaries
from queries.kpi_values import kpi_value
from queries.reference import country_names
from queries.risk import as_known_in, countries_at_two_dates, risk_beside_supply, sources_behind

PATH = "/risk"
dash.register_page(__name__, path=PATH, title="Country risk · Lagebild")


def layout(**query):
    """The page for a query string; bad values are named and left out."""
    begun = opening(query, own=OWN_KEYS)
    if begun.empty is not None:
        return begun.empty
    choice = risk_choice(begun.warehouse, begun.filters, query)
    groups = [(title, [kpi(name) for name in names]) for title, names in measure_groups()]
    parts = head(begun, _("Country risk"), PATH, kept=choice.kept)
    links = measure_links(groups, choice.measure, "measure", address(PATH, begun.filters))
    return html.Div([*parts, notices(list(choice.notices)), links, *shown(begun, choice)])


def shown(begun: Opening, choice: Choice) -> list:
    """Map with ranking, and the figure of need and supply; a sentence where the measure has no data."""
    if choice.month is None:
        said = _("No data in this build and selection: {label}.").format(label=_(choice.measure.label))
        return [html.P(said, className="silent")]
    names = country_names(begun.warehouse, current_language())
    return [map_part(begun, choice, names), scatter_part(begun, choice, names)]


def ground_of(begun: Opening, names: dict[str, str]) -> Ground:
    """What the map is drawn on: the world, or the countries of the filters."""
    extent = boundaries.extent_of(begun.filters.countries)
    return Ground(
        address=boundaries.boundary_address(boundaries.DETAIL if extent else boundaries.OVERVIEW),
        disputed=boundaries.disputed_areas(),
        extent=extent,
        drawn=boundaries.drawn_codes(),
        chosen=frozenset(begun.filters.countries),
        names=names,
    )


def map_part(begun: Opening, choice: Choice, names: dict[str, str]):
    """Months, map, legend and notes, the ranking beside them, and what the figures mean."""
    measure, ground = choice.measure, ground_of(begun, names)
    frame = countries_at_two_dates(begun.warehouse, measure, begun.filters, choice.month, choice.against)
    rows = list(zip(frame["country_code"], frame["value"], frame["is_suppressed"], strict=True))
    found = classes_by_country(measure, rows, ground)
    said = map_sentence(measure, found, month(choice.month))
    drawing = [
        html.Div(
            figure_graph(map_figure(measure, rows, ground, said), "risk-map-figure"),
            className="map-part" if ground.extent else "map-world",
        ),
        map_legend_list(measure, found),
        map_notes(ground.extent, [names.get(code, code) for code in frame["country_code"] if code not in ground.drawn]),
    ]
    place = (choice.page, address(PATH, begun.filters, choice.kept))
    ranking = ranking_table(measure, with_links(begun, frame, names), found, (choice.month, choice.against), place)
    parts = [
        panel(said, drawing, identifier="risk-map", note=_(boundaries.disclaimer())),
        html.Div(ranking, className="map-table"),
    ]
    return html.Section([months_bar(begun, choice), html.Div(parts, className="map-and-table"), meaning(begun, choice)])


def months_bar(begun: Opening, choice: Choice):
    """The form of the two months; the rest of the address stays."""
    keys = {month_key(one): one for one in choice.months}
    chosen = (month_key(choice.month), month_key(choice.against) if choice.against else "")
    kept = {key: value for key, value in choice.kept.items() if key not in ("month", "against")}
    return month_form(keys, chosen, PATH, begun.filters.to_query() | kept)


def meaning(begun: Opening, choice: Choice):
    """What the measure means, from which sources, and its permanent link."""
    filters = as_known_in(choice.measure, begun.filters, choice.month)
    value = kpi_value(begun.warehouse, choice.measure, filters)
    sources = sources_behind(begun.warehouse, choice.measure)
    return explain(choice.measure, value, filters.replace(build=begun.info.build_id), sources)


def with_links(begun: Opening, frame, names: dict[str, str]):
    """The frame with country_link: the name of each country and the address of its page, with the filters kept."""
    bare = begun.filters.replace(countries=())
    links = [(names.get(code, code), address(f"/country/{code}", bare)) for code in frame["country_code"]]
    return frame.assign(country_link=links)


def scatter_part(begun: Opening, choice: Choice, names: dict[str, str]):
    """Need against supply: a point per country that has both figures."""
    measure, other = choice.measure, choice.beside
    every = risk_beside_supply(begun.warehouse, measure, other, begun.filters, choice.month)
    both = with_links(begun, every.dropna(), names)
    rows = [
        (link[0], x, y) for link, x, y in zip(both["country_link"], both["value"], both["other_value"], strict=True)
    ]
    said = scatter_sentence(measure, other, rows, len(every) - len(both))
    rest = {key: value for key, value in choice.kept.items() if key != "beside"}
    others = [(_("Beside it"), [kpi(name) for name in BESIDE if name != measure.name])]
    links = measure_links(others, other, "beside", address(PATH, begun.filters, rest))
    if not rows:
        return html.Section([html.H2(_("Need and supply")), links, html.P(said, className="silent")])
    figure = figure_graph(scatter_figure(measure, other, rows, said), "risk-scatter-figure")
    table = pair_table(measure, other, both)
    return html.Section(
        [html.H2(_("Need and supply")), links, panel(said, figure, identifier="risk-scatter", table=table)]
    )
