"""Prepares the boundaries that the maps draw: `python -m data.boundaries WORLD_FILE ADMIN1_FOLDER OUT`.

WORLD_FILE is TopoJSON with a layer `countries` or GeoJSON; each feature names its country in `id`, `iso3cd` or
`ISO3CD`. ADMIN1_FOLDER holds files <ISO3>_*.geojson. The origin and the disclaimer of the files in data/seeds/boundaries
stand in the README there.
"""

import csv
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry import mapping

from data.boundary_shapes import clockwise, merge, read_features, simplify
from data.countries import SEEDS

FOLDER = SEEDS / "boundaries"
CODE_FIELDS = ("id", "iso3cd", "ISO3CD")
PART_OF = {"SOL": "SOM"}
"""Files of areas that the UN draws inside another country."""


@dataclass(frozen=True)
class Zoom:
    """How far the world is simplified: tolerance in degrees, smallest island in square degrees, decimals kept."""

    name: str
    tolerance: float
    smallest: float
    decimals: int


ZOOMS = (Zoom("world_overview", 0.25, 0.3, 2), Zoom("world_detail", 0.15, 0.08, 2))
ADMIN1_ZOOMS = (Zoom("admin1", 0.02, 0.002, 3), Zoom("admin1", 0.04, 0.004, 3), Zoom("admin1", 0.08, 0.01, 3))
ADMIN1_BYTES = 60_000


def main(arguments: list[str]) -> None:
    """Writes world_overview.geojson, world_detail.geojson and admin1/<ISO3>.geojson below the folder OUT."""
    if len(arguments) != 3:
        raise SystemExit("usage: python -m data.boundaries WORLD_FILE ADMIN1_FOLDER OUT")
    world_file, admin1_folder, out = map(Path, arguments)
    for name, features in world(world_file).items():
        write(out / f"{name}.geojson", features)
    for country_code, features in admin1(admin1_folder).items():
        write(out / "admin1" / f"{country_code}.geojson", features)


def world(path: Path) -> dict[str, list[dict]]:
    """Name of the zoom -> one GeoJSON feature per country or area, sorted by code.

    Parts that repeat a code are merged. kind is country for the entries of ISO 3166-1 and disputed for all others.
    ValueError when a feature has no code or one that data/seeds/countries.csv lacks.
    """
    known, parts = countries(), defaultdict(list)
    for attributes, shape in read_features(path):
        code = next((attributes[field] for field in CODE_FIELDS if attributes.get(field)), None)
        if code not in known:
            raise ValueError(f"{path.name} has a feature with the unknown code {code!r}.")
        parts[code].append(shape)
    codes = sorted(parts)
    shapes = [merge(parts[code]) for code in codes]
    zoomed = {zoom.name: simplify(shapes, zoom.tolerance, zoom.smallest, zoom.decimals) for zoom in ZOOMS}
    return {
        name: [_feature(code, shape, _country(known[code])) for code, shape in zip(codes, simpler, strict=True)]
        for name, simpler in zoomed.items()
    }


def admin1(folder: Path) -> dict[str, list[dict]]:
    """Country code -> one GeoJSON feature per first-level area.

    area_code is the P-code where admin1_codes.csv matches the area with certainty, else missing; areas that the
    table gives one P-code are merged. An area without a name in the file has none here.
    """
    table, areas = _code_table(), defaultdict(lambda: defaultdict(list))
    for path in sorted(folder.glob("*.geojson")):
        file_code = path.name[:3]
        for attributes, shape in read_features(path):
            for key, part in _coded_parts(attributes, shape, table):
                areas[PART_OF.get(file_code, file_code)][key].append(part)
    return {country_code: _country_areas(country_code, found) for country_code, found in sorted(areas.items())}


def countries() -> dict[str, dict]:
    """Country code -> row of data/seeds/countries.csv."""
    with open(SEEDS / "countries.csv", encoding="utf-8", newline="") as lines:
        return {row["country_code"]: row for row in csv.DictReader(lines)}


def write(path: Path, features: list[dict]) -> None:
    """Writes features as compact GeoJSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _country(row: dict) -> dict:
    kind = "country" if row["is_country"] == "1" else "disputed"
    return {"country_code": row["country_code"], "country_name": row["country_name"], "kind": kind}


def _feature(identifier: str, shape: shapely.Geometry, properties: dict) -> dict:
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    label = [round(coordinate, 2) for coordinate in shapely.point_on_surface(largest).coords[0]]
    geometry = mapping(clockwise(shape))
    return {"type": "Feature", "id": identifier, "properties": {**properties, "label": label}, "geometry": geometry}


def _code_table() -> dict[str, list[dict]]:
    table = defaultdict(list)
    with open(FOLDER / "admin1_codes.csv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            table[row["adm1_code"]].append(row)
    return table


def _coded_parts(attributes: dict, shape: shapely.Geometry, table: dict) -> list[tuple[tuple, shapely.Geometry]]:
    """The area, or its parts where the table tells islands from the mainland, each with (P-code, name, adm1_code)."""
    adm1_code = attributes["adm1_code"]
    rows = table.get(adm1_code)
    if not rows:
        return [((None, attributes["name"], adm1_code), shape)]
    east = next((float(row["east_of"]) for row in rows if row["east_of"]), 180.0)
    found = []
    for row in rows:
        parts = [part for part in shapely.get_parts(shape) if (part.bounds[0] >= east) == bool(row["east_of"])]
        key = (row["area_code"], row["area_name"], None) if row["area_code"] else (None, row["area_name"], adm1_code)
        found.append((key, shapely.union_all(parts)))
    return found


def _country_areas(country_code: str, found: dict) -> list[dict]:
    """Features of one country, simplified until the file stays under ADMIN1_BYTES or the last zoom is reached."""
    keys = sorted(found, key=lambda key: (key[0] or "~", key[1] or "", key[2] or ""))
    shapes = [merge(found[key]) for key in keys]
    features = []
    for zoom in ADMIN1_ZOOMS:
        features = [
            _feature(code or adm1_code, shape, {"country_code": country_code, "area_code": code, "area_name": name})
            for (code, name, adm1_code), shape in zip(
                keys, simplify(shapes, zoom.tolerance, zoom.smallest, zoom.decimals), strict=True
            )
        ]
        if len(json.dumps(features, ensure_ascii=False, separators=(",", ":")).encode()) < ADMIN1_BYTES:
            break
    return features


if __name__ == "__main__":
    main(sys.argv[1:])
