"""Admissions for severe acute malnutrition: a tag row, running totals that fall, targets of 0, missing values."""

from pathlib import Path

import pandas as pd
import pytest

from data.contracts.nutrition_sam_unicef_sitrep import CONTRACTS
from data.source import Files, RefusedFile, files_of
from data.sources.nutrition_sam_unicef_sitrep import SOURCE, read
from data.validate import validate

SAMPLE = Path(__file__).parents[1] / "samples" / "nutrition_sam_unicef_sitrep"


@pytest.fixture(scope="module")
def checked():
    (extract,) = read(files_of(SOURCE, SAMPLE))
    return validate(extract, CONTRACTS["admissions"])


@pytest.fixture(scope="module")
def rows(checked):
    return checked.valid.set_index("source_row")


def test_the_tag_row_is_no_data_and_rows_keep_their_numbers(rows):
    assert rows.index.tolist() == list(range(3, 12))


def test_a_file_without_the_tag_row_is_refused(tmp_path):
    lines = (SAMPLE / "df_sitrep_covid19_sam.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "df_sitrep_covid19_sam.csv"
    path.write_text("\n".join([lines[0], *lines[2:]]), encoding="utf-8")
    with pytest.raises(RefusedFile, match="row 2 does not hold HXL tags"):
        list(read(Files(tmp_path, (path,))))


def test_zero_is_a_value_and_an_empty_cell_is_missing(rows):
    assert rows.loc[3, "OBS_VALUE"] == 0
    assert pd.isna(rows.loc[8, "OBS_VALUE"]) and rows.loc[8, "OBS_STATUS"] == "M"


def test_a_target_of_zero_is_kept_apart_from_a_missing_one(rows):
    assert rows.loc[7, "TARGET"] == 0
    assert pd.isna(rows.loc[10, "TARGET"]) and rows.loc[10, "OBS_VALUE"] == 30


def test_a_running_total_may_fall_and_may_pass_the_target(rows):
    assert rows.loc[[4, 5, 6], "OBS_VALUE"].tolist() == [120, 110, 640]
    assert rows.loc[6, "OBS_VALUE"] > rows.loc[6, "TARGET"]


def test_a_status_that_contradicts_the_value_is_counted(rows, checked):
    assert pd.isna(rows.loc[11, "OBS_VALUE"]) and rows.loc[11, "OBS_STATUS"] == "V"
    seen, passed = checked.quality["consistency"]
    assert seen - passed == 2  # the row above, and the refused one whose value is no number


def test_refused_rows_say_why(checked):
    twice = "REF_AREA, SITREP_INDICATOR, TIME_PERIOD contradicts another row with the same key (rows 16, 17)"
    assert dict(zip(checked.quarantine["source_row"], checked.quarantine["reasons"], strict=True)) == {
        12: "REF_AREA is not a known country or area: 'ZZQ'",
        13: "OBS_VALUE is below 0: '-4.0'",
        14: "OBS_VALUE is not a number: 'many'",
        15: "UNIT_MEASURE is not one of PS: 'PT'",
        16: twice,
        17: twice,
    }
