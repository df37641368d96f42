"""The page of rows: its total is the card's figure for every KPI; bad addresses, empty homes, readers, a browser."""

import re

import pytest

import pages.opening
from app import create_app
from components.format import kpi_amount, number
from kpis import all_kpis, kpi
from queries.dictionary import marts
from queries.filters import Filters
from queries.kpi_rows import RowsAsked, rows_found
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING, Reader
from queries.warehouse import open_warehouse
from tests.pages.document import page
from tests.pages.test_glossary import parts, plain
from tests.pages.test_home import HOSTILE, _is_ours, words

OWN_HOSTILE = [
    *("?kpi=nothing", "?kpi=" + "x" * 7_000, "?mart=build_info", "?mart=../../etc/passwd", "?mart=%00"),
    *("?kpi=otif&sort=load_id", "?kpi=otif&sort=" + "s" * 7_000, "?kpi=otif&page=0", "?kpi=otif&page=1e9"),
    *("?kpi=otif&find=" + "y" * 7_000, "?kpi=otif&kpi=in_full_delivery&kpi=<b>", "?kpi=otif&sort=a&sort=b"),
    *("?kpi=otif,in_full_delivery", "?mart=" + ",".join(f"m{n}" for n in range(99)), "?kpi=otif&find=%00"),
]


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def the_total(answer) -> str:
    return plain(next(one for one in parts(answer) if one["props"].get("className") == "rows-total"))


def test_the_total_of_every_kpi_is_that_of_its_card(client):
    warehouse = open_warehouse(EVERYTHING)
    for one in all_kpis():
        answer = page(client, f"/rows?kpi={one.name}&country=AFG,BFA&since=2026-06").tree
        filters = Filters.from_query({"country": "AFG,BFA", "since": "2026-06"})[0]
        value = kpi_value(warehouse, one, filters)
        found = rows_found(warehouse, RowsAsked(one.mart, one), filters)
        told = the_total(answer)
        assert f"all {number(found.every)} row" in told and one.label in told
        shown = (
            "Hidden" if value.is_suppressed else "No figure" if value.value is None else kpi_amount(one, value.value)
        )
        assert shown in told, one.name
        if found.found:
            assert f"of {number(found.found)} row" in plain(answer)


def test_every_mart_has_its_rows(client):
    for name in marts():
        assert f"Rows of {name}" in words(page(client, f"/rows?mart={name}"))


def test_the_search_and_the_order_stand_in_the_address_and_travel_on(client):
    answer = page(client, "/rows?kpi=stock_out_rate&find=health&sort=site_name&country=AFG&page=1")
    told = words(answer)
    assert "with “health”, out of" in told
    heads = [one["props"] for one in parts(answer.tree) if one["type"] == "Th" and "aria-sort" in one["props"]]
    assert [(plain(one["children"]).split()[0], one["aria-sort"]) for one in heads] == [("Site", "ascending")]
    links = [one["props"]["href"] for one in parts(answer.tree) if "sort=" in str(one["props"].get("href"))]
    assert links and all("find=health" in link and "kpi=stock_out_rate" in link for link in links)
    assert any("sort=-site_name" in link for link in links)
    assert "No row has “zzzz”." in words(page(client, "/rows?kpi=stock_out_rate&find=zzzz"))


def test_the_foot_of_the_table_has_the_sums(client):
    answer = page(client, "/rows?kpi=stock_out_rate").tree
    value = kpi_value(open_warehouse(EVERYTHING), kpi("stock_out_rate"), Filters())
    foot = plain(next(one for one in parts(answer) if one["type"] == "Tfoot"))
    assert re.sub(" +", " ", foot).strip() == f"Total {number(value.numerator)} {number(value.denominator)}"
    for without in ("lead_time_median", "inform_risk"):
        answer = page(client, f"/rows?kpi={without}&country=AFG").tree
        assert not [one for one in parts(answer) if one["type"] == "Tfoot"]


@pytest.mark.parametrize("query", [*HOSTILE, *OWN_HOSTILE])
def test_a_hostile_address_gives_a_page_with_a_notice(client, query):
    answer = page(client, "/rows" + query)
    told = words(answer)
    assert answer.status_code == 200 and "Rows " in told
    assert "was left out" in told or "at a time" in told
    assert "could not be made" not in told and len(told) < 400_000


def test_an_empty_home_says_so(home):
    assert "Nothing published yet" in words(page(create_app().test_client(), "/rows?kpi=otif"))


def test_single_rows_are_not_for_readers_of_totals(client, monkeypatch):
    monkeypatch.setattr(pages.opening, "current_reader", lambda: Reader("totals", detail="totals"))
    assert "Single rows are not open to you" in words(page(client, "/rows?kpi=otif"))


@pytest.mark.parametrize("width", [390, 1440])
def test_in_a_browser_a_wide_table_scrolls_in_its_own_box(served, browser, width):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    faults, foreign = [], []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("request", lambda request: foreign.append(request.url) if not _is_ours(request.url, served) else None)
    tab.goto(served + "/rows?mart=mart_aid_delivery")
    tab.wait_for_selector(".table-scroll", timeout=60_000)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator("tbody tr").count() == 50
    tab.get_by_role("link", name="Supplier").click()
    tab.wait_for_selector("th[aria-sort=ascending]")
    assert "sort=supplier_name" in tab.url
    tab.get_by_role("link", name="Next").click()
    tab.wait_for_function("() => document.querySelector('caption').textContent.startsWith('Showing 51 to 100')")
    assert (faults, foreign) == ([], [])
    tab.close()
