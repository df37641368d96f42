"""Projects of a regional plan: several places in one cell, requests below 0, rows without a place."""

from pathlib import Path

import pandas as pd
import pytest

from data.contracts.projects_3rp_syria_2022 import CONTRACTS
from data.source import files_of
from data.sources.projects_3rp_syria_2022 import SOURCE, only_value, read
from data.validate import validate

SAMPLE = Path(__file__).parents[1] / "samples" / "projects_3rp_syria_2022"


@pytest.fixture(scope="module")
def checked():
    (extract,) = read(files_of(SOURCE, SAMPLE))
    return validate(extract, CONTRACTS["projects"])


@pytest.fixture(scope="module")
def rows(checked):
    return checked.valid.set_index("source_row")


def test_a_single_place_gives_the_country(rows):
    assert rows.loc[[2, 3, 7], "country_code"].tolist() == ["LBN", "JOR", "TUR"]


def test_several_places_stay_in_the_cell_and_give_no_country(rows):
    assert rows.loc[4, "locations"] == "IRQ, JOR"
    assert rows.loc[4, "globalClusters"] == "Health, Nutrition"
    assert rows.loc[4, ["location (one)", "country_code", "globalCluster (one)"]].isna().all()


def test_a_project_without_a_place_is_loaded_without_a_country(rows):
    assert rows.loc[5, "currentRequestedFunds"] == 40000
    assert pd.isna(rows.loc[5, "locations"]) and pd.isna(rows.loc[5, "country_code"])
    assert rows.loc[5, "globalCluster (one)"] == "Multi-sector"


def test_a_request_below_zero_is_a_correction_and_kept(rows):
    assert rows.loc[6, "currentRequestedFunds"] == -300000


def test_thousands_separators_are_read(rows):
    assert rows.loc[7, "currentRequestedFunds"] == 1200000


def test_quotes_and_commas_inside_a_cell_are_text(rows):
    assert rows.loc[2, "objective"] == 'Blue Kite - "Basic Needs", first phase'


def test_refused_rows_say_why(checked):
    assert dict(zip(checked.quarantine["source_row"], checked.quarantine["reasons"], strict=True)) == {
        8: "endDate lies before startDate",
        9: "location (one) is not a known country or area: 'QQQ'",
        10: "versionCode contradicts another row with the same key (rows 10, 11)",
        11: "versionCode contradicts another row with the same key (rows 10, 11)",
        12: "currentRequestedFunds is not a number: 'about 5000'",
    }


def test_only_a_single_value_counts_whatever_separates_several():
    cells = pd.Series(["LBN", " LBN ", "LBN;JOR", "LBN | JOR", "LBN,JOR", None], dtype=object)
    assert only_value(cells).where(lambda kept: kept.notna(), None).tolist() == ["LBN", "LBN", None, None, None, None]
