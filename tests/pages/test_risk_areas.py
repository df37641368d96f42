"""Pages of food insecurity and of areas inside a country: real samples, hostile addresses, empty homes, a browser."""

import json

import pytest

from app import create_app
from kpis.area_phase import NOT_ANALYSED
from kpis.legends import IPC_PHASES
from queries import boundaries
from queries.boundaries import UN_SENTENCE
from queries.filters import Filters
from queries.reader import EVERYTHING
from queries.risk_areas import countries_with_areas
from queries.risk_food import food_months, people_by_phase
from queries.warehouse import open_warehouse
from tests.conftest import serving
from tests.pages.document import page
from tests.pages.test_home import HOSTILE, _is_ours, words
from tests.pages.test_risk import found_in

OWN_HOSTILE = [
    "?kind=<img src=x onerror=alert(1)>&of=<b>",
    "?at=-1&of=../..",
    "?month=1990-13&of=food%00",
    "?page=99999999999999999999",
    "?bars=" + "9" * 3_500 + "&of=" + "9" * 3_500,
    "?kind=current&kind=nonsense&of=food&of=nonsense",
]


@pytest.fixture
def client(sample_home):
    return create_app().test_client()


@pytest.mark.parametrize("path", ["/risk/food", "/risk/areas"])
@pytest.mark.parametrize("query", [*HOSTILE, *OWN_HOSTILE])
def test_a_hostile_address_gives_the_page_with_a_notice(client, path, query):
    answer = page(client, path + query)
    shown = words(answer)
    assert answer.status_code == 200 and "was left out" in shown
    assert "This page could not be made" not in shown and "Pages of risk" in shown


@pytest.mark.parametrize("path", ["/risk/food", "/risk/areas"])
def test_an_empty_home_says_what_to_do(home, path):
    assert "Nothing published yet" in words(page(create_app().test_client(), path))


def test_what_is_not_there_is_said(client):
    assert "No analysis of food insecurity" in words(page(client, "/risk/food?since=2035-01"))
    shown = words(page(client, "/risk/areas?country=CHE&of=food"))
    assert "Switzerland has no figures by area of this kind" in shown and "choropleth" not in shown


def test_the_map_of_phases_has_the_official_colours_and_the_countries_of_the_query(client):
    warehouse = open_warehouse(EVERYTHING)
    months = food_months(warehouse, Filters(), "current")
    frame = people_by_phase(warehouse, Filters(), "current", months[0])
    answer = page(client, "/risk/food")
    shown = words(answer)
    figures = {one["id"]: one["figure"] for one in found_in(answer.tree, "Graph")}
    areas = figures["risk-food-figure"]["data"][0]
    steps = [one[1] for one in areas["colorscale"][::2]]
    assert steps[:5] == ["#cdfacd", "#fae61e", "#e67800", "#c80000", "#640000"]
    drawn = dict(zip(areas["locations"], areas["z"], strict=True))
    analysed = set(frame["country_code"]) & boundaries.drawn_codes()
    silent = boundaries.drawn_codes() - analysed
    assert analysed and {steps[drawn[code]] for code in silent} == {NOT_ANALYSED.colour}
    assert UN_SENTENCE in shown and "not analysed" in shown and "20 %" in shown
    bars = figures["risk-phases-figure"]["data"]
    assert [one["marker"]["color"] for one in bars] == [one.colour for one in IPC_PHASES.classes]
    for code in frame["country_code"]:
        assert f'"/country/{code}' in shown and f"country={code}&of=food" in shown


@pytest.mark.parametrize("kind", ["food", "need", "reached", "children", "stock"])
def test_areas_are_drawn_where_there_are_outlines_and_listed_everywhere(client, kind):
    held = countries_with_areas(open_warehouse(EVERYTHING), kind)
    assert held or kind == "stock"
    for code in held[:4]:
        answer = page(client, f"/risk/areas?country={code}&of={kind}")
        shown = words(answer)
        graphs = {one["id"]: one["figure"] for one in found_in(answer.tree, "Graph")}
        if "no figures by area" in shown or "no area has a figure" in shown:
            continue
        if "risk-areas-figure" in graphs:
            areas = graphs["risk-areas-figure"]["data"][0]
            assert set(areas["locations"]) == set(boundaries.areas_of(code))
            assert areas["geojson"].startswith(f"/static/boundaries/admin1-{code}.")
        else:
            assert "no shapes are invented" in shown.replace("\\n", " ")
        assert UN_SENTENCE in shown


def test_the_address_keeps_filters_on_the_way_through_the_pages_of_risk(client):
    shown = words(page(client, "/risk/food?country=AFG,TCD&until=2023-06"))
    assert "/risk?until=2023-06&country=AFG%2CTCD" in shown and "/risk/areas?until=2023-06&country=AFG%2CTCD" in shown


def test_files_of_areas_are_served_and_nothing_beside_them(client):
    answer = client.get(boundaries.boundary_address(boundaries.area_file("SDN")))
    assert answer.status_code == 200 and "max-age=31536000" in answer.headers["Cache-Control"]
    found = {one["id"] for one in json.loads(answer.data)["features"]}
    assert found == set(boundaries.areas_of("SDN"))
    for name in ("admin1-CHE.geojson", "SDN.geojson", "admin1-..%2Fworld_overview.geojson", "admin1-SDN"):
        assert client.get(f"/static/boundaries/{name}").status_code == 404, name


@pytest.mark.parametrize("width", [390, 1440])
def test_in_a_browser_without_errors_foreign_requests_or_sideways_scrolling(sample_home, browser, width):
    with serving(sample_home) as address:
        tab = browser.new_page(viewport={"width": width, "height": 900})
        faults, foreign = [], []
        tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("request", lambda request: foreign.append(request.url) if not _is_ours(request.url, address) else None)
        for path in ("/risk/food", "/risk/areas?country=MOZ&of=reached"):
            tab.goto(address + path)
            tab.locator("[data-needs-maps]").first.scroll_into_view_if_needed()
            tab.wait_for_selector(".choroplethlayer path", state="attached", timeout=90_000)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
        assert (faults, foreign) == ([], [])
        tab.close()


def test_the_slider_shows_another_date_by_keyboard(served, browser):
    tab = browser.new_page(viewport={"width": 390, "height": 900})
    tab.goto(served + "/risk")
    slider = tab.locator("#risk-slider")
    slider.wait_for(timeout=90_000)
    before = tab.locator(".time-here").inner_text()
    slider.focus()
    tab.keyboard.press("ArrowLeft")
    tab.wait_for_function("before => document.querySelector('.time-here')?.innerText !== before", arg=before)
    assert "at=" in tab.url and tab.locator(".time-said").inner_text() == tab.locator(".time-here").inner_text()
    tab.locator(".time-steps a", has_text="Newest").click()
    tab.wait_for_function("before => document.querySelector('.time-here')?.innerText === before", arg=before)
    assert tab.locator(".time-said").inner_text() == before and slider.input_value() == slider.get_attribute("max")
    tab.close()
