"""Country risk: a map of one measure or of its change, the ranking beside it, and need against supply."""

import dash
from dash import html

from components.filter_bar import address
from components.format import month
from components.risk_bar import measure_links, view_links
from components.risk_time import time_control
from components.shell import notices
from components.words import _
from kpis import kpi
from pages.opening import Opening, head, opening
from pages.risk_choice import CHANGE, OWN_KEYS, Choice, measure_groups, risk_choice
from pages.risk_supply import need_and_supply
from pages.risk_ways import ways
from pages.risk_world import PATH, map_and_ranking

dash.register_page(__name__, path=PATH, title="Country risk · Lagebild")


def layout(**query):
    """The page for a query string; bad values are named and left out."""
    begun = opening(query, own=OWN_KEYS)
    if begun.empty is not None:
        return begun.empty
    choice = risk_choice(begun.warehouse, begun.filters, query)
    groups = [(title, [kpi(name) for name in names]) for title, names in measure_groups()]
    parts = head(begun, _("Country risk"), PATH, kept=choice.kept)
    rest = address(PATH, begun.filters, {"show": choice.show} if choice.show else {})
    links = measure_links(groups, choice.measure, "measure", rest)
    return html.Div([*parts, notices(list(choice.notices)), ways(PATH, begun.filters), links, *shown(begun, choice)])


def shown(begun: Opening, choice: Choice) -> list:
    """Map with ranking, and the figure of need and supply; a sentence where the measure has no data."""
    if choice.month is None:
        said = _("No data in this build and selection: {label}.").format(label=_(choice.measure.label))
        return [html.P(said, className="silent")]
    dates = (PATH, begun.filters, choice.kept_without("month", "against"))
    parts = [
        html.H2(_("Map and ranking"), className="unseen"),
        time_control(choice.months, (choice.month, choice.against), dates),
        views(begun, choice),
        map_and_ranking(begun, choice),
    ]
    return [html.Section(parts), need_and_supply(begun, choice, PATH)]


def views(begun: Opening, choice: Choice):
    """Links to the figures of the month and to what changed; nothing where there is one date only."""
    if choice.against is None:
        return None
    bare = address(PATH, begun.filters, choice.kept_without("show"))
    changed = address(PATH, begun.filters, choice.kept_without("show") | {"show": CHANGE})
    since = _("Change since {month}").format(month=month(choice.against))
    told = _("Figures of {month}").format(month=month(choice.month))
    return view_links([(told, bare, not choice.show), (since, changed, bool(choice.show))], _("What the map shows"))
