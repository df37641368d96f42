"""Humanitarian needs of the Humanitarian Programme Cycle: people in need, targeted, affected and reached.

Three forms of partly the same figures are kept in three raw tables: hno (one file per country, by age, sex and
group), hpc (all countries of a year) and hapi (one figure per row). For a country and year, the hno file feeds
the warehouse where there is one, otherwise the hpc file; hapi repeats hpc and feeds nothing.

Country files have no stable address on HDX, so that fetch() brings the yearly files of all countries only.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from data.hdx import HDX, download_hdx_resources, without_hxl_tags
from data.source import Extract, Files, RefusedFile, Source
from data.tables import read_csv

YEAR = "Year (file name)"
COUNTRY = "Country ISO3 (file name)"

SOURCE = Source(
    name="needs_hno_hpc",
    title="Humanitarian needs overviews: people in need, targeted and reached by area, sector, sex and age",
    publisher="OCHA Humanitarian Programme Cycle (HPC Tools)",
    licence="CC BY-IGO",
    page="https://data.humdata.org/dataset/global-hpc-hno",
    owner="Needs analysis",
    expected_days=365,
    files=("hno_[0-9]*_*.csv", "hpc_hno_[0-9]*.csv", "hdx_hapi_humanitarian_needs_*[0-9].csv"),
)


def fetch(folder: Path, base_url: str = HDX) -> list[Path]:
    """The yearly files of all countries (hpc_hno_<year>.csv) as HDX offers them today, written to folder."""
    return download_hdx_resources("global-hpc-hno", ["hpc_hno_*.csv"], folder, base_url)


def read(files: Files) -> Iterator[Extract]:
    """One extract per file: rows per place, sector and group of people; for hapi per single figure.
    Numbers of people as published, some of them with decimals; empty cells missing."""
    for path in files.matching("hno_*.csv"):
        year, country = _year(path), path.stem.rsplit("_", 1)[-1].upper()
        frame = without_hxl_tags(read_csv(path)).assign(**{COUNTRY: country, YEAR: year})
        yield Extract("hno", path, frame, part=f"{country} {year}")
    for path in files.matching("hpc_hno_*.csv"):
        year = _year(path)
        yield Extract("hpc", path, without_hxl_tags(read_csv(path)).assign(**{YEAR: year}), part=year)
    for path in files.matching("hdx_hapi_humanitarian_needs_*.csv"):
        yield Extract("hapi", path, without_hxl_tags(read_csv(path)), part=_year(path))


def _year(path: Path) -> str:
    found = re.search(r"_(20\d\d)(_|$)", path.stem)
    if found is None:
        raise RefusedFile(f"{path.name} does not say its year (hno_<year>_<iso3>.csv, hpc_hno_<year>.csv).")
    return found.group(1)
