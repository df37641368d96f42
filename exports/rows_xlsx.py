"""The rows behind a number, or those of a mart, as XLSX: a sheet about the file and a sheet of rows."""

import json
import tempfile
from collections.abc import Mapping
from datetime import date
from typing import BinaryIO

from xlsxwriter import Workbook

from components.column_words import column_label, hidden
from components.format import number
from components.words import _
from exports.manifest import Manifest
from exports.manifest_words import manifest_words
from exports.rows_file import ROWS, facts_of, order_words
from exports.rows_pieces import batches_from
from exports.safe_text import without_control
from exports.xlsx_file import FIRST_DAY, LONGEST_TEXT, MOST_ROWS, TooLargeForSheet, write_machine
from queries.dictionary import ColumnMeaning
from queries.row_stream import HIDDEN, RowStream

WIDTHS = {"text": 24, "date": 12, "timestamp": 18, "flag": 8}
OTHER_WIDTH = 16


def write_rows_xlsx(stream: RowStream, manifest: Manifest, countries: Mapping[str, str]) -> BinaryIO:
    """The file, open at its beginning; it is gone when closed. TooLargeForSheet, with a sentence that names the other
    forms, for more rows than a sheet holds."""
    if stream.row_count + 1 > MOST_ROWS:
        told = _(
            "“{title}” has {count} rows, and a sheet holds {most}. CSV and Parquet hold them all; a filter makes them fewer."
        )
        counts = {"count": number(stream.row_count), "most": number(MOST_ROWS)}
        raise TooLargeForSheet(told.format(title=manifest.title, **counts))
    held = tempfile.TemporaryFile()  # noqa: SIM115  whoever sends it closes it
    with Workbook(held, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": manifest.title, "created": manifest.made_at.replace(tzinfo=None)})
        _write_about(book, manifest, stream)
        _write_rows(book, stream, countries)
        write_machine(book, json.dumps({ROWS: facts_of(manifest)}), _("For machines"))
    held.seek(0)
    return held


def _write_about(book: Workbook, manifest: Manifest, stream: RowStream) -> None:
    sheet, bold = book.add_worksheet(_("About this file")), book.add_format({"bold": True})
    sheet.set_column(0, 0, 24, bold)
    sheet.set_column(1, 1, 100)
    for place, (label, text) in enumerate([*manifest_words(manifest), (_("Order"), order_words(stream))]):
        sheet.write_string(place, 0, label)
        sheet.write_string(place, 1, without_control(text)[:LONGEST_TEXT])


def _write_rows(book: Workbook, stream: RowStream, countries: Mapping[str, str]) -> None:
    sheet, day = book.add_worksheet(_("Rows")), book.add_format({"num_format": "yyyy-mm-dd"})
    head = book.add_format({"bold": True, "text_wrap": True})
    sheet.freeze_panes(1, 0)
    for place, one in enumerate(stream.columns):
        sheet.set_column(place, place, WIDTHS.get(one.kind, OTHER_WIDTH), day if one.kind == "date" else None)
        sheet.write_string(0, place, column_label(one), head)
    at = 0
    for _number, batch in batches_from(stream, 0):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            at += 1
            _write_row(sheet, at, row, stream.columns, countries)
    sheet.autofilter(0, 0, at, max(0, len(stream.columns) - 1))


def _write_row(sheet, at: int, row: tuple, columns: tuple[ColumnMeaning, ...], countries: Mapping[str, str]) -> None:
    """The cells of a row with their types; what is missing is empty, what is hidden says so."""
    is_hidden = columns[-1] is HIDDEN and row[-1] == 1
    for place, (one, cell) in enumerate(zip(columns, row, strict=True)):
        if cell is None and is_hidden and one.kind in ("number", "integer"):
            sheet.write_string(at, place, hidden())
        elif cell is None:
            continue
        elif isinstance(cell, str):
            told = countries.get(cell, cell) if one.name == "country_code" else cell
            _write_text(sheet, (at, place), told)
        elif isinstance(cell, date) and (one.kind == "timestamp" or cell < FIRST_DAY):
            sheet.write_string(at, place, cell.isoformat())
        elif isinstance(cell, date):
            sheet.write_datetime(at, place, cell)
        else:
            sheet.write_number(at, place, cell)


def _write_text(sheet, at: tuple[int, int], text: str) -> None:
    """A text, never cut: TooLargeForSheet for one that no cell holds."""
    plain = without_control(text)
    if len(plain.encode("utf-16-le")) > 2 * LONGEST_TEXT:
        told = _("Row {row} has a text of more than {most} signs, which no cell of a sheet holds. CSV and Parquet do.")
        raise TooLargeForSheet(told.format(row=number(at[0]), most=number(LONGEST_TEXT)))
    sheet.write_string(*at, plain)
