"""A KPI as a card: label, value, status in words and shape, age, coverage, and what it means."""

from dash import html

from components.format import kpi_amount, month, number
from components.words import _
from kpis.kpi import Kpi

SHAPE_SIGNS = {
    "circle": "●", "square": "■", "triangle_up": "▲", "triangle_down": "▼", "diamond": "◆",
    "cross": "✕", "ring": "○", "hatch": "▨", "dash": "–",
}  # fmt: skip


def kpi_card(kpi: Kpi, result, coverage=None):
    """A card of a KpiValue; coverage is (reported, expected) or None where nobody reports."""
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
            html.P(_age(result, coverage), className="kpi-age"),
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


def _age(result, coverage) -> str:
    parts = [_("as of {month}").format(month=month(result.as_of))] if result.as_of else []
    if coverage and coverage[1]:
        parts.append(
            _("{reported} of {expected} reported").format(reported=number(coverage[0]), expected=number(coverage[1]))
        )
    return " · ".join(parts)


def _meaning(kpi: Kpi, result):
    lines = [html.P(_(kpi.definition)), html.P([html.B(_("Formula") + ": "), _(kpi.formula)])]
    if kpi.is_ratio and result.value is not None:
        shown = f"{number(result.numerator, 1)} / {number(result.denominator, 1)}"
        lines.append(html.P([html.B(_("Now") + ": "), shown]))
    lines.append(html.P([html.B(_("Counts") + ": "), _(kpi.population)]))
    lines.append(html.P([html.B(_("Source") + ": "), _(kpi.sources)]))
    return html.Details([html.Summary(_("What it means")), *lines], className="kpi-meaning")
