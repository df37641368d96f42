"""Classes of a legend as words, shapes and colours, with their bounds."""

from dash import html

from components.format import number
from components.kpi_card import SHAPE_SIGNS
from components.words import _
from kpis.legends import Legend, LegendClass


def legend_title(legend: Legend) -> str:
    """The name of a legend for readers; its own name in plain letters where it has none here."""
    titles = {
        "inform_risk": _("Risk score (INFORM)"),
        "inform_severity": _("Severity score (INFORM)"),
        "ipc_phases": _("Phases of food insecurity (IPC)"),
        "stock_status": _("Status of stock"),
        "achievement": _("Result against target"),
        "share_good": _("Share, more is better"),
        "funding_coverage": _("Funding against requirement"),
        "share_bad": _("Share, less is better"),
        "food_insecure_share": _("Share of people short of food"),
        "burn_pace": _("Spending against elapsed time"),
        "freshness_30": _("Age of monthly figures in days"),
        "indicator_status": _("Status of an indicator"),
        "reporting_status": _("Status of a report"),
    }
    return titles.get(legend.name, legend.name.replace("_", " ").capitalize())


def class_mark(one: LegendClass, text: str = ""):
    """The shape and the word of a class on its colour; text stands in place of the word."""
    said = f"{SHAPE_SIGNS[one.shape]} {text or _(one.word)}"
    return html.Span(said, className="class-mark", style={"background": one.colour, "color": one.ink})


def legend_marks(legend: Legend):
    """The classes in a line, each with its bounds."""
    return html.Span([class_mark(one, _with_bounds(legend, one)) for one in legend.classes], className="class-marks")


def legend_table(legend: Legend):
    """One legend set: mark and bounds of each class, those of what is no number at its end."""
    rows = [html.Tr([html.Td(class_mark(one)), html.Td(bounds(legend, one))]) for one in legend.classes]
    rows += [html.Tr([html.Td(class_mark(one)), html.Td(_("no number"))]) for one in legend.special]
    heads = html.Thead(html.Tr([html.Th(_("Class"), scope="col"), html.Th(_("Bounds"), scope="col")]))
    table = html.Table([html.Caption(legend_title(legend)), heads, html.Tbody(rows)], className="plain-table")
    return html.Div(table, id=f"legend-{legend.name}", className="legend-set")


def bounds(legend: Legend, one: LegendClass) -> str:
    """From where to where a class reaches, and which bound is its own."""
    low, high = _bound(one.low), _bound(one.high)
    owns_low = legend.includes == "low" or one.low == legend.minimum
    owns_high = legend.includes == "high" or one.high == legend.maximum
    if one.low is None and one.high is None:
        return _("told by its code")
    if legend.is_counted and one.low is not None and one.high is not None:
        last = one.high if owns_high else one.high - 1
        return low if last == one.low else _("{low} to {high}").format(low=low, high=_bound(last))
    if one.low is None:
        return (_("up to {high}") if owns_high else _("under {high}")).format(high=high)
    if one.high is None:
        return (_("{low} and more") if owns_low else _("over {low}")).format(low=low)
    first = (_("from {low}") if owns_low else _("over {low}")).format(low=low)
    last = (_("to {high}") if owns_high else _("to under {high}")).format(high=high)
    return f"{first} {last}"


def _with_bounds(legend: Legend, one: LegendClass) -> str:
    is_coded = one.low is None and one.high is None
    return _(one.word) if is_coded else f"{_(one.word)}: {bounds(legend, one)}"


def _bound(value: float | None) -> str:
    return number(value, 0 if value is None or float(value).is_integer() else 1)
