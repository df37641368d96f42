"""Loading, failed and lost: what stands on the screen between an address and its page, in words."""

import pytest

WAY = "**/data"
TOLD = "() => document.querySelector('#page-state [role=status]').textContent"
STATE = "() => document.documentElement.dataset.page"


@pytest.fixture
def tab(new_tab, site):
    """A tab with the list of countries opened."""
    tab = new_tab()
    tab.page.goto(site + "/country")
    return tab


def asked_for(page):
    page.get_by_role("link", name="Data status").click()


def until(page, state):
    page.wait_for_function(f"() => ({STATE})() === '{state}'")


def test_a_page_on_its_way_is_announced_and_its_heading_gets_the_focus(tab, site):
    page, held = tab.page, []
    page.route(WAY, lambda route: held.append(route))
    asked_for(page)
    until(page, "loading")
    assert page.evaluate(TOLD) == "Loading the page …" and page.locator("#page-state").is_visible()
    held.pop().continue_()
    page.wait_for_function("() => document.activeElement.tagName === 'H1'")
    assert page.locator("h1").inner_text() == "Data status" and page.title() == "Data status · Lagebild"
    assert page.url == site + "/data" and page.evaluate(TOLD) == "The page is there." and tab.faults == []


def test_an_answer_that_fails_leaves_the_page_before_with_a_way_on(tab, site):
    page = tab.page
    page.route(WAY, lambda route: route.fulfill(status=500, body="broken"))
    asked_for(page)
    again = page.get_by_role("link", name="Load the page again")
    again.wait_for()
    assert "You still see the page before" in page.evaluate(TOLD)
    assert page.url == site + "/country" and page.locator("h1").is_visible(), "address and page belong together"
    page.unroute(WAY)
    again.click()
    page.get_by_role("heading", name="Data status", level=1).wait_for()
    assert page.url == site + "/data" and not page.locator("#page-state a").is_visible()


def test_going_back_to_a_page_that_does_not_come_shows_no_other_page_under_its_address(tab, site):
    page = tab.page
    asked_for(page)
    page.get_by_role("heading", name="Data status", level=1).wait_for()
    page.route("**/country", lambda route: route.fulfill(status=500, body="broken"))
    page.go_back()
    until(page, "failed")
    assert page.url == site + "/country" and not page.locator("main").is_visible()
    assert "did not arrive" in page.evaluate(TOLD)


def test_without_scripts_the_page_is_there(new_tab, site):
    page = new_tab(java_script_enabled=False).page
    page.goto(site + "/country")
    assert page.locator("h1").is_visible() and page.get_by_role("link", name="Afghanistan").is_visible()
    page.get_by_role("link", name="Data status").click()
    assert page.url == site + "/data" and not page.locator("#link-bar p").first.is_visible()


def test_scripts_that_never_come_leave_a_page_that_can_be_read(new_tab, site):
    page = new_tab().page
    page.route("**/*.js", lambda route: route.abort())
    page.goto(site + "/country")
    assert page.get_by_role("link", name="Afghanistan").is_visible()


def test_a_page_that_takes_long_says_so(new_tab, site):
    tab = new_tab()
    tab.page.clock.install()
    tab.page.goto(site + "/country")
    held = []
    tab.page.route(WAY, lambda route: held.append(route))
    asked_for(tab.page)
    tab.page.clock.run_for(9_000)
    assert "Still loading" in tab.page.evaluate(TOLD)
    assert tab.page.get_by_role("link", name="Load the page again").is_visible()


def test_figures_are_as_wide_as_the_paper_while_they_are_printed(new_tab, site):
    page = new_tab().open(site + "/funding")
    width = "() => Math.max(...[...document.querySelectorAll('.js-plotly-plot')].map(one => one._fullLayout.width))"
    assert page.evaluate(width) > 700
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(width) <= 700
    page.evaluate("() => void window.dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"() => ({width})() > 700")
