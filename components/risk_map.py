"""A map of countries in the classes of a KPI. The outlines are fetched by the browser; the figure carries their address."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dash import html

from components.card_result import unit_words
from components.figure_parts import base_layout, plain
from components.format import kpi_amount, number
from components.kpi_card import SHAPE_SIGNS
from components.legend_list import bounds
from components.result import Field
from components.words import _
from kpis.kpi import Direction, Kpi
from kpis.legends import Legend, LegendClass
from kpis.map_legends import DISPUTED, NO_DATA, NOT_CHOSEN, map_class, map_legend
from kpis.reliability import MARK, UNRELIABLE_FROM

LINE_COLOUR, DOTTED_COLOUR = "#ffffff", "#5b5b5b"
HEIGHT, PICTURE_HEIGHT = 460, 640


@dataclass(frozen=True)
class Ground:
    """What a map is drawn on.

    address: of the GeoJSON. disputed: areas with code, name and rings. extent: west, south, east, north, None for
    the world. drawn: codes in the GeoJSON, disputed areas left out. chosen: the countries of the filters, empty for
    all. names: code -> name. points: code -> longitude and latitude of a point inside.
    """

    address: str
    disputed: tuple
    extent: tuple[float, float, float, float] | None
    drawn: frozenset[str]
    chosen: frozenset[str]
    names: Mapping[str, str]
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """What a map shows.

    label: the quantity in words. legend: its classes. found: code -> class, for every code that is drawn and every
    code with a figure. told: code -> the figure in words, for codes that have one. bounds: code of a class -> from
    where to where it reaches, in words. unreliable: codes whose figure is marked as little reliable. line: the colour
    of borders, dark where a class is white. values: code -> its figures, fields: what they are.
    """

    label: str
    legend: Legend
    found: Mapping[str, LegendClass]
    told: Mapping[str, str]
    bounds: Mapping[str, str]
    unreliable: frozenset[str] = frozenset()
    line: str = LINE_COLOUR
    values: Mapping[str, tuple] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()


def classes_by_country(kpi: Kpi, rows: Iterable, ground: Ground) -> dict[str, LegendClass]:
    """Code -> class, for every country that is drawn and every row (code, value, is_suppressed)."""
    legend = map_legend(kpi)
    return nothing_known(ground) | {code: map_class(legend, value, hidden) for code, value, hidden in rows}


def nothing_known(ground: Ground, silent: LegendClass = NO_DATA) -> dict[str, LegendClass]:
    """Code -> silent, or "outside the selection", for everything that is drawn."""
    return {code: silent if not ground.chosen or code in ground.chosen else NOT_CHOSEN for code in ground.drawn}


def figures_shown(kpi: Kpi, rows: Iterable, ground: Ground, unreliable: Iterable[str] = ()) -> Shown:
    """A map of the values of a KPI. rows: (code, value, is_suppressed). unreliable: codes to be marked."""
    rows = list(rows)
    legend = map_legend(kpi)
    told = {code: kpi_amount(kpi, value) for code, value, _hidden in rows if value is not None and value == value}
    reach = {one.code: bounds(legend, one) for one in legend.classes}
    marked = frozenset(unreliable) & told.keys()
    values = {code: (None if hidden else value,) for code, value, hidden in rows}
    fields = (Field("value", _(kpi.label), "number", unit_words(kpi), kpi.decimals),)
    found = classes_by_country(kpi, rows, ground)
    return Shown(_(kpi.label), legend, found, told, reach, marked, values=values, fields=fields)


def map_figure(shown: Shown, ground: Ground, summary: str) -> dict:
    """The figure as a plain dictionary. summary: what a screen reader says."""
    found = {code: one for code, one in shown.found.items() if code in ground.drawn}
    found |= {area.code: DISPUTED for area in ground.disputed}
    scale = list({one.code: one for one in (*shown.legend.classes, *found.values())}.values())
    places = {one.code: at for at, one in enumerate(scale)}
    codes = sorted(found)
    areas = {
        "type": "choropleth",
        "geojson": ground.address,
        "featureidkey": "id",
        "locations": codes,
        "z": [places[found[code].code] for code in codes],
        "zmin": -0.5,
        "zmax": len(scale) - 0.5,
        "colorscale": _steps(scale),
        "showscale": False,
        "marker": {"line": {"color": shown.line, "width": 0.5}},
        "text": [_told(shown, code, found[code], ground) for code in codes],
        "hovertemplate": "%{text}<extra></extra>",
    }
    traces = [areas, _outlines(ground), *_marks(shown, ground), *_keys(shown, scale)]
    return {"data": traces, "layout": _layout(ground, summary)}


def map_sentence(kpi: Kpi, found: Mapping[str, LegendClass], when: str) -> str:
    """What the map says in one sentence: in how many of the countries with a figure it is worst."""
    legend = map_legend(kpi)
    known = [one for one in found.values() if one in legend.classes]
    if not known:
        return _("{label}, {when}: no country has a figure").format(label=_(kpi.label), when=when)
    order = legend.classes if kpi.direction is Direction.HIGHER else tuple(reversed(legend.classes))
    worst = next(one for one in order if one in known)
    said = _("{label}, {when}: {word} in {count} of {total} countries with a figure")
    counts = {"count": number(known.count(worst)), "total": number(len(known))}
    return said.format(label=_(kpi.label), when=when, word=_(worst.word), **counts)


def map_legend_list(shown: Shown, ground: Ground):
    """The legend in words: class, shape, colour, bounds, and how many countries or areas are in it."""
    counts = Counter(one.code for one in shown.found.values())
    classes = {one.code: one for one in shown.found.values()}
    special = [classes[code] for code in sorted(classes.keys() - {one.code for one in shown.legend.classes})]
    every = [*reversed(shown.legend.classes), *special, *([DISPUTED] if ground.disputed else [])]
    items = [_legend_item(shown, one, counts[one.code]) for one in every]
    if shown.unreliable:
        items.append(_reliability_item(len(shown.unreliable)))
    return html.Ul(items, className="map-legend", **{"aria-label": _("Classes of the map")})


def reliability_words() -> str:
    """What the mark of reliability says."""
    return _("read with care: lack of reliability {score} or more of 10").format(score=number(UNRELIABLE_FROM))


def _legend_item(shown: Shown, one: LegendClass, count: int):
    style = {"background": one.colour, "color": one.ink}
    sign = html.Span(
        SHAPE_SIGNS[one.shape], className=f"map-sign map-sign-{one.code}", style=style, **{"aria-hidden": "true"}
    )
    told = [
        html.Span(_(one.word), className="map-class"),
        html.Span(shown.bounds.get(one.code, ""), className="map-bounds"),
    ]
    if one is not DISPUTED:
        told.append(html.Span(number(count), className="map-count", title=_("Countries and areas in this class")))
    return html.Li([sign, *told])


def _reliability_item(count: int):
    sign = html.Span(MARK, className="map-sign map-sign-unreliable", **{"aria-hidden": "true"})
    told = html.Span(reliability_words(), className="map-class")
    return html.Li([sign, told, html.Span(number(count), className="map-count")], className="map-reliability")


def _told(shown: Shown, code: str, one: LegendClass, ground: Ground) -> str:
    if one is DISPUTED:
        return f"<b>{plain(next(area.name for area in ground.disputed if area.code == code))}</b><br>{_(one.word)}"
    figure = f"{shown.told[code]} · " if code in shown.told else ""
    care = f"<br>{MARK} {reliability_words()}" if code in shown.unreliable else ""
    return f"<b>{plain(ground.names.get(code, code))}</b><br>{shown.label}: {figure}{_(one.word)}{care}"


def _marks(shown: Shown, ground: Ground) -> list[dict]:
    """A sign on each country or area whose figure is little reliable."""
    places = [ground.points[code] for code in sorted(shown.unreliable) if code in ground.points]
    if not places:
        return []
    size = 11 if ground.extent else 8
    look = {"size": size, "color": "#ffffff", "symbol": "circle", "line": {"width": 1, "color": DOTTED_COLOUR}}
    return [
        {
            "type": "scattergeo",
            "mode": "markers+text",
            "lon": [longitude for longitude, _latitude in places],
            "lat": [latitude for _longitude, latitude in places],
            "text": [MARK] * len(places),
            "textfont": {"size": size - 1, "color": "#1a1a1a"},
            "marker": look,
            "hoverinfo": "skip",
            "name": reliability_words(),
        }
    ]


def _steps(scale: list[LegendClass]) -> list[list]:
    size = len(scale)
    return [[edge / size, one.colour] for place, one in enumerate(scale) for edge in (place, place + 1)]


def _outlines(ground: Ground) -> dict:
    """Dotted outlines of the disputed areas; a gap stands between two rings."""
    points = [point for area in ground.disputed for ring in area.rings for point in (*ring, (None, None))]
    return {
        "type": "scattergeo",
        "mode": "lines",
        "lon": [longitude for longitude, _latitude in points],
        "lat": [latitude for _longitude, latitude in points],
        "line": {"color": DOTTED_COLOUR, "width": 1.2, "dash": "dot"},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _keys(shown: Shown, scale: list[LegendClass]) -> list[dict]:
    """The legend for a saved picture, as traces without points; on the page the legend stands below the map.
    meta: the sign of a class, for drawings that have no colour."""
    return [
        {
            "type": "scattergeo",
            "mode": "markers",
            "lon": [None],
            "lat": [None],
            "name": ": ".join(part for part in (_(one.word), shown.bounds.get(one.code, "")) if part),
            "marker": {
                "size": 14,
                "symbol": "square",
                "color": one.colour,
                "line": {"width": 1, "color": DOTTED_COLOUR},
            },
        }
        | ({"meta": SHAPE_SIGNS[one.shape]} if one in shown.legend.classes else {})
        for one in scale
    ]


def _layout(ground: Ground, summary: str) -> dict:
    geo = {"visible": False, "bgcolor": "rgba(0,0,0,0)", "projection": {"type": "natural earth"}}
    geo |= {"lataxis": {"range": [-58, 84]}, "lonaxis": {"range": [-180, 180]}}
    if ground.extent:
        west, south, east, north = ground.extent
        geo |= {"projection": {"type": "mercator" if abs(north) < 75 and abs(south) < 75 else "equirectangular"}}
        geo |= {"lonaxis": {"range": [west, east]}, "lataxis": {"range": [south, north]}}
    layout = base_layout(HEIGHT, False, summary)
    layout |= {"geo": geo, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}}
    legend = {"orientation": "h", "x": 0, "y": 0, "yanchor": "top", "font": {"size": 14}}
    layout["meta"]["picture"] = {"height": PICTURE_HEIGHT, "showlegend": True, "legend": legend}
    return {key: part for key, part in layout.items() if key not in ("xaxis", "yaxis")}
