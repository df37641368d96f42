"""The five FTS files: shares of regional plans, money outside any plan, flows that repeat, tag rows."""

from pathlib import Path

import pandas as pd
import pytest

from data.contracts.funding_fts import CONTRACTS
from data.source import files_of
from data.sources.funding_fts import SOURCE, TABLES, fetch, read
from data.validate import validate
from tests.sources.hdx_server import hdx_server

SAMPLE = Path(__file__).parents[1] / "samples" / "funding_fts"


@pytest.fixture(scope="module")
def checked():
    return {extract.table: validate(extract, CONTRACTS[extract.table]) for extract in read(files_of(SOURCE, SAMPLE))}


def rows(checked, table):
    return checked[table].valid.set_index("source_row")


def test_each_file_is_a_table(checked):
    assert set(checked) == set(TABLES) == set(CONTRACTS)


def test_funding_outside_any_plan_has_no_plan_and_no_requirements(checked):
    outside = rows(checked, "requirements").loc[[2, 4, 9]]
    assert outside[["id", "code", "startDate"]].isna().all().all()
    assert outside["requirements"].isna().all()
    assert outside["funding"].tolist() == [1500, 90000, -2500]
    assert outside["year"].tolist() == [2031, 2024, 2014]


def test_funding_that_is_not_reported_is_missing(checked):
    appeal = rows(checked, "requirements").loc[5]
    assert appeal["requirements"] == 200000
    assert pd.isna(appeal["funding"])


def test_a_regional_plan_stands_once_per_country_with_its_share(checked):
    regional = rows(checked, "requirements").query("code == 'RXBB24'")
    assert dict(zip(regional["country_code"], regional["requirements"], strict=True)) == {"KEN": 300000, "UGA": 500000}
    assert regional["percentFunded"].max() == 120


def test_a_plan_without_a_code_keeps_its_number(checked):
    plan = rows(checked, "requirements").loc[8]
    assert (plan["id"], plan["code"]) == ("9003", None)


def test_words_for_a_requirement_are_refused(checked):
    refused = checked["requirements"].quarantine
    assert refused["source_row"].tolist() == [10]
    assert refused["reasons"].tolist() == ["requirements is not a number: 'about 5 million'"]


def test_clusters_that_are_no_single_cluster_have_no_code(checked):
    shared = rows(checked, "clusters").loc[[4, 5]]
    assert shared["cluster"].tolist() == ["Not specified", "Multiple clusters/sectors (shared)"]
    assert shared["clusterCode"].isna().all() and shared["requirements"].isna().all()


def test_two_requirements_for_one_cluster_contradict_each_other(checked):
    refused = checked["clusters"].quarantine
    assert refused["source_row"].tolist() == [6, 7]
    assert refused["reasons"].str.contains("contradicts another row with the same key").all()


def test_flows_alike_are_two_flows(checked):
    assert checked["incoming"].repeated == 0
    flows = rows(checked, "incoming")
    assert flows["id"].tolist() == ["501", "502", "502", "503"]
    assert flows["amountUSD"].sum() == 1250000 + 90000 + 90000 - 5000


def test_a_flow_to_several_countries_belongs_to_none(checked):
    flows = rows(checked, "incoming")
    assert flows["country_code"].dropna().to_dict() == {2: "AFG", 5: "UGA"}
    assert flows.loc[3, "destLocations"] == "KEN,UGA"


def test_an_unknown_status_is_refused(checked):
    assert checked["incoming"].quarantine["columns"].tolist() == ["status"]
    assert "hoped for" in checked["incoming"].quarantine["reasons"].iloc[0]


def test_a_country_that_is_unknown_is_refused(checked):
    assert checked["covid"].quarantine["reasons"].tolist() == [
        "countryCode is not a known country or area: 'Utopia'",
    ]
    assert rows(checked, "covid")["covidFunding"].tolist() == [60000, 15000]


def test_the_tag_row_of_the_plan_list_is_no_plan(checked):
    plans = rows(checked, "plans")
    assert plans.index.tolist() == [3, 4, 5]
    assert plans.loc[5, "code"] is None and plans.loc[5, "years"] == "2014 | 2015"
    assert plans["revisedRequirements"].tolist() == [1000000, 800000, 700000]
    assert checked["plans"].quarantine["reasons"].tolist() == ["revisedRequirements is below 0: '-7.0'"]


def test_fetch_takes_the_five_files_from_two_data_sets(tmp_path):
    funding = [{"name": name, "url": f"/fts/{name}"} for name in TABLES.values() if name.startswith("fts_")]
    plans = [{"name": "plans", "url": "/plans/humanitarian-response-plans.csv"}]
    sets = {"global-requirements-and-funding-data": funding, "humanitarian-response-plans": plans}
    files = {resource["url"]: resource["url"] for resource in funding + plans}
    with hdx_server(sets, files) as base_url:
        written = fetch(tmp_path, base_url)
    assert sorted(path.name for path in written) == sorted(TABLES.values())
    assert (tmp_path / TABLES["plans"]).read_text() == "/plans/humanitarian-response-plans.csv"
