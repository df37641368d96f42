"""Rows that were refused at a load: the loads to choose from, and the rows with their reasons."""

from collections.abc import Sequence
from urllib.parse import quote

from dash import dcc, html

from components.format import number
from components.reference_parts import drawn, plain_table
from components.result import Field, Place, with_place
from components.words import _

MOST_CELLS = 60


def load_choice(loads: Sequence, chosen: str, path: str):
    """The loads that refused rows, each with a link to them; the chosen one is marked."""
    heads = [
        Field("load_id", _("Load")),
        Field("source_title", _("Source")),
        Field("table_name", _("Table")),
        Field("file_name", _("File")),
        Field("loaded_date", _("Day"), "date"),
        Field("rows_in_count", _("Rows in"), "number"),
        Field("rows_quarantined_count", _("Refused"), "number"),
    ]
    rows = [
        [
            drawn(_load_link(one.load_id, chosen, path), one.load_id),
            one.source_title or one.source_name,
            one.table_name,
            one.file_name,
            one.loaded_at,
            one.rows_in,
            one.rows_quarantined,
        ]
        for one in loads
    ]
    return plain_table(_("Loads with refused rows"), heads, rows)


def _load_link(load_id: str, chosen: str, path: str):
    label = html.Code(load_id)
    if load_id == chosen:
        return html.Strong(["→ ", label], **{"aria-current": "true"})
    return dcc.Link(label, href=f"{path}?load={quote(load_id)}#rows")


def refused_table(rows: Sequence, count: int, first: int):
    """Refused rows: number in the file, reasons, and the row as it was published."""
    told = _("Rows {first} to {last} of {count}, numbered as in the file; the header is row 1")
    caption = told.format(first=number(first + 1), last=number(first + len(rows)), count=number(count))
    cells = [[row.source_row, row.reasons, drawn(_published(row.cells), _in_a_line(row.cells))] for row in rows]
    heads = [
        Field("source_row", _("Row"), "number"),
        Field("reasons", _("Why it was refused")),
        Field("cells", _("As published")),
    ]
    return with_place(plain_table(caption, heads, cells), Place("refused", _("Refused rows"), caption))


def _in_a_line(cells: dict) -> str:
    """The cells that are filled, as one text: "column: value" each."""
    return "; ".join(f"{name}: {value}" for name, value in cells.items() if value not in (None, ""))


def _published(cells: dict):
    """The cells that are filled, as column and value."""
    filled = [(name, value) for name, value in cells.items() if value not in (None, "")]
    shown = [item for name, value in filled[:MOST_CELLS] for item in (html.Dt(name), html.Dd(str(value)))]
    left = len(filled) - MOST_CELLS
    told = _("{count} more cells are in the download.").format(count=number(left))
    return html.Details(
        [
            html.Summary(_("{count} cells").format(count=number(len(filled)))),
            html.Dl(shown, className="cells"),
            html.P(told) if left > 0 else None,
        ]
    )
