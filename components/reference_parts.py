"""Parts of the pages to look things up in: plain tables, search by a form, a column of links to sections."""

from collections.abc import Mapping, Sequence

from dash import dcc, html

from components.words import _


def plain_table(caption: str, heads: Sequence[str], rows: Sequence[Sequence], numbers: Sequence[int] = ()):
    """A table of cells that are texts or components. numbers: places of the columns that hold numbers.
    The first cell of a row is its heading."""

    def cell(place: int, value):
        is_number = {"className": "number"} if place in numbers else {}
        return html.Th(value, scope="row", **is_number) if place == 0 else html.Td(value, **is_number)

    head = [html.Th(t, scope="col", **({"className": "number"} if n in numbers else {})) for n, t in enumerate(heads)]
    body = html.Tbody([html.Tr([cell(place, value) for place, value in enumerate(row)]) for row in rows])
    table = html.Table([html.Caption(caption), html.Thead(html.Tr(head)), body], className="plain-table")
    return html.Div(table, className="scrolls", tabIndex=0, role="group", **{"aria-label": caption})


def search_form(path: str, label: str, text: str, kept: Mapping[str, str], name: str = "q"):
    """A search that is a plain form: the text travels under the name, kept as hidden fields."""
    hidden = [dcc.Input(type="hidden", name=key, value=value) for key, value in kept.items()]
    field = dcc.Input(type="search", name=name, value=text, id=name, maxLength=60)
    button = html.Button(_("Search"), type="submit")
    parts = [html.Label(label, htmlFor=name), field, *hidden, button]
    return html.Form(parts, action=path, method="get", role="search", className="search-form")


def contents(titles: Mapping[str, str]):
    """Links to the sections of a page: anchor -> title."""
    links = [html.Li(html.A(title, href=f"#{anchor}")) for anchor, title in titles.items()]
    return html.Nav(html.Ul(links), className="contents", **{"aria-label": _("On this page")})


def section(anchor: str, title: str, body: Sequence):
    """A section with its heading under an anchor."""
    return html.Section([html.H2(title, id=anchor), *body], **{"aria-labelledby": anchor})


def page_links(page: int, pages: int, address: str, anchor: str):
    """Links to the previous and the next page of a list. address: with everything but the number of the page."""
    if pages <= 1:
        return None
    parts = [html.Span(_("Page {page} of {pages}").format(page=page, pages=pages))]
    if page > 1:
        parts.insert(0, html.A(_("Previous"), href=f"{address}{page - 1}#{anchor}"))
    if page < pages:
        parts.append(html.A(_("Next"), href=f"{address}{page + 1}#{anchor}"))
    return html.Nav(parts, className="page-links", **{"aria-label": _("Pages of the list")})


def outside(address: str | None, text: str):
    """A link to a publisher's page where the address is one of the web; else the text alone."""
    is_web = bool(address) and address.lower().startswith(("https:", "http:"))
    return html.A(text, href=address, rel="noopener noreferrer") if is_web else text
