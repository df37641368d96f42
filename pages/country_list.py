"""The list of countries and areas, on the page of all of them and where a country is not known. No page itself."""

from dash import html

from components.country_choice import country_choice
from components.filter_bar import address
from components.shell import build_line, notices
from components.words import _, current_language
from kpis import kpi
from queries.countries import countries_to_choose, risk_by_country


def listing(begun, said: list[str], wanted: str = ""):
    """The list under the notices of the address."""
    filters = begun.filters.replace(countries=())
    legend = kpi("inform_risk").legend
    scores = risk_by_country(begun.warehouse, filters)
    classes = {code: legend.class_of(score) for code, score in scores.items()}
    regions = countries_to_choose(begun.warehouse, current_language(), wanted)
    named = {name or _("Other areas"): rows for name, rows in regions.items()}
    told = [html.P(_("The word beside a name is its class of INFORM risk."), className="silent")] * bool(classes)
    return html.Div(
        [
            html.H1(_("Countries and areas")),
            build_line(begun.info, begun.age),
            notices([*begun.notices, *said]),
            country_choice(
                named, lambda code: address(f"/country/{code}", filters), classes, wanted, filters.to_query()
            ),
            *told,
        ]
    )
