"""OCHA Financial Tracking Service: requirements and funding of plans by country, year and cluster, single flows,
the COVID-19 share of plans, and the list of plans.

A regional plan stands once per country with that country's share, so its rows add up to the plan. The plan list
names whole plans: its requirements are never added to the shares.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data.hdx import HDX, download_hdx_resources, without_hxl_tags
from data.source import Extract, Files, Source
from data.tables import read_csv

TABLES = {
    "requirements": "fts_requirements_funding_global.csv",
    "clusters": "fts_requirements_funding_globalcluster_global.csv",
    "incoming": "fts_incoming_funding_global.csv",
    "covid": "fts_requirements_funding_covid_global.csv",
    "plans": "humanitarian-response-plans.csv",
}

SOURCE = Source(
    name="funding_fts",
    title="Financial Tracking Service: requirements and funding by plan, country, year and cluster; incoming flows",
    publisher="OCHA Financial Tracking Service (FTS)",
    licence="CC BY-IGO",
    page="https://data.humdata.org/dataset/global-requirements-and-funding-data",
    owner="Funding analysis",
    expected_days=7,
    files=tuple(TABLES.values()),
)


def fetch(folder: Path, base_url: str = HDX) -> list[Path]:
    """The five files as HDX offers them today, written to folder."""
    plan_list = TABLES["plans"]
    funding = [name for name in TABLES.values() if name != plan_list]
    found = download_hdx_resources("global-requirements-and-funding-data", funding, folder, base_url)
    return found + download_hdx_resources("humanitarian-response-plans", [plan_list], folder, base_url)


def read(files: Files) -> Iterator[Extract]:
    """One extract per file that is there: rows per plan, country and year (requirements, covid), the same per
    cluster (clusters), per flow (incoming), per plan (plans). Amounts in US$, empty cells missing."""
    for table, name in TABLES.items():
        for path in files.matching(name):
            frame = without_hxl_tags(read_csv(path))
            yield Extract(table, path, _with_single_place(frame) if table == "incoming" else frame)


def _with_single_place(flows: pd.DataFrame) -> pd.DataFrame:
    """Adds the destination of flows to one place; a flow to several places belongs to no single country."""
    if "destLocations" not in flows.columns:
        return flows
    single = flows["destLocations"].map(lambda cell: cell if isinstance(cell, str) and "," not in cell else None)
    return flows.assign(**{"destLocations (single)": single})
