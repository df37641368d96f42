"""Response tracking matrix of Mozambique: who did what, where and for how many after cyclones Idai and Kenneth."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data.hdx import HDX, download_hdx_resources
from data.parse import dates, numbers
from data.source import Extract, Files, RefusedFile, Source
from data.tables import read_sheet

FILE = "*response_tracking_matrix*.xlsx"

SOURCE = Source(
    name="response_tracking_mozambique_idai",
    title="Mozambique response tracking matrix, cyclones Idai and Kenneth (4W)",
    publisher="OCHA Mozambique and the clusters",
    licence="CC BY-IGO",
    page="https://data.humdata.org/dataset/mozambique-operational-presence",
    owner="Programme",
    expected_days=None,
    files=(FILE,),
)

SHEET = "Data_Entry"
FIRST_TAG = "#activity +activity +code"
FIGURES = ("#targeted +hh", "#targeted +ind +num", "#reached +hh", "#reached +ind +num")
DATES = ("#date +start", "#date +end")
# Day before month, as it is written in Portuguese; month before day only where no other reading is possible.
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d/%B/%y", "%m/%d/%Y", "%m-%d-%Y")


def read(files: Files) -> Iterator[Extract]:
    """One row per activity of an organisation in a place, under the HXL tags of the sheet.

    Figures are people (ind) or households (hh); dates are as typed. Beside each stands what could be read of it:
    "(number)" and "(date)", missing where the cell is empty or holds words ("21 Kits", "15-21 June").
    """
    path = files.one(FILE)
    frame = _tagged_rows(path)
    for name in FIGURES:
        readable = pd.to_numeric(numbers(frame[name]), errors="coerce")
        frame[f"{name} (number)"] = readable
    for name in DATES:
        typed = frame[name].map(lambda cell: cell.strftime("%Y-%m-%d") if hasattr(cell, "year") else cell)
        read_dates = dates(typed.map(lambda cell: cell if isinstance(cell, str) else None), DATE_FORMATS)
        frame[f"{name} (date)"] = read_dates.where(
            read_dates.str.fullmatch(r"\d{4}-\d\d-\d\d").fillna(False).astype(bool)
        )
    yield Extract("activities", path, frame)


def fetch(folder: Path, base_url: str = HDX) -> list[Path]:
    """Downloads the matrix from HDX."""
    return download_hdx_resources("mozambique-operational-presence", [FILE], folder, base_url)


def _tagged_rows(path: Path) -> pd.DataFrame:
    """The rows below the HXL tags, which alone name every column; the title tells the country.

    RefusedFile when no row holds the tags."""
    sheet = read_sheet(path, SHEET)
    title = next(name for name in sheet.columns if name != "source_row")
    tags = sheet[sheet[title] == FIRST_TAG]
    if len(tags) != 1:
        raise RefusedFile(f"{path.name} has {len(tags)} rows that begin with {FIRST_TAG}; expected one.")
    rows = sheet[sheet["source_row"] > tags["source_row"].iloc[0]].reset_index(drop=True)
    names = {name: str(tag).strip() for name, tag in tags.iloc[0].items() if name != "source_row" and _is_named(tag)}
    rows = rows[["source_row", *names]].rename(columns=names)
    rows["Country (title)"] = title.split(" - ")[0].strip()
    return rows


def _is_named(tag) -> bool:
    return isinstance(tag, str) and tag.strip() != ""
