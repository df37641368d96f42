"""Boundaries for maps: files that the browser fetches, and the little of them that the server needs itself.

A file per zoom and per country with areas; browsers get them among the static files, under an address with the hash of
their content. A figure carries the address only."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kpis.words import _
from settings import read_settings

FOLDER = Path(__file__).parents[1] / "data" / "seeds" / "boundaries"
OVERVIEW, DETAIL = "world_overview.geojson", "world_detail.geojson"
AREAS = "admin1-"
"""How the names of files of first-level areas begin, as browsers ask for them."""
UN_SENTENCE = _(
    "The boundaries and names shown and the designations used on this map do not imply official endorsement or "
    "acceptance by the United Nations."
)
AT = "/static/boundaries/"
"""Where browsers get the files."""
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.geojson$)")
PADDING_DEGREES = 3

Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""


@dataclass(frozen=True)
class BoundaryFile:
    """A GeoJSON file. hash: the beginning of the SHA-256 of its content, as in the addresses of all static files."""

    content: bytes
    hash: str


@dataclass(frozen=True)
class DisputedArea:
    """An area that no country's value belongs to. rings: its outlines as (longitude, latitude)."""

    code: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


def boundary_file(name: str) -> BoundaryFile | None:
    """The file of that name; None for any other."""
    return _file(name) if name in (OVERVIEW, DETAIL) or name in _area_files() else None


def boundary_files() -> dict[str, bytes]:
    """Name of every file -> its content."""
    return {name: _file(name).content for name in (OVERVIEW, DETAIL, *_area_files())}


def file_at(address: str) -> BoundaryFile | None:
    """The file of an address, with any hash; None for any other address."""
    path = address.partition("?")[0]
    return boundary_file(HASH.sub("", path.removeprefix(AT))) if path.startswith(AT) else None


def area_file(code: str) -> str | None:
    """The name of the file with the first-level areas of a country; None where there is none."""
    name = f"{AREAS}{code}.geojson"
    return name if name in _area_files() else None


@lru_cache(maxsize=1)
def _area_files() -> dict[str, Path]:
    return {AREAS + path.name: path for path in sorted((FOLDER / "admin1").glob("*.geojson"))}


@lru_cache(maxsize=32)
def _file(name: str) -> BoundaryFile:
    content = _area_files().get(name, FOLDER / name).read_bytes()
    return BoundaryFile(content, hashlib.sha256(content).hexdigest()[:12])


def boundary_address(name: str) -> str:
    """Where the browser fetches the file; another address as soon as the content differs."""
    stem, _dot, ending = name.rpartition(".")
    return f"{AT}{stem}.{_file(name).hash}.{ending}"


def disclaimer() -> str:
    """The sentence under every map: that of the installation, else the short form of the United Nations."""
    return read_settings().map_disclaimer or UN_SENTENCE


def drawn_codes() -> frozenset[str]:
    """Codes of all countries and areas that the files draw, disputed areas left out."""
    return frozenset(code for code, feature in _features().items() if feature["properties"]["kind"] == "country")


@lru_cache(maxsize=1)
def disputed_areas() -> tuple[DisputedArea, ...]:
    """The areas that are drawn on their own, by code."""
    found = [feature for _code, feature in sorted(_features().items()) if feature["properties"]["kind"] != "country"]
    return tuple(
        DisputedArea(one["id"], one["properties"]["country_name"], tuple(_ring(part[0]) for part in _parts(one)))
        for one in found
    )


def extent_of(codes: Iterable[str]) -> Box | None:
    """The box around the largest part of each of the countries, with some room; None when none is drawn, or when
    the box is so wide that it is the world."""
    boxes = [_box(max(_parts(feature), key=_size)[0]) for code in codes if (feature := _features().get(code))]
    if not boxes:
        return None
    west, south = (min(box[side] for box in boxes) - PADDING_DEGREES for side in (0, 1))
    east, north = (max(box[side] for box in boxes) + PADDING_DEGREES for side in (2, 3))
    if east - west > 180:
        return None
    return max(west, -180), max(south, -90), min(east, 180), min(north, 90)


def points_of(codes: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Code -> longitude and latitude of a point inside the largest part of each country that is drawn."""
    found = {code: _features()[code] for code in codes if code in _features()}
    return {code: _inner_point(tuple(_ring(max(_parts(one), key=_size)[0]))) for code, one in found.items()}


@lru_cache(maxsize=300)
def _inner_point(ring: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """The middle of the widest stretch of land at the middle latitude of an outline."""
    _west, south, _east, north = _box(list(ring))
    latitude = (south + north) / 2
    edges = zip(ring, ring[1:] + ring[:1], strict=True)
    crossed = sorted(
        x + (latitude - y) / (other_y - y) * (other_x - x)
        for (x, y), (other_x, other_y) in edges
        if (y > latitude) != (other_y > latitude)
    )
    begin, end = max(zip(crossed[::2], crossed[1::2], strict=True), key=lambda pair: pair[1] - pair[0])
    return (begin + end) / 2, latitude


@dataclass(frozen=True)
class Area:
    """A first-level area that is drawn. name: None where the file has none. point: inside its largest part."""

    name: str | None
    point: tuple[float, float]


@lru_cache(maxsize=32)
def areas_of(code: str) -> dict[str, Area]:
    """Code of the outline -> area, for the first-level areas of a country; empty where none are drawn. The code is
    the P-code where the file has one."""
    name = area_file(code)
    features = json.loads(_file(name).content)["features"] if name else []
    return {one["id"]: Area(one["properties"]["area_name"], tuple(one["properties"]["label"])) for one in features}


@lru_cache(maxsize=1)
def _features() -> dict[str, dict]:
    return {feature["id"]: feature for feature in json.loads(_file(OVERVIEW).content)["features"]}


def _parts(feature: dict) -> list:
    geometry = feature["geometry"]
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def _ring(points: list) -> tuple[tuple[float, float], ...]:
    return tuple((float(longitude), float(latitude)) for longitude, latitude in points)


def _box(points: list) -> Box:
    longitudes, latitudes = zip(*points, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _size(part: list) -> float:
    west, south, east, north = _box(part[0])
    return (east - west) * (north - south)
