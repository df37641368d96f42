"""A map of countries in the classes of a KPI. The outlines are fetched by the browser; the figure carries their address."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dash import html

from components.figure_parts import base_layout, plain
from components.format import kpi_amount, number
from components.kpi_card import SHAPE_SIGNS
from components.legend_list import bounds
from components.words import _
from kpis.kpi import Direction, Kpi
from kpis.legends import LegendClass
from kpis.map_legends import DISPUTED, NO_DATA, NOT_CHOSEN, map_class, map_legend

LINE_COLOUR, DOTTED_COLOUR = "#ffffff", "#5b5b5b"
HEIGHT, PICTURE_HEIGHT = 460, 640


@dataclass(frozen=True)
class Ground:
    """What a map is drawn on.

    address: of the GeoJSON. disputed: areas with code, name and rings. extent: west, south, east, north, None for
    the world. drawn: codes in the GeoJSON, disputed areas left out. chosen: the countries of the filters, empty for
    all. names: code -> name.
    """

    address: str
    disputed: tuple
    extent: tuple[float, float, float, float] | None
    drawn: frozenset[str]
    chosen: frozenset[str]
    names: Mapping[str, str]


def classes_by_country(kpi: Kpi, rows: Iterable, ground: Ground) -> dict[str, LegendClass]:
    """Code -> class, for every country that is drawn and every row (code, value, is_suppressed)."""
    legend = map_legend(kpi)
    found = {code: NO_DATA if not ground.chosen or code in ground.chosen else NOT_CHOSEN for code in ground.drawn}
    return found | {code: map_class(legend, value, hidden) for code, value, hidden in rows}


def map_figure(kpi: Kpi, rows: Iterable, ground: Ground, summary: str) -> dict:
    """The figure of rows (code, value, is_suppressed): a plain dictionary. summary: what a screen reader says."""
    rows = list(rows)
    found = {code: one for code, one in classes_by_country(kpi, rows, ground).items() if code in ground.drawn}
    values = {code: value for code, value, _hidden in rows}
    found |= {area.code: DISPUTED for area in ground.disputed}
    scale = list({one.code: one for one in (*map_legend(kpi).classes, *found.values())}.values())
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
        "marker": {"line": {"color": LINE_COLOUR, "width": 0.5}},
        "text": [_told(kpi, code, values.get(code), found[code], ground) for code in codes],
        "hovertemplate": "%{text}<extra></extra>",
    }
    return {"data": [areas, _outlines(ground), *_keys(kpi, scale)], "layout": _layout(ground, summary)}


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


def map_legend_list(kpi: Kpi, found: Mapping[str, LegendClass]):
    """The legend in words: class, shape, colour, bounds, and how many countries are in it."""
    legend = map_legend(kpi)
    counts = Counter(one.code for one in found.values())
    classes = {one.code: one for one in found.values()}
    special = [classes[code] for code in sorted(classes.keys() - {one.code for one in legend.classes})]
    shown = [*reversed(legend.classes), *special, DISPUTED]
    items = [_legend_item(kpi, one, counts[one.code]) for one in shown]
    return html.Ul(items, className="map-legend", **{"aria-label": _("Classes of the map")})


def _legend_item(kpi: Kpi, one: LegendClass, count: int):
    style = {"background": one.colour, "color": one.ink}
    sign = html.Span(
        SHAPE_SIGNS[one.shape], className=f"map-sign map-sign-{one.code}", style=style, **{"aria-hidden": "true"}
    )
    told = [html.Span(_(one.word), className="map-class"), html.Span(_bounds(kpi, one), className="map-bounds")]
    if one is not DISPUTED:
        told.append(html.Span(number(count), className="map-count", title=_("Countries and areas in this class")))
    return html.Li([sign, *told])


def _bounds(kpi: Kpi, one: LegendClass) -> str:
    return "" if one.low is None and one.high is None else bounds(map_legend(kpi), one)


def _told(kpi: Kpi, code: str, value: float | None, one: LegendClass, ground: Ground) -> str:
    if one is DISPUTED:
        return f"<b>{plain(next(area.name for area in ground.disputed if area.code == code))}</b><br>{_(one.word)}"
    figure = f"{kpi_amount(kpi, value)} · " if value is not None and value == value else ""
    return f"<b>{plain(ground.names.get(code, code))}</b><br>{_(kpi.label)}: {figure}{_(one.word)}"


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


def _keys(kpi: Kpi, scale: list[LegendClass]) -> list[dict]:
    """The legend for a saved picture, as traces without points; on the page the legend stands below the map."""
    return [
        {
            "type": "scattergeo",
            "mode": "markers",
            "lon": [None],
            "lat": [None],
            "name": ": ".join(part for part in (_(one.word), _bounds(kpi, one)) if part),
            "marker": {
                "size": 14,
                "symbol": "square",
                "color": one.colour,
                "line": {"width": 1, "color": DOTTED_COLOUR},
            },
        }
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
