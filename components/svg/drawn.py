"""A figure as one SVG element."""

import html as markup

from components.svg.bars import bar_drawing
from components.svg.cells import cell_drawing
from components.svg.elements import WIDTH, element
from components.svg.lines import line_drawing
from components.svg.maps import Outlines, map_drawing

KNOWN = {"bar", "choropleth", "heatmap", "scatter", "scattergeo"}
"""Types of traces that can be drawn."""
LOOK = {"font_size": 12, "font_family": "sans-serif", "fill": "currentColor", "direction": "ltr"}


class UnknownTrace(Exception):
    """A figure has a type of trace that has no drawing here."""


def figure_svg(figure: dict, outlines: Outlines) -> str:
    """The figure as SVG of WIDTH pixels, with its summary as description. outlines: what maps are drawn with.
    UnknownTrace names a type of trace that is in none of the figures so far."""
    types = {one["type"] for one in figure["data"]}
    if types - KNOWN:
        raise UnknownTrace(f"{', '.join(sorted(types - KNOWN))} has no drawing; add one in {__package__}.")
    inner, height = _drawing(figure, types, outlines)
    summary = figure["layout"].get("meta", {}).get("summary", "")
    said = element("desc", markup.escape(summary, quote=False)) if summary else ""
    return element("svg", said + inner, class_="drawing", viewBox=f"0 0 {WIDTH} {height}", **LOOK)


def _drawing(figure: dict, types: set[str], outlines: Outlines) -> tuple[str, int]:
    if types & {"choropleth", "scattergeo"}:
        return map_drawing(figure, outlines)
    if "heatmap" in types:
        return cell_drawing(figure)
    return bar_drawing(figure) if "bar" in types else line_drawing(figure)
