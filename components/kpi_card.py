"""A KPI as a card: label, value against target and earlier, status in words and shape, age, coverage, what it means."""

from dataclasses import dataclass, field

from dash import dcc, html

from components.card_result import card_results
from components.format import kpi_amount, month, number
from components.result import with_result
from components.sentences import difference
from components.sparkline import sparkline
from components.suppressed import suppressed_sentence, suppressed_text, unit_beside
from components.words import _
from kpis.kpi import Kpi
from kpis.legends import STALE, THIN_SHARE

SHAPE_SIGNS = {
    "circle": "●", "square": "■", "triangle_up": "▲", "triangle_down": "▼", "diamond": "◆",
    "cross": "✕", "ring": "○", "hatch": "▨", "dash": "–",
}  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """What stands beside a value. comparison: kind, value, since, until of what it is compared with, None for nothing.

    points: (month, value) of the small line. hidden: (month, is_small) of those that are not told.
    running: days gone and days of a month that is not over, else None.
    links: addresses by name: detail, explain, rows; a missing one is not offered.
    over_all: the figure over all countries, for those who see some of them; None where it is not told.
    """

    comparison: object = None
    points: tuple = ()
    running: tuple[int, int] | None = None
    links: dict[str, str] = field(default_factory=dict)
    over_all: float | None = None
    hidden: tuple = ()


def kpi_card(kpi: Kpi, result, age, reports=None, beside: Beside = Beside()):
    """A card of a KpiValue. age: the class of its freshness, None for a look ahead. reports: who reported, or None
    where nobody does."""
    marks = {
        "kpi-card-missing": result.value is None,
        "kpi-card-stale": age is not None and age.code in STALE,
        "kpi-card-thin": _is_thin(reports),
    }
    drawn = html.Article(
        className=" ".join(["kpi-card", *(name for name, holds in marks.items() if holds)]),
        id=f"kpi-{kpi.name}",
        children=[
            html.H3(_title(kpi, beside)),
            html.Div(
                [_figure(kpi, result), sparkline(kpi, beside.points, kpi.target, beside.hidden)], className="kpi-line"
            ),
            _delta(kpi, result, beside.comparison),
            _over_all(kpi, beside.over_all),
            _status(kpi, result.value),
            html.P(_age(result, age, reports), className="kpi-age"),
            _running(result, beside.running),
            _meaning(kpi, result, beside),
        ],
    )
    for one in card_results(kpi, result, age, reports, beside):
        with_result(drawn, one)
    return drawn


def _title(kpi: Kpi, beside: Beside):
    label, target = _(kpi.label), beside.links.get("detail")
    return dcc.Link(label, href=target) if target else label


def _figure(kpi: Kpi, result):
    unit = unit_beside(kpi, result)
    amount = suppressed_text(kpi, result) if result.is_suppressed else kpi_amount(kpi, result.value)
    shown = [
        html.Span(amount, className="kpi-value"),
        " ",
        html.Span(unit, className="kpi-unit"),
    ]
    return html.P(shown, className="kpi-figure")


def _delta(kpi: Kpi, result, comparison):
    """The distance to what the value is compared with, and whether that is better."""
    if comparison is None or result.value is None:
        return None
    if comparison.is_suppressed:
        return html.P(_("the figure compared with is hidden: small count"), className="kpi-delta")
    if comparison.value is None:
        words = {"plan": _("no target is set"), "last-year": _("no figure a year before")}
        return html.P(words.get(comparison.kind, _("no figure for the period before")), className="kpi-delta")
    told = difference(kpi, result.value, comparison.value, _than(kpi, comparison))
    sign, word, mark = judged(kpi, result.value, comparison.value)
    shown = [html.Span(sign + " ", **{"aria-hidden": "true"}), told]
    return html.P([*shown, f" ({word})"] if word else shown, className=f"kpi-delta {mark}")


