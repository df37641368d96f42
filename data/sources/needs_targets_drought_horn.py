"""Drought in the Horn of Africa 2022: people affected, targeted and reached by place and cluster.

The files have three header rows: the cluster over the first column of each triple, the measure, the HXL tag.
Tags repeat and a merged cell names only the first column of its triple, so that a measure is found by its
position under the cluster; places are found by their tags, which do not repeat.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data.fetch import download
from data.hdx import HDX, hdx_addresses
from data.parse import numbers
from data.source import Extract, Files, RefusedFile, Source
from data.tables import read_csv

SUFFIX = "_drought_affected_targeted_reached_by_cluster.csv"
COUNTRIES = ("ethiopia", "kenya", "somalia")
PLACES = ("#adm1+code", "#adm1+name", "#adm2+code", "#adm2+name", "#adm3+code", "#adm3+name", "#priority")
MEASURES = ("Affected", "Target", "Reached")
NO_FIGURE = ("-",)

SOURCE = Source(
    name="needs_targets_drought_horn",
    title="Horn of Africa drought 2022: people affected, targeted and reached by place and cluster",
    publisher="OCHA with the clusters in Ethiopia, Kenya and Somalia",
    licence="CC BY",
    page="https://data.humdata.org/dataset/ethiopia-pin-targeted-reached-by-location-and-cluster",
    owner="Needs analysis",
    expected_days=None,
    files=(f"*{SUFFIX}",),
)


def fetch(folder: Path, base_url: str = HDX) -> list[Path]:
    """The file of each of the three countries as HDX offers it today, written to folder."""
    found = []
    for country in COUNTRIES:
        data_set = f"{country}-pin-targeted-reached-by-location-and-cluster"
        addresses = hdx_addresses(data_set, ["*drought*affected*targeted*reached*cluster*"], base_url)
        if len(addresses) != 1:
            raise RefusedFile(f"The HDX data set {data_set} has {len(addresses)} files of the kind expected, not one.")
        found.append(download(next(iter(addresses.values())), folder / f"{country}{SUFFIX}"))
    return found


def read(files: Files) -> Iterator[Extract]:
    """One extract per country; one row per place and cluster ("OVERALL ..." for all clusters together).

    Numbers of people; "-" and empty cells are missing. "<measure> (as published)" keeps the cell as it stood,
    "Affected (tag)" says whether the publisher counts people affected or people in need.
    """
    for path in files.matching(f"*{SUFFIX}"):
        country = path.name.removesuffix(SUFFIX).replace("_", " ").title()
        yield Extract("targets", path, _by_cluster(path).assign(Country=country), part=country)


def _by_cluster(path: Path) -> pd.DataFrame:
    sheet = read_csv(path, header_row=1)
    if len(sheet) < 2 or not any(str(tag).startswith("#adm1") for tag in sheet.iloc[1]):
        raise RefusedFile(f"{path.name} lacks its three header rows: cluster, measure, HXL tag.")
    labels, tags, rows = sheet.iloc[0], sheet.iloc[1], sheet.iloc[2:]
    places = rows[["source_row"]].copy()
    for place in PLACES:
        columns = [name for name in sheet.columns if tags[name] == place]
        places[place] = rows[columns[0]] if columns else None
    parts = [places.assign(**_measures(rows, tags, triple)) for triple in _triples(path, labels)]
    return pd.concat(parts).sort_values("source_row", kind="stable", ignore_index=True)


def _triples(path: Path, labels: pd.Series) -> list[list[str]]:
    """Columns of each cluster, in threes: people, target, reached. The first one bears the cluster's name."""
    names = list(labels.index)
    starts = [n for n in range(len(names) - 2) if [labels.iloc[n + 1], labels.iloc[n + 2]] == ["Target", "Reached"]]
    nameless = [n for n in starts if re.fullmatch(r"column_\d+|Unnamed: \d+", names[n])]
    if not starts or nameless:
        raise RefusedFile(f"{path.name} has columns Target and Reached without the name of a cluster above them.")
    return [names[n : n + 3] for n in starts]


def _measures(rows: pd.DataFrame, tags: pd.Series, triple: list[str]) -> dict:
    found = {"Cluster": triple[0], "Affected (tag)": tags[triple[0]]}
    for measure, column in zip(MEASURES, triple, strict=True):
        found[measure] = numbers(rows[column], missing=NO_FIGURE)
        found[f"{measure} (as published)"] = rows[column]
    return found
