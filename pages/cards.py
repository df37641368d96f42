"""The cards of KPIs, as every page shows them. No page itself."""

from dash import html

from components.addresses import explain_address, rows_address
from components.kpi_card import Beside, kpi_card
from components.shell import section
from components.words import _
from queries.comparison import Trend, comparison, running_days, trend
from queries.freshness import freshness_class, reporting
from queries.kpi_values import kpi_value
from queries.over_all import over_all_countries


def key_figures(begun, kpis, title: str, identifier: str):
    """A section with a card for each KPI that has a figure; the others are named at its end."""
    values = [(kpi, kpi_value(begun.warehouse, kpi, begun.filters)) for kpi in kpis]
    cards = [card(begun, kpi, value) for kpi, value in values if value.has_figure]
    silent = ", ".join(_(kpi.label) for kpi, value in values if not value.has_figure)
    told = html.P(_("No one figure inside the filters: {labels}.").format(labels=silent), className="silent")
    drawn = html.Div(cards, className="kpi-cards") if cards else None
    return section(title, identifier, drawn, told if silent else None)


def card(begun, kpi, value, detail: str = ""):
    """One card: a KpiValue with target, comparison, small line, age and reports. detail: where its heading leads."""
    warehouse, filters, today = begun.warehouse, begun.filters, begun.info.data_date
    is_ahead = value.as_of is not None and value.as_of > today
    age = None if is_ahead else freshness_class(kpi, value.as_of, today)
    # Of single projects nobody is due to report; the offices that answer for them are.
    is_told = kpi.report_kind and not filters.projects
    reports = reporting(warehouse, kpi.report_kind, filters) if is_told else None
    links = {"explain": explain_address((kpi.name,), filters), "rows": rows_address(kpi.name, filters)}
    way = Trend() if is_ahead else trend(warehouse, kpi, filters, value.as_of)
    beside = Beside(
        None if is_ahead else comparison(warehouse, kpi, filters, value),
        way.points,
        running_days(kpi, filters, value, today),
        links | ({"detail": detail} if detail else {}),
        over_all_countries(warehouse, kpi, filters),
        way.hidden,
    )
    return kpi_card(kpi, value, age, reports, beside)
