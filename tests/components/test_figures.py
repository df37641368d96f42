"""Figures: plain dictionaries that plotly accepts, with gaps as gaps."""

import itertools
import json

import pandas as pd
import plotly.graph_objects as go
import pytest

from components.figures import MOST_BARS, MOST_POINTS, Series, bar_figure, figure_graph, heat_figure, line_figure
from components.figures import with_gaps as filled
from components.table import Column, table
from components.theme import ORDER, THINGS, marks_of
from kpis import all_kpis
from tests.components.specimens import HOSTILE, cells, figures, legend, months, places

NAMES = ("line", "bar", "parts", "heat", "scale")


def by_place(trace: dict) -> dict:
    return dict(zip(trace["x"], trace["y"], strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_plotly_accepts_the_figure_and_it_says_itself(name):
    figure = figures()[name]
    json.dumps(figure, allow_nan=False)
    go.Figure(json.loads(json.dumps(figure)))
    layout = figure["layout"]
    assert layout["dragmode"] is False and layout["paper_bgcolor"] == "rgba(0,0,0,0)"
    assert layout["meta"]["summary"]


@pytest.mark.parametrize("name", NAMES)
def test_the_graph_sends_nothing_anywhere(name):
    shown = json.loads(
        json.dumps(figure_graph(figures()[name], name).to_plotly_json(), default=lambda one: one.to_plotly_json())
    )
    text = json.dumps(shown)
    assert '"showSendToCloud": false' in text and '"plotlyServerURL": ""' in text
    assert '"displayModeBar": false' in text and '"role": "img"' in text


def test_missing_months_and_missing_values_are_gaps():
    firm, _provisional, planned, _target = figures()["line"]["data"]
    assert by_place(firm)["2026-02-01"] is None and by_place(firm)["2026-04-01"] is None
    assert by_place(planned)["2026-04-01"] is None and by_place(planned)["2026-05-01"] == 73.0
    assert not any(trace.get("connectgaps") for trace in figures()["line"]["data"])


def test_provisional_values_are_dashed_and_begin_at_the_last_firm_one():
    firm, provisional, *_rest = figures()["line"]["data"]
    assert provisional["line"]["dash"] == "dash" and provisional["marker"]["symbol"].endswith("-open")
    assert by_place(firm)["2026-07-01"] is None
    assert {x: y for x, y in by_place(provisional).items() if y is not None} == {"2026-06-01": 63.0, "2026-07-01": 59.0}


def test_provisional_is_a_word_in_hover_summary_and_table_and_one_entry_of_the_legend():
    drawn = [Series("delivered", "Delivered"), Series("planned", "Planned")]
    figure = line_figure(months(), "month_date", drawn, "x")
    dashed = [trace for trace in figure["data"] if trace["line"]["dash"] == "dash"]
    assert [trace["showlegend"] for trace in dashed] == [True, False]
    assert all("provisional" in trace["hovertemplate"] for trace in dashed) and "provisional" in dashed[0]["name"]
    assert "Provisional: July 2026." in figure["layout"]["meta"]["summary"]
    shown = str(table(months(), [Column("month_date", "Month", "month")], caption="x"))
    assert "July 2026 (provisional)" in shown and shown.count("provisional") == 1
    final = line_figure(months().drop(columns="is_provisional"), "month_date", drawn, "x")
    assert "rovisional" not in json.dumps(final) and len(final["data"]) == 2


def test_a_target_is_a_line_with_its_value_and_the_axis_has_the_unit():
    figure = figures()["line"]
    target = figure["data"][-1]
    assert target["y"] == [90.0, 90.0] and target["line"]["dash"] == "dot" and "90" in target["name"]
    assert figure["layout"]["yaxis"]["title"]["text"] == "per cent"
    column = line_figure(months(), "month_date", {"delivered": "Delivered"}, "x", target="planned")["data"][-1]
    assert by_place(column)["2026-03-01"] == 72.0


def test_a_known_rhythm_gives_gaps_where_the_frame_alone_cannot_tell():
    sparse = pd.DataFrame({"month_date": pd.to_datetime(["2026-01-01", "2026-04-01"]), "value": [1.0, 2.0]})
    trace = line_figure(filled(sparse, "month_date", 1), "month_date", {"value": "V"}, "x")["data"][0]
    assert trace["y"] == [1.0, None, None, 2.0]
    assert line_figure(sparse, "month_date", {"value": "V"}, "x")["data"][0]["y"] == [1.0, 2.0]


def test_a_missing_bar_has_words_and_zero_has_a_zero():
    figure = figures()["bar"]
    trace, noted = figure["data"][0], figure["layout"]["annotations"]
    assert trace["x"][2] is None and [(one["y"], one["text"]) for one in noted] == [(2, "No data")]
    assert trace["x"][4] == 0.0 and trace["text"][4] == "0"


def test_a_missing_part_of_a_bar_is_named_at_its_end():
    noted = figures()["parts"]["layout"]["annotations"]
    assert [(one["x"], one["y"], one["text"]) for one in noted] == [(100_000.0, 2, "In need: no data")]


def test_bars_with_the_same_name_stay_apart():
    frame = pd.DataFrame({"place": ["A" * 90, "A" * 90 + "B"], "value": [1, 2]})
    trace = bar_figure(frame, "place", "value", "x")["data"][0]
    assert len(set(trace["y"])) == 2


def test_markup_in_names_is_text():
    hostile = places().assign(place=HOSTILE, month_date="<i>x</i>")
    drawn = [
        bar_figure(hostile, "place", "value", "<b>u</b>"),
        heat_figure(hostile, "place", "month_date", "value", None),
    ]
    drawn.append(line_figure(months(), "month_date", [Series("delivered", HOSTILE)], "<b>u</b>"))
    for figure in drawn:
        shown = json.dumps([figure["data"], figure["layout"]["xaxis"], figure["layout"]["yaxis"]])
        assert "<script" not in shown and "<b>" not in shown and "<i>" not in shown


def test_a_cell_without_a_row_is_empty_and_one_without_a_value_is_not_reported():
    heat = figures()["heat"]["data"][0]
    assert heat["z"][1][2] is None and heat["text"][1][2] == ""
    codes = [one.code for one in (*legend().classes, *legend().special)]
    assert codes[heat["z"][0][3]] == "not_reported" and "not reported" in heat["customdata"][0][3]
    assert len(heat["z"]) == 3 and {len(line) for line in heat["z"]} == {6}


def test_cells_can_be_told_by_codes_of_classes():
    frame = cells().assign(value=legend().classes[0].code)
    heat = heat_figure(frame, "place", "month_date", "value", legend())["data"][0]
    assert {cell for line in heat["z"] for cell in line} == {0, None}


@pytest.mark.parametrize("kpi", [one for one in all_kpis() if one.legend], ids=lambda one: one.name)
def test_every_legend_can_be_drawn(kpi):
    figure = heat_figure(cells(), "place", "month_date", "value", kpi.legend)
    go.Figure(json.loads(json.dumps(figure)))


def test_no_figure_has_more_points_than_are_drawn_well_and_says_what_it_left_out():
    long = pd.DataFrame({"at": range(5000), "value": 1.0})
    line = line_figure(long, "at", {"value": "V"}, "x")
    assert len(line["data"][0]["x"]) == MOST_POINTS and "2,000 of 5,000" in line["layout"]["meta"]["cut"]
    bars = bar_figure(long, "at", "value", "x")
    assert len(bars["data"][0]["x"]) == MOST_BARS
    pairs = itertools.product(range(100), range(40))
    wide = pd.DataFrame([(str(a), str(b), 1.0) for a, b in pairs], columns=["a", "b", "c"])
    heat = heat_figure(wide, "a", "b", "c", None)
    assert sum(len(line) for line in heat["data"][0]["z"]) <= MOST_POINTS and heat["layout"]["meta"]["cut"]


@pytest.mark.parametrize("draw", ["line", "bar", "heat"])
def test_an_empty_frame_gives_an_empty_figure(draw):
    empty = months().head(0).assign(place=None)
    made = {
        "line": lambda: line_figure(empty, "month_date", {"delivered": "D"}, "x", target=3),
        "bar": lambda: bar_figure(empty, "place", "delivered", "x"),
        "heat": lambda: heat_figure(empty, "place", "month_date", "delivered", legend()),
    }[draw]()
    go.Figure(json.loads(json.dumps(made)))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mark", ORDER, ids=lambda mark: mark.symbol)
def test_colours_can_be_seen_on_light_and_on_dark_paper(mark):
    assert contrast(mark.colour, "#ffffff") >= 3 and contrast(mark.colour, "#1a242e") >= 3


def test_a_thing_keeps_its_mark_and_no_two_in_a_figure_share_one():
    assert marks_of(["delivered", "a", "b"])[0] == marks_of(["x", "delivered"])[1] == THINGS["delivered"]
    assert len(set(marks_of(["delivered", "a", "b", "c", "d", "e"]))) == 6
    assert len({mark.symbol for mark in ORDER}) == len(ORDER)
