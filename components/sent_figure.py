"""Figures as browsers get them: only what the template does not say.

What nearly every figure has (letters, margins, axes, the look of lines and bars) stands in TEMPLATE, which browsers
load once with the scripts. A figure on its way carries the rest: values that differ, null for what the template has and
the figure has not, and rows of months and of whole numbers by their beginning and length. Nothing is rounded.
assets/figure_template.js does in the browser what `whole` does here.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from components.figure_parts import base_layout
from components.theme import INK

CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "scrollZoom": False,
    "doubleClick": False,
    "showAxisDragHandles": False,
}
"""How every figure behaves: no bar of tools, nothing sent anywhere."""
TRACES = {
    "scatter": {
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"width": 2.5, "dash": "solid"},
        "marker": {"symbol": "circle", "size": 7},
    },
    "bar": {
        "orientation": "h",
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": INK},
        "hovertemplate": "%{customdata}: %{x:,.4~g}<extra></extra>",
    },
    "heatmap": {
        "texttemplate": "%{text}",
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
        "xgap": 2,
        "ygap": 2,
    },
    "choropleth": {
        "featureidkey": "id",
        "showscale": False,
        "marker": {"line": {"width": 0.5}},
        "hovertemplate": "%{text}<extra></extra>",
    },
    "scattergeo": {"mode": "markers", "hoverinfo": "skip"},
}
"""Kind of a trace -> what most traces of the kind say alike."""
GROUND = ("choropleth", "scattergeo")
"""Kinds of traces that are drawn on a map."""
SAID_IN_PAGE = ("summary", "cut")
"""Parts of layout.meta that stand in the document beside the figure."""
MONTH = re.compile(r"(\d{4})-(\d\d)-01")
PLACES = ("x", "y")


def sent(figure: Mapping) -> dict:
    """The figure without what the template says; "template" names the template that it belongs to."""
    layout = dict(figure["layout"])
    meta = {name: one for name, one in layout.pop("meta", {}).items() if name not in SAID_IN_PAGE}
    rest = _rest(layout, _layout()) | ({"meta": meta} if meta else {})
    return {"template": template_name(), "data": [_sent_trace(one) for one in figure["data"]], "layout": rest}


def whole(given: Mapping) -> dict:
    """The figure of what was sent, without the words that stand in the document."""
    traces = [_merged(TRACES.get(one["type"], {}), _unrolled(one)) for one in given["data"]]
    return {"data": traces, "layout": _merged(_layout(), given["layout"])}


def template() -> dict:
    """What browsers load once. name: another as soon as anything in it differs."""
    return {"name": template_name(), "layout": _layout(), "traces": TRACES, "config": CONFIG}


@lru_cache(maxsize=1)
def template_name() -> str:
    """The hash of the template."""
    held = json.dumps([_layout(), TRACES, CONFIG], sort_keys=True)
    return hashlib.sha256(held.encode()).hexdigest()[:8]


def needs_ground(figure: Mapping) -> bool:
    """Whether the figure is a map, for which browsers load a script more."""
    return any(one["type"] in GROUND for one in figure["data"])


def _layout() -> dict:
    """The empty layout, without the words of a figure."""
    layout = base_layout(320, False, "")
    del layout["meta"]
    return layout


def _sent_trace(trace: Mapping) -> dict:
    held = {"type": trace["type"]} | _rest(trace, TRACES.get(trace["type"], {}))
    return held | {name: _rolled(held[name]) for name in PLACES if isinstance(held.get(name), list)}


def _rest(full: Mapping, base: Mapping) -> dict:
    """What turns the base into the full one by _merged."""
    found = {name: None for name in base if name not in full}
    for name, value in full.items():
        if name not in base:
            found[name] = value
        elif isinstance(value, dict) and isinstance(base[name], dict):
            if inner := _rest(value, base[name]):
                found[name] = inner
        elif value != base[name] or isinstance(value, bool) is not isinstance(base[name], bool):
            found[name] = value
    return found


def _merged(base: Mapping, given: Mapping) -> dict:
    """The base with what was given over it; None takes away what the base has."""
    found = {name: value for name, value in base.items() if name not in given}
    for name, value in given.items():
        if isinstance(value, dict) and isinstance(base.get(name), dict):
            found[name] = _merged(base[name], value)
        elif value is not None or name not in base:
            found[name] = value
    return found


def _rolled(values: list):
    """A row of months without a gap, or of 0, 1, 2 and so on, in short; other rows as they are."""
    if len(values) < 3:
        return values
    if all(type(one) is int for one in values) and values == list(range(len(values))):
        return {"count": len(values)}
    is_months = all(isinstance(one, str) and MONTH.fullmatch(one) for one in values)
    return {"months": [values[0], len(values)]} if is_months and values == _months(values[0], len(values)) else values


def _unrolled(trace: Mapping) -> dict:
    """A trace with its rows at full length."""
    rows = {name: trace[name] for name in PLACES if isinstance(trace.get(name), dict)}
    full = {
        name: _months(*row["months"]) if "months" in row else list(range(row["count"])) for name, row in rows.items()
    }
    return {**trace, **full}


def _months(first: str, count: int) -> list[str]:
    """Months one after the other, as 2026-03-01."""
    year, month = (int(one) for one in MONTH.fullmatch(first).groups())
    counted = range(year * 12 + month - 1, year * 12 + month - 1 + count)
    return [str(date(at // 12, at % 12 + 1, 1)) for at in counted]
