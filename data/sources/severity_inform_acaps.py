"""INFORM Severity Index: severity of current humanitarian crises by country and by crisis, monthly.

Only the sheets with results are read; the sheets of single indicators, reliability and the log are not.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pandas as pd
from python_calamine import CalamineWorkbook

from data.hdx import HDX, download_hdx_resources, hdx_resources
from data.parse import dates, numbers
from data.source import Extract, Files, RefusedFile, Source
from data.tables import read_sheet

SOURCE = Source(
    name="severity_inform_acaps",
    title="INFORM Severity Index",
    publisher="ACAPS for INFORM",
    licence="CC BY",
    page="https://data.humdata.org/dataset/inform-global-crisis-severity-index",
    owner="Risk analysis",
    expected_days=30,
    files=("*everity*.xlsx", "*EVERITY*.xlsx"),
)

DATA_SET = "inform-global-crisis-severity-index"

SHEETS = {"countries": "INFORM Severity - country", "crises": "INFORM Severity - all crises"}
HEADER_ROW, WEIGHTS_ROW, SCALE_ROW = 2, 3, 4
INDEX, CATEGORY, CATEGORY_WORD = "INFORM Severity Index", "INFORM Severity category", "INFORM Severity category (word)"
SCORES = (
    INDEX,
    CATEGORY,
    "Impact of the crisis",
    "Geographical",
    "Human",
    "Conditions of people affected",
    "People in need",
    "Concentration of conditions",
    "Complexity of the crisis",
    "Society and safety",
    "Operating environment",
)


def read(files: Files) -> Iterator[Extract]:
    """Tables countries and crises (one row per row of the two result sheets; "x" in a score is missing) of each
    release, and trends (one row per crisis and month since 2019; "-" is missing: not followed in that month) of
    the newest release.

    Release (first day of the month) and Scale come from the rows above the table. DRIVERS stays the list that it
    is. RefusedFile when a sheet does not name its release.
    """
    releases = {}
    for path in files.paths:
        for table, sheet in SHEETS.items():
            frame = _results(path, sheet)
            release = frame["Release"].iloc[0] if len(frame) else ""
            releases[release] = path
            yield Extract(table, path, frame, part=release[:7])
    newest = releases[max(releases)]
    yield Extract("trends", newest, _trends(newest))


def fetch(folder: Path, base_url: str = HDX) -> list[Path]:
    """The workbook of the newest release on HDX; RefusedFile when the data set lists none."""
    found = []
    for resource in hdx_resources(DATA_SET, base_url):
        address = resource.get("download_url") or resource.get("url") or ""
        name = PurePosixPath(unquote(urlsplit(address).path)).name
        if fnmatchcase(name.casefold(), "*severity*.xlsx"):
            found.append((resource.get("last_modified") or "", name))
    if not found:
        raise RefusedFile(f"The HDX data set {DATA_SET} lists no workbook.")
    return download_hdx_resources(DATA_SET, [max(found)[1]], folder, base_url)


def _results(path: Path, sheet: str) -> pd.DataFrame:
    frame = read_sheet(path, sheet, header_row=HEADER_ROW, skip_rows=(WEIGHTS_ROW, SCALE_ROW))
    above = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)[:SCALE_ROW]
    repeated = [name for name in frame.columns if name.startswith(f"{CATEGORY}_")]
    frame = frame.rename(columns=dict.fromkeys(repeated, CATEGORY_WORD))
    for name in SCORES:
        frame[name] = numbers(frame[name], missing=("x",))
    frame["Scale"] = above[SCALE_ROW - 1][list(frame.columns).index(INDEX) - 1]
    return frame.assign(Release=_release(path, above[0]))


def _release(path: Path, title_row: list) -> str:
    """The release that the title row names, as the first day of its month."""
    title = " ".join(str(cell) for cell in title_row)
    month = dates(pd.Series([title.partition("Release:")[2]], dtype=object), ("%B %Y",))[0]
    if not month or not month[:4].isdigit():
        raise RefusedFile(f"{path.name} does not say of which month it is the release.")
    return month


def _trends(path: Path) -> pd.DataFrame:
    wide = read_sheet(path, "Trends", header_row=2)
    known = ["source_row", "Country", "Crisis", "Crisis ID", "Trend"]
    long = wide.melt(id_vars=known, var_name="Month", value_name=INDEX)
    long[INDEX] = numbers(long[INDEX], missing=("-", "x"))
    return long
