"""What the static files are made of: everything in assets/, and the boundaries of maps.

Style sheets and scripts that stand in assets/ itself are joined in the order of their names to `lagebild.css` and
`lagebild.js`, which every page loads. Files in folders below are served by themselves, for pages or moments that need
them."""

from pathlib import Path

import rcssmin
import rjsmin

from statics.plotly_parts import plotly_parts

ASSETS = Path(__file__).parents[1] / "assets"
OUTLINES = Path(__file__).parents[1] / "data" / "seeds" / "boundaries"
BUNDLES = {".css": "lagebild.css", ".js": "lagebild.js"}
"""Ending of a file in assets/ itself -> name of the file into which those are joined."""
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".geojson": "application/geo+json",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""Ending -> what browsers are told. Files with other endings are not served: notes, licences without an ending."""
VENDORED = ("plotly/",)
"""Beginnings of the names of files that others wrote and that stay as they are."""
STRICT = '"use strict";'


def sources(folder: Path = ASSETS) -> dict[str, bytes]:
    """Name of a static file -> its content, smaller by blanks and comments; comments that begin with an exclamation
    mark, as licences do, stay."""
    joined: dict[str, list[bytes]] = {name: [] for name in BUNDLES.values()}
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix not in MEDIA_TYPES or not path.is_file():
            continue
        content = path.read_bytes() if name.startswith(VENDORED) else smaller(path.read_bytes(), path.suffix)
        if "/" not in name and path.suffix in BUNDLES:
            joined[BUNDLES[path.suffix]].append(content)
        else:
            found[name] = content
    scripts = b"\n;".join([STRICT.encode(), *joined["lagebild.js"]])
    return (
        found
        | plotly_parts(folder)
        | outlines()
        | {"lagebild.css": b"\n".join(joined["lagebild.css"]), "lagebild.js": scripts}
    )


def outlines() -> dict[str, bytes]:
    """Name of each file of boundaries -> its content, each zoom and each country by itself. The names are those of
    queries.boundaries."""
    return {
        "boundaries/" + path.relative_to(OUTLINES).as_posix().replace("/", "-"): path.read_bytes()
        for path in sorted(OUTLINES.rglob("*.geojson"))
    }


def smaller(content: bytes, suffix: str) -> bytes:
    """A style sheet or a script without what only its writers need; other files as they are."""
    if suffix == ".css":
        return rcssmin.cssmin(content, keep_bang_comments=True)
    return rjsmin.jsmin(content, keep_bang_comments=True) if suffix == ".js" else content


def is_own_text(name: str) -> bool:
    """Whether a file may name other static files: those are ours, and text."""
    return name.endswith((".css", ".js", ".webmanifest")) and not name.startswith(VENDORED)
