"""All countries and areas by region, to choose one from."""

import dash
from dash import html

from components.country_choice import country_choice
from components.filter_bar import address
from components.shell import build_line, notices
from components.words import _, current_language
from kpis import kpi
from pages.opening import opening
from pages.own_keys import text_of
from queries.country import countries_to_choose, severity_by_country

dash.register_page(__name__, path="/country", title="Countries · Lagebild")


def layout(**query):
    """The list, narrowed by q; bad values are named and left out."""
    begun = opening(query, own=("q",))
    wanted, said = text_of(query, "q")
    return begun.empty if begun.empty is not None else listing(begun, said, wanted)


def listing(begun, said: list[str], wanted: str = ""):
    """The list under the notices of the address."""
    filters = begun.filters.replace(countries=())
    legend = kpi("inform_severity").legend
    scores = severity_by_country(begun.warehouse, filters)
    classes = {code: legend.class_of(score) for code, score in scores.items()}
    regions = countries_to_choose(begun.warehouse, current_language(), wanted)
    named = {name or _("Other areas"): rows for name, rows in regions.items()}
    told = [html.P(_("The word beside a name is the class of INFORM severity."), className="silent")] * bool(classes)
    return html.Div(
        [
            html.H1(_("Countries and areas")),
            build_line(begun.info),
            notices([*begun.notices, *said]),
            *told,
            country_choice(named, lambda code: address(f"/country/{code}", filters), classes, wanted),
        ]
    )
