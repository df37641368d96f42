"""Published boundary files: what each feature is called, without its geometry. The maps of the app do not read this
table; data/boundaries.py prepares them. The files come out of npm packages, so there is nothing to fetch."""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data.source import Extract, Files, RefusedFile, Source
from settings import read_settings

SOURCE = Source(
    name="boundaries",
    title="Boundaries of countries and first-level areas",
    publisher="United Nations Geospatial; Natural Earth",
    licence="UN Geospatial terms with attribution and disclaimer (UN files); public domain (Natural Earth)",
    page="https://geoportal.un.org",
    owner="Data",
    expected_days=None,
    files=("world/*.topo.json", "admin1/*.geojson"),
)

PROPERTIES = ("name", "adm1_code", "iso_3166_2", "code_hasc", "type_en", "admin", "adm0_a3")


def read(files: Files) -> Iterator[Extract]:
    """One row per feature of a world file's layer of countries or of a first-level file, in the order of the file:
    source_row is the position of the feature, from 1; a missing id or name stays missing."""
    for path in files.paths:
        layer, features = _features(path)
        rows = [{"source_row": number, **_row(feature)} for number, feature in enumerate(features, start=1)]
        frame = pd.DataFrame(rows, columns=["source_row", "id", *PROPERTIES], dtype=object)
        frame["source_row"] = frame["source_row"].astype("int64")
        frame.insert(1, "file", path.relative_to(files.folder).as_posix())
        frame.insert(2, "layer", layer)
        yield Extract("features", path, frame, part=path.relative_to(files.folder).as_posix())


def _features(path: Path) -> tuple[str, list[dict]]:
    if path.stat().st_size > read_settings().max_sheet_bytes:
        raise RefusedFile(
            f"{path.name} has {path.stat().st_size} bytes; the limit is {read_settings().max_sheet_bytes}."
        )
    try:
        published = json.loads(path.read_bytes())
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise RefusedFile(f"{path.name} is not JSON.") from error
    if published.get("type") == "FeatureCollection":
        return "admin1", published["features"]
    if published.get("type") == "Topology" and "countries" in published["objects"]:
        return "countries", published["objects"]["countries"]["geometries"]
    raise RefusedFile(f"{path.name} is neither GeoJSON nor TopoJSON with a layer of countries.")


def _row(feature: dict) -> dict:
    properties = feature.get("properties") or {}
    return {"id": feature.get("id"), **{name: properties.get(name) for name in PROPERTIES}}
