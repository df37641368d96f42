"""Loading, failed and lost: what stands on the screen between an address and its page, in words."""

import pytest

CALLS = "**/_dash-update-component*"
TOLD = "[...document.querySelectorAll('#page-state [role=status]')].map(one => one.textContent).join()"


def of_page(route) -> bool:
    return "_pages_content" in (route.request.post_data or "")


@pytest.fixture
def tab(new_tab, site):
    """A tab with the list of countries opened."""
    tab = new_tab()
    tab.open(site + "/country")
    return tab


def answering(page, answer):
    """Lets answer(route) take the calls for pages."""
    page.route(CALLS, lambda route: answer(route) if of_page(route) else route.continue_())


def test_a_page_on_its_way_is_announced_and_its_heading_gets_the_focus(tab, site):
    page, held = tab.page, []
    answering(page, held.append)
    page.get_by_role("link", name="Data status").click()
    page.wait_for_function("() => document.documentElement.dataset.page === 'loading'")
    assert page.evaluate(TOLD) == "Loading the page …" and page.locator("#page-state").is_visible()
    held.pop().continue_()
    page.wait_for_function("() => document.activeElement.tagName === 'H1'")
    assert page.locator("h1").inner_text() == "Data status" and page.title() == "Data status · Lagebild"
    assert page.evaluate(TOLD) == "The page is there." and tab.faults == []


def test_an_answer_that_fails_becomes_words_with_a_way_on(tab, site):
    page = tab.page
    answering(page, lambda route: route.fulfill(status=500, body="broken"))
    page.get_by_role("link", name="Data status").click()
    again = page.get_by_role("link", name="Load the page again")
    again.wait_for()
    assert "did not arrive" in page.evaluate(TOLD)
    assert not page.locator("main").is_visible(), "what belongs to the former address is hidden"
    page.unroute(CALLS)
    again.click()
    page.get_by_role("heading", name="Data status", level=1).wait_for()
    assert page.url == site + "/data" and not page.locator("#page-state a").is_visible()


def test_a_first_visit_that_fails_is_no_blank(new_tab, site):
    page = new_tab().page
    page.route("**/_dash-layout", lambda route: route.fulfill(status=500, body="broken"))
    page.goto(site + "/risk")
    page.get_by_role("link", name="Load the page again").wait_for()
    assert "did not arrive" in page.evaluate(TOLD)


def test_a_call_that_a_weak_link_lost_is_made_again(tab):
    page, lost = tab.page, []

    def once(route):
        if lost:
            route.continue_()
        else:
            lost.append(route.abort("connectionreset"))

    answering(page, once)
    page.get_by_role("link", name="Data status").click()
    page.get_by_role("heading", name="Data status", level=1).wait_for()
    assert len(lost) == 1 and page.evaluate("document.documentElement.dataset.page") != "failed"


def test_a_page_that_takes_long_says_so(new_tab, site):
    tab = new_tab()
    tab.page.clock.install()
    tab.page.goto(site + "/country")
    tab.page.wait_for_selector("main h1")
    held = []
    answering(tab.page, held.append)
    tab.page.get_by_role("link", name="Data status").click()
    tab.page.clock.run_for(9_000)
    assert "Still loading" in tab.page.evaluate(TOLD)
    assert tab.page.get_by_role("link", name="Load the page again").is_visible()


def test_without_scripts_there_are_words(new_tab, site):
    page = new_tab(java_script_enabled=False).page
    page.goto(site)
    assert "needs JavaScript" in page.locator("noscript").inner_text()


def test_figures_are_as_wide_as_the_paper_while_they_are_printed(new_tab, site):
    page = new_tab().open(site + "/funding")
    width = "() => Math.max(...[...document.querySelectorAll('.js-plotly-plot')].map(one => one._fullLayout.width))"
    assert page.evaluate(width) > 700
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(width) <= 700
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"({width})() > 700")
