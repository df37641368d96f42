"""IATI 2.03 activities on COVID-19 of many publishers, as d-portal collects them.

Elements about people (contact-info) and free descriptions are never read. source_row is the number of the element
among those of its kind in the file, from 1.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data import iati_rows
from data.countries import codes_of_alpha2
from data.fetch import download
from data.parse import numbers
from data.source import Extract, Files, Source
from data.xml_elements import xml_elements

SOURCE = Source(
    name="iati_covid_activities",
    title="IATI activities on COVID-19",
    publisher="Reporting organisations, through the IATI Registry and d-portal",
    licence="Set by each publisher; open licences",
    page="https://d-portal.org",
    owner="Partnerships section",
    expected_days=None,
    files=("iati_covid_activities.xml",),
)
READERS = {
    "activities": lambda activity: [iati_rows.activity_row(activity)],
    "recipient_countries": iati_rows.recipient_country_rows,
    "budgets": iati_rows.budget_rows,
    "transactions": iati_rows.transaction_rows,
    "indicators": iati_rows.indicator_rows,
    "periods": iati_rows.period_rows,
}
ALPHA2 = ("recipient country", "transaction/recipient country")
COVID_SCOPE = "EP-2020-000012-001"


def read(files: Files) -> Iterator[Extract]:
    """Six tables. Where the children of an activity report money of the same kind in the same file (budgets, or
    transactions of the same type), its own carries `reported by children` = 1: parents often repeat what their
    children report, so staging counts the children. A budget that a revision of the same period replaces carries
    `revised` = 1.
    """
    path = files.one("iati_covid_activities.xml")
    tables: dict[str, list[dict]] = {name: [] for name in READERS}
    links: set[tuple[str, str]] = set()
    for activity in xml_elements(path, "iati-activities", "iati-activity"):
        for name, rows in tables.items():
            rows.extend(READERS[name](activity))
        links.update(iati_rows.parents_and_children(activity))
    mark_reported_by_children(tables["budgets"], links, "budget")
    mark_reported_by_children(tables["transactions"], links, "transaction-type/@code")
    mark_revised(tables["budgets"])
    for name, rows in tables.items():
        if rows:
            yield Extract(name, path, _frame(rows))


def fetch(folder: Path, base_url: str = "https://d-portal.org") -> list[Path]:
    """All activities that carry the humanitarian scope of the COVID-19 pandemic."""
    query = {"from": "act", "limit": "-1", "distincton": "aid", "/humanitarian-scope@code": COVID_SCOPE}
    return [download(f"{base_url}/q.xml", folder / "iati_covid_activities.xml", query)]


def mark_reported_by_children(rows: list[dict], links: set[tuple[str, str]], kind: str) -> None:
    """Adds `reported by children` (1 or 0) to each row: 1 when an activity below has a row of the same kind.
    An activity that is its own ancestor, by contradictory links, is taken to have no children."""
    ancestors = _ancestors(links)
    repeated = {
        (ancestor, row.get(kind))
        for row in rows
        for ancestor in ancestors.get(row["iati-identifier"], set())
        if ancestor not in ancestors.get(ancestor, set())
    }
    for row in rows:
        row["reported by children"] = int((row["iati-identifier"], row.get(kind)) in repeated)


def mark_revised(budgets: list[dict]) -> None:
    """Adds `revised` (1 or 0): 1 for an original budget (type 1) whose activity has a revised one (type 2) for the
    same period."""
    period = ("iati-identifier", "period-start/@iso-date", "period-end/@iso-date")
    revised = {tuple(row[name] for name in period) for row in budgets if row["budget/@type"] == "2"}
    for row in budgets:
        row["revised"] = int(row["budget/@type"] != "2" and tuple(row[name] for name in period) in revised)


def _ancestors(links: set[tuple[str, str]]) -> dict[str, set[str]]:
    parents: dict[str, set[str]] = {}
    for parent, child in links:
        parents.setdefault(child, set()).add(parent)
    found = {}
    for child in parents:
        above, ahead = set(), set(parents[child])
        while ahead:
            above |= ahead
            ahead = {parent for name in ahead for parent in parents.get(name, set())} - above
        found[child] = above
    return found


def _frame(rows: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, dtype=object)
    if "transaction/recipient-country/@code" in frame:
        codes = frame["transaction/recipient-country/@code"]
        frame["transaction/recipient country"] = codes.mask(codes.str.contains(";", na=False), None)
    for name in ALPHA2:
        if name in frame:
            frame[name] = codes_of_alpha2(frame[name])
    for name in ("value", "target/@value", "actual/@value", "baseline/@value"):
        if name in frame:
            frame[name] = numbers(frame[name])
    frame.insert(0, "source_row", range(1, len(frame) + 1))
    return frame
