"""All rows of one table of a page, a hundred at a time, as a page of its own without scripts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from dash import html

from components.format import number
from components.result import Result, carriers_in, results_in
from components.table import drawing
from components.tree import classes_of, components_of
from components.words import _
from documents.asked import Asked

TABLE, ROW = "table", "row"
"""Keys of the address: which table of the page, and the first row, counted from 1."""
MOST_ROWS = 100
ABOVE = ("viewing", "site-nav")
KEPT = ("build-line", "notice", "chips", "chips-none")
"""Classes of what stays of the page: above it, and in it."""


@dataclass(frozen=True)
class Rows:
    """The rows of a table that are asked for. first: counted from 0."""

    table: str
    first: int


def asked_rows(asked: Asked) -> Rows | None:
    """The rows that an address asks for; None for one that asks for a page. A bad row is the first one."""
    table, row = asked.query.get(TABLE), asked.query.get(ROW, "1")
    if not isinstance(table, str) or not table:
        return None
    is_number = isinstance(row, str) and row.isascii() and row.isdigit() and len(row) < 9
    return Rows(table, max(int(row) - 1, 0) if is_number else 0)


def table_page(asked: Asked, wanted: Rows, back: str) -> list:
    """The heading of the page, the table and links to the rows before and after. back: the address of the page."""
    with drawing(wanted.first, MOST_ROWS):
        tree = [asked.page["layout"](asked.variables, **asked.query)]
    named = zip(carriers_in(tree), results_in(tree, is_grouped=False), strict=True)
    found = next(((one, shown) for (one, _place, _own), shown in named if shown.identifier == wanted.table), None)
    way = html.P(html.A(_("Back to the whole page"), href=back))
    above, kept = ([one for one in components_of(tree) if classes_of(one) & set(names)] for names in (ABOVE, KEPT))
    heading = next((one for one in components_of(tree) if one._type == "H1"), None)
    if found is None:
        return [*above, html.Main([heading, way, *kept, html.P(_("This page has no such table now."))], id="content")]
    part, shown = found
    more = _paging(asked, wanted, shown)
    main = [heading, way, html.H2(shown.title), *kept, more, part, more, _note(shown)]
    return [*above, html.Main(main, id="content", className="content")]


def _note(shown: Result):
    return html.P(shown.note, className="panel-note") if shown.note else None


def _paging(asked: Asked, wanted: Rows, shown: Result):
    """Which rows these are, with links to those before and after."""
    count, last = len(shown.rows), min(wanted.first + MOST_ROWS, len(shown.rows))
    here = _("Rows {first} to {last} of {count}").format(
        first=number(min(wanted.first + 1, count)), last=number(last), count=number(count)
    )
    before, after = max(wanted.first - MOST_ROWS, 0), wanted.first + MOST_ROWS
    links = [html.A(_("Previous"), href=_address(asked, wanted, before))] if wanted.first else []
    links += [html.A(_("Next"), href=_address(asked, wanted, after))] if after < count else []
    return html.P([here, *(part for link in links for part in (" · ", link))], className="paging")


def _address(asked: Asked, wanted: Rows, first: int) -> str:
    return f"{asked.path}?{urlencode({**asked.query, TABLE: wanted.table, ROW: first + 1}, doseq=True)}"
