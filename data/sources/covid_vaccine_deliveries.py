"""COVID-19 vaccine doses delivered to countries with a humanitarian response plan, with COVAX allocations.

The publisher kept these tables in a shared sheet whose public address is not known to last, so nothing is fetched.
Allocations are no deliveries under way: nothing says which of them have since been delivered. They stay raw.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data.parse import dates, numbers
from data.source import Extract, Files, RefusedFile, Source
from data.tables import read_csv

SOURCE = Source(
    name="covid_vaccine_deliveries",
    title="COVID-19 vaccine deliveries and COVAX allocations, countries with a humanitarian response plan",
    publisher="OCHA Centre for Humanitarian Data, from COVAX, UNICEF, UN DESA and press reports",
    licence="CC BY-IGO (deliveries and summary), CC BY (allocations)",
    page="https://data.humdata.org/dataset/covid-19-vaccine-doses-in-hrp-countries",
    owner="Supply",
    expected_days=None,
    files=("vaccine_deliveries.csv", "covax_summary.csv", "covax_allocations_round_6.csv"),
)

HXL_ROW = 2
MONTH_AND_YEAR = r"[A-Za-z]+ \d{4}"
SUMMARY_TEXT = ("Country", "ISO3", "SFP/AMC")
SHARE = "Population Covered (Two Dose)"


def read(files: Files) -> Iterator[Extract]:
    """Three tables: deliveries (one row per reported delivery, in doses), summary and allocations (one row per
    country). A delivery's month is missing where the publisher gives no year, even when the month itself is told."""
    yield _deliveries(files.one("vaccine_deliveries.csv"))
    yield _summary(files.one("covax_summary.csv"))
    yield _allocations(files.one("covax_allocations_round_6.csv"))


def _deliveries(path: Path) -> Extract:
    frame = read_csv(path, skip_rows=(HXL_ROW,))
    frame["Doses"] = numbers(frame["Doses"])
    told = frame["Date"].where(frame["Date"].str.strip().str.fullmatch(MONTH_AND_YEAR).fillna(False).astype(bool))
    months = dates(told, ("%B %Y", "%b %Y"))
    # A misspelt month must not cost the row its doses: it stays as text, without a month.
    frame["Date (month)"] = months.where(months.str.fullmatch(r"\d{4}-\d\d-\d\d").fillna(False).astype(bool))
    return Extract("deliveries", path, frame)


def _summary(path: Path) -> Extract:
    frame = read_csv(path, skip_rows=(HXL_ROW,))
    for name in frame.columns.difference(["source_row", *SUMMARY_TEXT, SHARE]):
        if not name.startswith("("):
            frame[name] = numbers(frame[name])
    frame[f"{SHARE} (number)"] = frame[SHARE].str.strip().str.removesuffix("%")
    return Extract("summary", path, frame)


def _allocations(path: Path) -> Extract:
    """The header stands in two lines: the round above, the vaccine below; both together name a column."""
    frame = read_csv(path)
    below = frame[frame["source_row"] == 2]
    if below.empty:
        raise RefusedFile(f"{path.name} lacks the second line of its header.")
    names = {name: _two_line_name(name, below[name].iloc[0]) for name in frame.columns if name != "source_row"}
    frame = frame[frame["source_row"] > 2].rename(columns=names).reset_index(drop=True)
    for name in frame.columns.difference(["source_row", "HRP Country", "ISO3"]):
        frame[name] = numbers(frame[name])
    return Extract("allocations", path, frame)


def _two_line_name(above: str, below) -> str:
    if not isinstance(below, str) or pd.isna(below):
        return above
    group = "" if above.startswith("column_") else re.sub(r"_\d+$", "", above)
    return f"{group} {below.strip()}".strip()
