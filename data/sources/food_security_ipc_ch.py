"""Acute food insecurity: IPC analyses (as published, and in the P-coded form of HDX HAPI) and the Cadre Harmonisé.

The same IPC analyses come three times: long, wide and HAPI. Only the HAPI rows without an error feed the
warehouse, because they carry P-codes and the published national figures; the other two stay raw. The Cadre
Harmonisé feeds what it says to use (usethisperiod) for countries and periods before the first IPC period.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from data.guard import guard_text_file, guard_workbook
from data.hdx import HDX, download_hdx_resources
from data.parse import dates, numbers
from data.source import Extract, Files, RefusedFile, Source
from data.tables import read_csv, read_sheet

SOURCE = Source(
    name="food_security_ipc_ch",
    title="Acute food insecurity: IPC and Cadre Harmonisé",
    publisher="IPC national technical working groups; CILSS and partners for the Cadre Harmonisé",
    licence="CC0 (IPC), CC BY (Cadre Harmonisé and HDX HAPI)",
    page="https://data.humdata.org/dataset/global-acute-food-insecurity-country-data",
    owner="Food security",
    expected_days=120,
    files=("ipc_global_area_long.csv", "ipc_global_area_wide.csv", "hdx_hapi_food_security*.csv")
    + ("cadre_harmonise*.xlsx", "ipc_???.geojson"),
)

TABLES = {"ipc_long": SOURCE.files[0], "ipc_wide": SOURCE.files[1], "hapi": SOURCE.files[2]}
DATA_SETS = {
    "global-acute-food-insecurity-country-data": SOURCE.files[:2],
    "hdx-hapi-food-security": SOURCE.files[2:3],
    "cadre-harmonise": SOURCE.files[3:4],
}
ANALYSIS_MONTH = "%b %Y"


def read(files: Files) -> Iterator[Extract]:
    """Tables ipc_long and hapi (one row per area, period and phase), ipc_wide (one row per area and analysis),
    cadre_harmonise (one row per area, exercise and period) and ipc_areas (properties of the analysis areas of a
    country's GeoJSON; outlines are left out). People; an empty cell is not classified or not published.

    Phases "all" and "3+" are sums of the others. "Date of analysis" becomes the first day of its month.
    """
    for table, pattern in TABLES.items():
        for path in files.matching(pattern):
            frame = read_csv(path)
            if "Date of analysis" in frame:
                frame["Date of analysis"] = dates(frame["Date of analysis"], (ANALYSIS_MONTH,))
            yield Extract(table, path, frame)
    for path in files.matching("cadre_harmonise*.xlsx"):
        yield Extract("cadre_harmonise", path, _cadre_harmonise(path))
    for path in files.matching("ipc_???.geojson"):
        country = path.stem.rpartition("_")[2].upper()
        yield Extract("ipc_areas", path, _areas(path).assign(country=country), part=country)


def fetch(folder: Path, base_url: str = HDX) -> list[Path]:
    """The IPC areas of all countries, the HAPI rows and the workbook of the Cadre Harmonisé, from HDX."""
    return [
        path
        for data_set, patterns in DATA_SETS.items()
        for path in download_hdx_resources(data_set, patterns, folder, base_url)
    ]


def _cadre_harmonise(path: Path) -> pd.DataFrame:
    guard_workbook(path)
    sheets = CalamineWorkbook.from_path(str(path)).sheet_names
    if len(sheets) != 1:
        raise RefusedFile(f"{path.name} has {len(sheets)} sheets; expected one.")
    frame = read_sheet(path, sheets[0])
    for name in ("population", "phase1", "phase2", "phase3", "phase4", "phase5", "phase35"):
        frame[name] = numbers(frame[name])
    return frame


def _areas(path: Path) -> pd.DataFrame:
    """Properties of each feature; source_row counts features from 1. RefusedFile when it is not GeoJSON."""
    guard_text_file(path, "utf-8-sig")
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        rows = [feature["properties"] for feature in content["features"]]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise RefusedFile(f"{path.name} is not a GeoJSON feature collection.") from error
    frame = pd.DataFrame(rows, dtype=object)
    frame = frame.map(lambda cell: str(cell).lower() if isinstance(cell, bool) else None if cell == "" else cell)
    frame.insert(0, "source_row", range(1, len(frame) + 1))
    return frame
