"""The files that a drawn document may ask for: styles, script of the figures, outlines of the maps. Nothing else."""

import mimetypes
from functools import lru_cache
from pathlib import Path

from queries.boundaries import file_at
from statics.plotly_parts import CORE, GROUND, plotly_parts

ASSETS = Path(__file__).parents[1] / "assets"
OWN = {"/draw.js": Path(__file__).with_name("draw.js"), "/sheet.css": Path(__file__).with_name("sheet.css")}
PLOTLY = {f"/{name}": name for name in (CORE, GROUND)}


def file_of_drawing(path: str) -> tuple[bytes, str] | None:
    """Content and media type of a file by the path of its address; None for what may not be asked for."""
    if outlines := file_at(path):
        return outlines.content, "application/geo+json"
    if path in PLOTLY:
        return _library()[PLOTLY[path]], "text/javascript"
    place = _place(path)
    if place is None or not place.is_file():
        return None
    return _read(place), mimetypes.guess_type(place.name)[0] or "application/octet-stream"


def style_sheets() -> list[str]:
    """The addresses of the style sheets of the pages, in the order in which pages load them."""
    return [f"/assets/{one.name}" for one in sorted(ASSETS.glob("*.css"))]


def _place(path: str) -> Path | None:
    if path in OWN:
        return OWN[path]
    wanted = (ASSETS / path.removeprefix("/assets/")).resolve()
    return wanted if path.startswith("/assets/") and wanted.is_relative_to(ASSETS) else None


@lru_cache(maxsize=1)
def _library() -> dict[str, bytes]:
    return plotly_parts(ASSETS)


@lru_cache(maxsize=64)
def _read(place: Path) -> bytes:
    return place.read_bytes()
