"""Parts of the pages to look things up in: plain tables, search by a form, a column of links to sections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import dcc, html

from components.format import NO_BREAK, day, month, number
from components.links import safe_link
from components.result import Field, Place, result, with_place, with_result
from components.words import _


@dataclass(frozen=True)
class Drawn:
    """A cell that is drawn otherwise than its value would be. values: what it says, one for each field of its column."""

    content: object
    values: tuple


def drawn(content, *values) -> Drawn:
    """A cell as it is drawn, and what it says."""
    return Drawn(content, values)


def plain_table(caption: str, heads: Sequence[Field | tuple[Field, ...]], rows: Sequence[Sequence], part=slice(None)):
    """A table with its Result. heads: the field of each column, or several of which the first names it. A cell is a
    text, a number or a date, written by the kind of its field, or drawn(). The first cell of a row is its heading.
    part: the rows that are drawn; the Result has them all."""
    columns = [head if isinstance(head, tuple) else (head,) for head in heads]
    looks = [{"className": "number"} if fields[0].kind == "number" and len(fields) == 1 else {} for fields in columns]

    def cell(place: int, value):
        content = value.content if isinstance(value, Drawn) else written(value, columns[place][0])
        return html.Td(content, **looks[place]) if place else html.Th(content, scope="row", **looks[place])

    head = [html.Th(one[0].label, scope="col", **look) for one, look in zip(columns, looks, strict=True)]
    body = html.Tbody([html.Tr([cell(place, value) for place, value in enumerate(row)]) for row in rows[part]])
    table = html.Table([html.Caption(caption), html.Thead(html.Tr(head)), body], className="plain-table")
    framed = html.Div(table, className="scrolls", tabIndex=0, role="group", **{"aria-label": caption})
    fields = [field for held in columns for field in held]
    typed = [[value for one in row for value in (one.values if isinstance(one, Drawn) else (one,))] for row in rows]
    return with_result(framed, result("", caption, fields, typed, shown_count=len(rows[part])))


def written(value, field: Field) -> str:
    """A value as text by the kind of its field; a dash where it is missing."""
    if value is None or value != value or value == "":
        return "–"
    if field.kind == "number":
        return number(value, field.decimals) + (f"{NO_BREAK}%" if field.unit == "%" else "")
    return {"date": day, "month": month}.get(field.kind, str)(value)


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
    framed = html.Section([html.H2(title, id=anchor), *body], **{"aria-labelledby": anchor})
    return with_place(framed, Place(anchor, ""))


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
    return safe_link(text, address, marked=False)
