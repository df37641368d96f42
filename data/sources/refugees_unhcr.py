"""UNHCR Refugee Data Finder: people by year, country of origin and country of asylum.

Countries are those of coo_iso and coa_iso: UNHCR's own codes coo and coa look like ISO codes and are not.
UNRWA's Palestine refugees and IDMC's internally displaced stand in tables of their own; they are not part of
the population table and must not be added to it twice.
"""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

from data.fetch import fetch_json
from data.parse import numbers
from data.source import Extract, Files, RefusedFile, Source
from data.tables import read_csv

SOURCE = Source(
    name="refugees_unhcr",
    title="UNHCR Refugee Population Statistics",
    publisher="UNHCR, Refugee Data Finder",
    licence="CC BY 4.0",
    page="https://www.unhcr.org/refugee-statistics/",
    owner="Risk analysis",
    expected_days=182,
    files=("population.csv.gz", "solutions.csv.gz", "unrwa.csv", "idmc.csv", "countries.csv"),
)

API = "https://api.unhcr.org/population/v1"
ENDPOINTS = {"population.csv.gz": "population", "solutions.csv.gz": "solutions"}
FIRST_YEAR, ROWS_PER_PAGE, MOST_PAGES = 1951, 10_000, 1_000
PEOPLE = {
    "population": (
        "refugees",
        "asylum_seekers",
        "returned_refugees",
        "idps",
        "returned_idps",
        "stateless",
        "ooc",
        "oip",
        "hst",
    ),
    "solutions": ("returned_refugees", "resettlement", "naturalisation", "returned_idps"),
    "unrwa": ("total",),
    "idmc": ("total",),
}
PLACES = ("year", "coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso")


def read(files: Files) -> Iterator[Extract]:
    """Tables population, solutions, unrwa and idmc (one row per year, origin and asylum; people) and countries
    (UNHCR's list). An empty cell, or the "-" of the API, is not reported. Counts of 1 to 4 are published as 5.
    """
    for name in SOURCE.files:
        for path in files.matching(name):
            table = name.partition(".")[0]
            frame = read_csv(path)
            for column in PEOPLE.get(table, ()):
                frame[column] = numbers(frame[column], missing=("-",))
            yield Extract(table, path, frame)


def fetch(folder: Path, base_url: str = API) -> list[Path]:
    """Population and solutions of all years, origins and countries of asylum, from the API of the Refugee Data
    Finder, in the columns of its download files; "-" stands for a figure that the API does not give."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(f"{base_url}/{endpoint}/", endpoint, folder / name) for name, endpoint in ENDPOINTS.items()]


def _write(address: str, endpoint: str, target: Path) -> Path:
    """Writes all rows of an endpoint to target, whole or not at all."""
    columns = [*PLACES, *PEOPLE[endpoint]]
    partial = target.with_name(f"{target.name}.part")
    try:
        with gzip.open(partial, "wt", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            for item in _items(address):
                writer.writerow([item.get(column, "-") for column in columns])
        return partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _items(address: str) -> Iterator[dict]:
    """Rows of all pages; RefusedFile when an answer has no rows or pages do not end."""
    for page in range(1, MOST_PAGES + 1):
        parameters = {
            "limit": ROWS_PER_PAGE,
            "page": page,
            "yearFrom": FIRST_YEAR,
            "coo_all": "true",
            "coa_all": "true",
        }
        answer = fetch_json(address, parameters)
        items = answer.get("items") if isinstance(answer, dict) else None
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise RefusedFile(f"{address} does not answer with a list of items.")
        yield from items
        if page >= int(answer.get("maxPages") or 0):
            return
    raise RefusedFile(f"{address} has more than {MOST_PAGES} pages.")
