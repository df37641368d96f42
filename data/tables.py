"""Reads publishers' tables as text, exactly as they stand, with the row number of each row."""

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from data.guard import guard_text_file, guard_workbook
from data.source import RefusedFile


def read_csv(
    path: Path, *, header_row: int = 1, skip_rows: Sequence[int] = (), encoding: str = "utf-8-sig", delimiter: str = ","
) -> pd.DataFrame:
    """One row per data row of a CSV (or CSV.gz) file, every cell text; empty cells are missing.

    header_row and skip_rows count from 1. Blank lines are kept out. Adds source_row.
    RefusedFile when the file is not text in the encoding, is cut off, or a row has more cells than the header.
    """
    guard_text_file(path, encoding)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding=encoding, newline="") as lines:
        return _frame(path, _csv_rows(path, lines, delimiter), header_row, skip_rows)


def read_csv_of_long_cells(path: Path, cell_characters: int) -> pd.DataFrame:
    """As read_csv, for a UTF-8 file in which one cell may be as long as cell_characters, such as a boundary."""
    guard_text_file(path, "utf-8-sig", cell_characters)
    usual = csv.field_size_limit(cell_characters)
    try:
        with open(path, encoding="utf-8-sig", newline="") as lines:
            return _frame(path, _csv_rows(path, lines, ","), 1, ())
    finally:
        csv.field_size_limit(usual)


def read_sheet(path: Path, sheet: str, *, header_row: int = 1, skip_rows: Sequence[int] = ()) -> pd.DataFrame:
    """One row per non-empty row of a sheet below the header; cells keep the workbook's types
    (text, float, datetime), empty cells are missing. Formula cells give their stored value. Adds source_row.
    """
    guard_workbook(path)
    book = CalamineWorkbook.from_path(str(path))
    if sheet not in book.sheet_names:
        raise RefusedFile(f"{path.name} has no sheet {sheet!r}; it has {', '.join(book.sheet_names)}.")
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return _frame(path, enumerate(rows, start=1), header_row, skip_rows)


def _csv_rows(path: Path, lines: io.TextIOBase, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from enumerate(csv.reader(lines, delimiter=delimiter, strict=True), start=1)
    except csv.Error as error:
        raise RefusedFile(f"{path.name} is not a whole CSV file: {error}.") from error


def _frame(path: Path, rows, header_row: int, skip_rows: Sequence[int]) -> pd.DataFrame:
    header: list[str] | None = None
    numbers, cells = [], []
    for number, row in rows:
        if number < header_row or number in skip_rows:
            continue
        if number == header_row:
            header = _unique_names(row)
            continue
        if header and len(row) > len(header) and any(str(cell).strip() for cell in row[len(header) :]):
            raise RefusedFile(f"{path.name}, row {number}: {len(row)} cells under {len(header)} column names.")
        values = [None if cell == "" else cell for cell in row[: len(header)]]
        if any(value is not None for value in values):
            numbers.append(number)
            cells.append(values + [None] * (len(header) - len(values)))
    if header is None:
        raise RefusedFile(f"{path.name} has no header in row {header_row}.")
    frame = pd.DataFrame(cells, columns=header, dtype=object)
    frame.insert(0, "source_row", pd.array(numbers, dtype="int64"))
    return frame


def _unique_names(row: Sequence) -> list[str]:
    """Column names as published, made unique: an empty name becomes column_<n>, a repeated one gets _<n>."""
    names: list[str] = []
    for position, cell in enumerate(row, start=1):
        name = str(cell).strip() or f"column_{position}"
        names.append(f"{name}_{position}" if name in names else name)
    return names
