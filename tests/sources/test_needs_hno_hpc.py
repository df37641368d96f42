"""The needs overviews as published: tag rows, totals beside breakdowns, three forms of the same figures."""

from pathlib import Path

import pandas as pd
import pytest

from data.contracts.needs_hno_hpc import CONTRACTS
from data.source import Files, RefusedFile, files_of
from data.sources.needs_hno_hpc import SOURCE, fetch, read
from data.validate import validate
from tests.sources.hdx_server import hdx_server

SAMPLE = Path(__file__).parents[1] / "samples" / "needs_hno_hpc"
HEADER = "Country ISO3,Description,Cluster,Category,Population,In Need,Targeted,Affected,Reached,Info\n"


@pytest.fixture(scope="module")
def checked():
    return {(e.table, e.part): validate(e, CONTRACTS[e.table]) for e in read(files_of(SOURCE, SAMPLE))}


def rows(checked, table, part):
    return checked[table, part].valid.set_index("source_row")


def test_a_part_is_a_country_and_year_or_a_year(checked):
    assert sorted(checked) == [
        ("hapi", "2024"),
        ("hno", "AFG 2024"),
        ("hno", "MLI 2024"),
        ("hpc", "2024"),
        ("hpc", "2026"),
    ]


def test_country_and_year_come_from_the_file_name(checked):
    afghanistan = rows(checked, "hno", "AFG 2024")
    assert set(afghanistan["country_code"]) == {"AFG"}
    assert set(afghanistan["Year (file name)"]) == {2024}
    assert set(rows(checked, "hpc", "2026")["Year (file name)"]) == {2026}


def test_the_tag_row_is_no_data(checked):
    assert rows(checked, "hno", "AFG 2024").index.tolist() == list(range(3, 13))


def test_totals_and_breakdowns_stay_as_they_stand(checked):
    total = rows(checked, "hno", "AFG 2024").loc[3]
    assert total[["Population", "In Need", "Targeted", "Reached"]].tolist() == [50000, 20000, 15000, 15000]
    assert pd.isna(total["Affected"]) and pd.isna(total["Min Age"]) and total["Age Range"] == "ALL"
    assert rows(checked, "hno", "AFG 2024").loc[[5, 6, 7], "In Need"].sum() == 20000


def test_people_with_decimals_are_kept(checked):
    assert rows(checked, "hno", "MLI 2024").loc[5, "Population"] == 7800.25


def test_more_targeted_than_in_need_is_counted_and_kept(checked):
    assert rows(checked, "hno", "MLI 2024").loc[6, "Targeted"] == 400
    assert checked["hno", "MLI 2024"].quality["consistency"] == [12, 11]


def test_an_unknown_gender_is_refused(checked):
    refused = checked["hno", "AFG 2024"].quarantine
    assert refused["source_row"].tolist() == [13]
    assert refused["reasons"].str.startswith("Gender is not one of a, f, m").all()


def test_a_row_without_a_cluster_keeps_its_warning(checked):
    row = rows(checked, "hpc", "2024").loc[3]
    assert row["Cluster"] is None
    assert row["Info"] == "No cluster for entity 99"


def test_a_country_that_is_unknown_is_refused(checked):
    assert checked["hpc", "2024"].quarantine["reasons"].tolist() == [
        "Country ISO3 is not a known country or area: 'ZZZ'",
    ]


def test_a_table_without_places_is_the_national_one(checked):
    national = rows(checked, "hpc", "2026")
    assert national["Admin 1 PCode"].isna().all()
    assert pd.isna(national.loc[5, "In Need"]) and national.loc[5, "Targeted"] == 2200


def test_the_hapi_form_has_one_figure_per_row(checked):
    hapi = rows(checked, "hapi", "2024")
    assert dict(zip(hapi["population_status"], hapi["population"], strict=False))["REA"] == 9000
    assert hapi["reference_period_start"].unique().tolist() == [pd.Timestamp(2024, 1, 5)]
    assert checked["hapi", "2024"].quarantine["columns"].tolist() == ["population_status"]


def test_a_file_without_a_year_is_refused(tmp_path):
    path = tmp_path / "hpc_hno_1x.csv"
    path.write_text(HEADER, encoding="utf-8")
    with pytest.raises(RefusedFile, match="does not say its year"):
        list(read(Files(tmp_path, (path,))))


def test_fetch_brings_the_yearly_files(tmp_path):
    resources = [
        {"name": "Global HPC HNO 2025", "url": "/download/hpc_hno_2025.csv"},
        {"name": "Global HPC HNO 2024", "url": "/download/hpc_hno_2024.csv"},
        {"name": "Notes", "url": "/download/notes.pdf"},
    ]
    files = {"/download/hpc_hno_2025.csv": HEADER, "/download/hpc_hno_2024.csv": HEADER}
    with hdx_server({"global-hpc-hno": resources}, files) as base_url:
        written = fetch(tmp_path, base_url)
    assert [path.name for path in written] == ["hpc_hno_2025.csv", "hpc_hno_2024.csv"]
    assert written[0].read_text(encoding="utf-8") == HEADER
