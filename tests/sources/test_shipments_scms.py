"""The SCMS file as published: words among numbers and dates, two ways of writing a date, one row per ID."""

from pathlib import Path

import pandas as pd
import pytest

from data.contracts.shipments_scms import CONTRACTS
from data.source import files_of
from data.sources.shipments_scms import SOURCE, read
from data.validate import validate

SAMPLE = Path(__file__).parents[1] / "samples" / "shipments_scms"
FREIGHT = "Freight Cost (USD)"
WEIGHT = "Weight (Kilograms)"


@pytest.fixture(scope="module")
def checked():
    (extract,) = read(files_of(SOURCE, SAMPLE))
    assert extract.table == "deliveries"
    return validate(extract, CONTRACTS["deliveries"])


@pytest.fixture(scope="module")
def rows(checked):
    return checked.valid.set_index("ID")


def test_the_byte_order_mark_is_no_part_of_the_first_name(rows):
    assert list(rows.index) == ["1", "2", "3", "4", "5", "11"]


def test_country_names_of_the_publisher_become_codes(rows):
    assert rows.loc[["1", "2", "3", "4", "5"], "country_code"].tolist() == ["CIV", "COD", "SWZ", "VNM", "TZA"]


def test_freight_is_a_number_only_where_a_number_stands(rows):
    assert rows[f"{FREIGHT} (number)"].dropna().to_dict() == {"1": 780.5, "2": 4521.5, "11": 10.0}
    assert rows.loc["3", FREIGHT] == "See ASN-2 (ID#:2)"
    assert rows.loc["4", FREIGHT] == "Freight Included in Commodity Cost"


def test_weight_is_a_number_only_where_a_number_stands(rows):
    assert rows[f"{WEIGHT} (number)"].dropna().to_dict() == {"1": 15.0, "2": 358.0, "5": 2.0, "11": 2.0}
    assert rows.loc["4", WEIGHT] == "Weight Captured Separately"


def test_both_ways_of_writing_a_date_are_read(rows):
    name = "PO Sent to Vendor Date"
    assert rows.loc["2", f"{name} (date)"] == pd.Timestamp(2014, 8, 27)
    assert rows.loc["3", f"{name} (date)"] == pd.Timestamp(2014, 10, 9)
    assert rows.loc["3", "PQ First Sent to Client Date (date)"] == pd.Timestamp(2014, 9, 11)
    assert rows.loc["3", name] == "2010-09-14"


def test_words_in_place_of_a_date_are_missing_dates(rows):
    assert rows.loc[["1", "4"], "PO Sent to Vendor Date (date)"].isna().all()
    assert rows.loc[["1", "4"], "PQ First Sent to Client Date (date)"].isna().all()


def test_delivery_dates_are_read(rows):
    assert rows.loc["2", "Scheduled Delivery Date"] == pd.Timestamp(2014, 9, 20)
    assert rows.loc["2", "Delivered to Client Date"] == pd.Timestamp(2014, 9, 25)
    assert pd.isna(rows.loc["11", "Delivered to Client Date"])


def test_not_applicable_and_empty_stay_apart_from_zero(rows):
    assert rows.loc["4", "Shipment Mode"] == "N/A"
    assert pd.isna(rows.loc["1", "Line Item Insurance (USD)"])
    assert rows.loc["5", "Line Item Value"] == 0


def test_wrong_rows_are_refused_each_with_its_reason(checked):
    reasons = checked.quarantine.set_index("source_row")["reasons"].to_dict()
    assert reasons == {
        7: "Country is not a known country or area: 'Freedonia'",
        8: "Line Item Quantity is not a number: 'ten'",
        9: f"{FREIGHT} (number) is not a number: 'to be told'",
        10: "PO Sent to Vendor Date (date) is not a date (YYYY-MM-DD): 'soon'",
        11: "ID contradicts another row with the same key (rows 11, 12)",
        12: "ID contradicts another row with the same key (rows 11, 12)",
    }


def test_a_delivery_before_the_order_is_counted_and_kept(checked, rows):
    assert "5" in rows.index
    assert checked.quality["consistency"] == [24, 23]
