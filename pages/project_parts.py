"""Parts that the pages of projects and funding share: sections, cards, money. No page itself."""

from dash import html

from components import money_panels
from components.kpi_card import kpi_card
from components.project_panels import named
from components.words import _
from kpis import kpis_of
from kpis.projects import OUTSTANDING_CASH
from queries import projects
from queries.freshness import freshness_class, reporting
from queries.kpi_values import kpi_value
from queries.reference import country_names


def section(title: str, identifier: str, *parts):
    """A part of the page with its heading; says so when there is nothing to show."""
    shown = [part for part in parts if part is not None]
    shown = shown or [html.P(_("No data inside the filters."), className="silent")]
    return html.Section([html.H2(title, id=identifier), *shown], **{"aria-labelledby": identifier})


def key_figures(begun, domain: str, title: str):
    """The cards of a domain; KPIs without a figure are named at the end."""
    values = [(kpi, kpi_value(begun.warehouse, kpi, begun.filters)) for kpi in kpis_of(domain)]
    cards = [card(begun, kpi, value) for kpi, value in values if value.value is not None]
    silent = ", ".join(_(kpi.label) for kpi, value in values if value.value is None)
    told = (
        html.P(_("No data inside the filters: {labels}.").format(labels=silent), className="silent") if silent else None
    )
    return section(title, f"figures-{domain}", html.Div(cards, className="kpi-cards") if cards else None, told)


def card(begun, kpi, value):
    """One card with its age and who reported for it; of single projects that is told at the end of their page."""
    today = begun.info.data_date
    is_ahead = value.as_of is not None and value.as_of > today
    age = None if is_ahead else freshness_class(kpi, value.as_of, today)
    reports = (
        reporting(begun.warehouse, kpi.report_kind, begun.filters)
        if kpi.report_kind and not begun.filters.projects
        else None
    )
    return kpi_card(kpi, value, age, reports)


def budgets(begun):
    """Money by month, its pace, and cash outstanding."""
    frame = projects.budget_by_month(begun.warehouse, begun.filters)
    parts = [money_panels.burn_panel(frame), money_panels.flows_panel(frame)] if len(frame) else []
    cash = kpi_value(begun.warehouse, OUTSTANDING_CASH, begun.filters)
    if cash.value is not None:
        countries = projects.cash_by_country(begun.warehouse, begun.filters)
        shown = named(countries, "country_code", country_names(begun.warehouse))
        parts.append(money_panels.cash_panel(shown, cash))
    return section(_("Budget against time"), "budget", *parts)
