"""The page of country risk: in a browser, with a hostile address, with an empty home; and its boundaries."""

import json

import pytest

from app import create_app
from components.risk_ranking import ROWS_OF_A_PAGE
from kpis import kpi
from queries.boundaries import OVERVIEW, UN_SENTENCE, boundary_address
from queries.cache import forget_everything
from queries.filters import Filters
from queries.reader import EVERYTHING
from queries.risk import countries_at_two_dates, months_with_data
from queries.warehouse import open_warehouse
from settings import read_settings
from tests.pages.document import page
from tests.pages.test_home import HOSTILE, _is_ours, words

OWN_HOSTILE = [
    "?measure=<img src=x onerror=alert(1)>",
    "?measure=stock_out_rate",
    "?month=1990-01",
    "?month=2026-10&against=2026-10",
    "?beside=inform_risk",
    "?across=stock_out_rate",
    "?show=<b>",
    "?at=-1",
    "?at=999999",
    "?at=\u0663",
    "?page=-1",
    "?page=99999999999999999999",
    "?measure=inform_risk&measure=nonsense",
    "?against=" + "9" * 7_000,
]


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def found_in(part, kind: str):
    """Every element of a kind in the answer of a page."""
    if isinstance(part, dict):
        if part.get("type") == kind:
            yield part["props"]
        for one in part.values():
            yield from found_in(one, kind)
    elif isinstance(part, list):
        for one in part:
            yield from found_in(one, kind)


@pytest.mark.parametrize("query", [*HOSTILE, *OWN_HOSTILE])
def test_a_hostile_address_gives_the_page_with_a_notice(client, query):
    answer = page(client, "/risk" + query)
    assert answer.status_code == 200
    assert "was left out" in words(answer) and "risk-map-figure" in words(answer)


def test_an_empty_home_says_what_to_do(home):
    assert "Nothing published yet" in words(page(create_app().test_client(), "/risk"))


def test_a_measure_without_data_says_so(client):
    shown = words(page(client, "/risk?measure=conflict_deaths"))
    assert "No data in this build and selection" in shown and "risk-map-figure" not in shown


def test_the_table_names_the_countries_of_the_map_page_by_page(client):
    warehouse, measure = open_warehouse(EVERYTHING), kpi("inform_risk")
    months = months_with_data(warehouse, measure, Filters())
    frame = countries_at_two_dates(warehouse, measure, Filters(), months[0], months[1])
    codes = frame["country_code"].tolist()
    for at in range(-(-len(codes) // ROWS_OF_A_PAGE)):
        shown = words(page(client, f"/risk?page={at + 1}"))
        part = codes[at * ROWS_OF_A_PAGE : (at + 1) * ROWS_OF_A_PAGE]
        assert all(f'"/country/{code}"' in shown for code in part)
    figures = [one["figure"] for one in found_in(page(client, "/risk").tree, "Graph")]
    assert [one["data"][0]["type"] for one in figures] == ["choropleth", "scatter"]


def test_the_address_keeps_filters_measure_and_months(client):
    shown = words(page(client, "/risk?country=SDN,SSD&measure=inform_severity&month=2026-03&against=2025-12&page=1"))
    assert "March 2026" in shown and "December 2025" in shown.replace("Dec 2025", "December 2025")
    assert "country=SDN%2CSSD&measure=inform_severity&beside=stock_out_rate&month=2026-03" in shown
    assert "/static/boundaries/world_detail." in shown and "Abyei" in shown and "sovereignty" not in shown


def test_the_disclaimer_stands_under_the_map_and_can_be_set(client, monkeypatch):
    assert UN_SENTENCE in words(page(client, "/risk"))
    monkeypatch.setenv("LAGEBILD_MAP_DISCLAIMER", "Our own sentence.")
    read_settings.cache_clear()
    forget_everything()  # settings do not change while the app runs, so kept answers do not know them
    shown = words(page(client, "/risk"))
    assert "Our own sentence." in shown and UN_SENTENCE not in shown


def test_boundaries_are_kept_by_browsers_and_nothing_else_is_served(client):
    answer = client.get(boundary_address(OVERVIEW))
    assert answer.status_code == 200 and "max-age=31536000" in answer.headers["Cache-Control"]
    assert len(json.loads(answer.data)["features"]) == 250
    again = client.get(boundary_address(OVERVIEW), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    for name in ("README.md", "admin1_codes.csv", "..%2F..%2Fcountries.csv", "nothing.geojson", "%00"):
        assert client.get(f"/static/boundaries/{name}").status_code == 404, name


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_is_drawn_without_errors_foreign_requests_or_sideways_scrolling(served, browser, width, scheme):
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    faults, foreign = [], []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("request", lambda request: foreign.append(request.url) if not _is_ours(request.url, served) else None)
    tab.goto(served + "/risk")
    tab.locator("[data-needs-maps]").first.scroll_into_view_if_needed()
    tab.wait_for_selector(".choroplethlayer path", state="attached", timeout=90_000)
    assert tab.locator(".choroplethlayer path").count() == 250
    box = tab.locator("#risk-map-figure .choroplethlayer").bounding_box()
    assert box["width"] > 0.8 * tab.locator("#risk-map-figure").bounding_box()["width"]
    colours = set(
        tab.evaluate("[...document.querySelectorAll('.choroplethlayer path')].map(e => e.getAttribute('fill'))")
    )
    assert len(colours) >= 5, "classes are drawn in colours of their own"
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator(".map-legend li").count() == 8
    assert (faults, foreign) == ([], [])
    tab.close()


def test_the_picture_of_the_map_can_be_saved(served, browser):
    tab = browser.new_page(viewport={"width": 390, "height": 900})
    tab.goto(served + "/risk?country=SDN,SSD,ETH")
    tab.locator("[data-needs-maps]").first.scroll_into_view_if_needed()
    tab.wait_for_selector(".choroplethlayer path", state="attached", timeout=90_000)
    with tab.expect_download(timeout=60_000) as download:
        tab.locator("[data-save-figure=risk-map]").click()
    assert download.value.path().stat().st_size > 20_000
    tab.close()
