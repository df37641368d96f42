"""The map of aid: destinations by what they received, and the flows to them from the countries of origin."""

from math import sqrt

from dash import html

from components.figure_parts import plain
from components.figures import figure_graph
from components.format import kpi_amount, number
from components.map_notes import map_notes
from components.panel import panel
from components.risk_map import Ground, figures_shown, map_figure, map_legend_list
from components.table import Column, table
from components.theme import INK, PAPER, THINGS
from components.words import _, plural
from kpis.aid import ORDER_LINES_RECEIVED, RECEIVED_VALUE
from kpis.kpi import Kpi

MOST_FLOWS = 50
WIDTHS = (3.5, 2.0, 1.0)
"""Widths of the largest third of the flows that are drawn, the next and the last."""
LARGEST_POINT, SMALLEST_POINT = 30, 5
Points = dict[str, tuple[float, float]]


def flow_panel(frame, total: dict, ground: Ground, points: Points, disclaimer: str):
    """The map with legend, notes and table twin.

    frame: rows of queries.aid_flows.flows, largest first. total: their sums. points: code -> longitude and latitude,
    for countries that are drawn.
    """
    kpi = RECEIVED_VALUE if frame["received_usd"].notna().any() else ORDER_LINES_RECEIVED
    places = _by_destination(frame, kpi)
    rows = [(code, value, False) for code, value in places]
    said = flow_sentence(kpi, frame, places, ground)
    lines = _drawn(frame, kpi, points)
    shown = figures_shown(kpi, rows, ground)
    figure = map_figure(shown, ground, said)
    figure["data"] += [
        *_lines(lines, points),
        _origins(frame, points, ground),
        _destinations(kpi, places, points, ground),
    ]
    undrawn = {code for name in ("origin_country_code", "country_code") for code in frame[name] if _is_code(code)}
    drawing = [
        html.Div(figure_graph(figure, "aid-map-figure"), className="map-part" if ground.extent else "map-world"),
        html.P(_reading(lines, frame), className="figure-cut"),
        map_legend_list(shown, ground),
        map_notes(ground.extent, sorted(ground.names.get(code, code) for code in undrawn - points.keys())),
    ]
    return panel(said, drawing, identifier="aid-map", table=_flow_table(frame, total, ground), note=disclaimer)


def flow_sentence(kpi: Kpi, frame, places: list[tuple], ground: Ground) -> str:
    """How much went to how many countries, and where most of it went."""
    values = [value for _code, value in places if value is not None]
    origins = {code for code in frame["origin_country_code"] if _is_code(code)}
    parts = {"all": kpi_amount(kpi, sum(values)), "label": _(kpi.label), "count": number(len(places))}
    said = plural("{label}: {all} in one country", "{label}: {all} in {count} countries", len(places)).format(**parts)
    if origins:
        told = plural(", from one country of origin", ", from {count} countries of origin", len(origins))
        said += told.format(count=number(len(origins)))
    if len(values) < 2:
        return said
    first = {"name": ground.names.get(places[0][0], places[0][0]), "value": kpi_amount(kpi, places[0][1])}
    return said + _("; most went to {name} ({value})").format(**first)


def _is_code(code) -> bool:
    return isinstance(code, str) and bool(code)


def _by_destination(frame, kpi: Kpi) -> list[tuple]:
    """Code and value of each destination, largest first, those without a value (None) last."""
    sums = frame.groupby("country_code")[kpi.numerator].sum(min_count=1).sort_values(ascending=False, kind="stable")
    return [(code, None if value != value else float(value)) for code, value in sums.items()]


def _drawn(frame, kpi: Kpi, points: Points) -> list[tuple]:
    """Origin, destination and value of the largest flows between two countries that are drawn."""
    rows = zip(frame["origin_country_code"], frame["country_code"], frame[kpi.numerator], strict=True)
    found = [row for row in rows if row[0] in points and row[1] in points and row[0] != row[1] and row[2] > 0]
    return found[:MOST_FLOWS]


