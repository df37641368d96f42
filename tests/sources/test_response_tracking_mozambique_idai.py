"""The response matrix as published: headers in three rows, figures and dates as people typed them."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest
from openpyxl import Workbook

from data.contracts.response_tracking_mozambique_idai import CONTRACTS
from data.source import Files, RefusedFile, files_of
from data.sources.response_tracking_mozambique_idai import SOURCE, fetch, read
from data.validate import validate

SAMPLE = Path(__file__).parents[1] / "samples" / "response_tracking_mozambique_idai"
WORKBOOK = SAMPLE / "moz_response_tracking_matrix_20190909.xlsx"
CODE = "#activity +activity +code"


@pytest.fixture(scope="module")
def checked():
    (extract,) = read(files_of(SOURCE, SAMPLE))
    return validate(extract, CONTRACTS["activities"])


@pytest.fixture(scope="module")
def rows(checked):
    return checked.valid.set_index(CODE)


def test_data_begin_below_the_tags(rows):
    assert rows.loc["SHE0001", "source_row"] == 9
    assert len(rows) == 8


def test_the_title_tells_the_country(rows):
    assert set(rows["country_code"]) == {"MOZ"}


def test_the_four_columns_of_beneficiaries_stay_apart(rows):
    row = rows.loc["FS00001"]
    assert row["#targeted +hh (number)"] == 100
    assert row["#targeted +ind +num (number)"] == 500.5
    assert row["#reached +hh (number)"] == 60
    assert row["#reached +ind +num (number)"] == 250.25


def test_words_in_place_of_a_figure_are_no_figure(rows):
    assert rows.loc["WS00001", "#reached +ind +num"] == "21 Kits"
    assert rows.loc["WS00001", "#targeted +ind +num"] == "-"
    assert pd.isna(rows.loc["WS00001", "#reached +ind +num (number)"])
    assert pd.isna(rows.loc["WS00001", "#targeted +ind +num (number)"])


def test_a_published_zero_stays_zero_and_an_empty_cell_missing(rows):
    assert rows.loc["FS00002", "#reached +ind +num (number)"] == 0
    assert pd.isna(rows.loc["ED00001", "#reached +ind +num (number)"])


@pytest.mark.parametrize(
    ("code", "typed", "read_as"),
    [
        ("SHE0001", "2019-03-15", "2019-03-15"),
        ("FS00002", "28/03/19", "2019-03-28"),
        ("NU00001", "14/June/19", "2019-06-14"),
        ("HE00001", "2019-04-12", "2019-04-12"),
        ("WS00001", "1901-12-22", "1901-12-22"),
        ("WS00002", "15-21 June", None),
        ("ED00001", "00:00:00", None),
    ],
)
def test_start_dates_are_read_where_they_can_be(rows, code, typed, read_as):
    assert rows.loc[code, "#date +start"] == typed
    found = rows.loc[code, "#date +start (date)"]
    assert pd.isna(found) if read_as is None else found == pd.Timestamp(read_as)


def test_the_month_stands_first_only_where_no_other_reading_is_possible(rows):
    assert rows.loc["FS00002", "#date +end (date)"] == pd.Timestamp(2019, 5, 14)
    assert pd.isna(rows.loc["WS00002", "#date +end (date)"])


def test_a_wrong_date_does_not_cost_the_row_its_people(rows):
    assert rows.loc["NU00001", "#reached +ind +num (number)"] == 33
    assert rows.loc["WS00002", "#reached +ind +num (number)"] == 40


def test_odd_rows_are_counted(checked):
    assert checked.quality["validity"] == [52, 43]
    assert checked.quality["consistency"] == [39, 35]


def test_comments_never_leave_the_file(checked):
    assert "Comments" not in checked.valid.columns
    assert "Ring Mr Muster" not in "".join(checked.quarantine["row"])


def test_wrong_rows_are_refused_each_with_its_reason(checked):
    reasons = checked.quarantine.set_index("source_row")["reasons"].to_dict()
    assert reasons == {
        17: f"{CODE} is empty",
        18: "#reached +ind +num (number) is below 0: '-5.0'",
        19: r"#adm1 +code does not look like MZ\d{2}: 'Sofala'",
        20: f"{CODE} contradicts another row with the same key (rows 20, 21)",
        21: f"{CODE} contradicts another row with the same key (rows 20, 21)",
    }


def test_a_sheet_without_tags_is_refused(tmp_path):
    book = Workbook()
    book.active.title = "Data_Entry"
    book.active.append(["MOZ - Response tracking matrix"])
    path = tmp_path / "moz_response_tracking_matrix.xlsx"
    book.save(path)
    with pytest.raises(RefusedFile, match="has 0 rows that begin with #activity"):
        list(read(Files(tmp_path, (path,))))


def test_fetch_takes_the_matrix_from_hdx(tmp_path):
    resources = [
        {"name": "Boundaries", "url": "/download/boundaries.zip"},
        {"name": "Matrix", "url": "/download/ocha_moz_response_tracking_matrix_consolidated.xlsx"},
    ]

    class Hdx(BaseHTTPRequestHandler):
        def do_GET(self):
            described = json.dumps({"success": True, "result": {"resources": resources}}).encode()
            is_file = self.path == resources[1]["url"]
            self.send_response(200 if is_file or "id=mozambique-operational-presence" in self.path else 404)
            self.end_headers()
            self.wfile.write(WORKBOOK.read_bytes() if is_file else described)

        def log_message(self, *_):
            """Keeps the test quiet."""

    server = HTTPServer(("127.0.0.1", 0), Hdx)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        paths = fetch(tmp_path, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
    assert [path.name for path in paths] == ["ocha_moz_response_tracking_matrix_consolidated.xlsx"]
    assert len(next(read(files_of(SOURCE, tmp_path))).frame) == 13
