"""GIDD: events without a code, areas that are no ISO country, empty cells that are not zero."""

from datetime import date
from pathlib import Path

import pytest

from data.contracts.displacement_idmc_gidd import CONTRACTS
from data.source import files_of
from data.sources.displacement_idmc_gidd import SOURCE, read
from data.validate import validate
from tests.sources.sample_marts import mart_rows

SAMPLE = Path(__file__).parents[1] / "samples" / "displacement_idmc_gidd"


@pytest.fixture(scope="module")
def tables():
    return {e.table: validate(e, CONTRACTS[e.table]) for e in read(files_of(SOURCE, SAMPLE))}


def test_abyei_and_kosovo_are_known_without_a_name(tables):
    rows = tables["disasters"].valid
    nameless = rows[rows["country_name"].isna()]
    assert nameless[["iso3", "country_code"]].values.tolist() == [["AB9", "XAB"], ["XKX", "XKX"]]


def test_events_that_say_the_same_both_count(tables):
    rows = tables["disasters"].valid
    assert rows[rows["event_name"] == "Chad: Flood - 20/08/2022"]["new_displacement"].tolist() == [310, 310]
    assert tables["disasters"].repeated == 0


def test_codes_stay_a_list_and_empty_columns_stay_empty(tables):
    rows = tables["disasters"].valid
    assert rows["event_codes"].tolist()[:2] == ["['FL-2022-000001-TCD']", "[]"]
    assert rows["hazard_subtype_name"].isna().all()
    assert rows["total_displacement"].dropna().tolist() == [12]


def test_an_event_that_ends_before_it_starts_is_counted_not_refused(tables):
    assert tables["disasters"].quality["correctness"][0] - tables["disasters"].quality["correctness"][1] == 2
    assert "Chad: Storm - 02/05/2022" in tables["disasters"].valid["event_name"].tolist()


def test_not_reported_is_not_zero(tables):
    rows = tables["conflict"].valid.set_index(["iso3", "year"])
    assert rows["new_displacement"].isna()[("TCD", 2023)]
    assert rows.at[("MLI", 2023), "new_displacement"] == 64000


def test_unknown_areas_words_and_negative_numbers_are_refused(tables):
    assert tables["disasters"].quarantine["reasons"].tolist() == [
        "iso3 is not a known country or area: 'ATL'",
        "new_displacement is not a number: 'about 90'",
    ]
    assert tables["conflict"].quarantine["reasons"].tolist() == ["new_displacement is below 0: '-5.0'"]


def test_events_add_up_by_country_and_year_beside_conflict(sample_home):
    rows = mart_rows(
        "select country_code, month_date, conflict_displacements, disaster_displacements, conflict_idps"
        " from mart_displacement where source_name = 'displacement_idmc_gidd' order by 1, 2"
    )
    assert rows == [
        ("MLI", date(2023, 1, 1), 64000, None, None),
        ("TCD", date(2022, 1, 1), 80500, 42215, 300700),
        ("TCD", date(2023, 1, 1), None, None, 310400),
        ("XAB", date(2022, 1, 1), 2050, 870, 6700),
        ("XKX", date(2022, 1, 1), None, 40, 15000),
    ]
