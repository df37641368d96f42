"""The vaccine tables as published: tag rows, months in words, a header in two lines."""

from pathlib import Path

import pandas as pd
import pytest

from data.contracts.covid_vaccine_deliveries import CONTRACTS
from data.source import Files, RefusedFile, files_of
from data.sources.covid_vaccine_deliveries import SOURCE, read
from data.validate import validate

SAMPLE = Path(__file__).parents[1] / "samples" / "covid_vaccine_deliveries"


@pytest.fixture(scope="module")
def checked():
    return {extract.table: validate(extract, CONTRACTS[extract.table]) for extract in read(files_of(SOURCE, SAMPLE))}


@pytest.fixture(scope="module")
def deliveries(checked):
    return checked["deliveries"].valid.set_index("source_row")


def test_tag_row_and_blank_row_are_no_data(deliveries):
    assert list(deliveries.index) == [3, 4, 5, 6, 7, 8, 10, 11, 12]


def test_doses_lose_their_separators(deliveries):
    assert deliveries.loc[3, "Doses"] == 500500
    assert deliveries.loc[5, "Doses"] == 1250000


def test_a_month_counts_only_with_its_year(deliveries):
    assert deliveries["Date (month)"].dropna().to_dict() == {
        4: pd.Timestamp(2022, 5, 1),
        5: pd.Timestamp(2022, 2, 1),
        6: pd.Timestamp(2022, 2, 1),
    }


def test_the_published_words_of_a_month_stay(deliveries):
    assert deliveries.loc[[3, 7, 8, 11, 12], "Date"].tolist() == ["March", "Mach", "August", "Unknown", "Apirl 2022"]
    assert deliveries.loc[10, "Date"] is None
    assert deliveries.loc[10, "column_10"] == "*I think October?"


def test_a_misspelt_month_keeps_its_doses(deliveries):
    assert deliveries.loc[12, "Doses"] == 3000
    assert pd.isna(deliveries.loc[12, "Date (month)"])


def test_rows_alike_are_two_deliveries(checked, deliveries):
    assert checked["deliveries"].repeated == 0
    assert deliveries.loc[[5, 6], "Doses"].sum() == 2500000


def test_a_vaccine_that_is_not_told_is_missing(deliveries):
    assert deliveries.loc[[4, 8], "Vaccine"].isna().all()
    assert deliveries.loc[5, "Vaccine"] == "Abdala"


def test_places_become_codes(deliveries):
    assert deliveries.loc[[3, 4, 5], "country_code"].tolist() == ["AFG", "PSE", "COL"]


def test_wrong_deliveries_are_refused(checked):
    reasons = checked["deliveries"].quarantine.set_index("source_row")["reasons"].to_dict()
    assert reasons == {13: "ISO3 is not a known country or area: 'FDN'", 14: "Doses is not a number: 'many'"}


def test_months_without_a_year_are_counted(checked):
    assert checked["deliveries"].quality["timeliness"] == [11, 6]


def test_the_share_of_the_summary_is_a_number_too(checked):
    summary = checked["summary"].valid.set_index("ISO3")
    assert summary.loc["AFG", "Population Covered (Two Dose)"] == "2.67%"
    assert summary.loc["AFG", "Population Covered (Two Dose) (number)"] == 2.67
    assert summary.loc["AFG", "COVAX Delivered"] == 1100000
    assert summary.loc["PSE", "SFP/AMC"] is None


def test_a_summary_that_does_not_add_up_is_counted_and_kept(checked):
    assert checked["summary"].quality["consistency"] == [4, 3]
    assert "MLI" in checked["summary"].valid["ISO3"].tolist()


def test_two_lines_of_header_name_the_allocations(checked):
    allocations = checked["allocations"].valid.set_index("ISO3")
    assert allocations.loc["AFG", "Round6 Allotment Total, Round 6"] == 500000
    assert allocations.loc["AFG", "Round 8/9 AstraZeneca"] == 1000000
    assert allocations.loc["PSE", "Round 4 AstraZeneca"] == 20000
    assert allocations.loc["PSE", "Round 8/9 Pfizer"] == 16000
    assert pd.isna(allocations.loc["PSE", "Round 8/9 Moderna"])
    assert list(allocations["source_row"]) == [3, 4, 5]


def test_allocations_without_a_second_header_line_are_refused(tmp_path):
    for path in SAMPLE.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    cut = tmp_path / "covax_allocations_round_6.csv"
    cut.write_text(cut.read_text().splitlines()[0] + "\n")
    with pytest.raises(RefusedFile, match="lacks the second line of its header"):
        list(read(Files(tmp_path, tuple(sorted(tmp_path.glob("*.csv"))))))
