"""Tables: at most MOST_ROWS rows, sorted and paged on the server, numbers right-aligned in figures of one width."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from dash import dcc, html

from components.figure_parts import PROVISIONAL, is_true, known
from components.format import amount, day, month, number
from components.kpi_card import SHAPE_SIGNS
from components.links import safe_link
from components.result import with_result
from components.table_result import table_result
from components.words import _
from kpis.legends import Legend, LegendClass

MOST_ROWS = 50
KINDS = ("text", "number", "percent", "usd", "date", "month", "status", "link")
NUMBERS = ("number", "percent", "usd")


@dataclass(frozen=True)
class Column:
    """A column of a table.

    kind: one of KINDS. percent: values from 0 to 100. status: a LegendClass, a code or a number of `legend`.
    decimals: of number, percent and usd. address: for link, the column with the address; without it each value is a
    pair of text and address. sort: the address that sorts by this column; order: "ascending" or "descending" when
    the rows are sorted by it.
    """

    name: str
    label: str
    kind: str = "text"
    decimals: int = 0
    legend: Legend | None = None
    address: str = ""
    sort: str = ""
    order: str = ""

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"Column {self.name!r}: {self.kind!r} is not one of {', '.join(KINDS)}.")


_span: ContextVar[tuple[int, int] | None] = ContextVar("span", default=None)


@contextmanager
def drawing(first: int, most: int) -> Iterator[None]:
    """Has tables within the block draw so many rows from the first on, which is counted from 0: what turning the pages of
    a list shows. Their Result has all rows."""
    token = _span.set((first, most))
    try:
        yield
    finally:
        _span.reset(token)


def drawn_count(count: int, most: int = MOST_ROWS) -> int:
    """How many of so many rows a table draws here."""
    first, most = _span.get() or (0, most)
    return max(0, min(count - first, most))


def table(frame, columns, *, caption: str, total=None, most: int = MOST_ROWS):
    """A table with a row per row of the frame, the first `most` of them; the first column names the row.
    total: a mapping of columns to their totals. A missing value is a dash, never a zero."""
    columns = list(columns)
    span = _span.get()
    first, most = span or (0, most)
    rows = frame.iloc[first : first + most].to_dict("records")
    body = [html.Tr([_cell(row, one, at) for at, one in enumerate(columns)]) for row in rows]
    parts = [html.Caption(caption), html.Thead(html.Tr([_head(one) for one in columns])), html.Tbody(body)]
    if total is not None:
        parts.append(html.Tfoot(_total_row(columns, total)))
    said = _("Showing {shown} of {all}.").format(shown=number(len(rows)), all=number(len(frame)))
    framed = html.Div(
        [
            html.Div(
                html.Table(parts, className="table"),
                className="table-scroll",
                tabIndex=0,
                role="region",
                **{"aria-label": caption},
            ),
            html.P(said, className="table-count") if len(frame) > len(rows) and span is None else None,
            html.P(_("There are no rows."), className="table-count") if not rows else None,
        ],
        className="table-frame",
    )
    return with_result(framed, table_result(frame, columns, caption, total, len(rows)))


def paging(page: int, pages: int, address: str):
    """Links to the page before and after; nothing when there is one page. address: with its query, without `page`;
    a place behind # at its end stays at the end of the links, so that a reader who turns the page stays there."""
    if pages <= 1:
        return None
    bare, sign, place = address.partition("#")
    joined = bare + ("&" if "?" in bare else "?")
    links = []
    for label, wanted in ((_("First"), 1), (_("Previous"), page - 1), (_("Next"), page + 1), (_("Last"), pages)):
        if 1 <= wanted <= pages and wanted != page:
            links.append(dcc.Link(label, href=f"{joined}page={wanted}{sign}{place}"))
        else:
            links.append(html.Span(label, className="paging-off"))
    here = _("Page {page} of {pages}").format(page=number(page), pages=number(pages))
    return html.Nav([*links[:2], html.Span(here), *links[2:]], className="paging", **{"aria-label": _("Pages")})


def shown(value, column: Column) -> str:
    """A value as text by the kind of its column; among numbers a text, such as “hidden”, stands for itself."""
    if value is None or value != value:
        return "–"
    if isinstance(value, str) and column.kind in NUMBERS:
        return value
    if column.kind == "number":
        return number(known(value), column.decimals)
    if column.kind == "percent":
        return f"{number(known(value), column.decimals)}\u00a0%"
    if column.kind == "usd":
        return f"US$\u00a0{number(known(value), column.decimals)}"
    if column.kind in ("date", "month"):
        return {"date": day, "month": month}[column.kind](value)
    return str(value)


def _head(column: Column):
    label = dcc.Link(column.label, href=column.sort) if column.sort else column.label
    sign = {"ascending": " ▲", "descending": " ▼"}.get(column.order, "")
    order = {"aria-sort": column.order} if column.order else {}
    return html.Th(
        [label, html.Span(sign, **{"aria-hidden": "true"})] if sign else label, **_look(column), **order, scope="col"
    )


def _cell(row: dict, column: Column, at: int):
    value = row.get(column.name)
    content = _status(value, column) if column.kind == "status" else shown(value, column)
    if column.kind == "month" and is_true(row.get(PROVISIONAL)):
        content = _("{month} (provisional)").format(month=content)
    if column.kind == "link":
        content = _link(value, row.get(column.address) if column.address else None)
    if at == 0:
        return html.Th(content, scope="row", **_look(column))
    return html.Td(content, **_look(column))


def _total_row(columns: list[Column], total):
    cells = []
    for at, column in enumerate(columns):
        text = shown(total[column.name], column) if column.name in total else ""
        cells.append(
            html.Th(text or _("Total"), scope="row", **_look(column)) if at == 0 else html.Td(text, **_look(column))
        )
    return html.Tr(cells)


def _look(column: Column) -> dict:
    if column.kind in NUMBERS:
        return {"className": "number"}
    return {"className": "short"} if column.kind in ("date", "month") else {}


def _link(value, address):
    """A link to a page of ours, or with a mark to another site; the text alone where the address is neither."""
    text, address = value if isinstance(value, tuple) else (value, address)
    label = "–" if text is None or text != text else str(text)
    return safe_link(label, address)


def _status(value, column: Column):
    """A class as sign, word and colour."""
    found = value
    if isinstance(value, str) and column.legend:
        found = column.legend.by_code(value)
    elif not isinstance(value, str | LegendClass) and column.legend:
        found = column.legend.class_of(known(value))
    if not isinstance(found, LegendClass):
        return shown(value, column) if isinstance(value, str) else "–" if known(value) is None else amount(known(value))
    look = {"background": found.colour, "color": found.ink}
    return html.Span(f"{SHAPE_SIGNS[found.shape]} {_(found.word)}", className="status", style=look)
