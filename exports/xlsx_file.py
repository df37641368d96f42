"""Results as XLSX: a sheet that tells what stands behind them, a sheet for each, and one for machines at the end.

Cells have types and are never formulas. What a sheet cannot hold is refused, never cut."""

import io
from collections.abc import Sequence
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from components.format import number
from components.result import Cell, Field, Result, plain_cell
from components.words import _
from exports.described import label_with_unit, machine_text, named_total
from exports.manifest import Bundle, cell_text
from exports.manifest_words import manifest_words

MOST_ROWS = 1_048_576
"""Of a sheet, the head and the total with them."""
MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767
"""UTF-16 units in a cell."""
FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets count days before this one differently from each other, so these are written as text."""
LONGEST_NAME = 31
PIECE = 30_000
"""Signs of the text for machines in a cell."""
WIDEST, NARROWEST = 60, 8
LOOKED_AT = 1000
"""Rows by which the width of a column is chosen."""
UNIT_PATTERNS = {"%": '{}"%"', "US$": '"US$" {}'}
_TAKEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


class TooLargeForSheet(ValueError):
    """More than a sheet holds; the message names the forms of file that hold it."""


def write_xlsx(bundle: Bundle) -> bytes:
    """The bytes of the file. TooLargeForSheet when a table or a text is longer than sheets are."""
    refuse_too_large(bundle.results)
    held = io.BytesIO()
    names = sheet_names(bundle.results)
    with Workbook(held, {"in_memory": True}) as book:
        book.set_properties({"title": bundle.manifest.title, "created": bundle.manifest.made_at.replace(tzinfo=None)})
        formats = _Formats(book)
        _write_about(book.add_worksheet(names[0]), bundle, names, formats)
        for one, name in zip(bundle.results, names[1:], strict=False):
            _write_result(book.add_worksheet(name), one, formats)
        write_machine(book, machine_text(bundle), names[-1])
    return held.getvalue()


def refuse_too_large(results: Sequence[Result]) -> None:
    """TooLargeForSheet, with a sentence that names the other forms, for what would have to be cut."""
    for one in results:
        if len(one.rows) + 1 + bool(one.total) > MOST_ROWS or len(one.fields) > MOST_COLUMNS:
            told = _(
                "“{title}” has {count} rows, and a sheet holds {most}. CSV and Parquet hold them all; a filter makes them fewer."
            )
            raise TooLargeForSheet(told.format(title=one.title, count=number(len(one.rows)), most=number(MOST_ROWS)))
        for row in (*one.rows, one.total or ()):
            if any(isinstance(cell, str) and _units(cell) > LONGEST_TEXT for cell in row):
                told = _(
                    "“{title}” has a text of more than {most} signs, which no cell of a sheet holds. CSV and Parquet do."
                )
                raise TooLargeForSheet(told.format(title=one.title, most=number(LONGEST_TEXT)))


def sheet_names(results: Sequence[Result]) -> list[str]:
    """Names of the sheets: about the file, one for each result, for machines. Unique, and of signs that are allowed."""
    names: list[str] = []
    for title in (_("About this file"), *(one.title or one.identifier for one in results), _("For machines")):
        plain = "".join(sign if sign.isprintable() else " " for sign in title.translate(_TAKEN)).strip()
        name, count = plain[:LONGEST_NAME].strip() or "-", 1
        while name.lower() in {known.lower() for known in names} or name.lower() == "history":
            count += 1
            name = f"{plain[: LONGEST_NAME - len(str(count)) - 1].strip()} {count}"
        names.append(name)
    return names


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


class _Formats:
    """The looks of cells, each made once."""

    def __init__(self, book: Workbook):
        self._book, self._made = book, {}

    def of(
        self, pattern: str = "", *, is_strong: bool = False, is_wrapped: bool = False, is_total: bool = False
    ) -> Format:
        key = (pattern, is_strong, is_wrapped, is_total)
        if key not in self._made:
            look = {"bold": is_strong, "text_wrap": is_wrapped, "valign": "top"}
            look |= {"num_format": pattern} if pattern else {}
            look |= {"top": 1} if is_total else {}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _write_about(sheet: Worksheet, bundle: Bundle, names: Sequence[str], formats: _Formats) -> None:
    """The manifest in words, then every column of every sheet."""
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 5, 18)
    at = 0
    for label, text in manifest_words(bundle.manifest):
        sheet.write_string(at, 0, label, formats.of(is_strong=True))
        sheet.write_string(at, 1, _fitting(text), formats.of(is_wrapped=True))
        at += 1
    head = (_("Sheet"), _("Column"), _("Name"), _("Kind"), _("Unit"))
    _write_line(sheet, at + 1, head, formats.of(is_strong=True))
    at += 2
    for one, name in zip(bundle.results, names[1:], strict=False):
        for field in one.fields:
            _write_line(sheet, at, (name, field.label, field.name, field.kind, field.unit), formats.of())
            at += 1


def _write_line(sheet: Worksheet, at: int, texts: Sequence[str], look: Format) -> None:
    for place, text in enumerate(texts):
        sheet.write_string(at, place, _fitting(text), look)


def _fitting(text: str) -> str:
    """A sentence about the file, cut where no cell holds it; the sheet for machines has it whole."""
    text = plain_cell(text) or ""
    return text if _units(text) <= LONGEST_TEXT else text[: LONGEST_TEXT // 2] + " …"


def _write_result(sheet: Worksheet, one: Result, formats: _Formats) -> None:
    """A head that stays, a row for each row, and the total in bold under a line."""
    head = formats.of(is_strong=True, is_wrapped=True)
    for place, field in enumerate(one.fields):
        sheet.write_string(0, place, _fitting(label_with_unit(field)), head)
        sheet.set_column(place, place, _width(one, place))
    patterns = [_pattern(field) for field in one.fields]
    looks = [formats.of(pattern) for pattern in patterns]
    for at, row in enumerate(one.rows, start=1):
        for place, cell in enumerate(row):
            _write_cell(sheet, (at, place), cell, looks[place])
    if one.total:
        strong = [formats.of(pattern, is_strong=True, is_total=True) for pattern in patterns]
        for place, cell in enumerate(named_total(one)):
            _write_cell(sheet, (len(one.rows) + 1, place), cell, strong[place])
    sheet.freeze_panes(1, 0)
    if one.fields and one.rows:
        sheet.autofilter(0, 0, len(one.rows), len(one.fields) - 1)


def _write_cell(sheet: Worksheet, place: tuple[int, int], cell: Cell, look: Format) -> None:
    if cell is None:
        sheet.write_blank(*place, None, look)
    elif isinstance(cell, str):
        sheet.write_string(*place, cell, look)
    elif not isinstance(cell, date):
        sheet.write_number(*place, cell, look)
    elif cell < FIRST_DAY:
        sheet.write_string(*place, cell.isoformat(), look)
    else:
        sheet.write_datetime(*place, cell, look)


def _pattern(field: Field) -> str:
    """How spreadsheets show the cells of a field; months as 2026-03."""
    if field.kind == "number":
        plain = "#,##0" + ("." + "0" * field.decimals if field.decimals else "")
        return UNIT_PATTERNS.get(field.unit, "{}").format(plain)
    return {"date": "yyyy-mm-dd", "month": "yyyy-mm"}.get(field.kind, "")


def _width(one: Result, place: int) -> float:
    """A width in which most cells of a column can be read."""
    cells = (cell_text(row[place]) or "" for row in one.rows[:LOOKED_AT])
    longest = max((max(map(len, text.split("\n"))) for text in cells), default=0)
    head = max(map(len, label_with_unit(one.fields[place]).split()), default=0)
    return min(max(longest + 2, head + 4, NARROWEST), WIDEST)


def write_machine(book: Workbook, text: str, name: str) -> None:
    """Adds the last sheet, with the text for machines in pieces under each other."""
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, _("Lagebild reads this sheet to prove the file. Please leave it as it is."))
    for at, start in enumerate(range(0, len(text), PIECE), start=1):
        sheet.write_string(at, 0, text[start : start + PIECE])
