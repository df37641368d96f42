"""Pages that a reader keeps open without a network, marked with their date, and go when the reader goes."""

import pytest

from tests.browser.conftest import Tab
from tests.browser.test_bad_links import line
from tests.conftest import sign_in

KEYS = "async () => (await caches.has('lagebild-kept')) ? (await (await caches.open('lagebild-kept')).keys()).map(one => one.url) : []"


@pytest.fixture
def tab(browser, site):
    """A tab with a service worker, and a page open that has figures and a filter."""
    tab = Tab(browser, service_workers="allow")
    tab.context.unroute_all()
    tab.page.goto(site + "/funding?since=2025-06")
    yield tab
    tab.context.close()


def keep(page, said="This page is kept"):
    page.get_by_role("button", name="Keep this page").click()
    page.wait_for_function(
        "said => document.querySelector('#keeping [role=status]').textContent.startsWith(said)", arg=said
    )


def test_browsers_offer_to_install_the_app(tab):
    tab.page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    tools = tab.context.new_cdp_session(tab.page)
    manifest, told = tools.send("Page.getAppManifest"), tools.send("Page.getInstallabilityErrors")
    assert manifest["url"].endswith(".webmanifest") and not manifest["errors"]
    # Tabs of tests are private ones, which cannot install anything.
    assert [one["errorId"] for one in told["installabilityErrors"]] == ["in-incognito"]


def test_a_kept_page_opens_without_a_network_with_figures_and_date(tab, site):
    page = tab.page
    keep(page)
    page.goto(site + "/glossary")
    tab.context.set_offline(True)
    page.goto(site + "/funding?since=2025-06")
    line(page, "kept").wait_for()
    assert (
        "Data as of" in line(page, "kept").inner_text() and "kept in this browser on" in line(page, "kept").inner_text()
    )
    page.evaluate("() => window.lagebildDrawing.drawn().then(() => null)")
    assert page.locator(".figure-place .main-svg").count() > 0
    assert page.locator('.figure-place[data-state="failed"]').count() == 0
    assert "lagebild.test" not in page.content() and page.locator(".who-name").count() == 0, "nothing personal is kept"


def test_a_page_that_is_not_kept_says_so_and_lists_those_that_are(tab, site):
    page = tab.page
    keep(page)
    tab.context.set_offline(True)
    page.goto(site + "/glossary")
    page.get_by_text("needs a network").wait_for()
    page.get_by_role("link", name="Funding · from June 2025").click()
    line(page, "kept").wait_for()
    page.goto(site + "/offline")
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("No page is kept in this browser.").wait_for()
    assert page.evaluate(KEYS) == [site + "/kept-pages.json"], "its figures and files are gone too"


def test_only_what_the_reader_chose_is_kept_and_nothing_personal(tab, site):
    page = tab.page
    page.get_by_role("link", name="Glossary", exact=True).first.click()
    page.wait_for_function("() => document.title.startsWith('Glossary')")
    assert page.evaluate(KEYS) == []
    page.goto(site + "/account")
    keep(page, said="This page is personal")
    assert page.evaluate(KEYS) == []


def test_signing_out_removes_what_was_kept(tab, site):
    page = tab.page
    sign_in("leaving", name="leaving@example.org")
    tab.context.add_cookies([{"name": "lagebild_session", "value": "leaving", "url": site}])
    page.goto(site + "/funding")
    keep(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in?said=out")
    assert page.evaluate("async () => (await caches.keys()).filter(one => one.endsWith('kept'))") == []
    page.go_back()
    page.wait_for_function(
        "() => !document.getElementById('page') || document.documentElement.dataset.page === 'ended'"
    )


def test_another_reader_finds_nothing_of_the_one_before(tab, site):
    page = tab.page
    keep(page)
    sign_in("another", name="another@example.org")
    tab.context.add_cookies([{"name": "lagebild_session", "value": "another", "url": site}])
    page.goto(site + "/glossary")
    page.evaluate("() => window.lagebildState.ask().then(() => null)")
    page.wait_for_function("async () => !(await caches.has('lagebild-kept'))")
