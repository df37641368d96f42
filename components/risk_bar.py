"""What a map shows: links and plain forms, without scripts."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from dash import dcc, html

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


def _measure_link(one: Kpi, current: Kpi, key: str, address: str):
    target = f"{address}{'&' if '?' in address else '?'}{key}={one.name}"
    if one.name == current.name:
        return html.A(_(one.label), href=target, className="is-on", **{"aria-current": "true"})
    return dcc.Link(_(one.label), href=target)


def view_links(views: Iterable[tuple[str, str, bool]], label: str):
    """Links between ways to see the same. views: (words, address, whether it is the one that is seen)."""
    items = []
    for words, target, is_on in views:
        look = {"className": "is-on", "aria-current": "true"} if is_on else {}
        items.append(html.Li(html.A(words, href=target, **look) if is_on else dcc.Link(words, href=target)))
    return html.Nav(html.Ul(items), className="views", **{"aria-label": label})


def choice_form(fields: Iterable, path: str, query: Mapping[str, str], name: str):
    """A plain form of fields that keeps the rest of the address."""
    kept = [html.Select(html.Option(value, value=value), name=key, hidden=True) for key, value in query.items()]
    button = html.Button(_("Show"), type="submit", className="filter-apply")
    return html.Form(
        [*fields, *kept, button], action=path, method="get", className=name, key=f"{name} {path} {urlencode(query)}"
    )


def choice_field(key: str, label: str, options: Mapping[str, str], chosen: str):
    """A field with one choice. options: key -> words."""
    offered = [
        html.Option(words, value=value, **({"selected": "selected"} if value == chosen else {}))
        for value, words in options.items()
    ]
    # A list that the visitor changed keeps the visitor's choice, whatever the next page says; a new key makes it new.
    return html.Label(
        [html.Span(label), html.Select(offered, name=key)], className="filter-field", key=f"{key} {chosen}"
    )
