"""The Cameroon 5W: days in every writing, many words for a status, remainders below 0, codes of other regions."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from data.contracts.projects_5w_cameroon import CONTRACTS
from data.source import Files, RefusedFile, files_of
from data.sources.projects_5w_cameroon import SOURCE, day, edition_month, fetch, read
from data.validate import validate
from tests.sources.hdx_server import hdx_server

SAMPLE = Path(__file__).parents[1] / "samples" / "projects_5w_cameroon"
BOOK = SAMPLE / "cmr_5w_national_june2021.xlsx"


@pytest.fixture(scope="module")
def checked():
    return {extract.table: validate(extract, CONTRACTS[extract.table]) for extract in read(files_of(SOURCE, SAMPLE))}


@pytest.fixture(scope="module")
def activities(checked):
    return checked["activities"].valid.set_index("source_row")


def test_three_sheets_become_three_tables(checked):
    assert {table: len(result.valid) for table, result in checked.items()} == {
        "activities": 10,
        "activities_far_north": 2,
        "cash_transfers": 2,
    }


def test_the_year_of_a_month_comes_from_the_edition(activities):
    assert activities.loc[2, "Month"] == "February"
    assert activities.loc[[2, 3, 5], "Month (date)"].tolist() == [
        pd.Timestamp(2021, 2, 1),
        pd.Timestamp(2021, 6, 1),
        pd.Timestamp(2021, 1, 1),
    ]


def test_a_month_after_the_edition_is_refused(checked):
    refused = checked["activities"].quarantine.set_index("source_row")
    assert refused.loc[12, "reasons"] == "Month (date) is not a date (YYYY-MM-DD): 'July'"


def test_days_are_read_where_they_are_days(activities):
    starts = activities["Start Date (date)"]
    assert starts.loc[[2, 3, 4, 6]].tolist() == [
        pd.Timestamp(2021, 1, 4),
        pd.Timestamp(2021, 6, 25),
        pd.Timestamp(2021, 1, 1),
        pd.Timestamp(2021, 1, 1),
    ]
    assert activities.loc[4, "Start Date"] == "Jan 1-Dec 31, 2021"
    assert activities.loc[4, "End Date (date)"] == pd.Timestamp(2021, 12, 31)


def test_an_excel_zero_is_an_empty_cell(activities):
    assert activities.loc[5, ["Start Date", "End Date", "remarks", "Start Date (date)"]].isna().all()


def test_a_day_that_cannot_be_read_stays_as_text_only(activities):
    assert activities.loc[7, "Start Date"] == "1/10//2018"
    assert pd.isna(activities.loc[7, "Start Date (date)"])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(" 28-02-2021 ", "2021-02-28"), ("7/9/2021", "2021-09-07"), ("13/13/2021", None), (0.0, None), ("April", None)],
)
def test_days_are_day_month_year(cell, expected):
    assert day(cell) == expected


def test_a_count_below_zero_is_flagged_and_the_row_kept(activities, checked):
    assert activities.loc[8, "Women 18-59 Reached"] == -147.5
    assert activities.loc[8, "G. Reached"] == 865
    assert checked["activities"].quality["correctness"] == [14, 13]


def test_a_region_code_that_no_division_confirms_is_counted(activities, checked):
    assert activities.loc[9, ["Admin1", "Admin1_Pcode"]].tolist() == ["West", "CMR007"]
    seen, passed = checked["activities"].quality["consistency"]
    assert seen - passed == 2  # that code, and an end before its start in row 3


def test_numbers_among_words_stand_in_a_column_of_their_own(activities):
    assert activities.loc[9, "Cash Amount"] == "50,000 frs CFA" and pd.isna(activities.loc[9, "Cash Amount (number)"])
    assert activities.loc[10, ["Cash Amount (number)", "Assisted_PWD (number)"]].tolist() == [5000, 3]
    assert activities.loc[11, "Assisted_PWD"] == "NA" and pd.isna(activities.loc[11, "Assisted_PWD (number)"])


def test_an_indicator_that_is_a_number_stays_as_published(activities):
    assert activities.loc[6, "Indicators"] == "75"


def test_refused_activities_say_why(checked):
    refused = checked["activities"].quarantine.set_index("source_row")["reasons"]
    assert refused.loc[13] == "G. Targeted is below 0: '-5.0'; G. Reached is below 0: '-5.0'"
    assert refused.loc[14] == "G. Targeted is not a number: 'many'"
    assert refused.loc[15] == "Sectors is empty"


def test_the_month_of_the_far_north_is_in_the_name_of_its_sheet(checked):
    far_north = checked["activities_far_north"].valid.set_index("source_row")
    assert far_north["Month (date)"].unique().tolist() == [pd.Timestamp(2021, 3, 1)]
    assert far_north.loc[2, ["G. Targeted", "G. Reached"]].tolist() == [500, 120]
    assert far_north.loc[3, "G. Targeted"] == 0 and pd.isna(far_north.loc[3, "G. Reached"])
    assert far_north.loc[3, "Start Date"] == "Aout 2020" and pd.isna(far_north.loc[3, "Start Date (date)"])


def test_cash_keeps_amounts_in_words_and_reads_excel_days(checked):
    cash = checked["cash_transfers"].valid.set_index("source_row")
    assert cash.loc[3, "Annual Distribution amount-USD"] == "5140,74 usd"
    assert pd.isna(cash.loc[3, "Annual Distribution amount-USD (number)"])
    assert cash.loc[2, "Start Date (date)"] == pd.Timestamp(2020, 12, 2)
    assert checked["cash_transfers"].quarantine["reasons"].tolist() == ["Number of households is not a number: 'some'"]


def test_a_file_name_without_an_edition_is_refused(tmp_path):
    path = tmp_path / "cmr_5w_national_final.xlsx"
    shutil.copyfile(BOOK, path)
    with pytest.raises(RefusedFile, match="does not end with the month and year"):
        list(read(Files(tmp_path, (path,))))


def test_the_edition_is_a_month_by_name():
    assert edition_month(BOOK).isoformat() == "2021-06-01"
    with pytest.raises(RefusedFile):
        edition_month(Path("cmr_5w_national_juin2021.xlsx"))


def test_fetch_brings_the_workbook(tmp_path):
    resources = [
        {"name": "cmr_5w_national_june2021.xlsx", "url": "/download/cmr_5w_national_june2021.xlsx"},
        {"name": "Map", "url": "/download/map.pdf"},
    ]
    files = {"/download/cmr_5w_national_june2021.xlsx": "workbook"}
    with hdx_server({"cameroon-5w-operational-presence": resources}, files) as address:
        fetched = fetch(tmp_path, address)
    assert [path.name for path in fetched] == ["cmr_5w_national_june2021.xlsx"]
    assert fetched[0].read_text() == "workbook"
