"""Rows that were refused at a load: the loads to choose from, and the rows with their reasons."""

from collections.abc import Sequence
from urllib.parse import quote

from dash import dcc, html

from components.format import day, number
from components.reference_parts import plain_table
from components.words import _

MOST_CELLS = 60


def load_choice(loads: Sequence, chosen: str, path: str):
    """The loads that refused rows, each with a link to them; the chosen one is marked."""
    heads = [_("Load"), _("Source"), _("Table"), _("File"), _("Day"), _("Rows in"), _("Refused")]
    rows = [
        [
            _load_link(one.load_id, chosen, path),
            one.source_title or one.source_name,
            one.table_name or "–",
            one.file_name or "–",
            day(one.loaded_at),
            number(one.rows_in),
            number(one.rows_quarantined),
        ]
        for one in loads
    ]
    return plain_table(_("Loads with refused rows"), heads, rows, (5, 6))


def _load_link(load_id: str, chosen: str, path: str):
    label = html.Code(load_id)
    if load_id == chosen:
        return html.Strong(["→ ", label], **{"aria-current": "true"})
    return dcc.Link(label, href=f"{path}?load={quote(load_id)}#rows")


def refused_table(rows: Sequence, count: int, first: int):
    """Refused rows: number in the file, reasons, and the row as it was published."""
    told = _("Rows {first} to {last} of {count}, numbered as in the file; the header is row 1")
    caption = told.format(first=number(first + 1), last=number(first + len(rows)), count=number(count))
    cells = [[number(row.source_row), row.reasons, _published(row.cells)] for row in rows]
    return plain_table(caption, [_("Row"), _("Why it was refused"), _("As published")], cells)


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
