"""Files of rows: every row as listed, the same in each form, whole or gone on with, and nothing that a spreadsheet runs."""

import csv
import hashlib
import io
import json
import math

import openpyxl
import pyarrow.parquet as pq
import pytest

from app import create_app
from exports import rows_xlsx
from exports.resumable import forget_files
from exports.rows_file import END, end_of
from exports.rows_pieces import CsvStyle, csv_pieces
from exports.safe_text import safe_cell, without_control
from queries import row_stream as streams
from queries.cache import forget_everything
from queries.filters import Filters
from queries.kpi_rows import RowsAsked, rows_found
from queries.reader import EVERYTHING, Reader
from queries.row_stream import row_stream
from queries.stores import close_builds
from queries.warehouse import open_warehouse
from tests.exports.test_safe_text import LEFT, RUN
from tests.queries.small_build import write_build

LINES = "/rows.csv?mart=mart_delivery_line"
ASKED = RowsAsked("mart_delivery_line")


@pytest.fixture
def client(demo_home):
    forget_files()
    return create_app().test_client()


@pytest.fixture
def in_sections(monkeypatch):
    """Many small sections, so that a place in the middle is in the middle."""
    monkeypatch.setattr(streams, "MOST_SORTED", 0)
    monkeypatch.setattr(streams, "SECTION_BATCHES", 1)
    monkeypatch.setattr("queries.stores.BATCH_ROWS", 100)


def bodied(data: bytes) -> tuple[list[list[str]], list[str]]:
    """Rows of the table, and the lines of the comment."""
    lines = data.decode("utf-8-sig").splitlines(keepends=True)
    told = [line for line in lines if line.startswith("#")]
    return list(csv.reader(line for line in lines if not line.startswith("#"))), told


def test_the_file_has_every_row_and_proves_that_it_is_whole(client):
    answer = client.get(LINES)
    rows, told = bodied(answer.data)
    found = rows_found(open_warehouse(EVERYTHING), ASKED, Filters())
    assert len(rows) - 1 == found.found > 500
    *_before, last = answer.data.splitlines(keepends=True)
    count, seal = end_of(last)
    assert (count, seal) == (found.found, hashlib.sha256(answer.data.removesuffix(last)).hexdigest())
    assert end_of(answer.data[:-200].splitlines()[-1]) is None
    for word in ("# Title: ", "# Filter: ", "# Build: ", "# Source: ", "Demo data", f"# Rows: {found.found:,}"):
        assert any(word in line for line in told), word


def test_all_forms_hold_the_same_cells(client):
    query = "mart=mart_delivery_line&country=AFG&columns=all"
    stream = row_stream(open_warehouse(EVERYTHING), ASKED, Filters(countries=("AFG",)), is_whole=True)
    rows = [list(row.values()) for _number, batch in stream.batches() for row in batch.to_pylist()]
    names = stream.schema.names
    table = pq.read_table(io.BytesIO(client.get(f"/rows.parquet?{query}").data))
    assert [list(row.values()) for row in table.to_pylist()] == rows and table.schema.names == names
    about = json.loads(table.schema.metadata[b"lagebild-rows"])
    assert about["row_count"] == len(rows) > 20 and about["build_id"]
    assert table.schema.field("received_qty").metadata[b"definition"]
    told = json.loads(client.get(f"/rows.json?{query}").data)
    assert told["columns"] == names and told["row_count"] == len(rows)
    plain = [[cell.isoformat() if hasattr(cell, "isoformat") else cell for cell in row] for row in rows]
    assert told["rows"] == plain
    lines, _comment = bodied(client.get(f"/rows.csv?{query}").data)
    assert lines[0] == names
    for line, row in zip(lines[1:], plain, strict=True):
        for cell, value in zip(line, row, strict=True):
            assert (float(cell) == value) if isinstance(value, int | float) else cell == (safe_cell(value) or "")
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/rows.xlsx?{query}").data), read_only=True)["Rows"]
    cells = [[one.date() if hasattr(one, "date") else one for one in row] for row in sheet.values][1:]
    place = names.index("country_code")
    assert {row[place] for row in cells} == {"Afghanistan"}
    assert [row[:place] + ["AFG"] + row[place + 1 :] for row in cells] == rows


