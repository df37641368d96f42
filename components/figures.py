"""Figures as plain dictionaries, and the one place that hands them to the browser.

A missing value stays a gap, a month without a row becomes one, a figure that is not told (is_suppressed) is marked, and
a figure has at most MOST_POINTS points; what is left out is said below it. Colours of text and grid are those of a saved
picture, assets/figures.css adapts them.
"""

from collections.abc import Mapping

from dash import dcc, html

from components.figure_parts import (
    base_layout,
    cut_words,
    evenly,
    line_summary,
    list_axis,
    list_height,
    list_summary,
    month_axis,
    month_gaps,
    place,
    plain,
    value_axis,
    wrapped,
)
from components.heat import heat_parts
from components.sent_figure import CONFIG
from components.suppressed import hidden_words
from components.theme import marks_of
from components.traces import (
    Series,
    bar_range,
    bar_trace,
    hidden_trace,
    line_traces,
    missing_bars,
    target_trace,
    with_one_key,
)
from components.words import _, current_language

__all__ = ["Series", "bar_figure", "figure_graph", "heat_figure", "line_figure", "with_gaps"]

MOST_POINTS = 2000
MOST_BARS = 60
LINE_HEIGHT, HEAD_HEIGHT = 320, 20


def figure_graph(figure: dict, identifier: str):
    """The figure as a component: an image with a text for screen readers, without the bar of plotly."""
    said = figure["layout"].get("meta", {})
    graph = dcc.Graph(
        id=identifier,
        figure=figure,
        responsive=True,
        style={"height": f"{figure['layout']['height']}px"},
        config={**CONFIG, "locale": current_language()},
    )
    image = html.Div(graph, role="img", className="figure", **{"aria-label": said.get("summary", _("Figure"))})
    key = [_key(said["key"])] if said.get("key") else []
    cut = [html.P(said["cut"], className="figure-cut")] if said.get("cut") else []
    return html.Div([*key, image, *cut]) if key or cut else image


def with_gaps(frame, column: str, months: int = 1):
    """The frame in order, with a row for each month that is missing between the first and the last, `months` apart."""
    return month_gaps(frame, column, months)


def line_figure(frame, x: str, series, unit, target=None) -> dict:
    """Lines over time or along a number.

    frame: a row per x. series: Series, or a mapping of columns to labels. unit: a Unit or a text, for the axis.
    target: a number, or the name of a column; drawn as a dotted line. Dates are months: those without a row are gaps,
    by the smallest distance in the frame; with_gaps fills a rhythm that is known.
    """
    drawn = [one if isinstance(one, Series) else Series(*one) for one in _pairs(series)]
    frame = evenly(frame, x)
    at_most = max(2, MOST_POINTS // max(1, len(drawn)))
    kept = frame.tail(at_most)
    places = [place(one) for one in kept[x]]
    marks = marks_of(one.thing or one.column for one in drawn)
    traces = []
    for one, mark in zip(drawn, marks, strict=True):
        traces += line_traces(kept, places, one, mark)
    traces = with_one_key(traces)
    if (hidden := hidden_trace(kept, places, drawn)) is not None:
        traces.append(hidden)
    if target is not None:
        traces.append(target_trace(kept, places, target, unit))
    layout = base_layout(LINE_HEIGHT, len(traces) > 1, line_summary(kept, x, drawn, unit))
    layout["xaxis"] |= month_axis(places)
    layout["yaxis"] |= value_axis(unit)
    layout["hovermode"] = "x unified"
    if len(kept) < len(frame):
        layout["meta"]["cut"] = cut_words(len(kept), len(frame))
    return {"data": traces, "layout": layout}


def bar_figure(frame, category: str, value, unit, colours=None) -> dict:
    """Horizontal bars in the order of the frame, first on top; a missing value has the words instead of a bar.

    value: a column, or a mapping of columns to labels for bars made of parts. colours: a mapping of the categories
    (or, for parts, the columns) to colours.
    """
    kept = frame.head(MOST_BARS)
    parts = value if isinstance(value, Mapping) else {value: ""}
    names = [wrapped(one) for one in kept[category]]
    marks = marks_of(parts)
    traces = [
        bar_trace(kept, names, column, (mark.colour, unit))
        | ({"name": plain(label), "text": None} if len(parts) > 1 else {"showlegend": False})
        for (column, label), mark in zip(parts.items(), marks, strict=True)
    ]
    if colours and len(parts) > 1:
        for trace, column in zip(traces, parts, strict=True):
            trace["marker"]["color"] = colours.get(column, trace["marker"]["color"])
    elif colours:
        own = traces[0]["marker"]["color"]
        traces[0]["marker"]["color"] = [colours.get(one, own) for one in kept[category]]
    layout = base_layout(list_height(names), len(parts) > 1, list_summary(kept, parts, category))
    layout["xaxis"] |= value_axis(unit) | {"tickangle": 0, "nticks": 4, "range": bar_range(traces)}
    layout["yaxis"] |= list_axis(names, is_reversed=True)
    layout |= {"barmode": "stack", "bargap": 0.25, "annotations": missing_bars(traces, names, hidden_words(kept))}
    if len(kept) < len(frame):
        layout["meta"]["cut"] = cut_words(len(kept), len(frame))
    return {"data": traces, "layout": layout}


def heat_figure(frame, row: str, column: str, value: str, legend) -> dict:
    """Cells by row and column, coloured by the classes of a legend (or from little to much where it is None), in the
    order in which the frame names them. value: numbers, or codes of classes. A cell without a row stays empty."""
    traces, (rows, columns), said = heat_parts(frame, (row, column, value), legend)
    layout = base_layout(list_height(rows) + HEAD_HEIGHT, False, said["summary"])
    layout["meta"] = said
    layout["xaxis"] |= list_axis(columns) | {"tickangle": -45}
    layout["yaxis"] |= list_axis(rows, is_reversed=True)
    return {"data": traces, "layout": layout}


def _key(classes):
    """The legend of a figure in words, signs and colours, for the screen; a saved picture has it inside."""
    entries = [
        html.Li([html.Span(sign, className="key-sign", style={"background": colour, "color": ink}), word])
        for sign, word, colour, ink in classes
    ]
    return html.Ul(entries, className="figure-key")


def _pairs(series):
    """Columns and labels of a mapping, or Series as they are."""
    return list(series.items()) if isinstance(series, Mapping) else list(series)
