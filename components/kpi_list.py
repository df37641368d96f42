"""KPIs as a list, one line each: name, value, class in word and shape, as of when. For pages that show many."""

from dash import html

from components.entry_list import chip
from components.format import kpi_amount, month
from components.words import _


def kpi_list(values):
    """values: (Kpi, KpiValue) in order; those without a figure are named at the end."""
    lines = [_line(kpi, value) for kpi, value in values if value.value is not None]
    absent = ", ".join(_(kpi.label) for kpi, value in values if value.value is None)
    parts = [html.Ul(lines, className="kpi-list")] * bool(lines)
    if absent:
        parts.append(html.Details([html.Summary(_("No figure")), html.P(absent)], className="kpi-meaning"))
    return html.Div(parts)


def _line(kpi, value):
    found = kpi.legend.class_of(value.value) if kpi.legend else None
    unit = "" if kpi.unit.symbol else " " + _(kpi.unit.label)
    return html.Li(
        [
            html.Span(_(kpi.label), className="kpi-list-name", title=_(kpi.definition)),
            html.Span(kpi_amount(kpi, value.value) + unit, className="kpi-list-value"),
            chip(found),
            html.Span(month(value.as_of) if value.as_of else _("period not stated"), className="kpi-age"),
        ],
        id=f"kpi-{kpi.name}",
    )
