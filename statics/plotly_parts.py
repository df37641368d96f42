"""The library that draws figures, in parts of which pages load what they need. deploy/plotly makes the parts; where they
are not there, the whole library of the Python package stands in their place."""

from importlib.util import find_spec
from pathlib import Path

CORE, GROUND = "plotly/plotly-core.js", "plotly/plotly-geo.js"
"""Names of the parts: what every figure needs, and what maps need besides."""


def plotly_parts(folder: Path) -> dict[str, bytes]:
    """Name of each part -> its content. folder: of the static files."""
    paths = {name: folder / name for name in (CORE, GROUND)}
    if all(path.is_file() for path in paths.values()):
        return {name: path.read_bytes() for name, path in paths.items()}
    whole = Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"
    return {CORE: whole.read_bytes(), GROUND: b"/* The whole library is there already. */\n"}
