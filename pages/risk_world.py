"""The map of one measure with the ranking of countries beside it. No page itself."""

from dash import html

from components.addresses import explain_address
from components.filter_bar import address
from components.format import month
from components.map_result import map_result
from components.panel import explained, panel
from components.result import Place, with_place, with_result
from components.risk_change import change_sentence, changes_shown, methods_note
from components.risk_map import classes_by_country, figures_shown, map_sentence
from components.risk_ranking import ranking_table
from components.words import _
from kpis.reliability import is_unreliable
from pages.opening import Opening
from pages.risk_choice import Choice
from pages.risk_ground import ground_of, map_body, with_links
from queries import boundaries
from queries.risk import as_known_in, countries_at_two_dates, methods, reliability

PATH = "/risk"


def map_and_ranking(begun: Opening, choice: Choice):
    """Map, legend and notes, and the ranking beside them."""
    measure, ground = choice.measure, ground_of(begun)
    frame = countries_at_two_dates(begun.warehouse, measure, begun.filters, choice.month, choice.against)
    scores = reliability(begun.warehouse, measure, begun.filters, choice.month)
    weak = {code for code, score in scores.items() if is_unreliable(score)}
    rows = list(zip(frame["country_code"], frame["value"], frame["is_suppressed"], strict=True))
    is_change = bool(choice.show and choice.against)
    if is_change:
        pairs = zip(frame["country_code"], frame["value"], frame["value_before"], frame["is_suppressed"], strict=True)
        drawn = changes_shown(measure, pairs, ground, weak)
        said = change_sentence(measure, drawn, (choice.month, choice.against))
    else:
        drawn = figures_shown(measure, rows, ground, weak)
        said = map_sentence(measure, drawn.found, month(choice.month))
    undrawn = [ground.names.get(code, code) for code in frame["country_code"] if code not in ground.drawn]
    body = map_body(drawn, ground, said, "risk-map-figure", undrawn)
    body.append(note_on_methods(begun, choice))
    part = panel(said, body, identifier="risk-map", note=_(boundaries.disclaimer()))
    part = with_result(part, map_result(drawn, ground))
    about = explain_address((measure.name,), as_known_in(measure, begun.filters, choice.month))
    frame = with_links(begun, frame).assign(reliability_score=frame["country_code"].map(scores).astype("float64"))
    place = (choice.page, address(PATH, begun.filters, choice.kept))
    found = classes_by_country(measure, rows, ground)
    ranking = ranking_table(measure, frame, found, (choice.month, choice.against, is_change), place)
    beside = with_place(html.Div(ranking, className="map-table"), Place("ranking", "", about=about))
    return html.Div([explained(part, about), beside], className="map-and-table")


def note_on_methods(begun: Opening, choice: Choice):
    """A sentence where the two dates were reckoned by different methods."""
    if choice.against is None:
        return None
    dates = (choice.against, choice.month)
    said = methods_note(*(methods(begun.warehouse, choice.measure, begun.filters, one) for one in dates))
    return html.P(said, className="silent") if said else None