def test_a_download_that_broke_off_goes_on_to_the_same_bytes(client, in_sections):
    whole = client.get(LINES)
    tag, half = whole.headers["ETag"], len(whole.data) // 2
    for is_known in (True, False):
        if not is_known:
            forget_files()
        rest = client.get(LINES, headers={"Range": f"bytes={half}-", "If-Range": tag})
        assert rest.status_code == 206 and rest.content_length == len(whole.data) - half
        assert rest.headers["Content-Range"] == f"bytes {half}-{len(whole.data) - 1}/{len(whole.data)}"
        assert hashlib.sha256(whole.data[:half] + rest.data).digest() == hashlib.sha256(whole.data).digest()
    middle = client.get(LINES, headers={"Range": "bytes=1000-1999"})
    assert middle.data == whole.data[1000:2000]
    assert client.get(LINES, headers={"Range": "bytes=-100"}).data == whole.data[-100:]
    assert client.get(LINES).data == whole.data


def test_parts_of_another_file_or_beyond_the_end_are_not_given(client):
    whole = client.get(LINES)
    other = client.get(LINES, headers={"Range": "bytes=500-", "If-Range": '"another"'})
    assert other.status_code == 200 and other.data == whole.data
    dated = client.get(LINES, headers={"Range": "bytes=500-", "If-Range": "Mon, 23 Nov 2026 08:00:00 GMT"})
    assert dated.status_code == 200
    beyond = client.get(LINES, headers={"Range": f"bytes={len(whole.data)}-"})
    assert beyond.status_code == 416 and beyond.headers["Content-Range"] == f"bytes */{len(whole.data)}"
    for strange in ("bytes=0-", "bytes=1-2,5-6", "lines=1-2", "bytes=x", "bytes=5-1"):
        assert client.get(LINES, headers={"Range": strange}).status_code == 200


