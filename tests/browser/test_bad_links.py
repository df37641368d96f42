"""Links that are slow or break, and a server that changes meanwhile: nothing is lost, and the reader is told."""

import json
import random

import pytest

from tests.conftest import serving
from tests.pages.test_data_status import NEWER, OLDER, displaced
from tests.queries.small_build import write_build

TITLES = {"Glossary": "/glossary", "Data status": "/data", "Countries": "/country"}


@pytest.fixture
def tab(new_tab, site):
    """A tab with the list of countries opened."""
    tab = new_tab()
    tab.page.goto(site + "/country")
    return tab


def follow(page, name):
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).click()


def arrived(page, name):
    page.wait_for_function("name => document.title.startsWith(name)", arg=name)


def line(page, name):
    return page.locator(f'#link-bar [data-line="{name}"]')


def state(page, **told):
    """Lets the server say something else of itself."""

    def answer(route):
        known = route.fetch()
        route.fulfill(body=json.dumps({**known.json(), **told}), content_type="application/json")

    page.route("**/state", answer)
    return page.evaluate("() => window.lagebildState.ask().then(() => null)")


def test_what_a_weak_link_lost_is_asked_for_again_and_the_bar_says_so(tab):
    page, lost = tab.page, []

    def breaking(route):
        lost.append(route.request.url)
        route.abort("connectionreset") if len(lost) < 3 else route.continue_()

    page.route("**/data", breaking)
    follow(page, "Data status")
    line(page, "waiting").wait_for()
    assert page.locator("h1").inner_text() == "Countries and areas", "what was read stays"
    page.get_by_role("button", name="Try now").click()
    arrived(page, "Data status")
    assert len(lost) == 3 and not line(page, "waiting").is_visible()


def test_what_writes_is_sent_once(tab):
    page, sent = tab.page, []

    def broken(route):
        sent.append(route.request.method)
        route.abort("connectionreset")

    page.route("**/subscriptions/new", broken)
    page.evaluate(
        """() => { const form = document.createElement('form'); form.method = 'post'; form.action = '/subscriptions/new';
        document.body.append(form); form.requestSubmit(); }"""
    )
    page.wait_for_timeout(3000)
    assert sent == ["POST"]


def test_a_walk_over_a_link_that_loses_one_call_in_ten_arrives_everywhere(tab, site):
    page, luck, lost = tab.page, random.Random(5), []

    def sometimes(route):
        if luck.random() < 0.1:
            lost.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/*", sometimes)
    for name, path in list(TITLES.items()) * 5:
        follow(page, name)
        arrived(page, name)
        assert page.url == site + path
    assert lost, "the link was good"


def test_a_slow_link_is_offered_the_light_view_once(new_tab, site):
    page = new_tab().page
    page.clock.install()
    page.goto(site + "/country?region=Asia")
    held = []
    page.route("**/data*", lambda route: held.append(route))
    follow(page, "Data status")
    page.wait_for_timeout(300)
    page.clock.run_for(7_000)
    held.pop().continue_()
    arrived(page, "Data status")
    line(page, "slow").wait_for()
    assert "view=lite" in page.get_by_role("link", name="Open the light view").get_attribute("href")
    page.get_by_role("button", name="Not now").click()
    follow(page, "Glossary")
    arrived(page, "Glossary")
    assert not line(page, "slow").is_visible()


def test_new_data_are_a_prompt_and_no_silent_change(tab):
    page = tab.page
    state(page, build="20990101-000000-newer")
    line(page, "data").wait_for()
    before = page.evaluate("() => { window.kept = document.getElementById('page'); return document.title; }")
    assert page.evaluate("() => window.kept.isConnected"), "the page is the one before"
    page.get_by_role("button", name="Show them").click()
    page.wait_for_function("() => !window.kept.isConnected")
    assert page.title() == before


def test_a_build_that_the_address_names_is_what_the_reader_wants(tab, site):
    page = tab.page
    build = page.evaluate("() => document.documentElement.dataset.build")
    page.goto(f"{site}/country?build={build}")
    state(page, build="20990101-000000-newer")
    assert not line(page, "data").is_visible()


def test_a_page_of_newer_data_than_the_one_before_says_so(tab):
    page = tab.page

    def newer(route):
        got = route.fetch()
        build = page.evaluate("() => document.documentElement.dataset.build")
        route.fulfill(response=got, body=got.text().replace(f'data-build="{build}"', 'data-build="newer"'))

    page.route("**/data", newer)
    follow(page, "Data status")
    arrived(page, "Data status")
    line(page, "changed").wait_for()


