"""Home: the key figures of every domain, from the current build."""

import dash
from dash import html

from components.format import day
from components.kpi_card import kpi_card
from components.words import _
from kpis import kpis_of
from pages.opening import head, opening
from queries.filters import Filters
from queries.freshness import freshness_class, reporting
from queries.kpi_values import kpi_value

dash.register_page(__name__, path="/", title="Lagebild")

DOMAINS = ("projects", "aid", "supply", "risk", "funding")


def domain_titles() -> dict[str, str]:
    """Domain -> its name for readers, in the order of the page."""
    names = (_("Projects"), _("Aid delivery"), _("Supply stock"), _("Country risk"), _("Funding"))
    return dict(zip(DOMAINS, names, strict=True))


def layout(**query):
    """The page for a query string; bad values are named and left out."""
    begun = opening(query)
    if begun.empty is not None:
        return begun.empty
    warehouse, filters, info = begun.warehouse, begun.filters, begun.info
    sections = [domain_section(warehouse, filters, domain, title) for domain, title in domain_titles().items()]
    return html.Div(
        [
            *head(begun, _("The situation on {day}").format(day=day(info.data_date)), "/"),
            *sections,
        ]
    )


def domain_section(warehouse, filters: Filters, domain: str, title: str):
    """The cards of one domain; at its end, KPIs without a figure are named with the reason."""
    values = [(kpi, kpi_value(warehouse, kpi, filters)) for kpi in kpis_of(domain)]
    cards = [card(warehouse, filters, kpi, value) for kpi, value in values if value.value is not None]
    absent = [(_(kpi.label), value.row_count) for kpi, value in values if value.value is None]
    divided = ", ".join(label for label, rows in absent if rows)
    silent = ", ".join(label for label, rows in absent if not rows)
    told = [_("Not one figure for several countries or items: {labels}.").format(labels=divided)] * bool(divided)
    told += [_("No data in this build: {labels}.").format(labels=silent)] * bool(silent)
    body = [html.Div(cards, className="kpi-cards")] * bool(cards) + [html.P(line, className="silent") for line in told]
    return html.Section([html.H2(title, id=domain), *body], **{"aria-labelledby": domain})


def card(warehouse, filters: Filters, kpi, value):
    """One card with its age and who reported for it."""
    today = warehouse.info().data_date
    is_ahead = value.as_of is not None and value.as_of > today
    age = None if is_ahead else freshness_class(kpi, value.as_of, today)
    reports = reporting(warehouse, kpi.report_kind, filters) if kpi.report_kind else None
    return kpi_card(kpi, value, age, reports)
