"""Maps: areas in the colours of their classes, outlines of disputed areas, points and ways between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from components.svg.bars import INSIDE
from components.svg.elements import bare, colour, element, points_path, steps, words
from components.svg.lines import DASHES
from components.svg.projection import Projection, great_circle, projection
from components.svg.tints import tint_of

MOST_SIGNS, MOST_IN_WORLD = 45, 12
"""Areas that have the sign of their class, on a map of a part and of the world; of more, those of the smaller classes."""
WORLD = 180
"""Degrees of longitude from which on a map is one of the world."""
LEAST = 2
"""Pixels: an area that would be smaller is a dot of this size."""


@dataclass(frozen=True)
class Outline:
    """An area as a map draws it. rings: of (longitude, latitude); label: a point inside."""

    rings: tuple = field(default=())
    label: tuple[float, float] = (0.0, 0.0)


Outlines = Callable[[str, tuple, float], Mapping[str, Outline]]
"""Address of boundaries, box (west, south, east, north) and degrees that a pixel shows -> code -> outline."""


def map_drawing(figure: dict, outlines: Outlines) -> tuple[str, int]:
    """The figure as markup and its height. Its legend stands in the page."""
    geo = figure["layout"]["geo"]
    seen = projection(geo)
    parts = []
    for one in figure["data"]:
        if one["type"] == "choropleth":
            found = outlines(one["geojson"], seen.box, seen.degrees)
            parts += [_areas(one, found, seen), _signs(one, figure["data"], found, seen)]
    parts += [_overlay(one, seen) for one in figure["data"] if one["type"] == "scattergeo"]
    return "".join(parts), seen.height


def _areas(trace: dict, found: Mapping[str, Outline], seen: Projection) -> str:
    """The areas, one way for each colour."""
    ways: dict[str, list[str]] = {}
    known = [value for value in trace["z"] if value is not None]
    ends = min(known, default=0), max(known, default=1)
    for code, value in zip(trace["locations"], trace["z"], strict=True):
        if code in found and value is not None:
            ways.setdefault(tint_of(value, trace, ends), []).append(_way(found[code], seen))
    line = (trace.get("marker") or {}).get("line", {}).get("color", "#fff")
    drawn = "".join(element("path", d="".join(way), fill=tint) for tint, way in ways.items() if any(way))
    return element("g", drawn, stroke=line, stroke_width=".5", fill_rule="evenodd") if drawn else ""


def _way(outline: Outline, seen: Projection) -> str:
    """The rings of an area in pixels; what is too small to be seen as a form is a dot."""
    parts = []
    for ring in outline.rings:
        placed = [seen.place(*point) for point in ring]
        across, down = zip(*placed, strict=True)
        is_small = max(across) - min(across) < LEAST and max(down) - min(down) < LEAST
        parts.append(f"M{across[0]} {down[0]}h2v2h-2z" if is_small else steps(placed) + "z")
    return "".join(dict.fromkeys(parts))


def _signs(trace: dict, data: list[dict], found: Mapping[str, Outline], seen: Projection) -> str:
    """The signs of the classes inside their areas, so that they can be told without colour. The entries of the
    legend among the traces (meta) have them."""
    signs = {colour((one.get("marker") or {}).get("color")): one["meta"] for one in data if one.get("meta")}
    groups: dict[str, list] = {}
    for code, value in zip(trace["locations"], trace["z"], strict=True):
        sign = signs.get(tint_of(value, trace, (0, 1)))
        if sign and code in found and seen.holds(found[code].label):
            groups.setdefault(sign, []).append(seen.place(*found[code].label))
    drawn, left = "", MOST_IN_WORLD if seen.box[2] - seen.box[0] > WORLD else MOST_SIGNS
    for sign, places in sorted(groups.items(), key=lambda pair: len(pair[1])):
        left -= len(places)
        if left >= 0:
            across, down = (" ".join(str(place[side]) for place in places) for side in (0, 1))
            drawn += words(sign * len(places), across, down, dy=".35em")
    return element("g", drawn, **INSIDE | {"font_size": 9, "stroke_width": 2}) if drawn else ""


def _overlay(one: dict, seen: Projection) -> str:
    """Lines, points and signs of a trace; entries of the legend have no place and are not drawn."""
    pairs = list(zip(one["lon"], one["lat"], strict=True))
    if all(longitude is None for longitude, _latitude in pairs):
        return ""
    drawn = ""
    if "lines" in one["mode"]:
        drawn = _lines(one, pairs, seen)
    if "markers" in one["mode"]:
        drawn = _points(one, pairs, seen)
    if "text" in one["mode"]:
        for (longitude, latitude), text in zip(pairs, one["text"], strict=True):
            x, y = seen.place(longitude, latitude)
            drawn += words(bare(text), x, y, dy=".35em", **INSIDE | {"font_size": 9})
    return drawn


def _lines(one: dict, pairs: list, seen: Projection) -> str:
    """Ways between points; two points that are far apart are joined by a great circle."""
    runs, run = [], []
    for pair in [*pairs, (None, None)]:
        if pair[0] is not None:
            run.append(pair)
        elif run:
            runs += great_circle(*run) if len(run) == 2 else [run]
            run = []
    look = one.get("line", {})
    way = "".join(steps(seen.place(*point) for point in points) for points in runs)
    dashes = DASHES.get(look.get("dash"))
    return element(
        "path", d=way, fill="none", stroke=colour(look.get("color")), stroke_dasharray=dashes,
        stroke_width=look.get("width"), opacity=one.get("opacity"),
    )  # fmt: skip


def _points(one: dict, pairs: list, seen: Projection) -> str:
    """Points in the colour of the trace, grouped by size."""
    marker, sizes = one["marker"], {}
    for at, (longitude, latitude) in enumerate(pairs):
        if longitude is not None and seen.holds((longitude, latitude)):
            given = marker.get("size", 8)
            size = max(2, int((given[at] if isinstance(given, list) else given) / 3))
            sizes.setdefault(size, []).append(seen.place(longitude, latitude))
    edge = marker.get("line", {})
    look = {"fill": colour(marker.get("color")), "stroke": edge.get("color"), "opacity": marker.get("opacity")}
    symbol = marker.get("symbol", "circle")
    return "".join(points_path(symbol, places, size, look) for size, places in sizes.items())
