"""IPC and Cadre Harmonisé: one analysis in three files, sums among the phases, and rows that say not to be used."""

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.contracts.food_security_ipc_ch import CONTRACTS
from data.source import RefusedFile, files_of
from data.sources.food_security_ipc_ch import SOURCE, fetch, read
from data.validate import validate
from tests.sources.hdx_server import hdx_server
from tests.sources.sample_marts import mart_rows

SAMPLE = Path(__file__).parents[1] / "samples" / "food_security_ipc_ch"
SUMMED = "Cadre Harmonisé, sum of areas"


@pytest.fixture(scope="module")
def tables():
    return {e.table: (e, validate(e, CONTRACTS[e.table])) for e in read(files_of(SOURCE, SAMPLE))}


def test_the_month_of_an_analysis_is_its_first_day(tables):
    rows = tables["ipc_long"][1].valid
    assert rows["Date of analysis"].unique().tolist() == [pd.Timestamp("2023-04-01")]
    assert tables["ipc_wide"][1].valid["Date of analysis"].unique().tolist() == [pd.Timestamp("2023-04-01")]


def test_sums_stand_among_the_phases(tables):
    rows = tables["ipc_long"][1].valid
    tahoua = rows[(rows["Area"] == "Tahoua") & (rows["Validity period"] == "current")].set_index("Phase")["Number"]
    assert tahoua.to_dict() == {"all": 1000, "3+": 300, "1": 400, "2": 300, "3": 200, "4": 90, "5": 10}


def test_a_projection_that_was_not_made_is_missing(tables):
    rows = tables["ipc_wide"][1].valid.set_index("Area")
    assert rows.at["Tahoua", "Phase 3+ number first projection"] == 350
    assert pd.isna(rows.at["Diffa urban", "Phase 3+ number first projection"])
    assert rows["Second projection from"].isna().all()


def test_bad_periods_months_areas_and_phases_are_refused(tables):
    reasons = {table: checked.quarantine["reasons"].tolist() for table, (_, checked) in tables.items()}
    assert reasons["ipc_long"] == [
        "period ends before it starts",
        "Date of analysis is not a date (YYYY-MM-DD): 'Spring 2023'",
    ]
    assert reasons["ipc_wide"] == ["Country is not a known country or area: 'ATL'"]
    assert reasons["hapi"] == ["ipc_phase is not one of all, 3+, 1, 2, 3, 4, 5: '6'"]
    assert reasons["cadre_harmonise"] == ["exercise_label is not one of Sep-Dec, Jan-May, Jun-Aug: 'Mar-Apr'"]
    assert reasons["ipc_areas"] == ["aar_id contradicts another row with the same key (rows 2, 3)"] * 2


def test_rows_with_an_error_stay_in_the_raw_table(tables):
    rows = tables["hapi"][1].valid
    assert rows["error"].dropna().unique().tolist() == ["Ignoring  urban pattern"]
    assert rows["location_code"].unique().tolist() == ["NER"]


def test_an_area_that_was_not_classified_has_no_phase(tables):
    rows = tables["cadre_harmonise"][1].valid
    abomey = rows[rows["adm2_name"] == "Abomey"].iloc[0]
    assert pd.isna(abomey["phase_class"]) and pd.isna(abomey["phase35"])
    assert (abomey["population"], abomey["notes"]) == (500, "Non analysé")


def test_properties_of_the_analysis_areas_are_read_without_outlines(tables):
    extract, checked = tables["ipc_areas"]
    assert extract.part == "NER"
    assert checked.valid[["title", "phase3_population", "country_code"]].values.tolist() == [
        ["Tahoua", 200, "NER"],
        ["Bosso", 0, "NER"],
    ]
    assert checked.valid["show_area_popups"].tolist() == ["true", "true"]


