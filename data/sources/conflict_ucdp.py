"""UCDP organised violence: deaths by country and year, and single events of one country.

UCDP's API gives events and dyads but not the table by country and year, so the files are brought by hand.
"""

from collections.abc import Iterator

from data.source import Extract, Files, Source
from data.tables import read_csv

SOURCE = Source(
    name="conflict_ucdp",
    title="UCDP organised violence by country and year; georeferenced events",
    publisher="Uppsala Conflict Data Program (UCDP), Uppsala University",
    licence="CC BY 4.0",
    page="https://ucdp.uu.se/downloads/",
    owner="Risk analysis",
    expected_days=365,
    files=("organizedviolencecy_*.csv", "ged*_events_*.csv"),
)

HXL_ROW = 2


def read(files: Files) -> Iterator[Extract]:
    """Tables country_years (one row per state and year of its existence; deaths, 0 is no death recorded) and
    events (one row per event of a GED file, whose second row holds HXL tags).

    States have UCDP names ("Russia (Soviet Union)"), which the alias table resolves; deaths in Palestine are
    counted under Israel by the publisher. Ids and names of dyads are lists in one cell and stay so.
    """
    path = files.one("organizedviolencecy_*.csv")
    yield Extract("country_years", path, read_csv(path))
    for path in files.matching("ged*_events_*.csv"):
        frame = read_csv(path, skip_rows=(HXL_ROW,))
        yield Extract("events", path, frame, part=path.stem.rpartition("_")[2])
