"""UCDP: states by names that carry former names, lists in one cell, a row of HXL tags."""

from datetime import date
from pathlib import Path

import pytest

from data.contracts.conflict_ucdp import CONTRACTS
from data.source import files_of
from data.sources.conflict_ucdp import SOURCE, read
from data.validate import validate
from tests.sources.sample_marts import mart_rows

SAMPLE = Path(__file__).parents[1] / "samples" / "conflict_ucdp"


@pytest.fixture(scope="module")
def tables():
    return {e.table: (e, validate(e, CONTRACTS[e.table])) for e in read(files_of(SOURCE, SAMPLE))}


def test_names_with_a_former_name_are_today_s_states(tables):
    rows = tables["country_years"][1].valid.drop_duplicates("country_cy").set_index("country_cy")["country_code"]
    assert rows["DR Congo (Zaire)"] == "COD"
    assert rows["Russia (Soviet Union)"] == "RUS"
    assert rows["Yemen (North Yemen)"] == "YEM"


def test_former_states_keep_codes_of_their_own(tables):
    rows = tables["country_years"][1].valid.set_index("country_cy")["country_code"]
    assert (rows["Yemen (South Yemen)"], rows["German Democratic Republic"]) == ("XYD", "XDD")


def test_dyads_stay_a_list_in_one_cell(tables):
    congo = tables["country_years"][1].valid.iloc[0]
    assert congo["sb_dyad_ids_cy"] == "11; 12"
    assert congo["cumulative_total_deaths_in_orgvio_best_cy"] == 1720


def test_no_death_recorded_is_zero(tables):
    rows = tables["country_years"][1].valid.set_index(["country_code", "year_cy"])
    assert rows.at[("NOR", 2022), "cumulative_total_deaths_in_orgvio_best_cy"] == 0


def test_a_best_estimate_outside_low_and_high_is_counted_not_refused(tables):
    checked, passed = tables["country_years"][1].quality["consistency"]
    assert checked - passed == 1


def test_contradictions_and_unknown_states_are_refused(tables):
    assert tables["country_years"][1].quarantine["reasons"].tolist() == [
        "country_cy is not a known country or area: 'Atlantis'",
        "country_id_cy, year_cy contradicts another row with the same key (rows 11, 12)",
        "country_id_cy, year_cy contradicts another row with the same key (rows 11, 12)",
    ]


def test_tags_are_no_event_and_quotes_and_commas_are_text(tables):
    extract, checked = tables["events"]
    assert extract.part == "niger"
    assert checked.valid["id"].tolist() == [501, 502]
    assert checked.valid["source_row"].tolist() == [3, 4]
    assert extract.frame["source_headline"].iloc[0] == 'Town, attacked: "many" killed'
    assert checked.valid["geom_wkt"].iloc[0] == "POINT (13.3 13.7)"


def test_texts_that_name_people_stay_in_the_file(tables):
    _, checked = tables["events"]
    assert not {"source_article", "source_headline", "source_original"} & set(checked.valid.columns)
    assert "Out of this world" not in checked.quarantine["row"].iloc[0]


def test_a_place_off_the_globe_is_refused(tables):
    assert tables["events"][1].quarantine["reasons"].tolist() == ["latitude is above 90: '113.7'"]


def test_deaths_of_a_state_and_year_with_low_and_high(sample_home):
    rows = mart_rows(
        "select month_date, reference_period_end, conflict_deaths, conflict_deaths_low, conflict_deaths_high"
        " from mart_country_risk where source_name = 'conflict_ucdp' and country_code = 'COD'"
    )
    assert rows == [(date(2022, 1, 1), date(2022, 12, 31), 1720, 1650, 2260)]
