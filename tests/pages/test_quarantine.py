"""Refused rows: every one is shown with its reasons and as published, found, paged, and given out as CSV."""

import csv
import json

import duckdb
import pytest

import downloads
import pages.opening
from app import create_app
from exports.refused_csv import refused_pieces
from exports.safe_text import safe_cell
from queries.quarantine import RefusedRow, loads_with_refused_rows, refused_page, refused_rows
from queries.reader import EVERYTHING, Reader
from queries.warehouse import NotAllowed, open_warehouse
from tests.pages.document import page
from tests.pages.test_glossary import plain
from tests.pages.test_home import words

PATH = "/data/quarantine"


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


@pytest.fixture
def stored(demo_home):
    """load_id -> refused rows as they lie on disk, read without the app."""
    found = {}
    for path in (demo_home / "raw").glob("*/*/*.quarantine.parquet"):
        rows = duckdb.connect().execute("select source_row, reasons, row from read_parquet(?)", [str(path)]).fetchall()
        found[path.name.removesuffix(".quarantine.parquet")] = rows
    assert sum(map(len, found.values())) > 50
    return found


def test_the_loads_and_rows_are_those_on_disk(client, stored):
    found = loads_with_refused_rows(open_warehouse(EVERYTHING))
    assert {load.load_id: load.rows_quarantined for load in found} == {name: len(rows) for name, rows in stored.items()}
    for load in found:
        told = [(row.source_row, row.reasons, row.cells) for row in refused_rows(load)]
        assert told == [(number, reasons, json.loads(cells)) for number, reasons, cells in stored[load.load_id]]


def test_the_page_shows_reason_and_published_cells_and_turns(client, stored):
    load_id, rows = max(stored.items(), key=lambda one: len(one[1]))
    shown = plain(page(client, f"{PATH}?load={load_id}").tree)
    assert rows[0][1] in shown and f"Rows 1 to 50 of {len(rows)}" in shown
    assert next(value for value in json.loads(rows[0][2]).values() if value) in shown
    assert rows[50][0] > rows[49][0]
    last = plain(page(client, f"{PATH}?load={load_id}&page={-(-len(rows) // 50)}").tree)
    assert rows[-1][1] in last and f"to {len(rows)} of {len(rows)}" in last


def test_a_text_is_looked_for_in_reasons_and_cells(client, stored):
    load_id, rows = max(stored.items(), key=lambda one: len(one[1]))
    load = next(one for one in loads_with_refused_rows(open_warehouse(EVERYTHING)) if one.load_id == load_id)
    text = next(value for value in json.loads(rows[-1][2]).values() if value)
    wanted = [
        row for row in rows
        if text.casefold() in " ".join([row[1], *map(str, json.loads(row[2]).values())]).casefold()
    ]  # fmt: skip
    found = refused_page(load, text.upper(), 0, 10_000)
    assert found.count == len(found.rows) == len(wanted) > 0
    assert refused_page(load, "no such text anywhere", 0, 50) == refused_page(load, "no such text anywhere", 50, 50)


def test_the_download_holds_every_row_and_cell(client, stored):
    for load_id, rows in stored.items():
        answer = client.get(f"{PATH}/{load_id}.csv")
        assert answer.status_code == 200 and load_id in answer.headers["Content-Disposition"]
        lines = list(csv.reader(answer.get_data(as_text=True).splitlines()))
        assert len(lines) == len(rows) + 1
        for line, (number, reasons, cells) in zip(lines[1:], rows, strict=True):
            told = dict(zip(lines[0], line, strict=True))
            published = {name: str(safe_cell(value) or "") for name, value in json.loads(cells).items()}
            assert told == dict.fromkeys(lines[0], "") | {"source_row": str(number), "reasons": reasons} | published


@pytest.mark.parametrize(("text", "safe"), [
    ("=1+1", "'=1+1"), ("@name", "'@name"), ("+41 79", "'+41 79"), ("\t=1", "'\t=1"), (" =1", "' =1"), ("|x", "'|x"),
    ("-5", "-5"), ("-1,234.5", "-1,234.5"), ("plain", "plain"), (None, None), ("%x", "'%x"), ("-x", "'-x"),
])  # fmt: skip
def test_no_spreadsheet_runs_a_cell_and_numbers_stay(text, safe):
    assert safe_cell(text) == safe


@pytest.mark.parametrize("name", [
    "../../ledger", "..%2F..%2Fledger", "20260101-000000-000000.01", "x" * 5000, "%00", "*", "20260101-000000-000000.01.csv",
])  # fmt: skip
def test_an_address_of_no_load_is_not_found(client, name):
    assert client.get(f"{PATH}/{name}.csv").status_code == 404


@pytest.mark.parametrize("query", ["?load=../../etc", "?load=<b>x</b>", "?q=" + "q" * 7_000, "?page=-1&page=x", "?x=1"])
def test_what_cannot_be_understood_is_named(client, query):
    shown = words(page(client, PATH + query))
    assert "was left out" in shown and "could not be made" not in shown


@pytest.mark.parametrize("reader", [
    Reader("office", countries={"AFG"}), Reader("aid only", domains={"aid"}), Reader("totals", detail="totals"),
])  # fmt: skip
def test_readers_of_a_part_see_no_refused_row(client, stored, monkeypatch, reader):
    with pytest.raises(NotAllowed):
        loads_with_refused_rows(open_warehouse(reader))
    monkeypatch.setattr(pages.opening, "current_reader", lambda: reader)
    monkeypatch.setattr(downloads, "current_reader", lambda: reader)
    assert "Not open to you" in words(page(client, PATH))
    assert [client.get(f"{PATH}/{name}.csv").status_code for name in stored] == [403] * len(stored)


def test_raw_rows_that_are_gone_are_said_to_be_gone(client, stored, monkeypatch, tmp_path):
    load_id = next(iter(stored))
    monkeypatch.setattr("queries.raw_files.LOAD_ID", __import__("re").compile("(nothing)"))
    assert "not on this machine any more" in words(page(client, f"{PATH}?load={load_id}"))
    assert client.get(f"{PATH}/{load_id}.csv").status_code == 404


def test_the_columns_of_the_download_are_those_of_the_file():
    assert [piece for _number, piece in refused_pieces([], list)(0)] == [b'"source_row","reasons"\n']
    row = RefusedRow(2, "=x", {"=a": "-5", "b": None})
    found = b"".join(piece for _number, piece in refused_pieces(["=a", "b"], lambda: [row])(0))
    assert found == b'"source_row","reasons","\'=a","b"\n2,"\'=x","-5",\n'


def test_a_download_that_broke_off_goes_on(client, stored, monkeypatch):
    monkeypatch.setattr("exports.refused_csv.ROWS_OF_A_SECTION", 7)
    load_id = max(stored, key=lambda one: len(stored[one]))
    whole = client.get(f"{PATH}/{load_id}.csv")
    half = len(whole.data) // 2
    rest = client.get(f"{PATH}/{load_id}.csv", headers={"Range": f"bytes={half}-", "If-Range": whole.headers["ETag"]})
    assert rest.status_code == 206 and whole.data[:half] + rest.data == whole.data
