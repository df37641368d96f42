"""What every page begins with: navigation, bar of filters, chips, the reader's own country, and words for failure."""

import re
from dataclasses import replace
from datetime import date, datetime

import dash
import pytest

import access
import pages.opening
from app import create_app
from components.filter_bar import address, chosen, filter_bar, preset_periods
from components.shell import build_line
from pages.frame import framed, kept
from pages.opening import head, opening
from queries.filter_choices import bar_choices, months_until, region_countries
from queries.filters import Filters
from queries.freshness import build_age
from queries.reader import EVERYTHING, Reader
from queries.warehouse import NotAllowed, open_warehouse
from tests.pages.document import page
from tests.pages.test_home import words


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


@pytest.fixture
def choices(demo_home):
    warehouse = open_warehouse(EVERYTHING)
    return bar_choices(warehouse, warehouse.info(), ("group", "sector"))


def text_of(part) -> str:
    """A component as its JSON."""
    return str(part.to_plotly_json()) if hasattr(part, "to_plotly_json") else str(part)


def named(part, kind: str) -> list:
    """All components of a kind inside a component."""
    found = [part] if type(part).__name__ == kind else []
    children = getattr(part, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        found += named(child, kind) if hasattr(child, "to_plotly_json") else []
    return found


def test_the_navigation_keeps_the_filters_and_marks_the_page(client):
    shown = words(page(client, "/?country=SSD&since=2026-01&page=3"))
    current = re.search(r'"children": "Home".*?"aria-current": "page"', shown)
    assert current and "/?since=2026-01&country=SSD" in current[0]
    registered = {one["path"] for one in dash.page_registry.values()}
    for path in {"/projects", "/aid", "/supply", "/risk", "/glossary", "/data"} & registered:
        assert f'"href": "{path}?since=2026-01&country=SSD"' in shown


def test_an_unknown_address_is_404_and_says_so(client):
    assert [client.get(path).status_code for path in ("/", "/?x=1", "/health")] == [200] * 3
    assert [client.get(path).status_code for path in ("/nothing", "/a/b/c", "/%F0%9F%92%A9", "/.env")] == [404] * 4
    assert "Page not found" in words(page(client, "/nothing"))
    assert "Page not found" in words(page(client, "/nothing?country=<b>&since=x"))


def test_a_page_that_fails_or_is_forbidden_says_so(caplog):
    def broken(**_query):
        raise ValueError("a secret")

    def forbidden(**_query):
        raise NotAllowed("Single rows are not open to you, only totals.")

    failed, refused = (text_of(framed("/", layout)()[1]) for layout in (broken, forbidden))
    assert "could not be made" in failed and "secret" not in failed and "a secret" in caplog.text
    assert "not open to you" in refused


def test_the_bar_is_a_plain_form_that_gives_the_same_filters(choices):
    region = next(iter(choices["region"]))
    filters = Filters(
        since=date(2026, 1, 1), countries=("AFG", "SSD"), item_groups=("nutrition",), items=("a,b",), sectors=("NUT",)
    )
    form = named(filter_bar(filters, choices, "/supply", {"page": "2"}), "Form")[0]
    assert (form.action, form.method) == ("/supply", "get")
    sent: dict[str, list[str]] = {}
    for field in named(form, "Select"):
        values = [one.value for one in named(field, "Option") if getattr(one, "selected", None)]
        sent.setdefault(field.name, []).extend(values)
        assert getattr(field, "multiple", False) or len(values) == 1
    assert sent.pop("page") == ["2"]
    assert sent.pop("region") == [""] and region
    assert Filters.from_query(sent) == (filters, ())


def test_each_chip_takes_one_choice_away(choices):
    filters = Filters(since=date(2026, 1, 1), until=date(2026, 3, 1), countries=("AFG", "SSD"), items=("x",))
    told = dict(chosen(filters, choices))
    assert told["from January 2026"] == filters.replace(since=None)
    assert told["Afghanistan"] == filters.replace(countries=("SSD",))
    assert len(told) == 5
    many = choices["region"]["Africa"]
    assert [label for label, _rest in chosen(Filters(countries=many), choices)] == ["Africa"]
    assert chosen(Filters(), choices) == []


def test_the_preset_periods_end_with_the_month_of_the_data():
    periods = [(since, until) for _label, since, until in preset_periods(date(2026, 2, 15))]
    february = date(2026, 2, 1)
    starts = [date(2025, 12, 1), date(2025, 9, 1), date(2025, 3, 1), date(2026, 1, 1)]
    assert periods == [*((start, february) for start in starts), (None, None)]
    months = months_until(date(2026, 2, 15))
    assert months[0] == february and months[2] == date(2025, 12, 1) and months[-1] == date(2021, 2, 1)


def test_an_address_names_filters_and_own_keys():
    assert address("/aid", Filters()) == "/aid"
    assert address("/aid", Filters(countries=("SSD",)), {"page": "2"}) == "/aid?country=SSD&page=2"
    assert kept({"country": "SSD", "region": "Africa", "page": "2", "since": "x"}) == {
        "country": "SSD",
        "region": "Africa",
    }


def test_a_region_stands_for_its_countries(demo_home):
    known = region_countries(open_warehouse(EVERYTHING))
    begun = opening({"region": "Africa", "country": "AFG"})
    assert set(begun.filters.countries) == {"AFG", *known["Africa"]} and not begun.notices
    strange = opening({"region": ["Atlantis", "Africa", 3]})
    assert set(strange.filters.countries) == set(known["Africa"]) and len(strange.notices) == 2


def test_a_reader_of_one_country_starts_there(demo_home, monkeypatch):
    reader = Reader("an office", countries=frozenset({"SSD"}))
    monkeypatch.setattr(pages.opening, "current_reader", lambda: reader)
    assert opening({}).filters.countries == ("SSD",)
    assert access.current_reader() == EVERYTHING


def test_keys_of_a_page_are_no_strange_filters(demo_home):
    begun = opening({"page": "2", "odd": "1"}, own=("page",))
    assert len(begun.notices) == 1 and "odd" in begun.notices[0]
    assert begun.warehouse is not None and begun.empty is None
    parts = head(begun, "A title", "/supply", ("group",), {"page": "2"})
    assert "A title" in text_of(parts[0])
    assert [field.name for field in named(parts[-1], "Select")].count("group") == 1


def test_an_empty_home_gives_the_empty_page(home):
    begun = opening({"country": "AFG"})
    assert begun.warehouse is None and "Nothing published yet" in text_of(begun.empty)


def test_the_form_and_the_chips_work_in_a_browser(served, browser):
    tab = browser.new_page(viewport={"width": 390, "height": 800})
    tab.goto(served + "/?since=2026-01&item=a,b")
    tab.wait_for_selector(".filter-bar", timeout=60_000)
    tab.locator(".filter-details summary").click()
    tab.evaluate("window.stayed = true")
    for code in ("AFG", "SSD", "YEM", "YEM"):
        tab.locator(f"option[value={code}]").click()
    tab.locator(".filter-form button").click()
    tab.wait_for_selector(".chip:has-text('South Sudan')", timeout=60_000)
    assert tab.locator(".chip").count() == 5 and tab.evaluate("window.stayed")
    assert tab.url.endswith("/?since=2026-01&country=AFG%2CSSD&item=a%2Cb")
    tab.locator(".chip:has-text('South Sudan')").click()
    tab.wait_for_selector(".chip:has-text('South Sudan')", state="detached", timeout=60_000)
    assert "country=AFG" in tab.url and "SSD" not in tab.url
    assert tab.evaluate("document.querySelector('select[name=since]').value") == "2026-01"
    assert tab.evaluate("document.querySelector('select[name=country]').selectedOptions.length") == 1
    tab.go_back()
    tab.wait_for_selector(".chip:has-text('South Sudan')", timeout=60_000)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.close()


def test_an_old_build_says_so_in_words_and_shape_and_a_named_one_that_it_is_named(demo_home):
    begun = opening({})
    for made, wanted in ((date(2026, 10, 31), "no new build for 30 days"), (date(2026, 11, 30), "")):
        info = replace(begun.info, built_at=datetime(made.year, made.month, made.day))
        said = text_of(build_line(info, build_age(info.built_at, date(2026, 11, 30))))
        assert ("✕" in said) == bool(wanted) and wanted in said
    named_build = opening({"build": begun.info.build_id})
    assert "named in the address" in text_of(head(named_build, "A title", "/supply")[1])
    assert "named in the address" not in text_of(head(begun, "A title", "/supply")[1])
