"""Which measure a map shows, and at which two dates: links and a plain form, without scripts."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from dash import dcc, html

from components.format import month
from components.words import _
from kpis.kpi import Kpi


def measure_links(groups: Iterable[tuple[str, Iterable[Kpi]]], current: Kpi, key: str, address: str):
    """A list of links per group; the measure that is shown is marked. key: the key of the address that names it.
    address: the rest of the address."""
    lists = []
    for title, kpis in groups:
        links = [html.Li(_measure_link(one, current, key, address)) for one in kpis]
        lists.append(html.Div([html.Span(title, className="measure-title"), html.Ul(links)], className="measure-group"))
    return html.Nav(lists, className="measures", **{"aria-label": _("What is shown")})


def month_form(keys: Mapping[str, object], chosen: tuple[str, str], path: str, query: Mapping[str, str]):
    """A form of two months. keys: key -> month, newest first. chosen: keys of the month and of the earlier one.
    query: what else the address keeps."""
    fields = [
        _select("month", _("Month"), keys, chosen[0]),
        _select("against", _("Compared with"), dict(list(keys.items())[1:]), chosen[1]),
        *(html.Select(html.Option(value, value=value), name=key, hidden=True) for key, value in query.items()),
        html.Button(_("Show"), type="submit", className="filter-apply"),
    ]
    return html.Form(fields, action=path, method="get", className="month-form", key=urlencode(query) + "".join(chosen))


def _measure_link(one: Kpi, current: Kpi, key: str, address: str):
    target = f"{address}{'&' if '?' in address else '?'}{key}={one.name}"
    if one.name == current.name:
        return html.A(_(one.label), href=target, className="is-on", **{"aria-current": "true"})
    return dcc.Link(_(one.label), href=target)


def _select(key: str, label: str, keys: Mapping[str, object], chosen: str):
    options = [
        html.Option(month(at), value=value, **({"selected": "selected"} if value == chosen else {}))
        for value, at in keys.items()
    ]
    return html.Label([html.Span(label), html.Select(options, name=key)], className="filter-field")
