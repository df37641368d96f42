"""What stands around the values of a drawing: levels, feet, lines and words of the layout."""

from dataclasses import dataclass
from datetime import date

from components.svg.elements import LINE, WIDTH, bare, colour, element, width_of, words
from components.svg.scales import DAY, Scale, value_ticks

FAINT = {"stroke": "currentColor", "stroke_opacity": ".25"}


@dataclass(frozen=True)
class Room:
    """From where to where values stand, in pixels from the top."""

    top: int
    foot: int


def title_of(axis: dict) -> str:
    """The words of an axis."""
    title = axis.get("title") or {}
    return bare(title.get("text", "") if isinstance(title, dict) else title)


def levels(down: Scale, axis: dict, room: Room) -> str:
    """A faint line for each round value, with the value above it at the left, and the title above all."""
    ticks = value_ticks(down, axis)
    way = "".join(f"M0 {down.place(value)}h{WIDTH}" for value, _text in ticks)
    named = "".join(words(text, 0, down.place(value) - 2, font_size=11) for value, text in ticks)
    title = words(title_of(axis), 0, room.top - 14, font_style="italic") if title_of(axis) else ""
    return element("path", d=way, **FAINT) * bool(way) + element("g", named, opacity=".8") * bool(named) + title


def feet(across: Scale, ticks: list | None, room: Room, axis: dict) -> tuple[str, int]:
    """The places that are named below, those that fit; and the height down to there."""
    parts, free = [], -1
    for value, text in value_ticks(across, axis) if ticks is None else ticks:
        half = width_of(text) // 2
        at = min(max(across.place(value), half), WIDTH - half)
        if at - half > free:
            free = at + half
            parts.append(words(text, at, room.foot + LINE, text_anchor="middle"))
    foot = room.foot + LINE + 4
    if title_of(axis):
        foot += LINE
        parts.append(words(title_of(axis), WIDTH, foot - 4, text_anchor="end", font_style="italic"))
    return "".join(parts), foot


def marks_of_layout(layout: dict, scales: tuple, room: Room) -> str:
    """Lines, areas and words that the layout has: events by their number, zones, notes."""
    across, _values, down = scales
    parts = []
    for one in layout.get("shapes", ()):
        x0, x1 = (_place(one[key], across, one.get("xref"), (0, WIDTH)) for key in ("x0", "x1"))
        y0, y1 = (_place(one[key], down, one.get("yref"), (room.foot, room.top)) for key in ("y0", "y1"))
        if one["type"] == "line":
            dashes = "2 3" if one["line"].get("dash") else None
            tint = colour(one["line"].get("color"))
            parts.append(element("path", d=f"M{x0} {y0}L{x1} {y1}", stroke=tint, stroke_dasharray=dashes))
        else:
            left, top = min(x0, x1), min(y0, y1)
            box = f"M{left} {top}h{min(abs(x1 - x0), WIDTH - left)}v{abs(y1 - y0)}H{left}z"
            parts.append(element("path", d=box, fill=one.get("fillcolor", "none")))
    for one in layout.get("annotations", ()):
        text = bare(one["text"])
        x = _place(one["x"], across, one.get("xref"), (0, WIDTH))
        y = _place(one["y"], down, one.get("yref"), (room.foot, room.top))
        anchor = {"right": "end", "center": "middle"}.get(one.get("xanchor"))
        anchor = "end" if anchor is None and x + width_of(text) > WIDTH else anchor
        shift = 2 if anchor is None else -2
        lift = {"top": 10, "bottom": -12}.get(one.get("yanchor"), -2)
        parts.append(words(text, x + shift, y + lift, text_anchor=anchor))
    return "".join(parts)


def _place(value, scale: Scale, against: str | None, ends: tuple[int, int]) -> int:
    """The pixel of a value, a day, or a share of the whole drawing."""
    if against == "paper":
        return int(ends[0] + value * (ends[1] - ends[0]))
    if isinstance(value, str) and DAY.match(value):
        value = float(date.fromisoformat(value[:10]).toordinal())
    return min(max(scale.place(float(value)), 0), max(WIDTH, ends[0]))
