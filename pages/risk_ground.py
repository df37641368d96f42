"""What the maps of risk stand on, and what stands around them. No page itself."""

from dash import html

from components.figures import figure_graph
from components.filter_bar import address
from components.map_notes import map_notes
from components.risk_map import Ground, Shown, map_figure, map_legend_list
from components.words import current_language
from pages.map_ground import map_ground
from pages.opening import Opening
from queries.reference import country_names


def ground_of(begun: Opening) -> Ground:
    """What the map is drawn on: the world, or the countries of the filters."""
    chosen = begun.filters.countries
    return map_ground(chosen, chosen, country_names(begun.warehouse, current_language()))


def map_body(drawn: Shown, ground: Ground, said: str, identifier: str, undrawn: list[str]) -> list:
    """The map with its legend and notes."""
    figure = figure_graph(map_figure(drawn, ground, said), identifier)
    place = "map-part" if ground.extent else "map-world"
    return [html.Div(figure, className=place), map_legend_list(drawn, ground), map_notes(ground.extent, undrawn)]


def with_links(begun: Opening, frame):
    """The frame with country_link: the name of each country and the address of its page, with the filters kept."""
    names, bare = country_names(begun.warehouse, current_language()), begun.filters.replace(countries=())
    links = [(names.get(code, code), address(f"/country/{code}", bare)) for code in frame["country_code"]]
    return frame.assign(country_link=links)