def test_an_upgrade_is_told_and_the_next_page_is_one_of_the_new_version(tab):
    page = tab.page
    state(page, edition="0123456789ab")
    line(page, "version").wait_for()
    page.route("**/data", lambda route: upgraded(route))
    page.evaluate("() => { window.isOld = true; }")
    follow(page, "Data status")
    arrived(page, "Data status")
    page.wait_for_function("() => !window.isOld")


def upgraded(route):
    got = route.fetch()
    body = got.text().replace("data-edition=", 'data-edition="0123456789ab" data-former=')
    route.fulfill(response=got, body=body)


def test_the_state_is_not_asked_while_nobody_looks(tab):
    page, asked = tab.page, []
    page.on("request", lambda one: asked.append(one.url) if one.url.endswith("/state") else None)
    page.evaluate("() => { Object.defineProperty(document, 'hidden', { value: true, configurable: true }); }")
    page.evaluate("() => window.lagebildState.ask().then(() => null)")
    assert asked == []
    page.evaluate("() => { delete document.hidden; }")
    page.evaluate("() => Promise.all([1, 2, 3].map(() => window.lagebildState.ask())).then(() => null)")
    assert len(asked) == 1, "one at a time"


def test_a_session_that_ended_hides_the_page_and_leads_to_where_one_signs_in(tab):
    page = tab.page
    tab.context.clear_cookies()
    follow(page, "Data status")
    page.get_by_role("link", name="Sign in again").wait_for()
    assert not page.locator("main").is_visible()
    assert "next=%2Fdata" in page.get_by_role("link", name="Sign in again").get_attribute("href")


def test_a_page_left_open_learns_that_its_session_has_ended(tab):
    page = tab.page
    tab.context.clear_cookies()
    page.evaluate("() => window.lagebildState.ask().then(() => null)")
    page.get_by_role("link", name="Sign in again").wait_for()
    assert not page.locator("main").is_visible()


def test_files_other_windows_and_places_of_a_page_are_left_to_the_browser(tab, site):
    page, fetched = tab.page, []
    page.on("request", lambda one: fetched.append(one.url) if one.resource_type == "fetch" else None)
    with page.expect_download():
        page.evaluate("() => { document.querySelector('a[href$=\".csv\"]').click(); }")
    with tab.context.expect_page() as other:
        page.get_by_role("link", name="Glossary", exact=True).first.click(modifiers=["Control"])
    other.value.close()
    page.evaluate("() => { location.hash = 'content'; }")
    assert not [one for one in fetched if "/state" not in one and "/who" not in one]
    assert page.evaluate("() => document.activeElement.id") == "content"
    assert page.url == site + "/country#content"


def test_a_publication_while_a_page_is_open_is_offered_and_shown_when_wanted(new_tab, home):
    write_build(home, OLDER, {"mart_displacement": [displaced(100)]})
    with serving(home) as address:
        tab = new_tab()
        page = tab.page
        page.goto(f"{address}/data")
        write_build(home, NEWER, {"mart_displacement": [displaced(130)]})
        page.evaluate("() => window.lagebildState.ask().then(() => null)")
        line(page, "data").wait_for()
        assert page.locator(".build-line code").inner_text() == OLDER
        page.get_by_role("button", name="Show them").click()
        page.locator(".build-line code", has_text=NEWER).wait_for()
        line(page, "data").wait_for(state="hidden")
        assert tab.faults == []


def test_a_link_that_is_slow_from_the_beginning_is_offered_the_light_view(new_tab, site):
    tab = new_tab()
    devices = tab.context.new_cdp_session(tab.page)
    devices.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": 20_000, "uploadThroughput": 20_000}
    devices.send("Network.emulateNetworkConditions", slow)
    tab.page.goto(site + "/glossary")
    line(tab.page, "slow").wait_for()
    tab.page.get_by_role("link", name="Open the light view").click()
    tab.page.wait_for_url("**/glossary?view=lite")
    assert not tab.page.locator("script").count()


def test_a_good_link_is_offered_nothing(new_tab, site):
    page = new_tab().page
    page.goto(site + "/glossary", wait_until="load")
    page.wait_for_function("() => document.documentElement.dataset.link")
    assert page.evaluate("() => document.documentElement.dataset.link") == "on"
    assert not page.locator("#link-bar p:visible").count()
