"""INFORM Severity: four header rows, two columns of one name, letters and dashes for missing, lists in a cell."""

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.contracts.severity_inform_acaps import CONTRACTS
from data.source import RefusedFile, files_of
from data.sources.severity_inform_acaps import SOURCE, fetch, read
from data.validate import validate
from tests.sources.hdx_server import hdx_server
from tests.sources.sample_marts import mart_rows

SAMPLE = Path(__file__).parents[1] / "samples" / "severity_inform_acaps"
WORKBOOK = SAMPLE / "inform_severity_2025_11.xlsx"
INDEX, NUMBER, WORD = "INFORM Severity Index", "INFORM Severity category", "INFORM Severity category (word)"


@pytest.fixture(scope="module")
def tables():
    return {e.table: (e, validate(e, CONTRACTS[e.table])) for e in read(files_of(SOURCE, SAMPLE))}


def test_weights_and_scale_are_no_countries(tables):
    rows = tables["countries"][1].valid
    assert rows["CRISIS ID"].tolist() == ["TCD001", "MLI004", "MLI001", "TGO002", "NER003"]
    assert rows["source_row"].tolist() == [5, 6, 7, 8, 9]


def test_two_columns_of_one_name_are_told_apart(tables):
    rows = tables["countries"][1].valid.set_index("CRISIS ID")
    assert (rows.at["TCD001", NUMBER], rows.at["TCD001", WORD]) == (5, "Very High")


def test_the_letter_x_is_missing_in_numbers_and_stays_a_word_in_words(tables):
    rows = tables["countries"][1].valid.set_index("CRISIS ID")
    assert pd.isna(rows.at["TGO002", INDEX]) and pd.isna(rows.at["TGO002", NUMBER])
    assert rows.at["TGO002", WORD] == "x"
    assert rows.at["TGO002", "Trend (last 3 months)"] == "-"


def test_drivers_stay_the_list_that_they_are(tables):
    assert tables["countries"][1].valid["DRIVERS"].iloc[0] == "Conflict/ Violence,Floods,Drought/drier conditions"


def test_release_and_scale_come_from_above_the_table(tables):
    extract, checked = tables["countries"]
    assert extract.part == "2025-11"
    assert checked.valid["Release"].unique().tolist() == [pd.Timestamp("2025-11-01")]
    assert checked.valid["Scale"].unique().tolist() == ["(1-10)"]
    assert checked.valid["Last updated"].iloc[0] == pd.Timestamp("2025-11-27")


def test_a_crisis_may_stand_twice(tables):
    assert tables["crises"][1].valid["CRISIS ID"].tolist() == ["TCD001", "MLI004", "NER003", "NER003", "TGO002"]


def test_scores_above_the_scale_and_unknown_areas_are_refused(tables):
    assert tables["crises"][1].quarantine["reasons"].tolist() == ["INFORM Severity Index is above 10: '10.4'"]
    assert tables["countries"][1].quarantine["reasons"].tolist() == ["ISO3 is not a known country or area: 'ATL'"]
    assert tables["trends"][1].quarantine["reasons"].tolist() == ["INFORM Severity Index is above 10: '55.0'"]


def test_trends_are_one_row_per_crisis_and_month_and_a_dash_is_missing(tables):
    rows = tables["trends"][1].valid
    mali = rows[rows["Crisis ID"] == "MLI001"]
    assert mali["Month"].dt.strftime("%Y-%m").tolist() == ["2025-09", "2025-10", "2025-11"]
    assert mali[INDEX].isna().tolist() == [True, False, False]


def test_a_sheet_that_does_not_name_its_release_is_refused(tmp_path):
    book = openpyxl.load_workbook(WORKBOOK)
    book["INFORM Severity - country"]["A1"] = "INFORM Severity Index - all countries"
    book.save(tmp_path / "severity.xlsx")
    with pytest.raises(RefusedFile, match="does not say of which month"):
        list(read(files_of(SOURCE, tmp_path)))


def test_releases_stand_side_by_side_and_trends_come_from_the_newest(tmp_path):
    for month, name in (("October 2025", "inform_severity_a.xlsx"), ("November 2025", "inform_severity_b.xlsx")):
        book = openpyxl.load_workbook(WORKBOOK)
        for sheet in ("INFORM Severity - country", "INFORM Severity - all crises"):
            book[sheet]["A1"] = f"INFORM Severity Index. Release: {month}"
        book.save(tmp_path / name)
    found = [(e.table, e.part, e.file.name) for e in read(files_of(SOURCE, tmp_path))]
    assert ("countries", "2025-10", "inform_severity_a.xlsx") in found
    assert ("countries", "2025-11", "inform_severity_b.xlsx") in found
    assert [entry for entry in found if entry[0] == "trends"] == [("trends", "", "inform_severity_b.xlsx")]


def test_a_country_has_one_row_a_month_and_its_history(sample_home):
    rows = mart_rows(
        "select country_code, month_date, inform_severity_score, severity_trend, scale_max from mart_country_risk"
        " where source_name = 'severity_inform_acaps' and country_code in ('MLI', 'TCD', 'TGO') order by 1, 2"
    )
    assert rows == [
        ("MLI", date(2025, 10, 1), 7.9, None, 10),
        ("MLI", date(2025, 11, 1), 7.9, "stable", 10),
        ("TCD", date(2025, 9, 1), 7.6, None, 10),
        ("TCD", date(2025, 10, 1), 8.0, None, 10),
        ("TCD", date(2025, 11, 1), 8.2, "increasing", 10),
        ("TGO", date(2025, 11, 1), None, None, 10),
    ]


def test_the_newest_workbook_is_fetched(tmp_path):
    resources = [
        {"name": "October", "url": "/d/202510_INFORM%20Severity.xlsx", "last_modified": "2025-10-31T10:00:00"},
        {"name": "November", "url": "/d/202511_INFORM%20Severity.xlsx", "last_modified": "2025-11-30T10:00:00"},
        {"name": "Notes", "url": "/d/severity_notes.pdf", "last_modified": "2025-12-30T10:00:00"},
    ]
    with hdx_server(
        {"inform-global-crisis-severity-index": resources}, {"/d/202511_INFORM%20Severity.xlsx": "workbook"}
    ) as base_url:
        (written,) = fetch(tmp_path, base_url)
    assert (written.name, written.read_text()) == ("202511_INFORM Severity.xlsx", "workbook")


def test_a_data_set_without_a_workbook_is_refused(tmp_path):
    with (
        hdx_server({"inform-global-crisis-severity-index": []}, {}) as base_url,
        pytest.raises(RefusedFile, match="lists no workbook"),
    ):
        fetch(tmp_path, base_url)
