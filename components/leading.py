"""The row of leading figures: one of each domain, in a line, with its class and its target."""

from dash import dcc, html

from components.entry_list import chip
from components.format import kpi_amount, short_month
from components.suppressed import suppressed_text, unit_beside
from components.words import _


def leading_row(figures):
    """figures: (name of the domain, address that shows more, Kpi, KpiValue), the last two None where the domain has no
    figure, and no address where it is not open to the reader. A domain without a figure says which of the two it is."""
    return html.Ul([_figure(*one) for one in figures], className="leading", **{"aria-label": _("Leading figures")})


def _figure(title: str, target: str, kpi, value):
    if not target:
        return html.Li([html.B(title), html.Span(_("Not open to you"), className="leading-value silent")])
    domain = dcc.Link(title, href=target, className="leading-domain")
    if kpi is None:
        return html.Li([domain, html.Span(_("No data"), className="leading-value silent")])
    unit = f" {unit_beside(kpi, value)}".rstrip()
    amount = suppressed_text(kpi, value) if value.is_suppressed else kpi_amount(kpi, value.value)
    amount = html.Span([amount, html.Span(unit, className="kpi-unit")], className="leading-value")
    told = _(kpi.label)
    if kpi.target is not None:
        told += " · " + _("target {value}").format(value=kpi_amount(kpi, kpi.target))
    told += " · " + short_month(value.as_of) if value.as_of else ""
    standing = chip(kpi.legend.class_of(value.value) if kpi.legend and not value.is_suppressed else None)
    label = html.Span(told, className="leading-label", title=_(kpi.definition))
    return html.Li([domain, html.Span([amount, " ", standing], className="leading-figure"), label])
