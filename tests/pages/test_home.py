"""The home page as people meet it: in a browser, on a phone, with an empty home, with a hostile address."""

import json
import re
from datetime import date

import dash
import pytest

from app import create_app
from components.format import kpi_amount
from kpis import all_kpis, kpis_of
from kpis.kpi import DOMAINS
from queries.cache import forget_everything
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING, Reader
from queries.warehouse import open_warehouse
from queries.worst import decision_kinds_by_country
from tests.pages.document import page
from tests.queries.small_build import write_build

HOSTILE = [
    "?country=<script>alert(1)</script>",
    "?country=AFG&country=ZZZ",
    "?since=yesterday&until=2026-99",
    "?build=../../../etc/passwd",
    "?build=20000101-000000-abcdef",
    "?nonsense=1&__proto__=2",
    "?country=" + "A" * 7_000,
    "?since=%00&country=%F0%9F%92%A9&country[]=1",
    "?since_build=20000101-000000-abcdef",
    "?since_build=../../etc/passwd&since_build=%00",
    "?since_build=" + "B" * 7_000,
]


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def words(answer) -> str:
    """The text of a page and of its figures, as JSON."""
    return json.dumps(answer.tree, ensure_ascii=False)


def test_the_four_first_figures_of_each_domain_stand_on_the_page_with_a_link_to_the_rest(client):
    answer = page(client, "/?until=2026-10")
    assert answer.status_code == 200
    warehouse, shown = open_warehouse(EVERYTHING), words(answer)
    for domain in DOMAINS:
        path = f"/{domain}" if f"/{domain}" in {one["path"] for one in dash.page_registry.values()} else "/projects"
        values = [(kpi, kpi_value(warehouse, kpi, Filters(until=date(2026, 10, 1)))) for kpi in kpis_of(domain)]
        for kpi, value in [pair for pair in values if pair[1].value is not None][:4]:
            assert json.dumps(kpi.label, ensure_ascii=False)[1:-1] in shown
            assert json.dumps(kpi_amount(kpi, value.value), ensure_ascii=False) in shown, kpi.name
        assert f'"href": "{path}?until=2026-10"' in shown
    assert shown.count('"id": "kpi-') == 4 * len(DOMAINS)
    assert "Demo data" in shown and warehouse.build_id in shown


def test_ten_sentences_at_most_say_what_needs_a_decision(client):
    everywhere, nowhere = words(page(client, "/")), words(page(client, "/?country=CHE"))
    assert "What needs a decision" in everywhere
    assert 5 <= everywhere.count("decision-kind") <= 10
    assert "Nothing in these data calls for a decision." in nowhere


def test_the_map_names_the_worst_countries_and_has_its_table_and_disclaimer(client):
    shown = words(page(client, "/?since=2026-01"))
    frame = decision_kinds_by_country(open_warehouse(EVERYTHING), Filters(since=date(2026, 1, 1)))
    worst = frame.iloc[0]["country_code"]
    assert f'"/country/{worst}?since=2026-01"' in shown and f"{frame.iloc[0]['kind_count']} of 5 kinds" in shown
    assert "do not imply official endorsement" in shown and "/static/boundaries/world_overview." in shown
    assert "Countries by the kinds of decisions that are due" in shown and "/explain?mart=mart_supply_pipeline" in shown
    for word in ("four or five kinds", "none is due", "no data"):
        assert f"{word}" in shown
    nowhere = words(page(client, "/?country=CHE"))
    assert "needs a decision" in nowhere and '"worst-list"' not in nowhere


def test_the_first_build_has_nothing_to_be_compared_with(client):
    shown = words(page(client, "/"))
    assert "This is the first build at hand" in shown
    assert f'"data-visit-build": "{open_warehouse(EVERYTHING).build_id}"' in shown
    assert '"data-visit-address": "/?since=2026-01&since_build="' in words(page(client, "/?since=2026-01"))


def test_what_changed_is_told_since_the_build_before_or_the_one_asked_for(home):
    row = {"source_name": "s", "country_code": "AFG", "load_id": "l", "scale_max": 10}
    builds = ("20260101-000000-aaaaaa", "20260102-000000-aaaaaa", "20260103-000000-aaaaaa")
    for build_id, score, month in zip(builds, (5.0, 6.0, 6.5), (12, 1, 1), strict=True):
        day = date(2025 if month == 12 else 2026, month, 1)
        risk = row | {"month_date": day, "reference_period_start": day, "inform_risk_score": score}
        names = {"source_name": "r", "load_id": "l", "country_code": "AFG", "name_en": "Afghanistan"}
        write_build(home, build_id, {"mart_country_risk": [risk], "ref_country": [names]})
    client = create_app().test_client()
    before, earlier = words(page(client, "/")), words(page(client, f"/?since_build={builds[0]}&country=AFG"))
    first, itself = words(page(client, f"/?build={builds[0]}")), words(page(client, f"/?since_build={builds[2]}"))
    assert "INFORM Risk was restated from 6.0 to 6.5 for January 2026." in before and '"worse"' not in first
    assert f"/data?against={builds[1]}#compare" in before
    assert "INFORM Risk went from 5.0 (December 2025) to 6.5 (January 2026)." in earlier
    assert f"/data?country=AFG&against={builds[0]}#compare" in earlier and f'"{builds[0]}"' in earlier
    assert "This is the first build at hand" in first and "data-visit-build" not in first
    assert "is the build shown" in itself and "was restated" in itself


