"""Figures drawn as SVG show what the figure has: every value, gap, mark and word, in whole pixels and without styles."""

import re
from xml.etree import ElementTree

import pytest

from components.suppressed import hidden_label
from components.svg import UnknownTrace, figure_svg
from components.svg.elements import WIDTH, steps
from components.svg.maps import Outline
from components.svg.projection import great_circle, projection
from tests.components.specimens import figures

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = Outline((((0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0), (0.0, 0.0)),), (5.0, 5.0))


def outlines(address, box, degrees):
    """One country."""
    return {"AAA": SQUARE} if address == "/static/boundaries/some.geojson" else {}


def drawn(figure):
    """The drawing as text and as elements, which proves that it is well-formed."""
    text = figure_svg(figure, outlines)
    return text, ElementTree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def texts(tree):
    """The texts of a drawing."""
    return [one.text for one in tree.iter(f"{SVG}text")]


def lines(values, **layout):
    """A figure of one line over January to so many months."""
    places = [f"2026-{at:02}-01" for at in range(1, len(values) + 1)]
    trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": places,
        "y": values,
        "name": "Line",
        "line": {"color": "#123456"},
    }
    axes = {"xaxis": {"type": "date"}, "yaxis": {"rangemode": "tozero"}}
    return {"data": [trace | {"marker": {"color": "#123456", "symbol": "square"}}], "layout": axes | layout}


@pytest.mark.parametrize("name", figures())
def test_every_kind_of_figure_is_drawn_in_whole_pixels_without_styles_and_scripts(name):
    text, tree = drawn(figures()[name])
    assert " style=" not in text
    assert not {one.tag for one in tree.iter()} & {f"{SVG}script", f"{SVG}style", f"{SVG}image"}
    ways = [one.get("d") for one in tree.iter(f"{SVG}path")]
    assert ways
    assert not re.search(r"\.\d", "".join(ways))


@pytest.mark.parametrize("name", figures())
def test_the_summary_is_the_description(name):
    figure = figures()[name]
    _text, tree = drawn(figure)
    assert tree.find(f"{SVG}desc").text == figure["layout"]["meta"]["summary"]


def test_a_gap_is_no_line_and_a_value_without_neighbours_is_a_point():
    text, tree = drawn(lines([1.0, 2.0, None, 4.0, None, 6.0, 7.0]))
    line = next(one.get("d") for one in tree.iter(f"{SVG}path") if one.get("stroke") == "#123456")
    assert line.count("M") == 2
    points = next(one.get("d") for one in tree.iter(f"{SVG}path") if one.get("fill") == "#123456")
    assert points.count("M") == 5, "the ends of the lines and the value between two gaps"


def test_what_is_hidden_is_an_open_mark_with_its_word():
    hidden = {
        "type": "scatter", "mode": "markers", "x": ["2026-02-01"], "y": [0], "name": hidden_label(),
        "marker": {"color": "#777777", "symbol": "diamond-open"},
    }  # fmt: skip
    figure = lines([1.0, None, 3.0], showlegend=True)
    figure["data"].append(hidden)
    _text, tree = drawn(figure)
    assert hidden_label() in texts(tree)
    open_marks = [
        one for one in tree.iter(f"{SVG}path") if one.get("stroke") == "#777777" and one.get("fill") == "none"
    ]
    assert open_marks


def test_bars_are_as_long_as_their_values_and_say_them():
    figure = figures()["bar"]
    _text, tree = drawn(figure)
    assert {"1.3 million", "870,000", "0"} & set(texts(tree)) >= {"870,000"}
    assert "No data" in texts(tree), "a missing value has words instead of a bar"
    ways = "".join(one.get("d") for one in tree.iter(f"{SVG}path") if "M" in (one.get("d") or ""))
    wide = sorted(int(one) for one in re.findall(r"M1 \d+h(\d+)v12", ways))
    assert wide[-1] / wide[-2] == pytest.approx(1_250_000 / 870_000, rel=0.02)


def test_text_of_data_stays_text():
    text, tree = drawn(figures()["bar"])
    assert "<script" not in text and "<b>" not in text
    assert any("<script>" in (one or "") for one in texts(tree))


def test_cells_without_a_value_stay_empty():
    figure = figures()["heat"]
    _text, tree = drawn(figure)
    values = [value for line in figure["data"][0]["z"] for value in line if value is not None]
    fields = [one.get("d") for one in tree.iter(f"{SVG}path") if re.search(r"h\d+v20h-", one.get("d") or "")]
    assert "".join(fields).count("M") == len(values)


def area_map(code, **trace):
    """A map with one area."""
    areas = {
        "type": "choropleth",
        "geojson": "/static/boundaries/some.geojson",
        "locations": [code],
        "z": [0],
        "zmin": -0.5,
        "zmax": 0.5,
    }
    geo = {"projection": {"type": "natural earth"}, "lonaxis": {"range": [-180, 180]}, "lataxis": {"range": [-58, 84]}}
    look = {"colorscale": [[0, "#abcdef"], [1, "#abcdef"]]}
    return {"data": [areas | look | trace], "layout": {"geo": geo}}


def test_a_map_has_the_colour_of_its_class_and_nothing_where_there_is_no_outline():
    _text, tree = drawn(area_map("AAA"))
    assert [one.get("fill") for one in tree.iter(f"{SVG}path")] == ["#abcdef"]
    _text, tree = drawn(area_map("BBB"))
    assert not list(tree.iter(f"{SVG}path"))


def test_a_class_of_a_map_can_be_told_by_its_sign():
    figure = area_map("AAA")
    key = {
        "type": "scattergeo",
        "mode": "markers",
        "lon": [None],
        "lat": [None],
        "marker": {"color": "#abcdef"},
        "meta": "▲",
    }
    figure["data"].append(key)
    _text, tree = drawn(figure)
    assert texts(tree) == ["▲"]


def test_an_unknown_trace_is_named():
    with pytest.raises(UnknownTrace, match="pie"):
        figure_svg({"data": [{"type": "pie"}], "layout": {}}, outlines)


def test_the_world_is_as_wide_as_the_drawing():
    seen = projection(area_map("AAA")["layout"]["geo"])
    assert [seen.place(side, 0)[0] for side in (-180, 0, 180)] == [0, WIDTH // 2, WIDTH]
    assert seen.place(0, 84)[1] == 0


def test_a_way_over_the_edge_of_the_map_comes_in_again_at_the_other():
    ways = great_circle((170.0, 10.0), (-170.0, 20.0))
    assert len(ways) == 2
    assert all(abs(one[0] - other[0]) < 180 for way in ways for one, other in zip(way, way[1:], strict=False))


def test_steps_lead_through_all_points():
    assert steps([(0, 0), (1, 1), (2, 2), (2, 2), (5, 0)]) == "M0 0l2 2 3-2"
    assert steps([(3, 4), (0, 4), (0, 9)]) == "M3 4l-3 0 0 5"
