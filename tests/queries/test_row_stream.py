"""All rows at once are the rows of all pages; however they are cut, none is lost, twice, or elsewhere the next time."""

import math
import random
import threading
from datetime import date

import pytest

import kpis
from exports.rows_pieces import CsvStyle, csv_pieces
from queries import row_stream as streams
from queries.dictionary import mart_meaning, marts
from queries.filters import Filters
from queries.kpi_rows import RowsAsked, rows_found
from queries.reader import EVERYTHING, Reader
from queries.row_stream import AS_LISTED, AS_STORED, BY_KEY, row_stream
from queries.stores import close_builds
from queries.warehouse import NotAllowed, open_warehouse
from tests.queries.small_build import write_build, write_postgres_build
from tests.queries.test_warehouse import in_postgres  # noqa: F401  a fixture

SOME = Filters(countries=("AFG", "SDN"))
MOST_PAGES = 6


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def subjects() -> list[RowsAsked]:
    """Every KPI and every mart."""
    return [RowsAsked(one.mart, one) for one in kpis.all_kpis()] + [RowsAsked(name) for name in marts()]


def rows_of(stream) -> list[dict]:
    """The rows of a stream, in order."""
    return [row for _number, batch in stream.batches() for row in batch.to_pylist()]


def told(row: dict) -> tuple:
    """A row as it can be compared: missing as None, numbers as floats."""

    def plain(value):
        if value is None or value != value:
            return None
        return float(value) if isinstance(value, int | float) else value

    return tuple((name, plain(value)) for name, value in sorted(row.items()))


def test_the_rows_are_those_of_the_pages_in_their_order(warehouse):
    several = 0
    for asked in subjects():
        stream = row_stream(warehouse, asked, SOME)
        first = rows_found(warehouse, asked, SOME)
        assert stream.row_count == first.found and stream.order == AS_LISTED
        rows = rows_of(stream)
        assert len(rows) == first.found
        for page in range(1, min(first.pages, MOST_PAGES) + 1):
            frame = rows_found(warehouse, RowsAsked(asked.mart, asked.kpi, page=page), SOME).frame
            here = rows[(page - 1) * 50 : page * 50]
            listed = frame.astype(object).where(frame.notna(), None).to_dict("records")
            assert [told(row) for row in here] == [told({name: row[name] for name in here[0]}) for row in listed]
            several += page > 1
    assert several > 50


@pytest.mark.parametrize("sort", ["item_name", "-ordered_qty"])
def test_order_and_search_of_the_page_hold_for_all_rows(warehouse, sort):
    asked = RowsAsked("mart_delivery_line", sort=sort, find="vaccine")
    stream = row_stream(warehouse, asked, Filters())
    rows, name = rows_of(stream), sort.removeprefix("-")
    values = [row[name] for row in rows if row[name] is not None]
    assert len(rows) == rows_found(warehouse, asked, Filters()).found > 50
    assert values == sorted(values, reverse=sort.startswith("-"))
    assert all("vaccine" in row["item_name"].lower() or "vaccine" in str(row).lower() for row in rows)


@pytest.mark.parametrize("order", [BY_KEY, AS_STORED])
def test_many_rows_are_the_same_rows(warehouse, monkeypatch, order):
    expected = {one: rows_of(row_stream(warehouse, one, SOME, is_whole=True)) for one in subjects()}
    monkeypatch.setattr(streams, "MOST_SORTED", 0)
    monkeypatch.setattr(streams, "PART_ROWS", 40)
    monkeypatch.setattr(streams, "SECTION_BATCHES", 1)
    monkeypatch.setattr("queries.stores.BATCH_ROWS", 100)
    if order == BY_KEY:
        monkeypatch.setattr(streams, "_are_picked", lambda _asked: True)
    seen = 0
    for asked, rows in expected.items():
        stream = row_stream(warehouse, asked, SOME, is_whole=True)
        found = rows_of(stream)
        assert stream.row_count == len(found) and (not found or stream.order in (BY_KEY, order))
        assert sorted(map(repr, map(told, found))) == sorted(map(repr, map(told, rows)))
        assert found == rows_of(stream)
        seen += stream.order == order and len(found) > 100
        if stream.order == BY_KEY:
            assert_sorted_by_key(asked.mart, found)
    assert seen > 10


def assert_sorted_by_key(mart: str, rows: list[dict]) -> None:
    """Newest month first, then up by each column of the key; missing last."""
    names = [name for name in mart_meaning(mart).grain if rows and name in rows[0]]

    def place(row):
        month = row.get("month_date")
        return (-month.toordinal() if month else math.inf, *((row[name] is None, row[name] or "") for name in names))

    if all(isinstance(row[name], str | None.__class__) for row in rows for name in names):
        assert [place(row) for row in rows] == sorted(place(row) for row in rows)


