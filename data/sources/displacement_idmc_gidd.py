"""Global Internal Displacement Database: disaster events, and conflict by country and year.

IDMC opens its API only to holders of a client id, so the files are brought by hand.
"""

from collections.abc import Iterator

from data.source import Extract, Files, Source
from data.tables import read_csv

SOURCE = Source(
    name="displacement_idmc_gidd",
    title="Global Internal Displacement Database (GIDD)",
    publisher="Internal Displacement Monitoring Centre (IDMC)",
    licence="CC BY-IGO",
    page="https://www.internal-displacement.org/database/displacement-data",
    owner="Risk analysis",
    expected_days=365,
    files=("disaster_displacement_events.csv", "conflict_displacement_country_year.csv"),
)


def read(files: Files) -> Iterator[Extract]:
    """Tables disasters (one row per event) and conflict (one row per country and year).

    new_displacement counts movements, total_displacement people displaced at the end of the year; an empty cell
    is not reported, never zero. AB9 is IDMC's code of the Abyei area.
    """
    for table, name in zip(("disasters", "conflict"), SOURCE.files, strict=True):
        for path in files.matching(name):
            yield Extract(table, path, read_csv(path))
