"""Quarantine: the rows that a load refused, why, and as they were published."""

from urllib.parse import quote, urlencode

import dash
from dash import dcc, html

from components.format import number
from components.reference_parts import page_links, search_form
from components.refused import load_choice, refused_table
from components.shell import build_line, notices, section
from components.words import _, plural
from pages.opening import opening
from pages.own_keys import ROWS_PER_PAGE, one_of, page_of, text_of
from queries.quarantine import loads_with_refused_rows, refused_page
from queries.raw_files import GoneFromDisk

PATH = "/data/quarantine"

dash.register_page(__name__, path=PATH, title="Quarantine · Lagebild")


def layout(**query):
    """The page for a query string: load (its id), q (a text to look for) and page."""
    begun = opening(query, own=("load", "q", "page"))
    if begun.empty is not None:
        return begun.empty
    loads = {one.load_id: one for one in loads_with_refused_rows(begun.warehouse)}
    load_id, strange_load = one_of(query, "load", loads)
    find, strange_text = text_of(query, "q")
    page, strange_page = page_of(query)
    said = notices([*begun.notices, *strange_load, *strange_text, *strange_page])
    back = html.P(dcc.Link(_("Data status"), href="/data#quarantine"))
    head = [html.H1(_("Rows in quarantine")), build_line(begun.info, begun.age), back, said]
    told = _("A row that fails a check is set aside with its reasons and published nowhere else. Put it right at its "
             "source and load the file again.")  # fmt: skip
    if not loads:
        return html.Div([*head, html.P(told), html.P(_("No load of this build refused a row."))])
    load = loads.get(load_id) or next(iter(loads.values()))
    choice = section(_("Loads"), "loads", load_choice(list(loads.values()), load.load_id, PATH))
    return html.Div([*head, html.P(told), choice, rows(load, find, page)], className="reference-page")


def rows(load, find: str, page: int):
    """The refused rows of a load, a page at a time, with a search and the download."""
    title = _("Refused rows of {file}").format(file=load.file_name or load.load_id)
    try:
        found = refused_page(load, find, (page - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)
    except GoneFromDisk:
        gone = _("The raw rows of this load are not on this machine any more; the counts above are from the build.")
        return section(title, "rows", html.P(gone))
    kept = {"load": load.load_id} | ({"q": find} if find else {})
    search = search_form(PATH, _("Look for a text in reasons and cells"), find, {"load": load.load_id})
    name = f"{PATH}/{quote(load.load_id)}.csv"
    count = load.rows_quarantined
    told = plural("Download the row as CSV", "Download all {count} rows as CSV", count).format(count=number(count))
    save = html.P(html.A(told, href=name, download=""))
    if not found.rows:
        return section(
            title, "rows", search, save, html.P(_("No refused row holds this text, or none is on this page."))
        )
    pages = -(-found.count // ROWS_PER_PAGE)
    turning = page_links(page, pages, f"{PATH}?{urlencode(kept | {'page': ''})}", "rows")
    table = refused_table(found.rows, found.count, (page - 1) * ROWS_PER_PAGE)
    return section(title, "rows", search, save, table, turning)