@pytest.mark.parametrize("order", [BY_KEY, AS_STORED])
def test_a_stream_goes_on_at_any_section(warehouse, monkeypatch, order):
    monkeypatch.setattr(streams, "MOST_SORTED", 0)
    monkeypatch.setattr(streams, "PART_ROWS", 700)
    monkeypatch.setattr(streams, "SECTION_BATCHES", 2)
    monkeypatch.setattr("queries.stores.BATCH_ROWS", 500)
    monkeypatch.setattr(streams, "_are_picked", lambda _asked: order == BY_KEY)
    stream = row_stream(warehouse, RowsAsked("mart_supply_stock"), Filters())
    every = [(number, row) for number, batch in stream.batches() for row in batch.to_pylist()]
    last = every[-1][0]
    assert stream.order == order and last > 5
    assert [number for number, _row in every] == sorted(number for number, _row in every)
    for section in random.Random(5).sample(range(last + 1), 4):
        found = [(number, row) for number, batch in stream.batches(section) for row in batch.to_pylist()]
        assert found == [one for one in every if one[0] >= section]


def test_no_part_is_larger_than_it_may_be(warehouse, monkeypatch):
    monkeypatch.setattr(streams, "MOST_SORTED", 0)
    monkeypatch.setattr(streams, "PART_ROWS", 40)
    monkeypatch.setattr(streams, "_are_picked", lambda _asked: True)
    stream = row_stream(warehouse, RowsAsked("mart_supply_stock"), Filters(countries=("AFG",)))
    counts: dict[int, int] = {}
    for number, batch in stream.batches():
        counts[number] = counts.get(number, 0) + batch.num_rows
    assert len(counts) > 10 and max(counts.values()) <= 40


def test_a_reader_gets_the_own_rows_and_no_others(warehouse):
    one = open_warehouse(Reader("one", countries=frozenset({"AFG"})))
    stream = row_stream(one, RowsAsked("mart_delivery_line"), Filters(), is_whole=True)
    rows = rows_of(stream)
    assert rows and {row["country_code"] for row in rows} == {"AFG"}
    with pytest.raises(NotAllowed):
        row_stream(open_warehouse(Reader("totals", detail="totals")), RowsAsked("mart_delivery_line"), Filters())
    with pytest.raises(NotAllowed):
        other = open_warehouse(Reader("risk", domains=frozenset({"risk"})))
        row_stream(other, RowsAsked("mart_delivery_line"), Filters())


def test_what_the_build_does_not_have_has_no_rows(warehouse):
    stream = row_stream(warehouse, RowsAsked("mart_nothing"), Filters())
    assert stream.row_count == 0 and list(stream.batches()) == [] and stream.columns == ()


def test_columns_can_be_chosen(warehouse):
    stream = row_stream(warehouse, RowsAsked("mart_delivery_line"), SOME, is_whole=True)
    chosen = stream.only(("received_qty", "country_code"))
    assert chosen.schema.names == ["received_qty", "country_code"]
    assert rows_of(chosen) == [{name: row[name] for name in chosen.schema.names} for row in rows_of(stream)]


LINES = [
    {"source_name": "s", "delivery_line_id": f"{at:03}", "country_code": "AFG", "item_name": None if at % 3 else f"=item {at}",
     "ordered_qty": at * 1.5, "month_date": date(2026, 1 + at % 3, 1), "is_due": at % 2, "source_row": at}
    for at in range(50)
]  # fmt: skip


@pytest.mark.parametrize("most", [10, 1000])
def test_both_stores_give_the_same_rows_as_the_same_bytes(home, in_postgres, monkeypatch, most):  # noqa: F811
    monkeypatch.setattr(streams, "MOST_SORTED", most)
    write_build(home, "20260101-000000-00000a", {"mart_delivery_line": LINES})
    held = row_stream(open_warehouse(EVERYTHING), RowsAsked("mart_delivery_line"), Filters(), is_whole=True)
    found = [rows_of(held), b"".join(piece for _number, piece in csv_pieces(held, CsvStyle(), ())(0))]
    close_builds()
    write_postgres_build(in_postgres(), "20260101-000000-00000a", {"mart_delivery_line": LINES})
    other = row_stream(open_warehouse(EVERYTHING), RowsAsked("mart_delivery_line"), Filters(), is_whole=True)
    again = [rows_of(other), b"".join(piece for _number, piece in csv_pieces(other, CsvStyle(), ())(0))]
    assert other.order == held.order and len(found[0]) == 50
    if most > 50:
        assert again == found
    assert sorted(map(repr, again[0])) == sorted(map(repr, found[0]))
    assert sorted(again[1].splitlines()) == sorted(found[1].splitlines())
    assert_sorted_by_key("mart_delivery_line", again[0])


def test_more_streams_than_places_all_come_and_places_are_given_back(warehouse, monkeypatch):
    monkeypatch.setattr("queries.stores._places", threading.BoundedSemaphore(2))
    monkeypatch.setattr("queries.stores.BATCH_ROWS", 100)
    stream = row_stream(warehouse, RowsAsked("mart_supply_stock"), SOME)
    for _round in range(2):
        begun = [stream.batches() for _number in range(5)]
        firsts = [next(one)[1].to_pylist() for one in begun]
        assert all(one == firsts[0] for one in firsts) and len(firsts[0]) == 100
        for one in begun[:3]:
            one.close()
        assert rows_of(stream) == [row for _number, batch in stream.batches() for row in batch.to_pylist()]
        rests = [[row for _number, batch in one for row in batch.to_pylist()] for one in begun[3:]]
        assert all(firsts[0] + rest == rows_of(stream) for rest in rests)
        begun.clear()
