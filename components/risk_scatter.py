"""Countries by two measures: where need is high and supply is low."""

from collections.abc import Iterable

from components.figure_parts import base_layout, plain, value_axis
from components.format import kpi_amount, number
from components.table import Column, table
from components.theme import SYMBOLS
from components.words import _
from kpis.kpi import PERCENT, SCORE, Direction, Kpi
from kpis.map_legends import map_class, map_legend

HEIGHT = 420
NAMED = 8
"""So many of the countries in the corner carry their name; the others tell it when pointed at."""
EDGE = "#8d98a3"
ZONE = "rgba(184, 50, 90, 0.10)"


def corner(kpi: Kpi, other: Kpi) -> tuple[float, float]:
    """From which value on a country has high need, and from which on supply falls short."""
    high = map_legend(kpi).classes[3].low
    if other.inside:
        return high, other.inside[0]
    classes = map_legend(other).classes
    return high, classes[1].low if other.direction is Direction.HIGHER else classes[2].low


def in_corner(kpi: Kpi, other: Kpi, value: float, other_value: float) -> bool:
    """True for high need and low supply."""
    high, short = corner(kpi, other)
    return value >= high and (other_value >= short if other.direction is Direction.LOWER else other_value < short)


def scatter_figure(kpi: Kpi, other: Kpi, rows: Iterable, summary: str) -> dict:
    """The figure of rows (name, value, other_value), both known: one point per country in the class of the first."""
    rows = sorted(rows, key=lambda row: -row[1])
    marked = [row for row in rows if in_corner(kpi, other, row[1], row[2])][:NAMED]
    found = [map_class(map_legend(kpi), row[1]) for row in rows]
    points = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [row[1] for row in rows],
        "y": [row[2] for row in rows],
        "text": [plain(row[0]) if row in marked else "" for row in rows],
        "textposition": ["bottom center" if row in marked[1::2] else "top center" for row in rows],
        "textfont": {"size": 11},
        "cliponaxis": False,
        "marker": {
            "size": 11,
            "color": [one.colour for one in found],
            "symbol": [SYMBOLS[one.shape].removesuffix("-open") for one in found],
            "line": {"width": 1.5, "color": EDGE},
        },
        "hovertext": [_told(kpi, other, row) for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return {"data": [points], "layout": _layout(kpi, other, rows, summary)}


def scatter_sentence(kpi: Kpi, other: Kpi, rows: Iterable, left_out: int) -> str:
    """What the figure says in one sentence; left_out: countries that have only one of the two figures."""
    rows = list(rows)
    labels = {"one": _(kpi.label), "other": _(other.label)}
    if not rows:
        return _("No country has a figure both for {one} and for {other}").format(**labels)
    count = sum(in_corner(kpi, other, value, other_value) for _name, value, other_value in rows)
    said = _("{one} and {other}: need is high and supply low in {count} of {total} countries")
    said = said.format(count=number(count), total=number(len(rows)), **labels)
    return said + (_("; {count} more have one figure only").format(count=number(left_out)) if left_out else "")


def pair_table(kpi: Kpi, other: Kpi, frame):
    """The same in a table: country_link, value, other_value, is_short, the short of supply first."""
    columns = [
        Column("country_link", _("Country or area"), "link"),
        Column("value", _(kpi.label), _kind(kpi), decimals=kpi.decimals),
        Column("other_value", _(other.label), _kind(other), decimals=other.decimals),
        Column("told", _("Need high, supply low"), "text"),
    ]
    pairs = zip(frame["value"], frame["other_value"], strict=True)
    told = [_("yes") if in_corner(kpi, other, value, other_value) else _("no") for value, other_value in pairs]
    frame = frame.assign(told=told, is_short=[one == _("yes") for one in told])
    ordered = frame.sort_values(["is_short", "value"], ascending=False)
    return table(
        ordered, columns, caption=_("{one} and {other} by country").format(one=_(kpi.label), other=_(other.label))
    )


def _kind(kpi: Kpi) -> str:
    return "percent" if kpi.unit is PERCENT else "number"


def _told(kpi: Kpi, other: Kpi, row: tuple) -> str:
    lines = (f"{_(one.label)}: {kpi_amount(one, value)}" for one, value in ((kpi, row[1]), (other, row[2])))
    return "<br>".join((f"<b>{plain(row[0])}</b>", *lines))


def _axis(kpi: Kpi, is_log: bool) -> dict:
    title = {"text": plain(_(kpi.label)), "font": {"size": 12}}
    if is_log:
        return {"type": "log", "title": title, "dtick": 1}
    return value_axis(kpi.unit) | {"title": title, "zeroline": False}


def _layout(kpi: Kpi, other: Kpi, rows: list, summary: str) -> dict:
    high, short = corner(kpi, other)
    is_log = kpi.unit not in (SCORE, PERCENT) and all(row[1] > 0 for row in rows)
    top = 1.08 * max((row[2] for row in rows), default=short)
    is_below = other.direction is not Direction.LOWER
    edges = {
        "x0": high,
        "x1": _right(rows, high, is_log),
        "y0": 0 if is_below else short,
        "y1": short if is_below else top,
    }
    zone = {"type": "rect", "layer": "below", "fillcolor": ZONE, "line": {"width": 0}, **edges}
    said = {
        "x": 1, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom",
        "text": _("Shaded: need is high and supply is low"), "showarrow": False, "font": {"size": 11},
    }  # fmt: skip
    layout = base_layout(HEIGHT, False, summary) | {"margin": {"l": 8, "r": 24, "t": 32, "b": 8}}
    layout["xaxis"] |= _axis(kpi, is_log)
    layout["yaxis"] |= _axis(other, False)
    is_open = edges["x1"] > edges["x0"] and edges["y1"] > edges["y0"]
    return layout | {"shapes": [zone] * is_open, "annotations": [said] * is_open}


def _right(rows: list, high: float, is_log: bool) -> float:
    most = max((row[1] for row in rows), default=high)
    return most * 1.5 if is_log else most * 1.04
