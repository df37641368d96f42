"""Population tables: totals among their parts, ranges instead of ages, a wide file, figures that cannot be right."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from data.contracts.population_cod_ps import CONTRACTS
from data.source import RefusedFile, files_of
from data.sources.population_cod_ps import SOURCE, fetch, read
from data.validate import validate
from tests.sources.hdx_server import hdx_server

SAMPLE = Path(__file__).parents[1] / "samples" / "population_cod_ps"


@pytest.fixture(scope="module")
def checked():
    return {extract.table: validate(extract, CONTRACTS[extract.table]) for extract in read(files_of(SOURCE, SAMPLE))}


def test_total_sex_and_age_rows_are_told_by_their_group(checked):
    rows = checked["admin0"].valid
    ethiopia = rows[rows["country_code"] == "ETH"].set_index("Population_group")
    assert ethiopia.loc["T_TL", ["Gender", "Age_range", "Population"]].tolist() == ["all", "all", 1000]
    assert ethiopia.loc["F_TL", "Gender"] == "f"
    assert ethiopia.loc["T_15_17", ["Age_min", "Age_max"]].tolist() == [15, 17]
    assert pd.isna(ethiopia.loc["T_18PLUS", "Age_max"])
    assert pd.isna(ethiopia.loc["T_TL", "Age_min"])


def test_a_source_with_commas_is_one_cell(checked):
    assert set(checked["admin0"].valid["Source"]) == {"Office of Statistics, Census Department, projections"}


def test_the_wide_file_becomes_one_row_per_area_and_group(checked):
    rows = checked["admin2"].valid
    assert len(rows) == 23
    first = rows[rows["ADM2_PCODE"] == "NG901001"].set_index("Population_group")["Population"].to_dict()
    assert first["T_TL"] == 210
    assert first["F_00_04"] == 20
    assert first["T_00_04"] == 42
    assert "M_80Plus" not in first
    assert set(rows["Reference_year"]) == {2020}
    assert set(rows["country_code"]) == {"NGA"}
    assert set(rows["part"]) == {"NGA"}


def test_wrong_rows_are_refused_each_with_its_reason(checked):
    reasons = checked["admin0"].quarantine.set_index("source_row")["reasons"].to_dict()
    twice = "ISO3, Population_group, Reference_year contradicts another row with the same key (rows 18, 19)"
    assert reasons == {
        18: twice,
        19: twice,
        20: "Population is not a number: 'many'",
        21: "age range in order has an age range that ends before it begins",
    }
    empty = checked["admin2"].quarantine
    assert empty[["source_row", "reasons"]].values.tolist() == [[2, "Population is empty"]]


def test_a_total_below_its_women_is_counted_against_consistency(checked):
    rows = checked["admin0"].valid.set_index(["country_code", "Population_group"])["Population"]
    assert rows[("TON", "T_TL")] == 3
    examined, passed = checked["admin0"].quality["consistency"]
    assert examined - passed == 2  # Tonga's total and Chad's age range


def test_a_file_without_a_year_or_with_an_unknown_column_is_refused(tmp_path):
    shutil.copy(SAMPLE / "nga_admpop_adm2_2020.csv", tmp_path / "nga_admpop_adm2_latest.csv")
    with pytest.raises(RefusedFile, match="no year"):
        list(read(files_of(SOURCE, tmp_path)))
    (tmp_path / "nga_admpop_adm2_latest.csv").unlink()
    (tmp_path / "nga_admpop_adm2_2021.csv").write_text("ADM0_NAME,T_TL,colour\nNIGERIA,1,red\n")
    with pytest.raises(RefusedFile, match="second-level areas"):
        list(read(files_of(SOURCE, tmp_path)))


def test_the_population_under_18_is_only_what_ranges_from_0_to_17_add_up_to(reference_marts):
    query = """select country_code, sex_code, population_people, child_population_people from ref_population
        where area_level = 0 and age_group = 'all' and source_name = 'population_cod_ps' order by 1, 2"""
    assert reference_marts(query) == [
        ("AFG", "all", 500, None),  # five-year groups would need a split of 15 to 19
        ("ETH", "all", 1000, 360),
        ("ETH", "f", 480, None),
        ("ETH", "m", 520, None),
        ("TON", "all", None, None),  # 3 people, of whom 50 women
        ("TON", "f", 50, None),
        ("UZB", "m", 200, None),  # 180 boys among 200 men and boys, and no figure for both sexes
    ]


def test_areas_of_the_second_level_have_sex_and_age(reference_marts):
    query = """select sex_code, age_group, population_people from ref_population
        where area_code = 'NG901002' order by population_people desc limit 4"""
    assert reference_marts(query) == [("all", "all", 105), ("m", "all", 55), ("f", "all", 50), ("all", "0-4", 21)]
    groups = reference_marts("select distinct age_group from ref_population where area_level = 2 order by 1")
    assert groups == [("0-4",), ("5-9",), ("80+",), ("all",)]


def test_fetch_takes_the_two_tables_from_their_data_sets(tmp_path):
    sets = {
        "cod-ps-global": [
            {"name": f"cod_population_admin{n}.csv", "url": f"/g/cod_population_admin{n}.csv"} for n in (0, 1)
        ],
        "cod-ps-nga": [{"name": "nga_admpop_adm2_2020.csv", "url": "/n/nga_admpop_adm2_2020.csv"}],
    }
    files = {resource["url"]: resource["url"] for resources in sets.values() for resource in resources}
    with hdx_server(sets, files) as base_url:
        written = fetch(tmp_path, base_url)
    assert [path.name for path in written] == ["cod_population_admin0.csv", "nga_admpop_adm2_2020.csv"]
    assert written[0].read_text() == "/g/cod_population_admin0.csv"
