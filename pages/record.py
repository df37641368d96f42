"""The record of one row of a mart: every column, its source, the row as published, and the rows that it adds up."""

from collections.abc import Mapping
from dataclasses import replace

import dash
from dash import dcc, html

from components.addresses import explain_address, record_address, rows_address
from components.record import cell_table, origin, raw_table
from components.reference_parts import contents, section
from components.result import Place, with_place
from components.row_list import count_line, row_table
from components.shell import build_line, notices
from components.table import paging
from components.words import _, current_language
from pages.opening import opening
from pages.own_keys import page_of
from pages.subjects import subjects
from queries.dictionary import mart_meaning, marts
from queries.filters import Filters
from queries.kpi_rows import rows_found
from queries.records import key_of, raw_row, record, rows_below
from queries.reference import country_names

PATH = "/record"

dash.register_page(__name__, path=PATH, title="Record · Lagebild")


def layout(**query):
    """The record that the address names by the columns of its mart's grain; in words where there is none.
    NotAllowed for readers of totals."""
    own = {"mart", "page"} | {name for one in marts().values() for name in one.grain}
    begun = opening(query, tuple(own))
    if begun.empty is not None:
        return begun.empty
    _kpis, tables, said = subjects({"mart": query.get("mart", "")})
    number, said_too = page_of(query)
    begun = replace(begun, notices=(*begun.notices, *said, *said_too))
    key = key_of(mart_meaning(tables[0]), query) if tables else None
    found = record(begun.warehouse, tables[0], key) if key else None
    if found is None:
        sentence = _("This build has no such row, or it is not open to you.")
        return page(begun, _("No such record"), html.P(sentence))
    return page(begun, _("Record of {mart}").format(mart=tables[0]), *parts(begun, found, dict(key), number))


def page(begun, title: str, *content):
    """The frame of the page."""
    told = [build_line(begun.info, begun.age), notices(list(begun.notices))]
    return html.Div([html.H1(title), *told, *content], className="reference-page record-page")


def parts(begun, found, key: Mapping[str, object], number: int) -> list:
    """The sections of a record."""
    names = country_names(begun.warehouse, current_language())
    load, cells, reason = raw_row(begun.warehouse, found)
    mart, build = found.meaning.name, Filters(build=begun.filters.build)
    links = [
        dcc.Link(_("All rows of this table"), href=rows_address(mart, build)),
        dcc.Link(_("What this table means and where it comes from"), href=explain_address((mart,), build)),
    ]
    raw = section("raw", _("The row as published"), [raw_table(cells, reason)])
    below = rows_below(found, number)
    last = ("below", _("The rows below it")) if below else ("raw", _("The row as published"))
    return [
        html.P(_(found.meaning.meaning)),
        contents({"columns": _("What it says"), "origin": _("Where it comes from"), last[0]: last[1]}),
        html.Ul([html.Li(one) for one in links], className="explained-links"),
        section("columns", _("What it says"), [cell_table(found, names)]),
        section("origin", _("Where it comes from"), [origin(found, load)]),
        added(begun, below, record_address(mart, key, build), names) if below else raw,
    ]


def added(begun, below, own: str, names: Mapping[str, str]):
    """The rows of the finer mart that the record adds up, each with its own record. own: the address of this page."""
    found, build = rows_found(begun.warehouse, below, Filters()), Filters(build=begun.filters.build)
    title = _("The rows below it, in {mart}").format(mart=below.mart)
    if not found.found:
        told = _("No row of {mart} belongs to this one.").format(mart=below.mart)
        return section("below", title, [html.P(told)])
    grain = mart_meaning(below.mart).grain

    def deeper(row) -> str:
        return record_address(below.mart, {name: row[name] for name in grain}, build)

    table = row_table(found, lambda _column: "", deeper, names, caption=count_line(found, ""))
    listed = with_place(html.Div([table, paging(found.page, found.pages, own)]), Place("below", title))
    return section("below", title, [listed])
