"""INFORM Risk: a workbook with a unit row and letters for missing scores, trends, and nameless indicators."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data.contracts.risk_inform import CONTRACTS
from data.source import RefusedFile, files_of
from data.sources.risk_inform import SOURCE, fetch, read
from data.validate import validate
from tests.sources.hdx_server import hdx_server
from tests.sources.sample_marts import mart_rows

SAMPLE = Path(__file__).parents[1] / "samples" / "risk_inform"


@pytest.fixture(scope="module")
def tables():
    return {e.table: (e, validate(e, CONTRACTS[e.table])) for e in read(files_of(SOURCE, SAMPLE))}


def test_the_unit_row_is_no_country_and_the_header_keeps_its_star(tables):
    rows = tables["edition"][1].valid
    assert rows["COUNTRY"].tolist() == ["Chad", "Norway", "Palestine"]
    assert rows["source_row"].tolist() == [4, 5, 6]
    assert rows["Lack of Reliability (*)"].tolist() == [3.1, 0.4, 1.9]


def test_the_letter_x_is_missing_not_zero(tables):
    rows = tables["edition"][1].valid.set_index("ISO3")
    assert rows["DRR"].isna().to_dict() == {"TCD": False, "NOR": True, "PSE": False}
    assert rows["Inequality"].isna().to_dict() == {"TCD": True, "NOR": False, "PSE": False}


def test_edition_version_and_scale_come_from_beside_the_table(tables):
    extract, checked = tables["edition"]
    assert extract.part == "2022"
    assert checked.valid[["Edition", "Version", "Scale"]].drop_duplicates().values.tolist() == [
        [2022, "0.4.1", "(0-10)"]
    ]


def test_countries_in_high_violence_are_marked_for_few(tables):
    assert tables["edition"][1].valid["Countries in HVC"].tolist() == ["YES", None, None]


def test_unknown_areas_and_impossible_scores_are_refused(tables):
    refused = tables["edition"][1].quarantine.set_index("source_row")["reasons"]
    assert refused[7] == "ISO3 is not a known country or area: 'ATL'"
    assert refused[8] == "INFORM RISK is above 10: '11.2'"


def test_a_risk_that_does_not_follow_from_its_dimensions_is_counted_not_refused(tables):
    assert tables["edition"][1].quality["consistency"] == [5, 4]


def test_a_word_in_place_of_a_trend_score_is_refused(tables):
    assert len(tables["trends"][1].valid) == 12
    assert tables["trends"][1].quarantine["reasons"].tolist() == ["IndicatorScore is not a number: 'n/a'"]


def test_indicators_may_repeat_and_have_no_name(tables):
    rows = tables["indicators"][1].valid
    assert rows["IndicatorName"].isna().sum() == 2
    assert rows[rows["IndicatorName"] == "Child Mortality"]["IndicatorScore"].tolist() == [104.5, 8.1]
    assert tables["indicators"][1].repeated == 0
    assert tables["indicators"][1].quarantine["reasons"].tolist() == ["IndicatorScore is empty"]


def test_a_workbook_without_the_sheet_of_results_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "INFORM Risk (z-a)"
    book.save(tmp_path / "INFORM_Risk_2022.xlsx")
    with pytest.raises(RefusedFile, match="has no sheet 'INFORM Risk <year>"):
        list(read(files_of(SOURCE, tmp_path)))


def test_an_edition_without_a_version_has_none(tmp_path):
    book = openpyxl.load_workbook(SAMPLE / "INFORM_Risk_2022_v041.xlsx")
    del book["About"]
    book.save(tmp_path / "INFORM_Risk_2022.xlsx")
    (extract,) = read(files_of(SOURCE, tmp_path))
    assert extract.frame["Version"].isna().all()


def test_the_edition_speaks_for_its_year_and_the_trends_for_all_others(sample_home):
    rows = mart_rows(
        "select country_code, month_date, inform_risk_score, reliability_score, scale_max, methodology_version"
        " from mart_country_risk where source_name = 'risk_inform' order by 1, 2"
    )
    edition, trends = "edition 2022 version 0.4.1", "trends"
    assert rows == [
        ("NOR", date(2021, 1, 1), 1.2, None, 10, trends),
        ("NOR", date(2022, 1, 1), 1.1, 0.4, 10, edition),
        ("PSE", date(2022, 1, 1), 4.0, 1.9, 10, edition),
        ("TCD", date(2021, 1, 1), 7.3, None, 10, trends),
        ("TCD", date(2022, 1, 1), 7.5, 3.1, 10, edition),
    ]


def test_what_is_fetched_can_be_read(tmp_path):
    names = ["inform-risk-index.csv", "inform-risk-index-trends.csv"]
    samples = [SAMPLE / "inform_risk_index_2023_indicators.csv", SAMPLE / "inform_risk_index_trends.csv"]
    files = {f"/d/{name}": path.read_text(encoding="utf-8") for name, path in zip(names, samples, strict=True)}
    resources = [{"name": name, "url": f"/d/{name}"} for name in names] + [{"name": "a map", "url": "/d/map.zip"}]
    with hdx_server({"inform-risk-index": resources}, files) as base_url:
        written = fetch(tmp_path, base_url)
    assert sorted(path.name for path in written) == sorted(names)
    found = {e.table: len(e.frame) for e in read(files_of(SOURCE, tmp_path))}
    assert found == {"indicators": 6, "trends": 13}


def test_two_editions_stand_side_by_side(tmp_path):
    shutil.copy(SAMPLE / "INFORM_Risk_2022_v041.xlsx", tmp_path / "INFORM_Risk_2022_v041.xlsx")
    book = openpyxl.load_workbook(SAMPLE / "INFORM_Risk_2022_v041.xlsx")
    book["INFORM Risk 2022 (a-z)"].title = "INFORM Risk 2023 (a-z)"
    book.save(tmp_path / "INFORM_Risk_2023_v050.xlsx")
    assert [e.part for e in read(files_of(SOURCE, tmp_path))] == ["2022", "2023"]
