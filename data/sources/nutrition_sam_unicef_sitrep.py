"""Children admitted for treatment of severe acute malnutrition, from UNICEF situation reports of 2020.

The file comes by hand: the dataflow has been closed since, and its address is not certain.
"""

from collections.abc import Iterator

from data.parse import numbers
from data.source import Extract, Files, RefusedFile, Source
from data.tables import read_csv

SOURCE = Source(
    name="nutrition_sam_unicef_sitrep",
    title="UNICEF situation reports: children admitted for treatment of severe acute malnutrition",
    publisher="UNICEF",
    licence="CC BY",
    page="https://data.humdata.org/dataset/number-of-admissions-for-treatment-of-severe-acute-malnutrition-sam",
    owner="Nutrition section",
    expected_days=None,
    files=("df_sitrep_covid19_sam.csv",),
)
HXL_ROW = 2


def read(files: Files) -> Iterator[Extract]:
    """One row per country, indicator and report. Row 2 holds HXL tags, not data. RefusedFile when it does not:
    a file without it would lose its first report."""
    path = files.one("df_sitrep_covid19_sam.csv")
    frame = read_csv(path)
    tags = frame[frame["source_row"] == HXL_ROW]
    if not tags["REF_AREA"].fillna("").str.startswith("#").all() or tags.empty:
        raise RefusedFile(f"{path.name}: row {HXL_ROW} does not hold HXL tags.")
    frame = frame.drop(index=tags.index)
    for name in ("OBS_VALUE", "TARGET"):
        frame[name] = numbers(frame[name])
    yield Extract("admissions", path, frame)
