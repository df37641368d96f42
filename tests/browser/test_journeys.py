"""What people come for, from the first page to the end, in a browser that reaches nothing but this machine."""

import json
import struct
from urllib.request import urlopen

import pytest


@pytest.fixture
def go(new_tab, site):
    """go(address, **look) opens an address in a tab of its own; afterwards nothing may have gone wrong in it."""
    tabs = []

    def get(address: str, **look):
        tabs.append(new_tab(**look))
        tabs[-1].open(site + address)
        return tabs[-1]

    yield get
    assert [fault for tab in tabs for fault in tab.faults] == []


def follow(tab, link) -> str:
    """Clicks a link and waits for another page; gives its heading."""
    before = tab.page.url
    link.click()
    tab.page.wait_for_function("before => location.href !== before", arg=before)
    tab.page.wait_for_function("() => document.documentElement.dataset.page === 'ready'")
    return tab.ready().locator("h1").inner_text()


def test_a_controller_goes_from_a_figure_to_its_rows_and_back(go):
    tab = go("/?country=SSD")
    page = tab.page
    assert follow(tab, page.locator(".site-nav a", has_text="Projects")) and "country=SSD" in page.url
    card = page.locator(".kpi-card").first
    value = card.locator(".kpi-value").inner_text()
    project = page.locator("main a[href^='/projects/']").first
    code = project.get_attribute("href").partition("?")[0].rpartition("/")[2]
    follow(tab, project)
    assert code in page.locator("main").inner_text()
    page.go_back()
    page.wait_for_function("() => location.pathname === '/projects'")
    page.wait_for_function("value => document.querySelector('.kpi-value')?.textContent === value", arg=value)
    assert "country=SSD" in page.url
    tab.open(page.url)
    assert page.locator(".kpi-value").first.inner_text() == value, "a reload shows the same figure"


def test_a_controller_sees_what_a_figure_means_and_the_rows_behind_it(go):
    tab = go("/aid?country=SSD")
    page = tab.page
    card = page.locator(".kpi-card:has(a[href^='/explain'])").first
    value = card.locator(".kpi-value").inner_text()
    card.locator(".kpi-meaning summary").click()
    follow(tab, card.locator("a[href^='/explain']").first)
    told = page.locator("main").inner_text()
    assert value in told and "South Sudan" in told and "build" in told.lower()
    follow(tab, page.locator("main a[href^='/rows']").first)
    assert page.locator("main table tbody tr").count() > 0 and "country=SSD" in page.url
    follow(tab, page.locator("main a[href^='/record']").first)
    assert "SSD" in page.locator("main").inner_text()


def test_an_office_finds_on_a_phone_what_runs_out(go):
    tab = go("/country/AFG", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = tab.page
    assert page.locator("h1").inner_text() == "Afghanistan"
    item = page.locator("main a[href^='/supply/item/']").first
    item.scroll_into_view_if_needed()
    box = item.bounding_box()
    assert box["height"] >= 20 and box["x"] >= 0 and box["x"] + box["width"] <= 390
    name = item.inner_text().splitlines()[0]
    assert name in follow(tab, item) and "country=AFG" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert "months" in page.locator("main").inner_text().lower()


def test_management_takes_a_picture_and_a_table_that_stand_alone(go, tmp_path):
    page = go("/supply?country=AFG").page
    panel = page.locator(".panel:has(.js-plotly-plot):has(table)").first
    with page.expect_download() as saved:
        panel.get_by_role("button", name="Save as picture").click()
    saved.value.save_as(tmp_path / "picture.png")
    picture = (tmp_path / "picture.png").read_bytes()
    width, height = struct.unpack(">II", picture[16:24])
    assert picture[:8] == b"\x89PNG\r\n\x1a\n" and width == 2400 and height > 600 and len(picture) > 20_000
    with page.expect_download() as saved:
        panel.locator(".files summary").click()
        panel.get_by_role("link", name="CSV for spreadsheets").click()
    saved.value.save_as(tmp_path / "table.csv")
    text = (tmp_path / "table.csv").read_text(encoding="utf-8-sig")
    assert panel.locator("h3").first.inner_text().strip() in text and "Afghanistan" in text
    assert text.count("\n") > panel.locator("tbody tr").count()
    with page.expect_download() as saved:
        page.locator(".content > * .files summary").first.click()
        page.locator(".content > * .files").first.get_by_role("link", name="Excel").click()
    assert saved.value.suggested_filename.endswith(".xlsx")


def test_a_maintainer_sees_sources_refused_rows_and_builds(go):
    tab = go("/data")
    page = tab.page
    titles = page.locator("main h2").all_inner_texts()
    assert {"Sources", "Loads", "Checks", "Quarantine", "Builds"} <= {title.strip(" #") for title in titles}
    assert page.locator("main table").first.locator("tbody tr").count() >= 2
    refused = page.locator("main a[href^='/data/quarantine']").first
    assert "uarantine" in follow(tab, refused)
    page.go_back()
    page.get_by_role("heading", name="Data status", level=1).wait_for()
    build = page.locator(".build-line code").inner_text()
    assert build in page.locator("main").inner_text().replace(build, "", 1), "the list of builds holds the one shown"


def test_an_operator_is_told_that_it_runs(site):
    with urlopen(site + "/health", timeout=30) as answer:
        told = json.load(answer)
    assert answer.status == 200 and told == {"status": "ok"}
