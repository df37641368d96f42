"""The pages of a report: the cover, a page of a domain, and what stands around them."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dash import dcc, html

from components.format import month, number
from components.result import Place, with_place
from components.words import _

HEIGHT, FONT = 230, 11
"""Pixels of a figure that is one of two in a row, and of its words."""


def report_page(identifier: str, title: str, *parts):
    """A page of the report under its heading; on paper it begins a new sheet."""
    heading = html.H2(title, id=identifier)
    drawn = html.Section(
        [heading, *[part for part in parts if part is not None]],
        className="report-page",
        **{"aria-labelledby": identifier},
    )
    return with_place(drawn, Place(identifier, ""))


def cover(lines: Sequence[str], *parts):
    """The first page. lines: facts about the report. parts: what stands below."""
    facts = html.Ul([html.Li(one) for one in lines], className="report-facts") if lines else None
    return report_page("cover", _("Key figures and decisions"), facts, *parts)


def period_words(filters) -> str:
    """The months of a report."""
    since, until = filters.since, filters.until
    if since and until:
        if since == until:
            return month(since)
        return _("{since} to {until}").format(since=month(since), until=month(until))
    if since:
        return _("from {month} on").format(month=month(since))
    return _("up to {month}").format(month=month(until)) if until else _("all months")


def place_words(codes: Sequence[str], names: dict[str, str], most: int = 5) -> str:
    """The countries of a report by name; how many where they are many."""
    if not codes:
        return _("All countries and areas")
    if len(codes) > most:
        return _("{count} countries and areas").format(count=number(len(codes)))
    return ", ".join(names.get(code, code) for code in codes)


def figures_beside(panels: Sequence):
    """The figures of a domain, two in a row where there is room."""
    return html.Div(list(panels), className="report-figures") if panels else None


def with_table_shown(drawn):
    """The panel with its table twin below the figure in place of behind a fold; as it is where it has none."""
    tools = drawn.children[-1]
    held = [one for one in tools.children if getattr(one, "className", None) == "panel-table"]
    if held:
        tools.children = [one for one in tools.children if one is not held[0]]
        drawn.children = [*drawn.children[:-1], held[0].children[-1], tools]
    return drawn


def lower(drawn):
    """The panel with figures that are at most HEIGHT pixels high, so that two and a table stand on one sheet."""
    for one in drawn if isinstance(drawn, list) else [drawn]:
        children = getattr(one, "children", None)
        if getattr(one, "_type", "") == "Graph":
            layout = one.figure["layout"]
            layout["height"] = min(layout.get("height", HEIGHT), HEIGHT)
            layout["font"] = {**layout.get("font", {}), "size": FONT}
            one.style = {**one.style, "height": f"{layout['height']}px"}
        elif children is not None and not isinstance(children, str):
            lower(children)
    return drawn


def rest_of(shown: int, every: int, target: str):
    """That a list of the report ends before its end, and where all of it stands; nothing where it is whole."""
    if shown >= every:
        return None
    told = _("Showing {shown} of {all}.").format(shown=number(shown), all=number(every))
    return html.P([told, " ", dcc.Link(_("All of them"), href=target)], className="silent")


def report_tools(path: str, query: Mapping[str, str], parts: Sequence, listed):
    """Files of the report, and the reports issued before. parts: what can be done with this one."""
    named = (("pdf", _("PDF")), ("html", _("One HTML file")), ("zip", _("Pictures of its pages")))
    links = [html.Li(html.A(words, href=f"{path}.{ending}?{urlencode(query)}")) for ending, words in named]
    files = html.Ul(links, className="ways", **{"aria-label": _("Files of this report")})
    before = html.Details([html.Summary(_("Issued reports")), listed], className="entry-more")
    return html.Div([files, *[part for part in parts if part is not None], before], className="report-tools")


def issue_form(action: str, query: Mapping[str, str]):
    """The button that issues a report."""
    hidden = [dcc.Input(type="hidden", name=key, value=value) for key, value in query.items()]
    told = _("Keeps this build, every figure and the commentary under a number; later builds do not change it.")
    button = html.Button(_("Issue this report"), type="submit")
    return html.Form([*hidden, button, html.Span(" " + told, className="silent")], action=action, method="post")
