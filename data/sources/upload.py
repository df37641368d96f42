"""Rows that people send in the templates of the house, as CSV or XLSX. Nobody publishes them, so there is no fetch."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from data.contracts.upload import CONTRACTS
from data.guard import guard_workbook
from data.source import Extract, Files, LargeExtract, RefusedFile, Source
from data.tables import read_csv, read_sheet

SOURCE = Source(
    name="upload",
    title="Files in the templates of this house",
    publisher="Offices and partners",
    licence="For use inside the organisation",
    page="docs/templates.md",
    owner="Office that sent the file",
    expected_days=None,
    files=("*.csv", "*.xlsx", "*/*.csv", "*/*.xlsx"),
    full_snapshot=False,
)
LARGE_BYTES = 4 * 1024**2
"""CSV files from this size on are checked in SQL instead of in a frame."""


def read(files: Files) -> Iterator[Extract | LargeExtract]:
    """One extract per file; the folder of a file, or the beginning of its name, tells its template.

    RefusedFile when neither does, when a workbook has formulas, and when a file is not UTF-8 text."""
    for path in files.paths:
        template = template_of(path)
        if path.suffix == ".xlsx":
            yield Extract(template, path, _first_sheet(path))
        elif path.stat().st_size >= LARGE_BYTES:
            yield LargeExtract(template, path, _delimiter(path))
        else:
            yield Extract(template, path, read_csv(path, delimiter=_delimiter(path)))


def template_of(path: Path) -> str:
    """The template that the folder of a file names, or else the beginning of the file's name."""
    stem = path.stem.casefold()
    for name in CONTRACTS:
        if path.parent.name == name or re.fullmatch(rf"{name}([^a-z].*)?", stem):
            return name
    raise RefusedFile(f"{path.name} names no template; begin its name with one of {', '.join(CONTRACTS)}.")


def _delimiter(path: Path) -> str:
    with open(path, "rb") as data:
        header = data.readline(100_000)
    return ";" if header.count(b";") > header.count(b",") else ","


def _first_sheet(path: Path) -> pd.DataFrame:
    guard_workbook(path, refuse_formulas=True)
    try:
        return read_sheet(path, CalamineWorkbook.from_path(str(path)).sheet_names[0])
    except CalamineError as error:
        raise RefusedFile(f"{path.name} is not a whole XLSX file: {error}.") from error
