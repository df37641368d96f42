"""Outlines of countries and areas for small maps that are drawn on the server: simplified to what a pixel can show."""

import json
from dataclasses import dataclass
from functools import lru_cache

import shapely

from queries.boundaries import file_at

TOLERANCE = 1.4
"""Of a pixel, by which a border may move."""
LEAST_PIXELS = 3.0
"""Width and height in pixels of islands that are left out, except the largest part of each area."""
BOXES = 40

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class AreaOutline:
    """rings: of (longitude, latitude). label: a point inside."""

    rings: tuple
    label: tuple[float, float]


@lru_cache(maxsize=BOXES)
def outlines(address: str, box: Box, degrees: float) -> dict[str, "AreaOutline"]:
    """Code -> outline, of all that reaches into the box, for a map on which
    a pixel shows so many degrees. address: of the boundaries, as browsers fetch them; unknown ones give nothing."""
    found = file_at(address)
    features = json.loads(found.content)["features"] if found else []
    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in features]
    simple = shapely.coverage_simplify(shapes, degrees * TOLERANCE)
    seen = shapely.box(*box)
    return {
        one["id"]: AreaOutline(rings, tuple(one["properties"]["label"]))
        for one, shape in zip(features, simple, strict=True)
        if shape.intersects(seen) and (rings := _rings(shape, seen, degrees * LEAST_PIXELS))
    }


def _rings(shape: shapely.Geometry, seen: shapely.Geometry, least: float) -> tuple:
    """The rings of the parts that can be seen, the largest part in any case."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: part.area, reverse=True)
    kept = [part for at, part in enumerate(parts) if part.intersects(seen) and (not at or _is_large(part, least))]
    return tuple(
        tuple(ring.coords)
        for part in kept
        for ring in (part.exterior, *(inner for inner in part.interiors if _is_large(inner, least)))
    )


def _is_large(shape: shapely.Geometry, least: float) -> bool:
    west, south, east, north = shape.bounds
    return east - west >= least or north - south >= least