def test_who_has_the_file_gets_nothing_and_who_asks_its_size_no_bytes(client):
    unknown = client.head(LINES)
    assert unknown.status_code == 200 and "Content-Length" not in unknown.headers
    whole = client.get(LINES)
    size = len(whole.data)
    assert client.get(LINES, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    known = client.head(LINES)
    assert known.content_length == size and known.data == b""
    assert known.headers["Repr-Digest"].startswith("sha-256=:") and known.headers["Accept-Ranges"] == "bytes"


def test_the_tag_differs_where_the_bytes_do(client):
    more = (
        "",
        "&country=AFG",
        "&style=formatted",
        "&manifest=none",
        "&columns=all",
        "&sort=item_name",
        "&find=vaccine",
    )
    tags = [client.head(LINES + one).headers["ETag"] for one in more]
    assert len(set(tags)) == len(more)
    assert tags[0] == client.head(LINES).headers["ETag"]
    build = open_warehouse(EVERYTHING).build_id
    current, named = client.get(LINES), client.get(f"{LINES}&build={build}")
    assert (current.headers["ETag"] == named.headers["ETag"]) == (current.data == named.data)


def test_the_file_beside_tells_hash_and_columns_of_the_plain_table(client):
    beside = json.loads(client.get("/rows.csv-metadata.json?mart=mart_delivery_line").data)
    plain = client.get("/" + beside["url"])
    assert not plain.data.startswith(b"#") and b"lagebild-end" not in plain.data
    assert beside["lagebild:sha256"] == hashlib.sha256(plain.data).hexdigest()
    assert beside["lagebild:length"] == len(plain.data)
    rows, _told = bodied(plain.data)
    assert beside["lagebild:row_count"] == len(rows) - 1
    assert [one["name"] for one in beside["tableSchema"]["columns"]] == rows[0]


def test_the_formatted_style_is_for_spreadsheets(client):
    data = client.get(f"{LINES}&country=AFG&style=formatted").data
    assert data.startswith(b"\xef\xbb\xbf# ")
    rows, _told = bodied(data)
    assert rows[0][:2] == ["Month", "Country"] and {row[1] for row in rows[1:]} == {"Afghanistan"}
    stream = row_stream(open_warehouse(EVERYTHING), ASKED, Filters(countries=("AFG",)))
    pieces = csv_pieces(stream, CsvStyle("formatted", ",", {"AFG": "Afghanistan"}), ())
    lines = list(csv.reader(io.StringIO(b"".join(piece for _n, piece in pieces(0)).decode("utf-8-sig")), delimiter=";"))
    place = stream.schema.names.index("ordered_usd")
    usd = [row["ordered_usd"] for _n, batch in stream.batches() for row in batch.to_pylist()]
    assert [line[place] for line in lines[1:]] == [
        "" if one is None else lines[at + 1][place] for at, one in enumerate(usd)
    ]
    assert [float(line[place].replace(",", ".")) for line in lines[1:] if line[place]] == [
        one for one in usd if one is not None
    ]
    assert any("," in line[place] for line in lines[1:])


def test_more_rows_than_a_sheet_holds_are_refused_with_the_other_ways(client, monkeypatch):
    monkeypatch.setattr(rows_xlsx, "MOST_ROWS", 100)
    answer = client.get("/rows.xlsx?mart=mart_delivery_line")
    assert answer.status_code == 413
    assert all(word in answer.text for word in ("CSV", "Parquet", "filter", "100"))
    assert client.get("/rows.xlsx?mart=mart_delivery_line&find=no-such-name").status_code == 200


def test_what_is_not_understood_is_a_sentence(client):
    for address, status in {
        "/rows.csv?mart=mart_nothing": 404,
        f"{LINES}&style=pretty": 400,
        f"{LINES}&columns=some": 400,
        f"{LINES}&manifest=maybe": 400,
    }.items():
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (status, "text/plain"), address
        assert answer.text.strip()


def test_rights_hold_for_files_too(client, monkeypatch):
    every = client.get(LINES)
    monkeypatch.setattr("pages.opening.current_reader", lambda: Reader("one", countries=frozenset({"AFG"})))
    own = client.get(LINES)
    rows, _told = bodied(own.data)
    assert {row[1] for row in rows[1:]} == {"AFG"} and own.headers["ETag"] != every.headers["ETag"]
    monkeypatch.setattr("pages.opening.current_reader", lambda: Reader("totals", detail="totals"))
    assert client.get(LINES).status_code == 403


def test_no_text_is_run_in_any_form(home):
    forget_everything(), forget_files()
    texts = [*RUN, *LEFT]
    rows = [
        {
            "source_name": "s",
            "delivery_line_id": f"{at:03}",
            "country_code": "AFG",
            "item_name": text,
            "ordered_qty": -5.5,
        }
        for at, text in enumerate(texts)
    ]
    write_build(home, "20260101-000000-aaaaaa", {"mart_delivery_line": rows})
    client = create_app().test_client()
    lines = list(csv.reader(io.StringIO(client.get(f"{LINES}&manifest=none").text, newline="")))
    at = lines[0].index("item_name")
    assert [line[at] for line in lines[1:]] == [safe_cell(without_control(text)) for text in texts]
    assert {line[lines[0].index("ordered_qty")] for line in lines[1:]} == {"-5.5"}
    book = openpyxl.load_workbook(io.BytesIO(client.get("/rows.xlsx?mart=mart_delivery_line").data))["Rows"]
    cells = [row[at] for row in book.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert json.loads(client.get("/rows.json?mart=mart_delivery_line").data)["rows"][0][at] == texts[0]
    close_builds()


def test_the_comment_ends_with_the_proof_and_names_it(client):
    text = client.get(LINES).text
    assert f"begins with “{END.strip()}”" in text and text.splitlines()[-1].startswith(END)


def test_what_no_cell_holds_is_refused_and_what_is_no_number_is_missing(home):
    forget_everything(), forget_files()
    row = {"source_name": "s", "country_code": "AFG", "item_name": "x"}
    long = row | {"delivery_line_id": "2", "item_name": "x" * 40_000}
    rows = [
        row | {"delivery_line_id": "1", "ordered_qty": math.inf},
        row | {"delivery_line_id": "3", "ordered_qty": 5.0},
    ]
    write_build(home, "20260101-000000-aaaaaa", {"mart_delivery_line": rows})
    client = create_app().test_client()
    told = json.loads(client.get("/rows.json?mart=mart_delivery_line").data)
    at = told["columns"].index("ordered_qty")
    assert [one[at] for one in told["rows"]] == [None, 5]
    assert client.get("/rows.xlsx?mart=mart_delivery_line").status_code == 200
    write_build(home, "20260101-000000-bbbbbb", {"mart_delivery_line": [*rows, long]})
    refused = client.get("/rows.xlsx?mart=mart_delivery_line")
    assert refused.status_code == 413 and "CSV and Parquet do" in refused.text
    assert client.get("/rows.csv?mart=mart_delivery_line").data.count(b"x" * 40_000) == 1
    close_builds()