def _over_all(kpi: Kpi, value: float | None):
    """The figure over all countries."""
    if value is None:
        return None
    told = _("All countries: {value}").format(value=kpi_amount(kpi, value))
    return html.P(told, className="kpi-over-all")


def _than(kpi: Kpi, comparison) -> str:
    if comparison.kind == "plan":
        return _("the target of {value}").format(value=kpi_amount(kpi, comparison.value))
    if comparison.since is None or comparison.until is None:
        return _("the period before")
    if comparison.since == comparison.until:
        return month(comparison.since)
    return _("{since} to {until}").format(since=month(comparison.since), until=month(comparison.until))


def judged(kpi: Kpi, value: float, before: float) -> tuple[str, str, str]:
    """Arrow, word and class: better, worse, or neither where no difference can be seen."""
    if kpi_amount(kpi, value) == kpi_amount(kpi, before):
        return "=", "", ""
    sign = "▲" if value > before else "▼"
    gain = kpi.gain(before, value)
    if not gain:
        return sign, "", ""
    return (sign, _("better"), "is-better") if gain > 0 else (sign, _("worse"), "is-worse")


def _status(kpi: Kpi, value: float | None):
    """The class of the value in word, shape and colour, and the target."""
    found = kpi.legend.class_of(value) if kpi.legend and value is not None else None
    shown = []
    if found is not None:
        sign = html.Span(SHAPE_SIGNS[found.shape] + " ", **{"aria-hidden": "true"})
        style = {"background": found.colour, "color": found.ink}
        shown.append(html.Span([sign, _(found.word)], className="kpi-status", style=style))
    if kpi.target is not None:
        shown.append(html.Span(_("target {value}").format(value=kpi_amount(kpi, kpi.target)), className="kpi-target"))
    return html.P(shown, className="kpi-standing") if shown else None


def _age(result, age, reports) -> str:
    """As of when, whether that is fresh, and n of N reported."""
    if result.as_of is None:
        parts = [_("period not stated")]
    elif age is None:
        parts = [_("looking ahead to {month}").format(month=month(result.as_of))]
    else:
        parts = [_("as of {month}").format(month=month(result.as_of))]
        parts.append(f"{SHAPE_SIGNS[age.shape]} {_(age.word)}")
    if reports is not None and reports.expected_count:
        told = (
            _("only {reported} of {expected} reported") if _is_thin(reports) else _("{reported} of {expected} reported")
        )
        parts.append(told.format(reported=number(reports.reported_count), expected=number(reports.expected_count)))
    return " · ".join(parts)


def _is_thin(reports) -> bool:
    return bool(reports and reports.expected_count and reports.reported_count < THIN_SHARE * reports.expected_count)


def _running(result, running):
    """That the newest month is not over."""
    if running is None:
        return None
    told = _("{month} is not over: {gone} of {days} days")
    gone, days = (number(one) for one in running)
    return html.P(told.format(month=month(result.as_of), gone=gone, days=days), className="kpi-running")


def _meaning(kpi: Kpi, result, beside: Beside):
    lines = [html.P(_(kpi.definition)), html.P([html.B(_("Formula") + ": "), _(kpi.formula)])]
    if kpi.is_ratio and result.value is not None:
        shown = f"{number(result.numerator, 1)} / {number(result.denominator, 1)}"
        lines.append(html.P([html.B(_("Now") + ": "), shown]))
    if result.is_suppressed:
        lines.append(html.P(suppressed_sentence(kpi, result)))
    named = {"explain": _("Explain"), "rows": _("Rows")}
    about = html.Span(": " + _(kpi.label), className="unseen")
    links = [dcc.Link([word, about], href=beside.links[name]) for name, word in named.items() if name in beside.links]
    links = [html.P(links, className="kpi-links")] if links else []
    meaning = html.Details([html.Summary(_("Meaning")), *lines], className="kpi-meaning")
    return html.Div([meaning, *links], className="kpi-foot")
