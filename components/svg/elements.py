"""Elements of SVG as text, the shapes of points, and how wide texts are."""

import html as markup
import re
from collections.abc import Iterable
from unicodedata import east_asian_width

from components.theme import INK

WIDTH = 400
"""Pixels of every drawing: as wide as a phone, so that its texts can be read there."""
FONT, LINE = 12, 16
SIGN_WIDTH = 6.8
TAG = re.compile("<[^<>]*>")
OPEN = "-open"


def element(name: str, inner: str = "", **attributes) -> str:
    """An element; what is None is left out, underscores are hyphens. inner: markup."""
    told = (
        f' {key.rstrip("_").replace("_", "-")}="{markup.escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{''.join(told)}>{inner}</{name}>" if inner else f"<{name}{''.join(told)}/>"


def words(text, x: int, y: int, **attributes) -> str:
    """A text at a place. text: as it reads, see bare()."""
    return element("text", markup.escape(str(text), quote=False), x=x, y=y, **attributes)


def bare(text) -> str:
    """A text of a figure as it reads: tags are blanks, entities are signs."""
    return markup.unescape(TAG.sub(" ", str(text))).replace("  ", " ").strip()


def width_of(text) -> int:
    """About how many pixels a text takes."""
    return int(sum(SIGN_WIDTH * (1 + (east_asian_width(sign) in "WF")) for sign in str(text)))


def pixel(value: float) -> int:
    """The nearest whole pixel."""
    return int(value // 1 + (value % 1 >= 0.5))


def colour(given) -> str:
    """A colour of a figure; ink is that of the reader."""
    return "currentColor" if given in (INK, None) else str(given)


def steps(points: Iterable[tuple[int, int]]) -> str:
    """A way through points, as steps from one to the next; points that repeat or go straight on are left out."""
    kept: list[tuple[int, int]] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _goes_on(kept[-2], kept[-1], point):
            kept[-1] = point
        else:
            kept.append(point)
    if not kept:
        return ""
    moves = [f"M{kept[0][0]} {kept[0][1]}"]
    for at, ((x, y), (to_x, to_y)) in enumerate(zip(kept, kept[1:], strict=False)):
        down = f"{to_y - y}" if to_y < y else f" {to_y - y}"
        moves.append(f"{'l' if not at else '' if to_x < x else ' '}{to_x - x}{down}")
    return "".join(moves) + ("h0" if len(kept) == 1 else "")


def shape(symbol: str, x: int, y: int, size: int) -> str:
    """The way around one point. symbol: plotly's word; size: half its width in pixels."""
    x, y, across = int(x), int(y), 2 * size
    square = f"M{x - size} {y - size}h{across}v{across}h-{across}z"
    ways = {
        "square": square,
        "square-cross": f"{square}l{across} {across}m0-{across}l-{across} {across}",
        "diamond": f"M{x} {y - size}l{size} {size}-{size} {size}-{size}-{size}z",
        "triangle-up": f"M{x} {y - size}l{size} {across}h-{across}z",
        "triangle-down": f"M{x} {y + size}l{size}-{across}h-{across}z",
        "cross": f"M{x - size} {y}h{across}M{x} {y - size}v{across}",
        "x": f"M{x - size} {y - size}l{across} {across}m0-{across}l-{across} {across}",
    }
    circle = f"M{x - size} {y}a{size} {size} 0 1 0 {across} 0a{size} {size} 0 1 0-{across} 0"
    return ways.get(symbol.removesuffix(OPEN), circle)


def points_path(symbol: str, places: Iterable[tuple[int, int]], size: int, look: dict) -> str:
    """Points of one look. look: fill and what else they have; those that are open or lines have a line instead."""
    way = "".join(shape(symbol, x, y, size) for x, y in places)
    if not way:
        return ""
    is_line = symbol.endswith(OPEN) or symbol in ("cross", "x")
    own = {"fill": "none", "stroke": look["fill"], "stroke_width": 2} if is_line else look
    return element("path", d=way, **own)


def _goes_on(before: tuple[int, int], at: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether a point lies on the way between its neighbours."""
    first, then = (at[0] - before[0], at[1] - before[1]), (after[0] - at[0], after[1] - at[1])
    is_straight = first[0] * then[1] == first[1] * then[0]
    return is_straight and first[0] * then[0] >= 0 and first[1] * then[1] >= 0
