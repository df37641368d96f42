"""A KPI as a card: label, value, status in words and shape, age, coverage, and what it means."""

from dash import html

from components.format import kpi_amount, month, number
from components.words import _
from kpis.kpi import Kpi

SHAPE_SIGNS = {
    "circle": "●", "square": "■", "triangle_up": "▲", "triangle_down": "▼", "diamond": "◆",
    "cross": "✕", "ring": "○", "hatch": "▨", "dash": "–",
}  # fmt: skip


def kpi_card(kpi: Kpi, result, age, reports=None):
    """A card of a KpiValue. age: the class of its freshness, None for a look ahead. reports: who reported, or None
    where nobody does."""
    missing = result.value is None
    return html.Article(
        className="kpi-card" + (" kpi-card-missing" if missing else ""),
        id=f"kpi-{kpi.name}",
        children=[
            html.H3(_(kpi.label)),
            html.P(
                [
                    html.Span(kpi_amount(kpi, result.value), className="kpi-value"),
                    " ",
                    html.Span(_unit(kpi), className="kpi-unit"),
                ],
                className="kpi-figure",
            ),
            _status(kpi, result.value),
            html.P(_age(result, age, reports), className="kpi-age"),
            _meaning(kpi, result),
        ],
    )


def _unit(kpi: Kpi) -> str:
    return "" if kpi.unit.symbol else _(kpi.unit.label)


def _status(kpi: Kpi, value: float | None):
    """The class of the value: word, shape and colour."""
    found = kpi.legend.class_of(value) if kpi.legend and value is not None else None
    if found is None:
        return None
    sign = html.Span(SHAPE_SIGNS[found.shape] + " ", **{"aria-hidden": "true"})
    return html.P([sign, _(found.word)], className="kpi-status", style={"background": found.colour, "color": found.ink})


def _age(result, age, reports):
    """As of when, whether that is fresh, and n of N reported."""
    if result.as_of is None:
        parts = [_("period not stated")]
    elif age is None:
        parts = [_("looking ahead to {month}").format(month=month(result.as_of))]
    else:
        parts = [_("as of {month}").format(month=month(result.as_of))]
        parts.append(f"{SHAPE_SIGNS[age.shape]} {_(age.word)}")
    if reports is not None and reports.expected_count:
        told = _("{reported} of {expected} reported")
        parts.append(told.format(reported=number(reports.reported_count), expected=number(reports.expected_count)))
    return " · ".join(parts)


def _meaning(kpi: Kpi, result):
    lines = [html.P(_(kpi.definition)), html.P([html.B(_("Formula") + ": "), _(kpi.formula)])]
    if kpi.is_ratio and result.value is not None:
        shown = f"{number(result.numerator, 1)} / {number(result.denominator, 1)}"
        lines.append(html.P([html.B(_("Now") + ": "), shown]))
    lines.append(html.P([html.B(_("Counts") + ": "), _(kpi.population)]))
    lines.append(html.P([html.B(_("Source") + ": "), _(kpi.sources)]))
    return html.Details([html.Summary(_("What it means")), *lines], className="kpi-meaning")
