"""KPIs as a list, one line each: name, value, class in word and shape, as of when. For pages that show many."""

from dash import dcc, html

from components.card_result import card_results
from components.entry_list import chip
from components.format import kpi_amount, month, number
from components.kpi_card import Beside
from components.result import with_result
from components.suppressed import suppressed_text
from components.words import _, plural


def kpi_list(values, explain_of, shown: int = 6):
    """values: (Kpi, KpiValue) in order; the first ones are shown, the others behind a fold, and those without a
    figure are named at the end. explain_of: Kpi -> address of what explains it, where the value leads."""
    lines = [_line(kpi, value, explain_of(kpi)) for kpi, value in values if value.has_figure]
    absent = ", ".join(_(kpi.label) for kpi, value in values if not value.has_figure)
    parts = [html.Ul(lines[:shown], className="kpi-list")] if lines else []
    if rest := lines[shown:]:
        more = plural("{count} more figure", "{count} more figures", len(rest)).format(count=number(len(rest)))
        parts.append(html.Details([html.Summary(more), html.Ul(rest, className="kpi-list")], className="entry-more"))
    if absent:
        parts.append(html.Details([html.Summary(_("No figure")), html.P(absent)], className="kpi-meaning"))
    drawn = html.Div(parts)
    for kpi, value in values:
        for one in card_results(kpi, value, None, None, Beside(links={"explain": explain_of(kpi)})):
            with_result(drawn, one)
    return drawn


def _line(kpi, value, target: str):
    found = kpi.legend.class_of(value.value) if kpi.legend and not value.is_suppressed else None
    unit = "" if kpi.unit.symbol else " " + _(kpi.unit.label)
    amount = suppressed_text(kpi, value) if value.is_suppressed else kpi_amount(kpi, value.value) + unit
    about = html.Span(" " + _("Explain"), className="unseen")
    return html.Li(
        [
            html.Span(_(kpi.label), className="kpi-list-name", title=_(kpi.definition)),
            html.Span(dcc.Link([amount, about], href=target), className="kpi-list-value"),
            chip(found),
            html.Span(month(value.as_of) if value.as_of else _("period not stated"), className="kpi-age"),
        ],
        id=f"kpi-{kpi.name}",
    )
