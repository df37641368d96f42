"""Text from data is text: on no page does it become an element, a link, or a script, and the policy would stop it."""

import pytest

from tests.browser.conftest import Tab
from tests.browser.hostile import MARK, planted
from tests.browser.walk import examples
from tests.conftest import load_demo, serving, use_home

BECAME = f"""() => [
  ...(window.hit ? ['a script of the data ran: ' + window.hit] : []),
  ...document.querySelectorAll('img[src=x], [onerror], [onload]'),
  ...document.querySelectorAll('a[href^="javascript" i], [*|href^="javascript" i]'),
  ...document.querySelectorAll('a[href*="evil.example/x"]'),
  ...[...document.querySelectorAll('b, tspan, a')].filter(one => one.textContent.trim() === '{MARK}'),
].map(one => one.outerHTML ? one.outerHTML.slice(0, 200) : one)"""
BROKEN = "[...document.querySelectorAll('[role=alert]')].map(one => one.innerText)"


@pytest.fixture(scope="module")
def hostile_site(built, tmp_path_factory):
    """The app on a build whose texts are attacks."""
    with pytest.MonkeyPatch.context() as patch:
        source = built("demo", lambda folder: load_demo(folder, scale=0.1))
        home = use_home(planted(source, tmp_path_factory.mktemp("hostile") / "home"), patch)
        with serving(home) as address:
            yield address


@pytest.fixture(scope="module")
def hostile_pages(hostile_site):
    """Page -> an address of it in that build."""
    return examples(hostile_site)


@pytest.fixture(scope="module")
def hostile_tab(browser):
    """A tab in which the pages are opened one after the other."""
    tab = Tab(browser)
    yield tab
    tab.context.close()


def test_text_from_data_never_becomes_markup(hostile_site, hostile_pages, hostile_tab, page_path):
    if page_path not in hostile_pages:
        pytest.skip(f"no link leads to {page_path} in this build")
    hostile_tab.faults.clear()
    page = hostile_tab.open(hostile_site + hostile_pages[page_path])
    for graph in page.query_selector_all(".js-plotly-plot .nsewdrag")[:6]:
        graph.hover(force=True, timeout=5000)  # what a chart says under the pointer
    assert page.evaluate(BECAME) == []
    assert page.evaluate(BROKEN) == []
    assert [one for one in hostile_tab.faults if "404" not in one] == []


def test_the_attacks_are_shown_as_text(hostile_site, hostile_tab):
    page = hostile_tab.open(hostile_site + "/projects")
    assert f"<b>{MARK}</b>" in page.inner_text("main")
