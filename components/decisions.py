"""What needs a decision: one sentence each, with a link to the page that shows more."""

from dash import dcc, html

from components.addresses import without_build
from components.format import amount, day, kpi_amount, month, number
from components.kpi_card import SHAPE_SIGNS
from components.result import Field, Result, result, with_result
from components.words import _, plural
from kpis import kpi


def decision_list(decisions: list[tuple[str, str, str]]):
    """The section. decisions: (kind, sentence, address), most pressing first; kind is a key of kinds()."""
    body = html.P(_("Nothing in these data calls for a decision."))
    if decisions:
        words = kinds()
        listed = [_decision(*words[kind], told, target) for kind, told, target in decisions]
        body = with_result(html.Ol(listed, className="decisions"), decisions_shown(decisions))
    title = html.H2(_("What needs a decision"), id="decisions")
    told = _("The worst country of each kind first, then the second worst of each, and so on.")
    rule = [html.P(told, className="silent")] * (len(decisions) > 1)
    return html.Section([title, body, *rule], className="needs-decision", **{"aria-labelledby": "decisions"})


def decisions_shown(decisions: list[tuple[str, str, str]]) -> Result:
    """The decisions as a Result, most pressing first. A file names its build once, so that its cells are the same
    whether the build was named or was the current one."""
    fields = [
        Field("place", _("Place"), "number"),
        Field("kind", _("Kind")),
        Field("sentence", _("What needs a decision")),
        Field("address", _("Page that shows more")),
    ]
    rows = [(at, kinds()[kind][1], told, without_build(target)) for at, (kind, told, target) in enumerate(decisions, 1)]
    return result("decisions", _("What needs a decision"), fields, rows)


def kinds() -> dict[str, tuple[str, str]]:
    """Kind of decision -> its shape and its word."""
    return {
        "stock": ("triangle_down", _("Stock")),
        "delivery": ("square", _("Delivery")),
        "money": ("diamond", _("Money")),
        "risk": ("triangle_up", _("Risk")),
        "reports": ("ring", _("Reports")),
    }


def stock_sentence(row, country: str) -> str:
    """Of a row of stock_outs_to_come."""
    told = plural(
        "{country}: by the last count, {count} item runs out within six months: {item}, in {month}.",
        "{country}: by the last count, {count} items run out within six months, the first in {month}: {item}.",
        row.item_count,
    )
    return told.format(country=country, count=number(row.item_count), item=row.item_name, month=month(row.month_date))


def delivery_sentence(row, country: str) -> str:
    """Of a row of overdue_deliveries."""
    if row.overdue_usd != row.overdue_usd or row.overdue_usd is None:
        told = _(
            "{country}: of {due} order lines due, {overdue} are overdue, the oldest since {day}, and {late} came late."
        )
    else:
        told = _(
            "{country}: of {due} order lines due, {overdue} (US$\u00a0{value}) are overdue, the oldest since {day},"
            " and {late} came late."
        )
    return told.format(
        country=country,
        due=number(row.due_count),
        overdue=number(row.overdue_count),
        value=amount(row.overdue_usd),
        day=day(row.oldest_date),
        late=number(row.late_count),
    )


def money_sentence(row, country: str) -> str:
    """Of a row of burn_out_of_band."""
    pace = kpi("burn_pace")
    low, high = pace.inside
    slow = _("{country}: money is used too slowly, at {value} of an even pace; wanted are {low} to {high}.")
    fast = _("{country}: money is used too fast, at {value} of an even pace; wanted are {low} to {high}.")
    told = slow if row.value < low else fast
    limits = {"low": kpi_amount(pace, low), "high": kpi_amount(pace, high)}
    return told.format(country=country, value=kpi_amount(pace, row.value), **limits)


def risk_sentence(row, country: str) -> str:
    """Of a row of risk_that_rose."""
    score = kpi(row.kpi_name)
    told = _("{country}: {label} rose from {before} in {before_month} to {now} in {month}.")
    return told.format(
        country=country,
        label=_(score.label),
        before=kpi_amount(score, row.before_score),
        before_month=month(row.before_month),
        now=kpi_amount(score, row.now_score),
        month=month(row.month_date),
    )


def reports_sentence(row, country: str) -> str:
    """Of a row of missing_reports."""
    told = plural(
        "{country}: {silent} of {expected} reports due is missing for {month}, from {units} office or site.",
        "{country}: {silent} of {expected} reports due are missing for {month}, from {units} offices or sites.",
        row.silent_count,
    )
    shown = {"silent": row.silent_count, "expected": row.expected_count, "units": row.silent_unit_count}
    return told.format(country=country, month=month(row.month_date), **{key: number(one) for key, one in shown.items()})


def _decision(shape: str, word: str, told: str, target: str):
    sign = html.Span(SHAPE_SIGNS[shape], **{"aria-hidden": "true"})
    return html.Li([html.Span([sign, " ", word], className="decision-kind"), dcc.Link(told, href=target)])
