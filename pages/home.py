"""Home: the key figures of every domain, from the current build."""

import dash
from dash import html

from access import current_reader
from components.format import day
from components.kpi_card import kpi_card
from components.shell import build_line, empty_page, notices
from components.words import _
from kpis import kpis_of
from queries.filters import Filters
from queries.freshness import coverage
from queries.kpi_values import kpi_value
from queries.warehouse import NoBuildYet, NoSuchBuild, open_warehouse

dash.register_page(__name__, path="/", title="Lagebild")

DOMAINS = ("projects", "aid", "supply", "risk", "funding")


def domain_titles() -> dict[str, str]:
    """Domain -> its name for readers, in the order of the page."""
    names = (_("Projects"), _("Aid delivery"), _("Supply stock"), _("Country risk"), _("Funding"))
    return dict(zip(DOMAINS, names, strict=True))


def layout(**query):
    """The page for a query string; bad values are named and left out."""
    filters, said = Filters.from_query(query)
    try:
        warehouse = open_warehouse(current_reader(), filters.build)
    except NoBuildYet:
        sentence = _("No data have been published yet, so there is nothing to show.")
        return empty_page(_("Nothing published yet"), sentence, "make demo")
    except NoSuchBuild:
        said = [*said, _("There is no such build; you see the current one.")]
        warehouse = open_warehouse(current_reader())
    info = warehouse.info()
    sections = [domain_section(warehouse, filters, domain, title) for domain, title in domain_titles().items()]
    return html.Div(
        [
            html.H1(_("The situation on {day}").format(day=day(info.data_date))),
            build_line(info),
            notices(said),
            *sections,
        ]
    )


def domain_section(warehouse, filters: Filters, domain: str, title: str):
    """The cards of one domain; KPIs without any data are named at its end instead of drawn as empty cards."""
    values = [(kpi, kpi_value(warehouse, kpi, filters)) for kpi in kpis_of(domain)]
    cards = [
        kpi_card(kpi, value, coverage(warehouse, kpi, filters)) for kpi, value in values if value.value is not None
    ]
    silent = [_(kpi.label) for kpi, value in values if value.value is None]
    note = [html.P(_("No data in this build for: {labels}.").format(labels=", ".join(silent)), className="silent")]
    body = [html.Div(cards, className="kpi-cards")] * bool(cards) + note * bool(silent)
    return html.Section([html.H2(title, id=domain), *body], **{"aria-labelledby": domain})
