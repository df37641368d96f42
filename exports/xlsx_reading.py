"""XLSX of ours read again, also when a spreadsheet program has saved it since."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from math import isfinite

from python_calamine import CalamineError, CalamineWorkbook

from components.result import Result
from components.words import _
from exports.described import WrongFile, described, knowing, machine_facts, without_word
from exports.manifest import Bundle
from exports.xlsx_file import MOST_ROWS, sheet_names

MOST_BYTES = 1024**3
"""Unpacked; a small file can unpack to more than a machine has."""


def read_xlsx(data: bytes) -> Bundle:
    """Manifest and results of the file again. WrongFile when it is none of ours, or damaged."""
    sheets = cells_of(data)
    manifest, _options, tables = machine_facts(machine_text_in(sheets))
    with knowing(manifest):
        return Bundle(manifest, _results(tables, sheets))


def _results(tables: Sequence[Mapping], sheets: Mapping[str, list[list]]) -> tuple[Result, ...]:
    names = sheet_names([described(told, []) for told in tables])[1:-1]
    missing = [name for name in names if name not in sheets]
    if missing:
        raise WrongFile(f"The sheet “{missing[0]}” is missing.")
    return tuple(_result(told, sheets[name]) for told, name in zip(tables, names, strict=True))


def cells_of(data: bytes) -> dict[str, list[list]]:
    """Name of a sheet -> its rows of typed cells, None where a cell is empty. WrongFile for what is no XLSX."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_BYTES:
                raise WrongFile("The file is too large to be read.")
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {name: _rows(book.get_sheet_by_name(name)) for name in book.sheet_names}
    except (zipfile.BadZipFile, CalamineError, ValueError, OverflowError) as error:
        raise WrongFile(f"The file is no XLSX that can be read: {error}") from None


def _rows(sheet) -> list[list]:
    return [list(map(_plain, row)) for row in sheet.to_python(skip_empty_area=False)]


def _plain(cell):
    """A cell as number, day or text. Sheets know no day without a clock, so midnight is the day."""
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, float) and isfinite(cell) and cell.is_integer():
        return int(cell)
    return None if cell == "" else cell if isinstance(cell, str | int | float | date) else str(cell)


def machine_text_in(sheets: Mapping[str, list[list]]) -> str:
    """The text for machines in the last sheet. WrongFile when there is none."""
    name = next((name for name in reversed(sheets) if name.startswith(_("For machines"))), None)
    if name is None:
        raise WrongFile("The file has no sheet with a manifest.")
    return "".join(row[0] for row in sheets[name][1:] if row and isinstance(row[0], str))


def _result(told: Mapping, rows: Sequence[list]) -> Result:
    """The result of a sheet; rows of empty cells at its end do not come with it."""
    width, has_total = len(told["fields"]), told["total"] is not None
    lines = [[*row[:width], *[None] * (width - len(row))] for row in rows[1:]]
    if any(cell is not None for row in rows for cell in row[width:]):
        raise WrongFile(f"The sheet of “{told['title']}” has a column too many.")
    count = min(int(told["row_count"]), MOST_ROWS)
    lines += [[None] * width for _missing in range(count + has_total - len(lines))]
    total = lines.pop(count) if has_total else None
    return without_word(described(told, lines, total))
