"""IATI activities: currencies by activity, children that report again, amounts in the place of days."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from data.contracts.iati_covid_activities import CONTRACTS
from data.source import files_of
from data.sources.iati_covid_activities import SOURCE, fetch, mark_reported_by_children, read
from data.validate import validate

SAMPLE = Path(__file__).parents[1] / "samples" / "iati_covid_activities"


@pytest.fixture(scope="module")
def checked():
    return {extract.table: validate(extract, CONTRACTS[extract.table]) for extract in read(files_of(SOURCE, SAMPLE))}


def rows(checked, table):
    return checked[table].valid.set_index("source_row")


def test_each_table_has_valid_and_refused_rows(checked):
    assert {table: (len(result.valid), len(result.quarantine)) for table, result in checked.items()} == {
        "activities": (4, 1),
        "recipient_countries": (5, 1),
        "budgets": (5, 1),
        "transactions": (7, 1),
        "indicators": (3, 1),
        "periods": (3, 1),
    }


def test_an_activity_in_its_words(checked):
    activity = rows(checked, "activities").loc[1]
    assert activity["title/narrative"] == "Clinics through the pandemic"
    assert activity["@dataset"] == "blue-kite"
    assert activity["participating-org (funding)"] == "Fund of Funds;Second Fund"
    assert activity["activity-date (actual start)"] == pd.Timestamp(2020, 5, 15)
    assert activity["sector (one)"] == "12264"
    assert activity["@humanitarian"] == "1"


def test_people_are_never_read(checked):
    assert not any("Invented" in str(cell) for result in checked.values() for cell in result.valid.to_numpy().ravel())


def test_one_country_counts_only_when_it_has_the_whole_activity(checked):
    activities = rows(checked, "activities")
    assert activities.loc[1, "country_code"] == "KEN"
    assert activities.loc[2, "recipient-country/@code"] == "KE;NA" and pd.isna(activities.loc[2, "country_code"])
    assert activities.loc[4, "recipient-country/@code"] == "CN" and pd.isna(activities.loc[4, "country_code"])
    assert activities.loc[3, "country_code"] == "SHN"


def test_na_is_namibia(checked):
    countries = rows(checked, "recipient_countries")
    assert countries.loc[3, ["recipient-country/@code", "country_code"]].tolist() == ["NA", "NAM"]
    assert countries.loc[3, "recipient-country/@percentage"] == 40


def test_languages_stand_in_two_writings(checked):
    assert rows(checked, "activities")["title/narrative/@lang"].tolist() == ["EN", "FR", "EN", "ES"]


def test_several_sectors_or_none_give_no_single_one(checked):
    activities = rows(checked, "activities")
    assert activities.loc[2, "sector/@code"] == "12264;12110" and pd.isna(activities.loc[2, "sector (one)"])
    assert activities.loc[3, ["sector/@code", "sector (one)"]].isna().all()


def test_a_date_without_a_day_is_missing(checked):
    assert pd.isna(rows(checked, "activities").loc[2, "activity-date (actual end)"])


def test_the_default_currency_stands_in_for_a_missing_one(checked):
    budget, paid = rows(checked, "budgets").loc[4], rows(checked, "transactions").loc[5]
    assert pd.isna(budget["value/@currency"]) and budget["currency (stated or default)"] == "USD"
    assert paid["currency (stated or default)"] == "USD" and paid["value"] == 10.5
    assert rows(checked, "transactions").loc[8, "currency (stated or default)"] == "USD"


def test_a_transaction_may_be_negative_and_may_name_its_country(checked):
    transactions = rows(checked, "transactions")
    assert transactions.loc[4, "value"] == -25
    assert transactions.loc[5, "transaction_country_code"] == "KEN"


def test_money_that_children_report_again_is_marked_by_kind(checked):
    transactions, budgets = rows(checked, "transactions"), rows(checked, "budgets")
    assert transactions["reported by children"].to_dict() == {1: 1, 2: 0, 3: 0, 4: 0, 5: 0, 7: 0, 8: 0}
    assert budgets["reported by children"].to_dict() == {1: 1, 2: 0, 3: 0, 4: 0, 5: 0}


def test_children_of_children_count_and_contradictory_links_do_not():
    links = {("A", "B"), ("B", "C"), ("X", "Y"), ("Y", "X")}
    found = [{"iati-identifier": name, "kind": "3"} for name in ("A", "C", "X", "Y")]
    mark_reported_by_children(found, links, "kind")
    assert [row["reported by children"] for row in found] == [1, 0, 0, 0]


def test_a_revised_budget_replaces_the_original_of_its_period(checked):
    assert rows(checked, "budgets")["revised"].to_dict() == {1: 0, 2: 1, 3: 0, 4: 0, 5: 0}


def test_targets_and_actuals_of_the_whole(checked):
    periods = rows(checked, "periods")
    assert periods.loc[1, ["target/@value", "actual/@value", "baseline/@value"]].tolist() == [20, 1030, 50]
    assert pd.isna(periods.loc[2, "actual/@value"])
    assert periods.loc[3, ["indicator", "target/@value", "actual/@value"]].tolist() == ["2.1", 80, 75.5]


def test_an_indicator_without_periods_is_kept(checked):
    indicators = rows(checked, "indicators")
    assert indicators.loc[2, ["indicator", "periods"]].tolist() == ["1.2", 0]


def test_an_amount_in_the_place_of_the_day_is_refused_whole(checked):
    (refused,) = checked["transactions"].quarantine.to_dict("records")
    assert refused["source_row"] == 6
    assert refused["reasons"] == (
        "transaction-date/@iso-date is not a date (YYYY-MM-DD): '2500000'; "
        "transaction-type/@code is empty; value is empty"
    )
    assert '"transaction-date (text)": "2020-12-31"' in refused["row"]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("activities", "recipient country is not a known country or area: 'QQ'"),
        ("recipient_countries", "recipient country is not a known country or area: 'QQ'"),
        ("budgets", "period-end/@iso-date lies before period-start"),
        ("indicators", "indicator/@measure is not one of 1, 2, 3, 4, 5: '9'"),
        ("periods", "target/@value is not a number: '80;85'"),
    ],
)
def test_refused_rows_say_why(checked, table, reason):
    assert checked[table].quarantine["reasons"].tolist() == [reason]


def test_fetch_asks_for_the_scope_of_the_pandemic(tmp_path):
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(urlsplit(self.path))
            body = b"<iati-activities/>"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            """Keeps the test output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        (path,) = fetch(tmp_path, f"http://127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()
    assert path.name == "iati_covid_activities.xml" and path.read_bytes() == b"<iati-activities/>"
    assert asked[0].path == "/q.xml"
    assert parse_qs(asked[0].query)["/humanitarian-scope@code"] == ["EP-2020-000012-001"]
