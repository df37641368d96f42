"""Events on figures over time: inside the months only, numbered alike in figure and list, at most eight."""

import json
import re
from datetime import date

import pandas as pd
import pytest
from dash import html

from components.event_marks import MOST_EVENTS, event_kinds, marked
from components.figures import bar_figure, figure_graph, line_figure
from components.panel import panel
from data.contracts.upload.crises import EVENTS
from queries.events import EVENT_COLUMNS
from tests.components.specimens import HOSTILE, months, places


def over_time():
    figure = line_figure(months(), "month_date", {"delivered": "Delivered"}, "x")
    return panel("Title", figure_graph(figure, "a-figure"), identifier="a", note="Note")


def happened(*rows) -> pd.DataFrame:
    full = [dict.fromkeys(EVENT_COLUMNS) | {"event_kind": "flood", "event_title": "Water"} | row for row in rows]
    return pd.DataFrame(full, columns=EVENT_COLUMNS)


def told(drawn) -> list[str]:
    """The lines of the list of events, without markup."""
    found = json.dumps(drawn.to_plotly_json(), default=lambda one: one.to_plotly_json())
    listed = [part for part in drawn._traverse() if isinstance(part, html.Li)]
    assert found
    return ["".join(one if isinstance(one, str) else one.children[0] for one in part.children) for part in listed]


def layout(drawn) -> dict:
    return next(part for part in drawn._traverse() if hasattr(part, "figure")).figure["layout"]


def test_lines_numbers_and_list_agree_and_stay_inside_the_months():
    rows = happened(
        {"event_date": date(2026, 6, 30), "country_code": "AFG"},
        {"event_date": date(2025, 12, 31), "event_title": "too early"},
        {"event_date": date(2026, 8, 1), "event_title": "too late"},
        {"event_date": date(2026, 2, 3), "event_kind": "outbreak", "event_title": "Cholera"},
    )
    drawn = marked(over_time(), rows, {"AFG": "Afghanistan"})
    assert told(drawn) == [
        "3 February 2026 · All countries · Outbreak: Cholera",
        "30 June 2026 · Afghanistan · Flood: Water",
    ]
    assert [(one["x0"], one["x1"]) for one in layout(drawn)["shapes"]] == [("2026-02-03",) * 2, ("2026-06-30",) * 2]
    assert [(one["x"], one["text"]) for one in layout(drawn)["annotations"]] == [
        ("2026-02-03", "1"),
        ("2026-06-30", "2"),
    ]


def test_at_most_eight_are_drawn_those_of_all_countries_first_and_the_rest_is_counted():
    rows = [{"event_date": date(2026, 1 + at % 6, 1 + at), "country_code": "AFG"} for at in range(11)]
    rows.append({"event_date": date(2026, 1, 2), "event_title": "World"})
    drawn = marked(over_time(), happened(*rows), {})
    assert len(told(drawn)) == len(layout(drawn)["shapes"]) == MOST_EVENTS
    assert any("All countries" in line for line in told(drawn))
    assert "4 further events are not drawn." in str(drawn)
    days = [one["x0"] for one in layout(drawn)["shapes"]]
    assert days == sorted(days) and max(days) == "2026-06-06"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "", None])
def test_only_addresses_of_pages_become_links(address):
    rows = happened({"event_date": date(2026, 2, 3), "event_title": HOSTILE, "source_url": address})
    drawn = marked(over_time(), rows, {})
    assert not [part for part in drawn._traverse() if isinstance(part, html.A)]
    assert HOSTILE in told(drawn)[0] and "<script>" not in json.dumps(layout(drawn))
    rows = happened({"event_date": date(2026, 2, 3), "source_url": "https://example.org/a"})
    links = [part for part in marked(over_time(), rows, {})._traverse() if isinstance(part, html.A)]
    assert [link.href for link in links] == ["https://example.org/a"]


def test_a_panel_without_months_and_one_without_events_stay_as_they_are():
    bars = panel("T", figure_graph(bar_figure(places(), "place", "value", "x"), "b"), identifier="b")
    for drawn, rows in ((bars, happened({"event_date": date(2026, 2, 3)})), (over_time(), happened())):
        before = len(drawn.children)
        assert len(marked(drawn, rows, {}).children) == before and "shapes" not in layout(drawn)
    assert marked(html.P("none"), happened({"event_date": date(2026, 2, 3)}), {}).children == "none"


def test_every_kind_of_the_template_has_a_word():
    assert set(event_kinds()) == set(EVENTS.columns["kind"].allowed)
    assert all(re.fullmatch("[A-Z][a-z ]+", word) for word in event_kinds().values())