def test_the_country_figure_is_the_published_one_and_else_says_that_it_is_a_sum(sample_home):
    rows = mart_rows(
        "select country_code, reference_period_start, reference_period_end, analysis_kind, methodology_version,"
        " food_analysed_people, food_insecure_people from mart_country_risk"
        " where source_name = 'food_security_ipc_ch' order by 1, 2"
    )
    assert rows == [
        ("BEN", date(2022, 1, 1), date(2022, 5, 31), "current", SUMMED, 3000, 300),
        ("BEN", date(2022, 6, 1), date(2022, 8, 31), "first_projection", SUMMED, 1000, 150),
        ("CAF", date(2015, 9, 1), date(2015, 12, 31), "current", "Cadre Harmonisé", 4900, 1800),
        ("NER", date(2022, 9, 1), date(2022, 12, 31), "current", SUMMED, 800, 200),
        ("NER", date(2023, 4, 1), date(2023, 5, 31), "current", "IPC", 1190, 335),
        ("NER", date(2023, 6, 1), date(2023, 8, 31), "first_projection", "IPC", 1170, 420),
    ]


def test_areas_come_from_one_file_per_country_and_period_without_errors_and_unused_rows(sample_home):
    rows = mart_rows(
        "select area_code, area_name, area_level, reference_period_start, food_analysed_people, food_insecure_people"
        " from mart_food_security where source_name = 'food_security_ipc_ch' and country_code = 'NER'"
        " and area_level > 0 order by 4, 1"
    )
    assert rows == [
        ("NE2Bo", "Bosso", 2, date(2022, 9, 1), 800, 200),
        ("NE002001", "Bosso", 2, date(2023, 4, 1), 80, None),
        ("NE005", "Tahoua", 1, date(2023, 4, 1), 1000, 300),
    ]


def test_what_is_no_feature_collection_is_refused(tmp_path):
    (tmp_path / "ipc_ner.geojson").write_text('{"type": "Topology"}')
    with pytest.raises(RefusedFile, match="not a GeoJSON feature collection"):
        list(read(files_of(SOURCE, tmp_path)))


def test_a_workbook_of_several_sheets_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.create_sheet("Feuil2")
    book.save(tmp_path / "cadre_harmonise_caf_ipc.xlsx")
    with pytest.raises(RefusedFile, match="has 2 sheets"):
        list(read(files_of(SOURCE, tmp_path)))


def test_areas_hapi_rows_and_workbook_are_fetched(tmp_path):
    names = ["ipc_global_area_long.csv", "ipc_global_area_wide.csv", "ipc_global_national_long.csv"]
    files = {f"/d/{name}": (SAMPLE / name).read_text(encoding="utf-8") for name in names[:2]}
    files["/d/hdx_hapi_food_security_global.csv"] = (SAMPLE / "hdx_hapi_food_security.csv").read_text(encoding="utf-8")
    files["/d/cadre_harmonise_x.xlsx"] = "workbook"
    sets = {
        "global-acute-food-insecurity-country-data": [{"name": name, "url": f"/d/{name}"} for name in names],
        "hdx-hapi-food-security": [{"name": "Food Security", "url": "/d/hdx_hapi_food_security_global.csv"}],
        "cadre-harmonise": [{"name": "CH", "url": "/d/cadre_harmonise_x.xlsx"}],
    }
    with hdx_server(sets, files) as base_url:
        written = fetch(tmp_path, base_url)
    assert [path.name for path in written] == [
        *names[:2],
        "hdx_hapi_food_security_global.csv",
        "cadre_harmonise_x.xlsx",
    ]
    (tmp_path / "cadre_harmonise_x.xlsx").unlink()
    found = {e.table: len(e.frame) for e in read(files_of(SOURCE, tmp_path))}
    assert found == {"ipc_long": 23, "ipc_wide": 3, "hapi": 30}


def test_the_newer_form_of_hapi_says_the_date_of_its_analysis(tmp_path):
    lines = (SAMPLE / "hdx_hapi_food_security.csv").read_text(encoding="utf-8").splitlines()[:3]
    longer = [lines[0] + ",date_of_analysis,analysis_id", lines[1] + ",2023-03-01,1", lines[2] + ",2023-03-01,1"]
    (tmp_path / "hdx_hapi_food_security_global.csv").write_text("\n".join(longer) + "\n", encoding="utf-8")
    (extract,) = read(files_of(SOURCE, tmp_path))
    rows = validate(extract, CONTRACTS["hapi"]).valid
    assert rows["date_of_analysis"].tolist() == [pd.Timestamp("2023-03-01")] * 2
