"""Figures are fetched and drawn when they come near the view, and what does not arrive says so and is asked for again."""

import re

import pytest

STATES = "() => [...document.querySelectorAll('.figure-place')].map((one) => one.dataset.state || '')"
FIGURES = re.compile("/figures/")
LIBRARY, MAPS = re.compile(r"/plotly/plotly-core\."), re.compile(r"/plotly/plotly-geo\.")
ALL_DRAWN = f"() => ({STATES})().length && ({STATES})().every((one) => one === 'drawn')"


@pytest.fixture
def tab(new_tab):
    """A tab that notes which addresses it asks for."""
    tab = new_tab()
    tab.asked = []
    tab.page.on("request", lambda request: tab.asked.append(request.url))
    return tab


def asked(tab, what: re.Pattern) -> list[str]:
    return [url for url in tab.asked if what.search(url)]


def waited(tab, condition: str, given=None):
    """Waits for a condition without the eval that the policy refuses."""
    for _ in range(400):
        if tab.page.evaluate(condition, given):
            return
        tab.page.wait_for_timeout(100)
    raise AssertionError(f"{condition} {tab.page.evaluate(STATES)}")


def test_figures_come_when_they_are_near_and_each_once(tab, site):
    page = tab.page
    page.goto(f"{site}/supply")
    page.wait_for_timeout(500)
    states = page.evaluate(STATES)
    assert len(states) > 4 and "" in states and len(asked(tab, FIGURES)) < len(states)
    for at in range(len(states)):
        page.evaluate("(at) => document.querySelectorAll('.figure-place')[at].scrollIntoView()", at)
        page.wait_for_timeout(50)
    waited(tab, ALL_DRAWN)
    found = asked(tab, FIGURES)
    assert len(found) == len(set(found)) == len(states)
    assert len(asked(tab, LIBRARY)) == 1 and not asked(tab, MAPS)
    assert not tab.faults


def test_maps_load_their_part_and_the_outlines_once(tab, site):
    tab.open(f"{site}/risk")
    assert len(asked(tab, MAPS)) == 1 and len(asked(tab, re.compile("/boundaries/"))) == 1
    assert tab.page.evaluate("() => document.querySelectorAll('.choroplethlayer path').length") > 100
    assert not tab.faults


def test_an_answer_that_is_lost_is_asked_for_again(tab, site):
    lost = []

    def lose(route):
        url = route.request.url
        if url in lost:
            return route.continue_()
        lost.append(url)
        return route.fulfill(status=503) if len(lost) % 2 else route.abort()

    tab.context.route(FIGURES, lose)
    tab.context.route(LIBRARY, lose)
    tab.page.goto(f"{site}/supply")
    tab.page.evaluate("() => window.lagebildDrawing.drawn()")
    assert len(lost) > 4 and tab.page.evaluate(ALL_DRAWN)
    assert not tab.page.locator(".figure-failed").count()


def test_what_does_not_come_says_so_and_comes_when_asked_again(tab, site):
    page = tab.page
    tab.context.route(re.compile("supply-projection-figure"), lambda route: route.fulfill(status=404))
    page.goto(f"{site}/supply")
    page.evaluate("() => document.getElementById('supply-projection-figure').scrollIntoView()")
    said = page.locator(".figure-failed")
    said.wait_for()
    assert "did not arrive" in said.inner_text() and said.locator("[role=status]").count() == 1
    assert not said.evaluate("(one) => Boolean(one.closest('[role=img]'))")
    assert page.locator("#supply-projection-figure").evaluate("(one) => Boolean(one.closest('[role=img]'))")
    tab.context.unroute(re.compile("supply-projection-figure"))
    said.get_by_role("button").click()
    page.locator("#supply-projection-figure .main-svg").first.wait_for()
    assert said.count() == 0


def test_a_page_older_than_the_template_asks_for_whole_figures(tab, site):
    def other(route):
        if "whole=1" in route.request.url:
            return route.continue_()
        sent = route.fetch().json()
        return route.fulfill(json=sent | {"template": "00000000"})

    tab.context.route(FIGURES, other)
    tab.open(f"{site}/supply")
    assert tab.page.evaluate(ALL_DRAWN)
    assert len(asked(tab, re.compile("whole=1"))) == len(tab.page.evaluate(STATES))


def test_figures_are_as_wide_as_their_place(tab, site):
    page = tab.open(f"{site}/supply")
    page.set_viewport_size({"width": 390, "height": 800})
    fits = """() => [...document.querySelectorAll('.figure-place')].every(
        (one) => Math.abs(one.querySelector('.main-svg').getBoundingClientRect().width - one.clientWidth) < 2)"""
    waited(tab, fits)
    laid_out = page.evaluate("""() => new Promise((done) => { let count = 0;
        const one = document.querySelector('.figure-place'); one.on('plotly_relayout', () => { count += 1; });
        setTimeout(() => done(count), 800); })""")
    assert laid_out == 0


def test_figures_of_the_page_before_are_forgotten(tab, site):
    page = tab.open(f"{site}/supply")
    page.evaluate("() => { window.before = [...document.querySelectorAll('.figure-place')]; }")
    page.evaluate("""() => { document.getElementById('page').replaceChildren();
        document.dispatchEvent(new CustomEvent('lagebild:page')); }""")
    assert page.evaluate(
        "() => window.before.length > 4 && window.before.every((one) => !one._fullLayout && !one.children.length)"
    )


def test_before_printing_every_figure_is_drawn(tab, site):
    page = tab.page
    page.goto(f"{site}/supply")
    page.evaluate(f"() => {{ window.print = () => {{ window.printed = ({STATES})(); }}; }}")
    page.keyboard.press("Control+p")
    waited(tab, "() => Boolean(window.printed)")
    assert set(page.evaluate("() => window.printed")) == {"drawn"}


def test_a_picture_is_saved_of_a_figure_that_was_not_drawn_yet(tab, site):
    page = tab.page
    page.goto(f"{site}/supply")
    panel = page.locator(".panel:has(.figure-place)").last
    assert panel.locator(".main-svg").count() == 0
    with page.expect_download() as saved:
        panel.locator("[data-save-figure]").evaluate("(one) => one.click()")
    with open(saved.value.path(), "rb") as picture:
        assert picture.read(8) == b"\x89PNG\r\n\x1a\n"


def test_without_scripts_a_figure_is_told_in_words(new_tab, site):
    page = new_tab(java_script_enabled=False).page
    page.goto(f"{site}/supply")
    assert page.locator(".figure-place").count() > 4
    assert page.locator(".figure-place:visible").count() == 0
    told = page.locator(".figure").first
    assert told.get_attribute("aria-label") and told.bounding_box()["height"] > 15
