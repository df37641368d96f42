"""INFORM Risk Index: the workbook of an edition, the recalculated scores of past years, and the indicators.

The edition is the official figure of its year and carries reliability and components. The trend file is
recalculated with one later methodology, so its scores of the same year differ; staging lets the edition speak
for its own year and takes every other year from the trends.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from data.guard import guard_workbook
from data.hdx import HDX, download_hdx_resources
from data.parse import numbers
from data.source import Extract, Files, RefusedFile, Source
from data.tables import read_csv, read_sheet

SOURCE = Source(
    name="risk_inform",
    title="INFORM Risk Index",
    publisher="INFORM (European Commission Joint Research Centre, IASC and partners)",
    licence="CC BY 4.0",
    page="https://drmkc.jrc.ec.europa.eu/inform-index",
    owner="Risk analysis",
    expected_days=182,
    files=("INFORM_Risk_*.xlsx", "inform?risk?index*.csv"),
)

HEADER_ROW, UNIT_ROW = 2, 3
WORDS = {"source_row", "COUNTRY", "ISO3", "RISK CLASS", "Countries in HVC"}


def read(files: Files) -> Iterator[Extract]:
    """Tables edition (one row per country; scores 0-10, "x" is missing), trends (one row per country, year and
    index) and indicators (one row per published value; the publisher repeats rows and names).

    An edition also says its Edition (year), Version and Scale, which the workbook writes beside the table.
    RefusedFile when a workbook has no sheet "INFORM Risk <year> (a-z)".
    """
    for path in files.matching("INFORM_Risk_*.xlsx"):
        frame = _edition(path)
        yield Extract("edition", path, frame, part=str(frame["Edition"].iloc[0]) if len(frame) else "")
    for path in files.matching("inform?risk?index*.csv"):
        table = "trends" if "trends" in path.name else "indicators"
        yield Extract(table, path, read_csv(path))


def fetch(folder: Path, base_url: str = HDX) -> list[Path]:
    """The indicators and trends of the latest edition, from HDX; the workbook of an edition is not there."""
    return download_hdx_resources("inform-risk-index", ["inform?risk?index*.csv"], folder, base_url)


def _edition(path: Path) -> pd.DataFrame:
    guard_workbook(path)
    book = CalamineWorkbook.from_path(str(path))
    found = [match for name in book.sheet_names if (match := re.fullmatch(r"INFORM Risk (\d{4}) \(a-z\)", name))]
    if len(found) != 1:
        raise RefusedFile(f"{path.name} has no sheet 'INFORM Risk <year> (a-z)'.")
    sheet = found[0].group(0)
    frame = read_sheet(path, sheet, header_row=HEADER_ROW, skip_rows=(UNIT_ROW,))
    for name in set(frame.columns) - WORDS:
        frame[name] = numbers(frame[name], missing=("x",))
    units = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[UNIT_ROW - 1]
    position = list(frame.columns).index("INFORM RISK") - 1
    return frame.assign(Edition=found[0].group(1), Version=_version(book), Scale=units[position])


def _version(book: CalamineWorkbook) -> str | None:
    """The version that the sheet About states, for example 0.6.7; None when it states none."""
    if "About" not in book.sheet_names:
        return None
    cells = [str(cell) for row in book.get_sheet_by_name("About").to_python() for cell in row]
    found = [match.group(1) for cell in cells[:5] if (match := re.search(r"\bv ?(\d[\d.]*)", cell))]
    return found[0] if found else None
