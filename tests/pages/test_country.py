"""The page of a country and the list of countries, as people meet them."""

import json
from datetime import date
from urllib.parse import quote

import dash
import pytest
import sqlalchemy as sa

import access
from app import create_app
from components.format import day, kpi_amount, number
from kpis import all_kpis
from queries import country
from queries.country_reports import report_standing
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING, Reader
from queries.warehouse import open_warehouse
from tests.pages.document import page
from tests.pages.test_home import _is_ours, words

HOSTILE = [
    "?since=yesterday",
    "?build=../../etc/passwd",
    "?nonsense=1",
    "?country=FRA",
    "?region=Africa",
    "?since=" + "9" * 7_000,
    "?office=%00",
]
DOMAINS = (("projects", "/projects"), ("aid", "/aid"), ("supply", "/supply"), ("risk", "/risk"))
STRANGE = ["ZZZ", "<script>alert(1)<", "A" * 7_000, "none", "%00", "AFG'--", "💩", ".."]


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def said(text: str) -> str:
    """A text as the JSON of an answer carries it."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def test_every_kpi_with_data_stands_on_the_page_with_its_value(client):
    shown, warehouse, seen = words(page(client, "/country/AFG")), open_warehouse(EVERYTHING), 0
    for kpi in all_kpis():
        value = kpi_value(warehouse, kpi, Filters(countries=("AFG",)))
        assert said(kpi.label) in shown
        if value.value is not None:
            assert said(kpi_amount(kpi, value.value)) in shown, kpi.name
            assert f'"kpi-{kpi.name}"' in shown
            seen += 1
    assert seen > 40


def test_the_lists_are_those_of_the_queries(client):
    shown, warehouse = words(page(client, "/country/AFG")), open_warehouse(EVERYTHING)
    filters = Filters(countries=("AFG",))
    found = country.shortages(warehouse, filters)
    assert len(found)
    for row in found.itertuples():
        order = f"{number(row.suggested_order_qty)} {row.unit_name}" if row.suggested_order_qty else "orders suffice"
        assert said(row.item_name) in shown and said(order) in shown
        assert f'"/supply/item/{row.item_code}?country=AFG"' in shown
    late = country.lines_under_way(warehouse, filters, 50, True)
    for code in late.frame["order_code"]:
        assert code in shown
    for name in country.projects(warehouse, filters)["project_name"]:
        assert said(name) in shown
    for row in country.arrivals(warehouse, filters).itertuples():
        assert f"({row.unit_code})" in shown
    for row in report_standing(warehouse, filters).itertuples():
        if row.next_due_date is not None:
            assert f"next due {day(row.next_due_date)}" in shown
    kinds = country.reporting_kinds(warehouse, filters)
    assert kinds
    for _kind, counts, by_month in kinds:
        assert f"{counts.reported_count} of {counts.expected_count} arrived" in shown
        assert len(by_month) <= 12
    for name in country.needs_by_sector(warehouse, filters)["sector_name"]:
        assert said(name) in shown


def test_a_small_letter_finds_the_country_and_a_period_is_kept(client):
    shown = words(page(client, "/country/afg?since=2026-01"))
    assert '"Afghanistan"' in shown and "was left out" not in shown
    ways = [path for _domain, path in DOMAINS if path in {one["path"] for one in dash.page_registry.values()}]
    for path in ways:
        assert f'"{path}?since=2026-01&country=AFG"' in shown
    assert '"/country?since=2026-01"' in shown


def test_the_bar_keeps_the_country_and_offers_no_other(client):
    shown = words(page(client, "/country/AFG?since=2026-01&group=nutrition&compare=plan"))
    assert '"action": "/country/AFG"' in shown and "was left out" not in shown
    for key in ("since", "until", "compare", "build", "group", "sector"):
        assert f'"name": "{key}"' in shown
    assert '"name": "country"' not in shown and '"name": "region"' not in shown
    assert '"/country/AFG?group=nutrition&compare=plan"' in shown  # the chip that takes the period away


def test_each_figure_and_list_leads_to_what_explains_it(client):
    shown, warehouse = words(page(client, "/country/AFG?since=2026-01")), open_warehouse(EVERYTHING)
    for one in all_kpis():
        if kpi_value(warehouse, one, Filters(since=date(2026, 1, 1), countries=("AFG",))).value is not None:
            assert f'"/explain?kpi={one.name}&since=2026-01&country=AFG"' in shown, one.name
    for marts in (
        "mart_supply_pipeline",
        "mart_delivery_line",
        "mart_reporting",
        "mart_supply_pipeline%2Cmart_delivery_line",
    ):
        assert f'"/explain?mart={marts}&since=2026-01&country=AFG"' in shown
    assert '"/explain?kpi=inform_risk%2Cinform_severity&since=2026-01&country=AFG"' in shown


def test_what_to_order_first_names_the_day_to_order_by(client):
    shown, warehouse = words(page(client, "/country/AFG")), open_warehouse(EVERYTHING)
    found = country.to_order_first(country.shortages(warehouse, Filters(countries=("AFG",))))
    told = [one for one in found["order_by_date"] if one is not None]
    assert told
    for one in told:
        said = (
            f"Should have been ordered by {day(one)}." if one < warehouse.info().data_date else f"Order by {day(one)}."
        )
        assert said in shown
    under_way = country.lines_under_way(warehouse, Filters(countries=("AFG",)), 50, False).frame
    for row in under_way.itertuples():
        assert day(row.agreed_date) in shown and day(row.usual_date) in shown


def test_a_reader_of_one_country_lives_on_its_page(client, monkeypatch):
    monkeypatch.setattr("pages.opening.current_reader", lambda: Reader("an office", {"SSD"}))
    own, every, found = (words(page(client, path)) for path in ("/country", "/country?q=", "/country?q=chad"))
    assert '"South Sudan"' in own and '"/country/SSD"' in own and "What to order first" in own
    assert '"/country?q="' in own and "Countries and areas" in every and "/country/TCD" in found
    assert "not open to you" in words(page(client, "/country/AFG"))


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_gives_the_page_with_a_notice(client, query):
    answer = page(client, "/country/AFG" + query)
    assert answer.status_code == 200
    assert '"Afghanistan"' in words(answer) and "was left out" in words(answer)
    assert "This page could not be made" not in words(answer)


@pytest.mark.parametrize("code", STRANGE)
def test_an_unknown_code_gives_a_notice_and_the_list(client, code):
    answer = page(client, "/country/" + code)
    assert answer.status_code == 200
    assert "is not a known country or area" in words(answer) and "Countries and areas" in words(answer)
    assert "/country/SSD" in words(answer)


def test_a_country_without_data_has_its_page(client):
    shown = words(page(client, "/country/ISL"))
    assert (
        '"Iceland"' in shown
        and "No item falls below its minimum" in shown
        and "This page could not be made" not in shown
    )


def test_the_list_names_all_countries_and_finds_one(client):
    shown, warehouse = words(page(client, "/country")), open_warehouse(EVERYTHING)
    table = warehouse.mart("ref_country")
    for (code,) in warehouse.rows(sa.select(table.c.country_code)):
        assert f'"/country/{code}"' in shown
    for other in ("Soudan du Sud", "Судан", "السودان", "ssd", "SS", "728"):
        assert "/country/SSD" in words(page(client, "/country?q=" + quote(other))), other
    kept = words(page(client, "/country?q=sudan&since=2026-01"))
    assert '"name": "since"' in kept and '"/country/SSD?since=2026-01"' in kept
    found = words(page(client, "/country?q=sudan"))
    assert "/country/SDN" in found and "/country/SSD" in found and "/country/AFG" not in found
    assert "No country or area has such a name" in words(page(client, "/country?q=<script>"))
    assert "was left out" in words(page(client, "/country?q=" + "x" * 5000))
    assert "was left out" in words(page(client, "/country?strange=1&q=a&q=b"))


def test_an_empty_home_says_what_to_do(home):
    client = create_app().test_client()
    for address in ("/country", "/country/AFG", "/country/ZZZ"):
        assert "Nothing published yet" in words(page(client, address))


@pytest.mark.parametrize(
    "reader", [Reader("supply", domains={"supply"}), Reader("totals", detail="totals"), Reader("yemen", {"YEM"})]
)
def test_a_narrow_reader_sees_the_page_without_the_rest(client, monkeypatch, reader):
    monkeypatch.setattr("pages.opening.current_reader", lambda: reader)
    shown = words(page(client, "/country/AFG"))
    assert "This page could not be made" not in shown and '"Afghanistan"' in shown
    if reader.countries is None:
        assert "not open to you" in shown
        assert ("PO-AFG" in shown) is False
    else:
        assert "not open to you" in shown and "PO-AFG" not in shown and "AFG-O1" not in shown
    assert access.current_reader() is EVERYTHING


@pytest.mark.parametrize("width", [390, 1440])
def test_in_a_browser_without_errors_foreign_requests_or_sideways_scrolling(served, browser, width):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    faults, foreign = [], []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("request", lambda request: foreign.append(request.url) if not _is_ours(request.url, served) else None)
    tab.goto(served + "/country")
    tab.wait_for_selector(".country-links a", timeout=60_000)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.locator(".country-links a", has_text="Afghanistan").first.click()
    tab.wait_for_selector(".entries > li", timeout=60_000)
    assert tab.locator("h1").inner_text() == "Afghanistan"
    assert tab.locator(".kpi-list > li").count() > 40
    tab.locator("#country-risk").scroll_into_view_if_needed()
    tab.wait_for_selector("#country-risk .main-svg", timeout=60_000)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tops = [
        tab.locator(f"#{name}").bounding_box()["y"]
        for name in ("runs-out", "order-first", "late", "projects", "country-risk")
    ]
    assert width > 390 or tops == sorted(tops)
    summary = tab.locator(".entry-more summary").first
    summary.focus()
    tab.keyboard.press("Enter")
    assert tab.locator(".entry-more").first.get_attribute("open") is not None
    assert (faults, foreign) == ([], [])
    tab.close()
