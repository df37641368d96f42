"""The rows behind a number, or those of a mart: what enters the figure, row by row, each with its record."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

import dash
from dash import dcc, html

from components.addresses import explain_address, record_address
from components.reference_parts import search_form
from components.result import Place, with_count, with_place
from components.row_list import column_list, count_line, row_table, subject_list, total_line, what_counts
from components.table import paging
from components.words import _, current_language
from kpis import all_kpis
from kpis.kpi import Kpi, Rollup
from pages.opening import head, opening
from pages.own_keys import left_out
from pages.rows_asked import rows_asked
from pages.subjects import subjects
from queries.dictionary import mart_meaning, marts
from queries.kpi_rows import rows_found
from queries.kpi_values import kpi_value
from queries.reference import country_names

PATH = "/rows"
OWN = ("kpi", "mart", "sort", "page", "find")

dash.register_page(__name__, path=PATH, title="Rows behind a number · Lagebild")


def layout(**query):
    """The rows of the one KPI or mart that the address names. NotAllowed for readers who see totals only."""
    begun = opening(query, OWN)
    if begun.empty is not None:
        return begun.empty
    kpis, tables, said = subjects(query)
    begun = replace(begun, notices=(*begun.notices, *said))
    subject = next(iter((*kpis, *tables)), None)
    if subject is None:
        chosen = subject_list(all_kpis(), marts(), lambda name: f"{PATH}?{urlencode(own_query(name, begun.filters))}")
        return page(begun, _("Rows behind a number"), {}, html.P(_("Choose a number or a table.")), *chosen)
    if len(kpis) + len(tables) > 1:
        told = _("Rows of one number or table are shown at a time: these are those of the first that is named.")
        begun = replace(begun, notices=(*begun.notices, told))
    return rows_page(begun, subject, query)


def page(begun, title: str, kept: Mapping[str, str], *parts):
    """The frame of the page; the bar keeps the page's own keys."""
    return html.Div([*head(begun, title, PATH, (), kept), *parts], className="reference-page rows-page")


def own_query(name: str, filters) -> dict[str, str]:
    """The query of the rows of a KPI or mart."""
    return {"mart" if name in marts() else "kpi": name} | filters.to_query()


def rows_page(begun, subject: Kpi | str, query: Mapping[str, object]):
    """The page of one KPI or mart."""
    declared = subject if isinstance(subject, Kpi) else None
    name, mart = (declared.name, declared.mart) if declared else (subject, subject)
    asked, said = rows_asked(begun, subject, query)
    found = rows_found(begun.warehouse, asked, begun.filters)
    find, sort = asked.find, asked.sort
    names = country_names(begun.warehouse, current_language())
    if sort and found.sort != sort:
        said = [*said, left_out("sort", sort, _("names no column that is shown here"))]
    begun = replace(begun, notices=(*begun.notices, *said))
    own = own_query(name, begun.filters) | ({"sort": sort} if sort and found.sort == sort else {})
    total = kpi_value(begun.warehouse, declared, begun.filters) if declared else None
    about = of_kpi(declared, total, found) if declared else [html.P(_(mart_meaning(mart).meaning))]
    explained = dcc.Link(_("What this means and where it comes from"), href=explain_address((name,), begun.filters))
    title = _("Rows behind: {label}").format(label=_(declared.label)) if declared else _("Rows of {mart}")
    listed = rows_listed(begun, found, {**own, "find": find}, (declared, total, names))
    kept = {key: own[key] for key in own if key in OWN} | ({"find": find} if find else {})
    title = title.format(mart=mart)
    rows = with_place(html.Div(listed), Place("rows", title, about=explain_address((name,), begun.filters)))
    rows = with_count(rows, found.found)
    return page(begun, title, kept, *about, html.P(explained), rows)


def of_kpi(declared: Kpi, total, found) -> list:
    """Which rows count for the KPI, and what they give together."""
    return [html.Div(total_line(declared, total, found.every), className="rows-total", role="status"),
            *what_counts(declared, total, found.every)]  # fmt: skip


def rows_listed(begun, found, own: dict[str, str], told: tuple) -> list:
    """Search, count, table and paging. own: the query of this page but for the page; told: KPI, total, names."""
    declared, total, names = told
    find = own["find"]
    query = {key: value for key, value in own.items() if value}
    form = search_form(PATH, _("Find in the names"), find, {key: query[key] for key in query if key != "find"}, "find")
    if not found.found:
        return [form, html.P(count_line(found, find), className="silent")]

    def sort(column: str) -> str:
        return f"{PATH}?{urlencode(query | {'sort': column})}"

    def record(row) -> str:
        mart = declared.mart if declared else own["mart"]
        return record_address(mart, {name: row[name] for name in mart_meaning(mart).grain}, begun.filters)

    caption = count_line(found, find)
    table = row_table(found, sort, record, names, caption=caption, total=foot(declared, total, find))
    pages = paging(found.page, found.pages, f"{PATH}?{urlencode(query)}")
    return [form, table, pages, column_list(found.columns)]


def foot(declared: Kpi | None, total, find: str) -> dict[str, float] | None:
    """The totals of numerator and denominator, where the rows add up and none is left out by the search."""
    if declared is None or find or total.value is None or declared.place_rollup is not Rollup.SUM:
        return None
    sums = {declared.numerator: total.numerator, declared.denominator: total.denominator}
    return {name: value for name, value in sums.items() if name}
