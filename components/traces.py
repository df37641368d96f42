"""Traces of figures: lines with their provisional end, targets, bars."""

from dataclasses import dataclass

from components.figure_parts import PROVISIONAL, is_true, known, plain, unit_label
from components.format import amount, number
from components.suppressed import hidden_label, hidden_words
from components.theme import GREY, INK, THINGS
from components.words import _
from kpis.kpi import PERCENT

HOVER_FORMAT = ",.4~g"
LARGE_HOVER_FORMAT = ",.0f"
MOST_MARKED = 120


@dataclass(frozen=True)
class Series:
    """A column to draw. thing: its name in components.theme.THINGS, by default the name of the column.
    provisional: a column of flags, if the frame has it; rows where it is true are drawn dashed with open points.
    may_hide: whether what is missing in rows that are suppressed is hidden, not unknown."""

    column: str
    label: str
    thing: str = ""
    provisional: str = PROVISIONAL
    may_hide: bool = True


def line_traces(frame, places: list, one: Series, mark) -> list[dict]:
    """The line of a series, and where values are provisional a second one, dashed with open points, that begins at
    the last firm value before them."""
    values = [known(value) for value in frame[one.column]]
    flags = [is_true(flag) for flag in frame[one.provisional]] if one.provisional in frame else [False] * len(values)
    firm = [None if flag else value for value, flag in zip(values, flags, strict=True)]
    traces = [_line(places, firm, one.label, (mark, "solid"))]
    if any(flags):
        joined = [
            value if flag or (at + 1 < len(flags) and flags[at + 1]) else None
            for at, (value, flag) in enumerate(zip(values, flags, strict=True))
        ]
        label = _("{label}, provisional").format(label=one.label)
        traces.append(_line(places, joined, label, (mark, "dash")))
    return traces


def with_one_key(traces: list[dict]) -> list[dict]:
    """The traces with one entry in the legend for all that is provisional, where several lines are."""
    dashed = [trace for trace in traces if trace["line"]["dash"] == "dash"]
    for at, trace in enumerate(dashed):
        if len(dashed) > 1:
            trace |= {"showlegend": at == 0, "name": plain(_("dashed: provisional")), "legendrank": 2000}
    return traces


def hidden_trace(frame, places: list, series) -> dict | None:
    """Open marks on the zero line where a figure is not told; None without any."""
    words = hidden_words(frame)
    columns = [frame[one.column] for one in series if one.may_hide]
    found = [
        (place, word)
        for place, word, *values in zip(places, words, *columns, strict=True)
        if word and any(known(value) is None for value in values)
    ]
    if not found:
        return None
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [place for place, _word in found],
        "y": [0] * len(found),  # a place on the axis, not a value: what is hidden has none here
        "name": plain(hidden_label()),
        "customdata": [plain(word) for _place, word in found],
        "marker": {"color": GREY.colour, "symbol": "diamond-open", "size": 10, "line": {"width": 2}},
        "cliponaxis": False,
        "hovertemplate": f"%{{customdata}}<extra>{plain(hidden_label())}</extra>",
    }


def _line(places: list, values: list, label: str, drawn: tuple) -> dict:
    mark, dash = drawn
    symbol = mark.symbol.removesuffix("-open") + ("-open" if dash == "dash" else "")
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    shown = LARGE_HOVER_FORMAT if largest >= 1000 else HOVER_FORMAT
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(places) <= MOST_MARKED or None in values else "lines",
        "x": places,
        "y": values,
        "name": plain(label),
        "connectgaps": False,
        "line": {"color": mark.colour, "width": 2.5, "dash": dash},
        "marker": {"color": mark.colour, "symbol": symbol, "size": 7 if len(places) <= MOST_MARKED else 4},
        "hovertemplate": f"%{{y:{shown}}}<extra>{plain(label)}</extra>",
    }


def target_trace(frame, places: list, target, unit) -> dict:
    """A target as a dotted line without points: one number, or a column of them."""
    mark = THINGS["target"]
    if isinstance(target, str):
        x, y, label = places, [known(value) for value in frame[target]], _("Target")
    else:
        ends = [places[0], places[-1]] if places else []
        x, y = ends, [known(target)] * len(ends)
        sign = " %" if unit is PERCENT else f" {unit_label(unit)}"
        label = _("Target: {value}").format(value=number(target, 0 if float(target).is_integer() else 1) + sign)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "name": plain(label),
        "connectgaps": False,
        "line": {"color": mark.colour, "width": 2, "dash": "dot"},
        "hoverinfo": "skip",
    }


def bar_trace(frame, names: list, column: str, drawn: tuple) -> dict:
    """The bars of one column, each with its value in words at its end; a missing value has no bar but the words."""
    colour, unit = drawn
    values = [known(value) for value in frame[column]]
    sign = " %" if unit is PERCENT else ""
    texts = [None if value is None else _short(value) + sign for value in values]
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(range(len(names))),
        "customdata": [name.replace("<br>", " ") for name in names],
        "text": texts,
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": INK},
        "marker": {"color": colour},
        "hovertemplate": "%{customdata}: %{x:,.4~g}<extra></extra>",
    }


def missing_bars(traces: list[dict], names: list, words: list) -> list[dict]:
    """The words where a category has no value: beside the axis, or for a part of a bar at its end with its name.
    words: for each category what stands in place of a figure that is not told, None for what is not known."""
    look = {"xanchor": "left", "xshift": 4, "showarrow": False, "font": {"color": INK}}
    noted = []
    for at in range(len(names)):
        absent = [trace for trace in traces if trace["x"][at] is None]
        held = [trace["x"][at] for trace in traces if trace["x"][at] is not None]
        if absent and not held:
            noted.append(look | {"xref": "paper", "x": 0, "y": at, "text": plain(words[at] or _("No data"))})
        elif absent:
            labels = ", ".join(trace["name"] for trace in absent)
            end = sum(value for value in held if value > 0)
            told = f"{labels}: {plain(words[at])}" if words[at] else _("{labels}: no data").format(labels=labels)
            noted.append(look | {"x": end, "y": at, "text": told})
    return noted


def bar_range(traces: list[dict]) -> list[float]:
    """The range of the values with room for the words at the ends of the bars."""
    stacks = list(zip(*(trace["x"] for trace in traces), strict=True))
    ends = [[value for value in stack if value is not None] for stack in stacks]
    highest = max((sum(value for value in stack if value > 0) for stack in ends), default=0.0)
    lowest = min((sum(value for value in stack if value < 0) for stack in ends), default=0.0)
    room = (highest - lowest or 1.0) * (0.5 if len(traces) == 1 or any(None in stack for stack in stacks) else 0.04)
    return [lowest - room if lowest < 0 else 0.0, highest + room]


def _short(value: float) -> str:
    return amount(value, 0 if abs(value) >= 100 or float(value).is_integer() else 1)
