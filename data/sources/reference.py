"""The table of countries and areas that the house keeps itself, in data/seeds. There is nothing to fetch."""

from collections.abc import Iterator

from data.source import Extract, Files, Source
from data.tables import read_csv

SOURCE = Source(
    name="reference",
    title="Countries and areas",
    publisher="UN M49 and the OCHA Countries & Territories Taxonomy, compiled for this project",
    licence="Facts; PDDL (country-codes) and CC BY-IGO (OCHA taxonomy)",
    page="https://unstats.un.org/unsd/methodology/m49/",
    owner="Data",
    expected_days=None,
    files=("countries.csv",),
)


def read(files: Files) -> Iterator[Extract]:
    """One row per country, area or x-code; an empty code, region or coordinate means that there is none."""
    path = files.one("countries.csv")
    yield Extract("countries", path, read_csv(path))
