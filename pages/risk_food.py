"""Food insecurity: the phases of countries on a map, and people by phase."""

from collections.abc import Mapping

import dash
from dash import html

from components.addresses import explain_address
from components.figures import figure_graph
from components.filter_bar import address
from components.format import month, short_month
from components.map_result import map_result
from components.panel import explained, panel
from components.result import Place, with_place, with_result
from components.risk_bar import view_links
from components.risk_phases import (
    bars_sentence,
    people_table,
    phase_bars,
    phase_sentence,
    phase_table,
    phases_shown,
    with_phases,
)
from components.risk_time import month_key, time_control
from components.shell import notices
from components.table import Column
from components.words import _
from pages.opening import Opening, head, opening
from pages.own_keys import one_of, page_of
from pages.risk_choice import chosen_month
from pages.risk_ground import ground_of, map_body, with_links
from pages.risk_ways import ways
from queries import boundaries
from queries.risk_food import KINDS, food_months, people_by_phase

PATH = "/risk/food"
OWN_KEYS = ("kind", "month", "at", "bars", "page")
IN_PEOPLE = "people"
dash.register_page(__name__, path=PATH, title="Food insecurity · Lagebild")


def layout(**query):
    """The page for a query string; bad values are named and left out."""
    begun = opening(query, own=OWN_KEYS)
    if begun.empty is not None:
        return begun.empty
    kind, said = one_of(query, "kind", KINDS)
    bars, about_bars = one_of(query, "bars", (IN_PEOPLE,))
    kind = kind or KINDS[0]
    months = food_months(begun.warehouse, begun.filters, kind)
    page, about_page = page_of(query)
    when, about_month = chosen_month(query, months)
    kept = {"kind": kind} | ({"bars": bars} if bars else {})
    dated = kept | ({"month": month_key(when)} if when and when != months[0] else {})
    parts = head(begun, _("Food insecurity phases"), PATH, kept=dated)
    parts += [notices([*said, *about_bars, *about_month, *about_page]), ways(PATH, begun.filters), kinds(begun, kind)]
    if when is None:
        silent = _("No analysis of food insecurity of this kind is in this build and selection.")
        return html.Div([*parts, html.P(silent, className="silent")])
    control = time_control(months, (when, None), (PATH, begun.filters, kept), has_comparison=False)
    return html.Div([*parts, control, *drawn(begun, (when, page), dated)])


def kinds(begun: Opening, kind: str):
    """Links to the analyses of the present and to the two projections."""
    words = {
        "current": _("Current situation"),
        "first_projection": _("First projection"),
        "second_projection": _("Second projection"),
    }
    links = [(words[one], address(PATH, begun.filters, {"kind": one}), one == kind) for one in KINDS]
    return view_links(links, _("Kind of analysis"))


def drawn(begun: Opening, shown_at: tuple, kept: Mapping[str, str]) -> list:
    """Map with its table, and people by phase with theirs. shown_at: month and page of the table."""
    when, page = shown_at
    frame = with_phases(people_by_phase(begun.warehouse, begun.filters, kept["kind"], when))
    frame = with_area_links(begun, with_links(begun, frame))
    ground = ground_of(begun)
    shown = phases_shown(frame, ground)
    said = phase_sentence(list(frame["phase_class"]), month(when))
    undrawn = [link[0] for link, code in zip(frame["country_link"], frame["country_code"], strict=True)
               if code not in ground.drawn]  # fmt: skip
    body = [*map_body(shown, ground, said, "risk-food-figure", undrawn), html.P(rule(), className="silent")]
    part = panel(said, body, identifier="risk-food", note=_(boundaries.disclaimer()))
    part = with_result(part, map_result(shown, ground))
    target = explain_address(("food_insecure_people", "food_insecure_share"), begun.filters.replace(until=when))
    place = (page, address(PATH, begun.filters, kept))
    first = Column("area_link", _("Country or area"), "link")
    last = Column("period", _("Period from"), "text")
    frame = frame.assign(period=[short_month(one) for one in frame["month_date"]])
    beside = phase_table(frame, first, last, _("Phases of countries, {month}").format(month=month(when)), place)
    listed = with_place(html.Div(beside, className="map-table"), Place("food-countries", "", about=target))
    both = html.Div([explained(part, target), listed], className="map-and-table")
    return [both, people_part(begun, frame, kept, target)]


def people_part(begun: Opening, frame, kept: Mapping[str, str], target: str):
    """Bars of people by phase, as shares of the people analysed or as people."""
    in_people = kept.get("bars") == IN_PEOPLE
    rest = {key: value for key, value in kept.items() if key != "bars"}
    links = view_links(
        [
            (_("Shares of the people analysed"), address(PATH, begun.filters, rest), not in_people),
            (_("Numbers of people"), address(PATH, begun.filters, rest | {"bars": IN_PEOPLE}), in_people),
        ],
        _("Unit of the bars"),
    )
    frame = frame.assign(name=[link[0] for link in frame["country_link"]])
    figure = figure_graph(phase_bars(frame, "name", in_people=in_people), "risk-phases-figure")
    first = Column("country_link", _("Country or area"), "link")
    twin = people_table(frame, first, _("People by phase"))
    return html.Section(
        [links, explained(panel(bars_sentence(frame), figure, identifier="risk-phases", table=twin), target)]
    )


def with_area_links(begun: Opening, frame):
    """The frame with area_link: the name of each country and the address of its areas."""
    links = [
        (link[0], address("/risk/areas", begun.filters.replace(countries=(code,)), {"of": "food"}))
        for link, code in zip(frame["country_link"], frame["country_code"], strict=True)
    ]
    return frame.assign(area_link=links)


def rule() -> str:
    """How a phase is told."""
    return _(
        "The phase is the highest with at least 20 % of the people analysed in it or worse. Phases are given to areas; "
        "for a country the same rule is applied to all its people analysed, so single areas can be worse. Phase 5 for "
        "an area needs evidence of deaths and malnutrition besides. An analysis counts for 12 months."
    )
