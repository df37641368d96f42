"""Geometry of boundary files: rings and polygons from TopoJSON and GeoJSON, the cut at the antimeridian, simplification
that keeps neighbours joined, rounding."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import shapely

SHARED_DECIMALS = 6
"""Vertices that neighbours share are equal to the last digit once rounded to this; the files are far coarser."""
EMPTY = shapely.MultiPolygon()
SMALL_STATE = 1.5
"""Square degrees under which an island state counts as small."""


def read_features(path: Path, layer: str = "countries") -> Iterator[tuple[dict, shapely.Geometry]]:
    """The attributes (properties and id) and the geometry of each feature of a TopoJSON layer or a GeoJSON file.

    Geometry is cut at the antimeridian: no edge of it crosses 180 degrees. ValueError for other files.
    """
    published = json.loads(path.read_bytes())
    if published.get("type") == "Topology":
        features = published["objects"][layer]["geometries"]
        rings_of = _rings_from_arcs(published)
    elif published.get("type") == "FeatureCollection":
        features = [{**feature, **feature["geometry"]} for feature in published["features"]]
        rings_of = _rings_from_coordinates
    else:
        raise ValueError(f"{path.name} is neither TopoJSON nor GeoJSON.")
    for feature in features:
        attributes = {"id": feature.get("id"), **(feature.get("properties") or {})}
        yield attributes, merge(_cut(rings) for rings in rings_of(feature))


def merge(geometries: Iterable[shapely.Geometry]) -> shapely.Geometry:
    """One polygon or multipolygon without lines and points, its vertices rounded to SHARED_DECIMALS."""
    merged = polygons_only(shapely.union_all(list(geometries)))
    return shapely.transform(merged, lambda points: np.round(points, SHARED_DECIMALS))


def polygons_only(geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a geometry, as one valid geometry; lines, points and polygons without area are left out."""
    parts = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.area > 0]
    if not parts:
        return EMPTY
    whole = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    return whole if whole.is_valid else shapely.make_valid(whole, method="structure", keep_collapsed=False)


def simplify(shapes: Sequence[shapely.Geometry], tolerance: float, smallest: float, decimals: int) -> list:
    """The shapes with fewer vertices and rounded; a border that two shapes share stays one line.

    tolerance is that of shapely.coverage_simplify, in degrees; a small island state gets a quarter of it, because at
    full tolerance half of it would be gone. Islands under `smallest` square degrees are left out, but never the ten
    largest parts of a shape, so that no country disappears.
    """
    whole = np.array([_without_islets(shape, smallest) for shape in shapes])
    alone = (shapely.area(whole) < SMALL_STATE) & (_neighbours(whole) == 0)
    simpler = whole.copy()
    simpler[alone] = shapely.coverage_simplify(whole[alone], tolerance / 4)
    simpler[~alone] = shapely.coverage_simplify(whole[~alone], tolerance)
    most = np.where(alone, SHARED_DECIMALS, decimals)
    return [_rounded(shape, decimals, places) for shape, places in zip(simpler, most, strict=True)]


def clockwise(shape: shapely.Geometry) -> shapely.Geometry:
    """The shape with exterior rings clockwise and holes counter-clockwise, as d3 and Plotly fill them."""
    return shapely.orient_polygons(shape, exterior_cw=True)


def _rings_from_arcs(topology: dict) -> Callable[[dict], list]:
    scale, shift = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(numbers: list[int]) -> np.ndarray:
        pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
        return np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])

    def rings_of(feature: dict) -> list:
        polygons = [feature["arcs"]] if feature["type"] == "Polygon" else feature["arcs"]
        return [[ring(numbers) for numbers in polygon] for polygon in polygons]

    return rings_of


def _rings_from_coordinates(feature: dict) -> list:
    polygons = [feature["coordinates"]] if feature["type"] == "Polygon" else feature["coordinates"]
    return [[np.array(ring, dtype=float)[:, :2] for ring in polygon] for polygon in polygons]


def _cut(rings: list[np.ndarray]) -> shapely.Geometry:
    """A polygon whose rings may cross 180 degrees, as parts between -180 and 180."""
    exterior = _unwrapped(rings[0])
    if abs(exterior[-1, 0] - exterior[0, 0]) > 180:
        # The ring goes round the pole (Antarctica): close it along the pole.
        exterior = np.vstack([exterior, [exterior[-1, 0], -90], [exterior[0, 0], -90], exterior[0]])
    whole = shapely.Polygon(exterior, [_unwrapped(ring) for ring in rings[1:]])
    if not whole.is_valid:
        whole = shapely.make_valid(whole, method="structure", keep_collapsed=False)
    if whole.bounds[0] >= -180 and whole.bounds[2] <= 180:
        return whole
    worlds = [shapely.intersection(whole, shapely.box(turn - 180, -90, turn + 180, 90)) for turn in (-360, 0, 360)]
    return merge(
        shapely.transform(polygons_only(world), lambda points, turn=turn: points - [turn, 0])
        for world, turn in zip(worlds, (-360, 0, 360), strict=True)
    )


def _unwrapped(ring: np.ndarray) -> np.ndarray:
    """The ring with longitudes that run on beyond 180 degrees where it crosses the antimeridian."""
    steps = np.diff(ring[:, 0])
    turns = np.cumsum(np.where(np.abs(steps) > 180, -360 * np.sign(steps), 0))
    return np.column_stack([ring[:, 0] + np.concatenate([[0], turns]), ring[:, 1]])


def _without_islets(shape: shapely.Geometry, smallest: float) -> shapely.Geometry:
    parts = sorted(shapely.get_parts(shape), key=lambda part: part.area, reverse=True)
    kept = [part for place, part in enumerate(parts) if place < 10 or part.area >= smallest]
    return shapely.MultiPolygon(kept) if len(kept) > 1 else kept[0]


def _neighbours(shapes: np.ndarray) -> np.ndarray:
    """Number of other shapes that each shape touches."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    return np.bincount(first[first != second], minlength=len(shapes))


def _rounded(shape: shapely.Geometry, decimals: int, most: int) -> shapely.Geometry:
    """The shape in rounded coordinates; with up to `most` decimals where rounding would take a tenth of its area."""
    for places in range(decimals, most + 1):
        rounded = polygons_only(shapely.transform(shape, lambda points, places=places: np.round(points, places)))
        if abs(rounded.area - shape.area) <= shape.area / 10:
            break
    return rounded