def test_a_narrow_reader_has_the_page_without_the_rest(client, monkeypatch):
    for reader in (Reader("supply", domains={"supply"}), Reader("yemen", {"YEM"}), Reader("totals", detail="totals")):
        monkeypatch.setattr("pages.opening.current_reader", lambda reader=reader: reader)
        monkeypatch.setattr("pages.home_parts.current_reader", lambda reader=reader: reader)
        forget_everything()  # the kept answers belong to the reader of the app, not to those put in here
        shown = words(page(client, "/"))
        assert "The situation on" in shown and "This page could not be made" not in shown
        assert ("These data are not open to you." in shown) is (reader.domains is not None)
        assert ("/country/SSD" in shown) is (reader.countries is None)


def test_returning_readers_are_offered_what_changed(served, browser):
    tab = browser.new_page()
    tab.goto(served + "/?country=AFG")
    tab.wait_for_selector("#last-visit", state="attached", timeout=60_000)
    assert tab.locator("#last-visit").inner_text() == ""
    seen = json.dumps({"build": "20250101-000000-aaaaaa", "day": "2025-1-2", "before": None})
    tab.evaluate("seen => localStorage.setItem('lagebild-visit', seen)", seen)
    for _again in range(2):
        tab.goto(served + "/?country=AFG")
        link = tab.locator("#last-visit a")
        link.wait_for(timeout=60_000)
        assert link.inner_text() == "What changed since your last visit on 2 January 2025"
        assert link.get_attribute("href") == "/?country=AFG&since_build=20250101-000000-aaaaaa#changes"
    link.click()
    tab.wait_for_selector(".notice", timeout=60_000)
    assert "names no build that is here" in tab.locator(".notice").first.inner_text()
    tab.close()


def test_a_filter_changes_the_figures(client):
    everywhere, afghanistan = words(page(client, "/")), words(page(client, "/?country=AFG"))
    assert everywhere != afghanistan
    warehouse = open_warehouse(EVERYTHING)
    kpi = next(one for one in all_kpis() if one.name == "stock_out_rate")
    value = kpi_value(warehouse, kpi, Filters(countries=("AFG",)))
    assert json.dumps(kpi_amount(kpi, value.value), ensure_ascii=False) in afghanistan


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_address_gives_the_page_with_a_notice(client, query):
    answer = page(client, "/" + query)
    assert answer.status_code == 200
    assert "The situation on" in words(answer)
    assert "was left out" in words(answer)


def test_an_empty_home_says_what_to_do(home):
    client = create_app().test_client()
    assert "Nothing published yet" in words(page(client, "/"))
    answer = client.get("/health")
    assert answer.status_code == 503 and answer.get_json()["status"] == "no build"


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_in_a_browser_without_errors_foreign_requests_or_sideways_scrolling(served, browser, width):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    faults, foreign = [], []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("request", lambda request: foreign.append(request.url) if not _is_ours(request.url, served) else None)
    tab.goto(served)
    tab.wait_for_selector(".kpi-card", timeout=60_000)
    assert tab.locator(".kpi-card").count() == 20
    assert "Demo data" in tab.locator(".build-line").inner_text(timeout=1000).replace("DEMO DATA", "Demo data")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    spilling = "[...document.querySelectorAll('.kpi-card *')].filter(e => e.scrollWidth > e.closest('.kpi-card').clientWidth).length"
    assert tab.evaluate(spilling) == 0
    assert (faults, foreign) == ([], [])
    tab.close()


def test_the_keyboard_reaches_the_content_and_opens_a_meaning(served, browser):
    tab = browser.new_page()
    tab.goto(served)
    tab.wait_for_selector(".kpi-card", timeout=60_000)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to content"
    summary = tab.locator(".kpi-meaning summary").first
    summary.focus()
    tab.keyboard.press("Enter")
    assert re.search(r"Formula: ", tab.locator(".kpi-meaning").first.inner_text())
    tab.close()


def _is_ours(url: str, served: str) -> bool:
    return url.startswith((served, "data:", "blob:"))
