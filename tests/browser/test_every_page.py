"""Every page of the app: accessible, in light and dark, at every width, from right to left, on paper, by keyboard."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.sight import CUT_FIGURES, FOCUS, OVERLAPS, SHOWN_ON_PAPER, WIDER

WIDTHS = (390, 768, 1440)
PAPER = 718
"""Pixels of the width of A4 between margins of 10 mm."""
LIGHT = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
DARK = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
"""What axe looks for: everything in the light; in the dark what depends on colours."""
SEEN = "getComputedStyle(document.querySelector('{}')).display"


@pytest.fixture
def tab(opened):
    """The opened page; light, 1440 wide and on the screen again afterwards."""
    yield opened.page
    opened.page.emulate_media(media="screen", color_scheme="light")
    opened.page.evaluate("document.documentElement.removeAttribute('dir')")
    opened.page.set_viewport_size({"width": 1440, "height": 900})


def axe_findings(tab, rules: dict) -> list[str]:
    """Serious and critical findings: rule, and where."""
    if not tab.evaluate("Boolean(window.axe)"):
        tab.evaluate(AXE_SCRIPT)
    found = tab.evaluate("options => window.axe.run(document, options)", rules)["violations"]
    return [
        f"{one['id']}: {node['target']} {node['any'][0]['message'] if node['any'] else node['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:4]
    ]


@pytest.mark.parametrize(("scheme", "rules"), [("light", LIGHT), ("dark", DARK)])
def test_axe_has_no_serious_finding(page_path, tab, scheme, rules):
    tab.emulate_media(color_scheme=scheme)
    assert axe_findings(tab, rules) == []


def test_nothing_goes_wrong_and_nothing_leaves_this_machine(page_path, opened):
    expected = [one for one in opened.faults if page_path == "/not-found" and "404" in one]
    assert [one for one in opened.faults if one not in expected] == []


def settled(tab, look: str) -> list[str]:
    """What a script finds wrong once the figures have taken the new width; they do so with a short delay."""
    for _ in range(20):
        found = tab.evaluate(look)
        if not found:
            break
        tab.wait_for_timeout(150)
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_fits_every_width_in_both_directions(page_path, tab, width):
    tab.set_viewport_size({"width": width, "height": 900})
    for direction in ("ltr", "rtl"):
        tab.evaluate("way => document.documentElement.dir = way", direction)
        assert settled(tab, WIDER) == [], direction
        assert settled(tab, OVERLAPS) == [], direction


def test_paper_shows_words_and_figures_and_no_controls(page_path, tab):
    tab.set_viewport_size({"width": PAPER, "height": 1000})
    tab.emulate_media(media="print")
    assert tab.evaluate(SHOWN_ON_PAPER) == []
    assert [one for one in settled(tab, WIDER) if f": {PAPER + 1} > " not in one] == []  # one pixel is rounding
    assert settled(tab, CUT_FIGURES) == []
    assert len(tab.pdf(format="A4")) > 10_000


def test_everything_is_reached_by_keyboard_and_shows_its_focus(page_path, tab):
    tab.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.locator(".skip").bounding_box()["x"] >= 0
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main') !== null || !document.querySelector('main a')")
    assert tab.evaluate(FOCUS) == []


def test_headings_titles_and_tables_are_in_order(page_path, tab):
    levels = tab.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => +one.tagName[1])")
    assert levels.count(1) == 1 and levels[0] == 1
    assert [pair for pair in zip(levels, levels[1:], strict=False) if pair[1] > pair[0] + 1] == []
    assert tab.title().endswith(" · Lagebild") or page_path == "/"
    bare = "[...document.querySelectorAll('main table')].filter(one => !one.caption && !one.ariaLabel).length"
    assert tab.evaluate(bare) == 0
    assert tab.evaluate("[...document.querySelectorAll('main th:not([scope])')].length") == 0
