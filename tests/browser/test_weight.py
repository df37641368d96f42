"""What pages weigh on the link: every page stays within the budgets of bench/budgets.toml, in the full and the lite view,
and no figure holds more than eyes and phones can take."""

import re
from html import unescape

import pytest

from bench.figure_values import values
from bench.link import linked
from bench.weight import VIEWS, budgets, weight
from tests.browser.walk import NO_EXAMPLE, answer, examples
from tests.conftest import serving


@pytest.fixture(scope="module")
def link(site):
    """The app of the demo build behind a link that counts."""
    with linked(site) as counted:
        yield counted


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_keeps_its_budget(browser, link, shown, page_path, view):
    assert page_path in shown, NO_EXAMPLE.format(page=page_path)
    found = weight(browser, link, shown[page_path], view)
    assert found.first.is_drawn and found.second.is_drawn, "a figure was not drawn"
    assert not found.over(budgets()[view]), [f"{call.sent:,} {call.address}" for call in found.first.calls]


def test_the_lite_view_loads_a_page_and_one_style_sheet(browser, link):
    calls = weight(browser, link, "/supply", "lite").first.calls
    assert len(calls) == 2 and ".css" in calls[1].address


def test_pages_on_real_data_keep_their_budget(real_home, browser):
    wrong = {}
    with serving(real_home) as site, linked(site) as link:
        for page, address in examples(site).items():
            for view in VIEWS:
                wrong[page, view] = weight(browser, link, address, view).over(budgets()[view])
    assert not {told: over for told, over in wrong.items() if over}


def test_no_figure_holds_more_values_than_its_budget(site, shown):
    counts = {}
    for page, address in shown.items():
        for found in re.findall(r' data-figure="([^"]+)"', answer(site, address)):
            counts[page, found] = values(answer(site, unescape(found)))
    assert counts and max(counts.values()) > 20
    most = budgets()["figure"]["values"]
    assert not {told: count for told, count in counts.items() if count > most}


def test_values_of_a_figure_are_counted_over_its_traces():
    traces = '{"type": "scatter", "x": {"months": ["2026-01-01", 3]}, "y": [1, null, 3]}, {"type": "heatmap", "z": [[1, 2], [3, 4]]}'
    assert values(f'{{"data": [{traces}], "layout": {{}}}}') == 7
