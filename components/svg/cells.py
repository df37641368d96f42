"""Cells by row and column: the name of the row above its cells, the class of each as a colour and a sign."""

from components.svg.bars import INSIDE
from components.svg.elements import LINE, WIDTH, bare, colour, element, points_path, width_of, words
from components.svg.tints import tint_of

HIGH, ROW = 20, 38
SLANT, MOST_HEAD = 0.6, 110


def cell_drawing(figure: dict) -> tuple[str, int]:
    """The figure as markup and its height. Cells without a value stay empty; texts that do not fit are signs."""
    heat = next(one for one in figure["data"] if one["type"] == "heatmap")
    layout = figure["layout"]
    rows, columns = ([bare(text) for text in layout[axis]["ticktext"]] for axis in ("yaxis", "xaxis"))
    wide = min(60, (WIDTH - 60) // max(1, len(columns)))
    head, top = _head(columns, wide)
    parts = [head, _fields(heat, wide, top)]
    parts += [words(row, 0, top + at * ROW + LINE - 3) for at, row in enumerate(rows)]
    parts.append(_texts(heat, figure["layout"].get("meta", {}).get("key", ()), wide, top))
    for one in figure["data"]:
        if one["type"] == "scatter":
            places = [
                (int((x + 0.5) * wide), top + int(y) * ROW + LINE + HIGH // 2)
                for x, y in zip(one["x"], one["y"], strict=True)
                if x is not None and y is not None
            ]
            parts.append(points_path(one["marker"]["symbol"], places, 4, {"fill": colour(one["marker"]["color"])}))
    return "".join(parts), top + ROW * len(rows) + 4


def _head(columns: list[str], wide: int) -> tuple[str, int]:
    """The names of the columns, slanted; and their height."""
    longest = min(max((int(width_of(one) * SLANT) for one in columns), default=0), MOST_HEAD)
    top = longest + 10
    named = "".join(
        words(_cut(one), 0, 0, transform=f"translate({int((at + 0.6) * wide)} {top})rotate(-40)")
        for at, one in enumerate(columns)
    )
    return element("g", named, font_size=11), top


def _cut(name: str) -> str:
    """A name that fits above its column."""
    most = 26
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def _fields(heat: dict, wide: int, top: int) -> str:
    """The fields of the cells, one way for each colour."""
    known = [value for line in heat["z"] for value in line if value is not None]
    ends = (min(known, default=0), max(known, default=1))
    ways: dict[str, str] = {}
    for down, line in enumerate(heat["z"]):
        for at, value in enumerate(line):
            if value is not None:
                tint = tint_of(value, heat, ends)
                box = f"M{at * wide} {top + down * ROW + LINE}h{wide - 1}v{HIGH}h-{wide - 1}z"
                ways[tint] = ways.get(tint, "") + box
    return "".join(element("path", d=way, fill=tint) for tint, way in ways.items())


def _texts(heat: dict, key: list, wide: int, top: int) -> str:
    """What stands in the cells: the text of the figure where all of them fit, else the sign of the class."""
    cells = [[bare(text) for text in line] for line in heat["text"]]
    texts = [text for line in cells for text in line if text]
    if not texts:
        return ""
    if max(width_of(text) for text in texts) <= wide:
        shown = cells
    elif key:
        classes = sorted({int(value) for line in heat["z"] for value in line if value is not None})
        signs = dict(zip(classes, (entry[0] for entry in key), strict=False))
        shown = [[signs.get(value, "") for value in line] for line in heat["z"]]
    else:
        return ""
    found = "".join(_line(line, wide, top + down * ROW + LINE + 14) for down, line in enumerate(shown))
    return element("g", found, **INSIDE | {"font_size": 11})


def _line(texts: list[str], wide: int, down: int) -> str:
    """The texts of one row; single signs in one element, each with its own place."""
    held = [(at * wide + wide // 2, text) for at, text in enumerate(texts) if text]
    if held and all(len(text) == 1 for _at, text in held):
        return words("".join(text for _at, text in held), " ".join(str(at) for at, _text in held), down)
    return "".join(words(text, at, down) for at, text in held)
