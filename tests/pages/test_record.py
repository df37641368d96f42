"""The record of a row: every column, its origin, the row as published; what is hidden, gone or not open is said."""

import csv
import shutil
from urllib.parse import urlencode

import pytest

import pages.opening
from app import create_app
from components.addresses import record_address
from components.column_words import column_label
from queries.cache import forget_everything
from queries.dictionary import mart_meaning, marts
from queries.filters import Filters
from queries.kpi_rows import RowsAsked, rows_found
from queries.raw_files import GoneFromDisk, raw_cells, raw_file
from queries.reader import EVERYTHING, Reader
from queries.records import BELOW, key_of, raw_row, record, rows_below
from queries.stores import close_builds
from queries.warehouse import open_warehouse
from tests.conftest import use_home
from tests.pages.document import page
from tests.pages.test_glossary import plain
from tests.pages.test_home import HOSTILE, words

LINE = "?mart=mart_delivery_line&source_name=upload&delivery_line_id="
OWN_HOSTILE = [
    *("", "?mart=nothing", "?mart=mart_delivery_line", LINE + "x" * 7_000, LINE + "<script>", LINE + "%00"),
    *("?mart=../../etc/passwd&source_name=upload", "?mart=mart_needs&load_id=../../x&source_row=-1&source_name=a"),
    "?mart=mart_needs&load_id=x&source_row=1e9&source_name=a&sector_code=",
    "?mart=mart_needs&load_id=x&source_row=" + "9" * 400 + "&source_name=a",
    "?mart=mart_supply_stock&source_name=upload&site_code=a&item_code=b&month_date=yesterday",
    "?mart=mart_supply_stock&source_name=upload&site_code=a&item_code=b&month_date=2026-01-01&page=0",
]


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def first_rows(warehouse, mart: str, page: int = 1) -> list[dict]:
    found = rows_found(warehouse, RowsAsked(mart, page=page), Filters())
    grain = mart_meaning(mart).grain
    return [{name: row[name] for name in grain} for row in found.frame.to_dict("records")]


def record_of(warehouse, mart: str, row: dict):
    texts = {name: str(value) for name, value in row.items() if value is not None and value == value}
    return record(warehouse, mart, key_of(mart_meaning(mart), texts))


def test_every_row_of_every_mart_leads_to_its_record(client):
    warehouse = open_warehouse(EVERYTHING)
    for mart in marts():
        for row in first_rows(warehouse, mart)[::25]:
            found = record_of(warehouse, mart, row)
            assert found is not None, (mart, row)
            told = page(client, record_address(mart, row, Filters()))
            assert f"Record of {mart}" in words(told)
            assert all(column_label(one) in plain(told.tree) for one in found.meaning.columns)


def test_the_row_as_published_is_that_of_the_file(demo_home):
    warehouse = open_warehouse(EVERYTHING)
    for page_number in (1, 40, 200):
        for row in first_rows(warehouse, "mart_delivery_line", page_number)[::10]:
            found = record_of(warehouse, "mart_delivery_line", row)
            load, cells, reason = raw_row(warehouse, found)
            assert reason == "" and f"{cells['order_code']}/{cells['line_number']}" == row["delivery_line_id"]
            run = demo_home / "raw" / "upload" / load.load_id.split(".")[0]
            original = next(run.glob("original/**/deliveries.csv"))
            with open(original, encoding="utf-8", newline="") as file:
                published = list(csv.DictReader(file))[found.source_row - 2]
            for name in ("order_code", "line_number", "status", "country", "item_code"):
                assert (published[name] or None) == (None if cells[name] is None else str(cells[name]))


SAME = (
    "country_code",
    "site_code",
    "item_code",
    "lot_code",
    "project_code",
    "plan_code",
    "plan_name",
    "indicator_code",
)
"""Columns that marts and files call by one name."""


