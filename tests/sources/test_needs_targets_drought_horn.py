"""The drought sheets as published: three header rows, merged cells, tags that repeat, blanks inside numbers."""

from pathlib import Path

import pandas as pd
import pytest

from data.contracts.needs_targets_drought_horn import CONTRACTS
from data.source import Files, RefusedFile, files_of
from data.sources.needs_targets_drought_horn import SOURCE, fetch, read
from data.validate import validate
from tests.sources.hdx_server import hdx_server

SAMPLE = Path(__file__).parents[1] / "samples" / "needs_targets_drought_horn"
SUFFIX = "_drought_affected_targeted_reached_by_cluster.csv"


@pytest.fixture(scope="module")
def checked():
    return {extract.part: validate(extract, CONTRACTS["targets"]) for extract in read(files_of(SOURCE, SAMPLE))}


def figures(checked, country, cluster):
    rows = checked[country].valid
    return rows[rows["Cluster"] == cluster].set_index("source_row")


def test_one_row_per_place_and_cluster(checked):
    assert {country: len(found.valid) for country, found in checked.items()} == {
        "Ethiopia": 15,
        "Kenya": 9,
        "Somalia": 6,
    }


def test_blanks_inside_numbers_go_and_the_published_cell_stays(checked):
    health = figures(checked, "Ethiopia", "HEALTH")
    assert health["Affected"].dropna().to_dict() == {4: 4000, 5: 1012500, 7: 100}
    assert health.loc[[4, 5, 7], "Affected (as published)"].tolist() == ["4 000", "1 012 500", "100"]
    assert health.loc[5, "Target"] == 6250


def test_clusters_with_the_same_tag_are_told_apart_by_position(checked):
    assert figures(checked, "Ethiopia", "ESNFI")["Affected"].dropna().to_dict() == {5: 900, 6: 30}
    assert figures(checked, "Ethiopia", "AGRICULTURE")["Affected"].dropna().to_dict() == {4: 700, 5: 1400}
    tags = checked["Ethiopia"].valid.groupby("Cluster")["Affected (tag)"].first().to_dict()
    assert tags["ESNFI"] == tags["AGRICULTURE"] == "#inneed"
    assert tags["OVERALL FIGURES"] == "#affected+total"


def test_a_dash_and_an_empty_cell_are_missing(checked):
    shelter = figures(checked, "Ethiopia", "ESNFI")
    assert pd.isna(shelter.loc[4, "Affected"]) and shelter.loc[4, "Affected (as published)"] == "-"
    assert pd.isna(shelter.loc[7, "Affected"]) and shelter.loc[7, "Affected (as published)"] is None


def test_reached_stays_missing(checked):
    for found in checked.values():
        assert found.valid["Reached"].isna().all()


def test_a_target_above_affected_is_counted_and_kept(checked):
    overall = figures(checked, "Ethiopia", "OVERALL FIGURES")
    assert overall.loc[4, ["Affected", "Target"]].tolist() == [8000, 9600]
    assert checked["Ethiopia"].quality["consistency"] == [32, 31]


def test_a_word_for_a_number_is_refused_with_its_reason(checked):
    refused = checked["Ethiopia"].quarantine
    assert refused["source_row"].tolist() == [7]
    assert refused["reasons"].tolist() == ["Target is not a number: 'to be confirmed'"]
    assert "Dune Gate" in refused["row"].iloc[0]


def test_places_of_each_level_are_found_by_their_tags(checked):
    places = {country: found.valid.iloc[0] for country, found in checked.items()}
    assert places["Ethiopia"][["#adm3+code", "#adm2+code", "#adm1+code"]].tolist() == ["ET990101", "ET9901", "ET99"]
    assert places["Somalia"][["#adm3+code", "#adm2+code", "#adm1+name"]].tolist() == [None, "SO9101", "Coast"]
    assert places["Kenya"][["#adm2+code", "#adm1+code", "#priority"]].tolist() == [None, "KE901", "1"]
    assert [place["country_code"] for place in places.values()] == ["ETH", "KEN", "SOM"]


def test_a_header_exported_as_unnamed_hides_no_cluster(checked):
    assert list(dict.fromkeys(checked["Kenya"].valid["Cluster"])) == [
        "OVERALL Affected",
        "FOOD SECURITY AND LIVELIHOODS",
        "CHILD PROTECTION",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("FOOD SECURITY AND LIVELIHOODS", "Unnamed: 6", "without the name of a cluster"),
        ("#adm1", "#region", "lacks its three header rows"),
    ],
)
def test_a_sheet_whose_headers_do_not_tell_is_refused(tmp_path, old, new, sentence):
    path = tmp_path / f"kenya{SUFFIX}"
    path.write_text((SAMPLE / f"kenya{SUFFIX}").read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(RefusedFile, match=sentence):
        list(read(Files(tmp_path, (path,))))


def test_fetch_writes_the_three_files(tmp_path):
    sets = {
        f"{country}-pin-targeted-reached-by-location-and-cluster": [
            {"name": f"{country}-drought-affected-targeted-reached-by-cluster", "url": f"/sheets/{country}?output=csv"}
        ]
        for country in ("ethiopia", "kenya", "somalia")
    }
    files = {f"/sheets/{country}": f"rows of {country}" for country in ("ethiopia", "kenya", "somalia")}
    with hdx_server(sets, files) as base_url:
        written = fetch(tmp_path, base_url)
    assert [path.name for path in written] == [f"{country}{SUFFIX}" for country in ("ethiopia", "kenya", "somalia")]
    assert written[1].read_text(encoding="utf-8") == "rows of kenya"


def test_fetch_refuses_two_files_where_one_is_expected(tmp_path):
    name = "drought-affected-targeted-reached-by-cluster"
    resources = [{"name": f"{name}-1", "url": "/one"}, {"name": f"{name}-2", "url": "/two"}]
    sets = {"ethiopia-pin-targeted-reached-by-location-and-cluster": resources}
    with hdx_server(sets, {}) as base_url, pytest.raises(RefusedFile, match="has 2 files"):
        fetch(tmp_path, base_url)
