"""The contraceptive stock as published: five tables, an index column without a name, rows that contradict."""

from pathlib import Path

import pandas as pd
import pytest

from data.contracts.contraceptive_stock_cote_divoire import CONTRACTS
from data.source import Files, RefusedFile, files_of
from data.sources.contraceptive_stock_cote_divoire import SOURCE, read
from data.validate import validate

SAMPLE = Path(__file__).parents[1] / "samples" / "contraceptive_stock_cote_divoire"


@pytest.fixture(scope="module")
def checked():
    return {extract.table: validate(extract, CONTRACTS[extract.table]) for extract in read(files_of(SOURCE, SAMPLE))}


@pytest.fixture(scope="module")
def balances(checked):
    return checked["balances"].valid.set_index("source_row")


def test_all_five_tables_are_read(checked):
    assert list(checked) == ["balances", "products", "sites", "monthly_cases", "annual_cases"]


def test_quantities_are_numbers(balances):
    row = balances.loc[2]
    assert (row["year"], row["month"]) == (2019, 1)
    parts = ["stock_initial", "stock_received", "stock_distributed", "stock_adjustment", "stock_end"]
    assert row[parts].tolist() == [75, 0, 21, -54, 0]


def test_an_order_that_is_not_told_is_missing_and_zero_stays_zero(balances):
    assert pd.isna(balances.loc[3, "stock_ordered"])
    assert balances.loc[4, "stock_ordered"] == 0


def test_a_row_that_repeats_another_word_for_word_counts_once(checked, balances):
    assert checked["balances"].repeated == 1
    assert 6 in balances.index
    assert 7 not in balances.index


def test_a_balance_that_does_not_add_up_is_counted_and_kept(checked, balances):
    assert balances.loc[5, "stock_end"] == 8
    assert checked["balances"].quality["consistency"] == [11, 10]


def test_wrong_balances_are_refused_each_with_its_reason(checked):
    reasons = checked["balances"].quarantine.set_index("source_row")["reasons"].to_dict()
    clash = "year, month, site_code, product_code contradicts another row with the same key (rows 10, 11)"
    assert reasons == {
        8: "month is above 12: '13.0'",
        9: "stock_initial is below 0: '-4.0'; stock_end is below 0: '-4.0'",
        10: clash,
        11: clash,
        12: "site_code is empty",
    }


def test_products_and_sites_lose_blanks_and_wrong_rows(checked):
    assert checked["products"].valid["product_name"].tolist() == ["PILULE BTE / 3 CYCLES BOITE", "STERILET UNITE"]
    assert checked["products"].quarantine["reasons"].tolist() == ["product_name is empty"]
    assert checked["sites"].valid["site_code"].tolist() == ["X100", "X200"]
    assert checked["sites"].quarantine["reasons"].tolist() == ["site_latitude is above 90: '95.5'"]


def test_cases_that_are_not_reported_are_missing(checked):
    monthly = checked["monthly_cases"].valid.set_index("district")
    assert monthly.loc["ALPHAVILLE", "implant_women_old"] == 3
    assert pd.isna(monthly.loc["ALPHAVILLE", "iud_stock_end"])
    assert checked["monthly_cases"].quarantine["reasons"].tolist() == ["implant_women_old is below 0: '-1.0'"]


def test_the_column_without_a_name_is_known_by_its_place(checked):
    assert checked["annual_cases"].valid["column_1"].tolist() == [0, 1]
    assert checked["annual_cases"].quarantine["reasons"].tolist() == ["year is below 2000: '18.0'"]


def test_a_missing_file_refuses_the_load(tmp_path):
    path = tmp_path / "product.csv"
    path.write_bytes((SAMPLE / "product.csv").read_bytes())
    with pytest.raises(RefusedFile, match="Expected one file contraceptive_logistics_data.csv"):
        list(read(Files(tmp_path, (path,))))