def _lines(flows: list[tuple], points: Points) -> list[dict]:
    """Flows, largest first, as great circles in three widths; plotly cuts them at the edge of the map."""
    names = (_("large flow"), _("medium flow"), _("small flow"))
    return [
        _line([places for at, places in enumerate(flows) if 3 * at // len(flows) == third], points)
        | {"line": {"color": THINGS["aid"].colour, "width": width}, "name": names[third]}
        for third, width in enumerate(WIDTHS)
    ]


def _line(flows: list[tuple], points: Points) -> dict:
    """A trace of great circles; a gap stands between two of them."""
    places = [place for origin, goal, _value in flows for place in (points[origin], points[goal], (None, None))]
    return {
        "type": "scattergeo",
        "mode": "lines",
        "lon": [longitude for longitude, _latitude in places],
        "lat": [latitude for _longitude, latitude in places],
        "opacity": 0.55,
        "hoverinfo": "skip",
    }


def _origins(frame, points: Points, ground: Ground) -> dict:
    """Countries of origin as diamonds of one size."""
    codes = sorted({code for code in frame["origin_country_code"] if code in points})
    told = [plain(ground.names.get(code, code)) + "<br>" + _("country of origin") for code in codes]
    return _points(codes, points, (told, _("Country of origin"))) | {
        "marker": {"symbol": "diamond", "size": 9, "color": PAPER, "line": {"color": INK, "width": 1.5}}
    }


def _destinations(kpi: Kpi, places: list[tuple], points: Points, ground: Ground) -> dict:
    """Destinations as circles whose area is the value."""
    shown = [(code, value) for code, value in places if code in points and value is not None and value > 0]
    largest = max((value for _code, value in shown), default=1)
    told = [plain(ground.names.get(code, code)) + "<br>" + kpi_amount(kpi, value) for code, value in shown]
    sizes = [max(SMALLEST_POINT, LARGEST_POINT * sqrt(value / largest)) for _code, value in shown]
    return _points([code for code, _value in shown], points, (told, _("Destination, by its value"))) | {
        "marker": {"size": sizes, "color": THINGS["aid"].colour, "opacity": 0.75, "line": {"color": PAPER, "width": 1}}
    }


def _points(codes: list[str], points: Points, said: tuple) -> dict:
    """Points without a look of their own. said: the texts of the points, and the name of the trace."""
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lon": [points[code][0] for code in codes],
        "lat": [points[code][1] for code in codes],
        "text": said[0],
        "hovertemplate": "%{text}<extra></extra>",
        "name": said[1],
    }


def _reading(lines: list[tuple], frame) -> str:
    """How the map is read, and what it leaves out."""
    said = _("Circles are destinations, their area is what was received.")
    stated = sum(_is_code(code) for code in frame["origin_country_code"])
    if not stated:
        return said + " " + _("No flows are drawn: the sources do not state a country of origin.")
    said += " " + _("Diamonds are countries of origin; lines lead from them to the destinations, wider for more value.")
    if len(lines) < stated:
        told = _("{drawn} of {all} flows are drawn, the largest between two countries on the map.")
        said += " " + told.format(drawn=number(len(lines)), all=number(stated))
    return said


def _flow_table(frame, total: dict, ground: Ground):
    columns = (
        Column("country_name", _("Destination")),
        Column("origin_name", _("From")),
        Column("received_line_count", _("Order lines received"), "number"),
        Column("received_usd", _("Value received"), "usd"),
        Column("received_children", _("Children-equivalents"), "number"),
    )
    shown = frame.assign(
        country_name=[_name(code, ground) for code in frame["country_code"]],
        origin_name=[_name(code, ground) for code in frame["origin_country_code"]],
    )
    return table(shown, columns, caption=_("What was received, by destination and country of origin"), total=total)


def _name(code, ground: Ground) -> str:
    return ground.names.get(code, code) if _is_code(code) else _("Not stated")
