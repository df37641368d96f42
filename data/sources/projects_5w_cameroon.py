"""Cameroon 5W: who does what, where, when and for whom, as partners report it by month."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from data.hdx import HDX, download_hdx_resources
from data.parse import numbers
from data.source import Extract, Files, RefusedFile, Source
from data.tables import read_sheet

SOURCE = Source(
    name="projects_5w_cameroon",
    title="Cameroon 5W: humanitarian activities by organisation, place and month",
    publisher="OCHA Cameroon and partners",
    licence="CC BY",
    page="https://data.humdata.org/dataset/cameroon-5w-operational-presence",
    owner="Programme section",
    expected_days=30,
    files=("cmr_5w_national_*.xlsx",),
)
SHEETS = {"activities": "5Ws_NWSW (2)", "cash_transfers": "CBT NWSW"}
FAR_NORTH = re.compile(r"EN_5W (?P<month>[A-Za-z]+) (?P<year>\d{2})")
EDITION = re.compile(r"_(?P<month>[a-z]+)(?P<year>20\d\d)$", re.IGNORECASE)
RANGE = re.compile(r"(?P<first>[A-Z][a-z]{2} \d{1,2}) ?- ?(?P<last>[A-Z][a-z]{2} \d{1,2}), (?P<year>\d{4})")
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
EXCEL_DAY_ZERO = datetime(1899, 12, 30)
MIXED_NUMBERS = {
    "activities": ("Cash Amount", "Assisted_PWD"),
    "cash_transfers": ("monthly Benefit per beneficiary-USD", "Annual Distribution amount-USD"),
}


def read(files: Files) -> Iterator[Extract]:
    """One row per reported activity (two tables: North-West and South-West, Far North) and per cash transfer.

    `Start Date (date)` and `End Date (date)` hold what can be read as a day; `Month (date)` is the first day of
    the reported month, its year taken from the edition in the file name, or from the name of the Far North sheet.
    A month later than the edition has no known year and is refused by the contract.
    """
    path = files.one("cmr_5w_national_*.xlsx")
    activities = _sheet(path, "activities", SHEETS["activities"])
    activities["Month (date)"] = _month_dates(activities["Month"], edition_month(path))
    yield Extract("activities", path, activities)
    sheet, month = _far_north_sheet(path)
    far_north = _sheet(path, "activities_far_north", sheet)
    far_north["Month (date)"] = month.isoformat()
    yield Extract("activities_far_north", path, far_north)
    yield Extract("cash_transfers", path, _sheet(path, "cash_transfers", SHEETS["cash_transfers"]))


def fetch(folder: Path, base_url: str = HDX) -> list[Path]:
    """The workbook of the data set on HDX."""
    return download_hdx_resources("cameroon-5w-operational-presence", SOURCE.files, folder, base_url)


def edition_month(path: Path) -> date:
    """First day of the month that the file name ends with, as in ..._june2021.xlsx; RefusedFile without one."""
    found = EDITION.search(path.stem)
    month = _month_number(found["month"]) if found else None
    if month is None:
        raise RefusedFile(f"{path.name} does not end with the month and year of its edition, as in _june2021.xlsx.")
    return date(int(found["year"]), month, 1)


def day(cell) -> str | None:
    """A cell as an ISO day: dates, Excel day numbers, the written forms of DAY_FORMATS. Missing where it is not
    one day; an Excel zero (time 00:00:00) is an empty cell."""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float | int) and cell >= 1:
        return (EXCEL_DAY_ZERO + timedelta(days=float(cell))).strftime("%Y-%m-%d")
    if not isinstance(cell, str):
        return None
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(cell.strip(), form).strftime("%Y-%m-%d")
        except ValueError:
            continue
    return None


def _sheet(path: Path, table: str, sheet: str) -> pd.DataFrame:
    frame = read_sheet(path, sheet)
    starts, ends = frame["Start Date"].map(day), frame["End Date"].map(day)
    first_days = frame["Start Date"].map(lambda cell: _of_range(cell, "first"))
    last_days = frame["Start Date"].map(lambda cell: _of_range(cell, "last"))
    frame["Start Date (date)"] = starts.where(starts.notna(), first_days)
    frame["End Date (date)"] = ends.where(ends.notna(), last_days)
    for name in MIXED_NUMBERS.get(table, ()):
        frame[f"{name} (number)"] = pd.to_numeric(numbers(frame[name]), errors="coerce")
    return frame.map(_shown)


def _of_range(cell, end: str) -> str | None:
    """First or last day of a cell such as "Jan 1-Dec 31, 2021"; missing for any other cell."""
    found = RANGE.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return datetime.strptime(f"{found[end]} {found['year']}", "%b %d %Y").strftime("%Y-%m-%d") if found else None


def _shown(cell):
    """An Excel zero that the sheet formats as a time is an empty cell; dates are written out."""
    if isinstance(cell, time):
        return None
    return cell.strftime("%Y-%m-%d") if isinstance(cell, datetime | date) and not pd.isna(cell) else cell


def _month_dates(cells: pd.Series, edition: date) -> pd.Series:
    def month_date(cell):
        number = _month_number(cell) if isinstance(cell, str) else None
        known = number is not None and number <= edition.month
        return date(edition.year, number, 1).isoformat() if known else cell

    return cells.map(month_date)


def _month_number(word: str) -> int | None:
    parsed = pd.to_datetime(word.strip().capitalize(), format="%B", errors="coerce")
    return None if pd.isna(parsed) else int(parsed.month)


def _far_north_sheet(path: Path) -> tuple[str, date]:
    for name in CalamineWorkbook.from_path(str(path)).sheet_names:
        found = FAR_NORTH.fullmatch(name)
        if found and (month := _month_number(found["month"])):
            return name, date(2000 + int(found["year"]), month, 1)
    raise RefusedFile(f"{path.name} has no sheet named after the Far North and a month, as in 'EN_5W March 21'.")
