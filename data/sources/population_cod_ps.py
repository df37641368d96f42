"""Population (COD-PS, common operational data sets): countries by sex and age, Nigeria by local government area."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data.hdx import HDX, download_hdx_resources, without_hxl_tags
from data.source import Extract, Files, RefusedFile, Source
from data.tables import read_csv

SOURCE = Source(
    name="population_cod_ps",
    title="Population statistics (COD-PS)",
    publisher="UNFPA, OCHA and national statistics offices",
    licence="CC BY-IGO; some countries CC BY",
    page="https://data.humdata.org/dataset/cod-ps-global",
    owner="Data",
    expected_days=365,
    files=("cod_population_admin0.csv", "*_admpop_adm2_*.csv"),
)

AREA_COLUMNS = ["ADM0_NAME", "ADM0_PCODE", "ADM1_NAME", "ADM1_PCODE", "ADM2_NAME", "ADM2_PCODE"]


def read(files: Files) -> Iterator[Extract]:
    """admin0: one row per country, sex and age range, in people; an empty Age_max is an open range such as 80+.

    admin2: one row per second-level area, sex and age range: the columns of the wide file, each named like a
    Population_group, become rows, and Reference_year is the year in the file's name. A file that is not there is
    left out.
    """
    for path in files.matching("cod_population_admin0.csv"):
        yield Extract("admin0", path, without_hxl_tags(read_csv(path)))
    for path in files.matching("*_admpop_adm2_*.csv"):
        yield Extract("admin2", path, _long(path), part=path.name[:3].upper())


def fetch(folder: Path, base_url: str = HDX) -> list[Path]:
    """The table of countries and the table of Nigeria's local government areas."""
    return [
        *download_hdx_resources("cod-ps-global", ("cod_population_admin0.csv",), folder, base_url),
        *download_hdx_resources("cod-ps-nga", ("nga_admpop_adm2_*.csv",), folder, base_url),
    ]


def _long(path: Path) -> pd.DataFrame:
    year = re.search(r"_(\d{4})\.csv$", path.name)
    if not year:
        raise RefusedFile(f"{path.name} has no year at the end of its name.")
    frame = without_hxl_tags(read_csv(path))
    groups = [name for name in frame.columns if re.fullmatch(r"[FMT]_\w+", name)]
    unnamed = [name for name in frame.columns if name.startswith("column_") and frame[name].isna().all()]
    unknown = set(frame.columns) - set(AREA_COLUMNS) - set(groups) - set(unnamed) - {"source_row"}
    if unknown or not groups or not set(AREA_COLUMNS) <= set(frame.columns):
        raise RefusedFile(f"{path.name} is not a table of second-level areas with a column per population group.")
    long = frame.melt(["source_row", *AREA_COLUMNS], groups, var_name="Population_group", value_name="Population")
    return long.assign(Reference_year=year.group(1)).sort_values("source_row", kind="stable", ignore_index=True)