@pytest.mark.parametrize(
    ("kind", "with_rows"),
    [
        ("demo_home", {"mart_supply_stock", "mart_stock_lot", "mart_project", "mart_project_budget", "mart_country_risk",
                       "mart_displacement", "mart_funding", "mart_plan_funding", "mart_delivery_line", "mart_needs"}),
        ("sample_home", {"mart_supply_stock", "mart_project", "mart_country_risk", "mart_displacement", "mart_funding",
                         "mart_plan_funding", "mart_food_security", "mart_funding_flow"}),
    ],
)  # fmt: skip
def test_marts_name_the_row_that_they_stem_from(kind, with_rows, request):
    request.getfixturevalue(kind)
    warehouse, seen, compared = open_warehouse(EVERYTHING), set(), 0
    for mart in marts():
        pages = range(1, rows_found(warehouse, RowsAsked(mart), Filters()).pages + 1)
        for row in [
            one for number in pages[:: max(1, len(pages) // 3)] for one in first_rows(warehouse, mart, number)[::20]
        ]:
            found = record_of(warehouse, mart, row)
            if found.source_row is None or found.hidden:
                continue
            _load, cells, _reason = raw_row(warehouse, found)
            assert cells is not None, (mart, row, _reason)
            seen.add(mart)
            for name in {*SAME} & {*found.cells} & {*cells}:
                assert found.cells[name] == cells[name], (mart, name)
                compared += 1
    assert with_rows <= seen, with_rows - seen
    assert compared > 20


def test_the_rows_below_add_up_to_the_row(demo_home):
    warehouse = open_warehouse(EVERYTHING)
    for row in first_rows(warehouse, "mart_supply_pipeline", 3)[:5]:
        found = record_of(warehouse, "mart_supply_pipeline", row)
        below = rows_found(warehouse, rows_below(found, 1), Filters())
        assert {one["item_code"] for one in below.frame.to_dict("records")} == {row["item_code"]}
        if below.pages == 1 and found.cells["months_ahead"] == 0:
            assert below.frame["stock_on_hand_qty"].sum() == pytest.approx(found.cells["stock_on_hand_qty"])
    checked = 0
    for row in first_rows(warehouse, "mart_aid_delivery", 200):
        found = record_of(warehouse, "mart_aid_delivery", row)
        below = rows_found(warehouse, rows_below(found, 1), Filters())
        assert below.found, row
        if found.cells["ordered_qty"] is not None:
            lines = [record_of(warehouse, "mart_delivery_line", one) for one in below.frame.to_dict("records")]
            ordered = [
                one.cells["ordered_qty"] for one in lines if _month(one.cells["ordered_date"]) == row["month_date"]
            ]
            assert sum(ordered) == pytest.approx(found.cells["ordered_qty"])
            checked += 1
    assert checked > 5 and set(BELOW) <= set(marts())


def _month(day):
    return day and day.replace(day=1)


def test_a_raw_row_of_another_country_stays_closed(demo_home, monkeypatch):
    everything = open_warehouse(EVERYTHING)
    row = next(
        one
        for number in range(1, 300)
        for one in first_rows(everything, "mart_delivery_line", number)
        if record_of(everything, "mart_delivery_line", one).cells["country_code"] == "AFG"
    )
    mali = open_warehouse(Reader("mali", countries=frozenset(["MLI"])))
    assert record_of(mali, "mart_delivery_line", row) is None
    smuggled = record_of(everything, "mart_delivery_line", row)
    assert raw_row(mali, smuggled)[1] is None and "not open to you" in raw_row(mali, smuggled)[2]
    afghanistan = open_warehouse(Reader("afg", countries=frozenset(["AFG"])))
    assert raw_row(afghanistan, record_of(afghanistan, "mart_delivery_line", row))[1]["order_code"]
    monkeypatch.setattr(pages.opening, "current_reader", lambda: Reader("mali", countries=frozenset(["MLI"])))
    told = words(page(create_app().test_client(), record_address("mart_delivery_line", row, Filters())))
    assert "No such record" in told and "Afghanistan" not in told


def test_readers_of_totals_see_no_record(client, monkeypatch):
    row = first_rows(open_warehouse(EVERYTHING), "mart_delivery_line")[0]
    monkeypatch.setattr(pages.opening, "current_reader", lambda: Reader("totals", detail="totals"))
    assert "Single rows are not open to you" in words(
        page(client, record_address("mart_delivery_line", row, Filters()))
    )


def test_raw_files_that_are_gone_are_said_to_be(demo_home, tmp_path, monkeypatch):
    shutil.copytree(demo_home / "builds", tmp_path / "builds")
    close_builds()
    forget_everything()
    use_home(tmp_path, monkeypatch)
    row = first_rows(open_warehouse(EVERYTHING), "mart_delivery_line")[0]
    told = words(page(create_app().test_client(), record_address("mart_delivery_line", row, Filters())))
    assert "not on this machine any more" in told and "Record of mart_delivery_line" in told
    close_builds()


@pytest.mark.parametrize(
    ("source", "load"),
    [("../upload", "20260101-000000-000000.01"), ("upload", "../../../etc/passwd"), ("upload", ""), ("", "x.01"),
     ("upload", "20260101-000000-000000.01/../x"), ("upload", "20260101-000000-000000.01\n")],
)  # fmt: skip
def test_nothing_but_plain_names_reaches_the_disk(demo_home, source, load):
    with pytest.raises(GoneFromDisk):
        raw_file(source, load, ".parquet")


def test_a_broken_raw_file_counts_as_gone(home):
    folder = home / "raw" / "upload" / "20260101-000000-000000"
    folder.mkdir(parents=True)
    (folder / "20260101-000000-000000.01.parquet").write_bytes(b"no parquet")
    with pytest.raises(GoneFromDisk):
        raw_cells("upload", "20260101-000000-000000.01", 2)


@pytest.mark.parametrize("query", [*HOSTILE, *OWN_HOSTILE])
def test_a_hostile_address_is_no_record(client, query):
    answer = page(client, "/record" + query)
    told = words(answer)
    assert answer.status_code == 200 and "No such record" in told and "could not be made" not in told


def test_an_empty_home_says_so(home):
    address = "/record?" + urlencode({"mart": "mart_delivery_line", "source_name": "a", "delivery_line_id": "b"})
    assert "Nothing published yet" in words(page(create_app().test_client(), address))
