"""A result as a table, where no component of its own shows it."""

from dash import html

from components.format import day, month, number
from components.result import Cell, Field, Result
from components.words import _

DATES = {"date": day, "month": month}
MOST_ROWS = 500
"""Rows on paper or in a picture; a document of thousands takes the browser minutes."""


def result_table(shown: Result):
    """The first MOST_ROWS rows of a result, and how many there are; the first column names the row, a missing cell is
    a dash."""
    heads = [html.Th(_head(one), scope="col", className=_look(one)) for one in shown.fields]
    rows = [
        html.Tr([_cell(*pair, at) for at, pair in enumerate(zip(row, shown.fields, strict=True))])
        for row in shown.rows[:MOST_ROWS]
    ]
    parts = [html.Caption(shown.title), html.Thead(html.Tr(heads)), html.Tbody(rows)]
    if shown.total:
        cells = zip(shown.total, shown.fields, strict=True)
        parts.append(html.Tfoot(html.Tr([_cell(*pair, at) for at, pair in enumerate(cells)])))
    told = _("Showing {shown} of {all}; files of tables have them all.")
    told = told.format(shown=number(MOST_ROWS), all=number(len(shown.rows)))
    cut = html.P(told, className="table-count") if len(shown.rows) > MOST_ROWS else None
    note = html.P(shown.note, className="panel-note") if shown.note else None
    return html.Div([html.Table(parts, className="table"), cut, note], className="table-frame")


def cell_words(cell: Cell, field: Field) -> str:
    """A cell as it is shown, without its unit."""
    if cell is None:
        return "–"
    if field.kind in DATES and not isinstance(cell, str):
        return DATES[field.kind](cell)
    return cell if isinstance(cell, str) else number(cell, field.decimals)


def _head(field: Field) -> str:
    return _("{label} ({unit})").format(label=field.label, unit=field.unit) if field.unit else field.label


def _cell(cell: Cell, field: Field, at: int):
    name = _look(field)
    if at == 0:
        return html.Th(cell_words(cell, field), scope="row", className=name)
    return html.Td(cell_words(cell, field), className=name)


def _look(field: Field) -> str | None:
    return "number" if field.kind == "number" else None
