"""The date of a map: steps earlier and later, a slider over the dates that have data, and a second date beside it."""

from collections.abc import Mapping, Sequence
from datetime import date

from dash import dcc, html

from components.filter_bar import address
from components.format import month
from components.risk_bar import choice_field, choice_form
from components.words import _


def time_control(months: Sequence[date], chosen: tuple, place: tuple, *, has_comparison: bool = True):
    """The dates of a map. months: those with data, newest first. chosen: the month, and the earlier one or None.
    place: path, filters, and the page's own keys without those of the dates."""
    path, filters, kept = place
    query = filters.to_query() | kept
    against = {"against": month_key(chosen[1])} if chosen[1] else {}
    parts = [_steps(months, chosen[0], place), _slider(months, chosen[0], path, query)]
    if has_comparison and len(months) > 1:
        parts.append(_two_dates(months, chosen, path, query, against))
    return html.Div(parts, className="time-control", role="group", **{"aria-label": _("Date of the map")})


def month_key(one: date) -> str:
    """A month in an address: 2026-03."""
    return str(one)[:7]


def _steps(months: Sequence[date], shown: date, place: tuple):
    """Links to the first, the earlier, the later and the newest date."""
    at = months.index(shown)
    wanted = (
        (_("First"), len(months) - 1, at < len(months) - 1),
        (_("Earlier"), at + 1, at < len(months) - 1),
        (_("Later"), at - 1, at > 0),
        (_("Newest"), 0, at > 0),
    )
    items = [html.Li(_step(words, months, to, place) if there else _off(words)) for words, to, there in wanted]
    here = html.Li(html.B(month(shown)), className="time-here", **{"aria-current": "date"})
    return html.Nav(
        html.Ol([*items[:2], here, *items[2:]]), className="time-steps", **{"aria-label": _("Earlier and later")}
    )


def _step(words: str, months: Sequence[date], to: int, place: tuple):
    path, filters, kept = place
    target = address(path, filters, kept | ({"month": month_key(months[to])} if to else {}))
    return dcc.Link([words, html.Span(": " + month(months[to]), className="time-name")], href=target)


def _off(words: str):
    return html.Span(words, className="time-off")


def _slider(months: Sequence[date], shown: date, path: str, query: Mapping[str, str]):
    """A range over the dates, the oldest at 0. assets/risk.js names the date under the hand; the button works alone."""
    if len(months) < 3:
        return None
    oldest_first = list(reversed(months))
    at = oldest_first.index(shown)
    names = "|".join(month(one) for one in oldest_first)
    control = dcc.Input(
        id="risk-slider", type="range", name="at", min=0, max=len(months) - 1, step=1, value=at, className="time-range"
    )
    told = html.Output(month(shown), htmlFor="risk-slider", className="time-said")
    label = html.Label(
        [html.Span(_("Date with data, {first} to {last}").format(first=month(oldest_first[0]), last=month(months[0])))],
        htmlFor="risk-slider",
    )
    field = html.Div([label, control, told], className="time-slider", **{"data-names": names})
    return choice_form([field], path, query, "month-form slider-form")


def _two_dates(months: Sequence[date], chosen: tuple, path: str, query: Mapping[str, str], against: Mapping):
    offered = {month_key(one): month(one) for one in months}
    earlier = dict(list(offered.items())[1:])
    fields = [
        choice_field("month", _("Date"), offered, month_key(chosen[0])),
        choice_field("against", _("Compared with"), earlier, against.get("against", "")),
    ]
    return choice_form(fields, path, query, "month-form")
