"""The section of the aid page on places: what arrived where, from where, and against which need. No page itself."""

from dash import html

from components import aid_panels
from components.aid_map import flow_panel
from components.aid_reach import reach_panel
from components.filter_bar import address
from components.shell import section
from components.words import _
from pages.aid_sections import PATH, told
from pages.map_ground import map_ground
from queries import aid, boundaries
from queries.aid_flows import FLOW_SUMS, flows, need_year, reach_against_need
from queries.reference import country_names


def arrived(begun, totals: dict):
    """Completeness by item group, receipts by destination on a map and as bars, and aid against need."""
    warehouse, filters = begun.warehouse, begun.filters
    groups = aid.deliveries_by(warehouse, filters, "item_group")
    places = aid.deliveries_by(warehouse, filters, "country_code")
    addresses = {code: address(PATH, filters.replace(countries=(code,))) for code in places["country_code"] if code}
    completeness = aid_panels.completeness_panel(groups, totals)
    ranked = aid_panels.destination_panel(places, totals, country_names(warehouse), addresses)
    panels = [
        told(begun, completeness, "delivery_completeness", "short_delivery_rate"),
        *flow_map(begun, totals),
        told(begun, ranked, "received_value"),
        *against_need(begun),
    ]
    return section(_("What arrived, and where"), "arrived", *panels)


def flow_map(begun, totals: dict) -> list:
    """The map of flows; nothing where nothing arrived."""
    frame, chosen = flows(begun.warehouse, begun.filters), begun.filters.countries
    if frame.empty:
        return []
    origins = {code for code in frame["origin_country_code"] if isinstance(code, str)}
    destinations = {code for code in frame["country_code"] if isinstance(code, str)}
    ground = map_ground(origins | set(chosen) if chosen else (), chosen, country_names(begun.warehouse))
    points = boundaries.points_of(sorted(origins | destinations))
    whole = {name: totals[name] for name in FLOW_SUMS}
    drawn = flow_panel(frame, whole, ground, points, _(boundaries.disclaimer()))
    return [told(begun, drawn, "received_value", "mart_delivery_line")]


def against_need(begun) -> list:
    """Aid against need by country; a sentence where no needs are published or open to the reader."""
    frame, year = reach_against_need(begun.warehouse, begun.filters), need_year(begun.warehouse, begun.filters)
    if frame.empty or year is None:
        return [html.P(_("No needs are known here, so aid cannot be set against them."), className="silent")]
    drawn = reach_panel(frame, year, country_names(begun.warehouse))
    return [told(begun, drawn, "children_in_need", "children_supplied", "people_in_need", "coverage_of_need")]
