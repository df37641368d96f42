"""Bars that lie: the name above, the bar, and the value behind it; bars made of parts with the number of each part."""

from components.svg.axes import title_of
from components.svg.elements import LINE, WIDTH, bare, colour, element, width_of, words
from components.svg.legend import legend
from components.svg.scales import Scale

THICK, ROW, LEAST_NUMBERED = 12, 36, 12
RIGHT = 24
INSIDE = {
    "fill": "#000", "stroke": "#fff", "stroke_width": 3, "paint_order": "stroke", "text_anchor": "middle", "font_size": 10
}  # fmt: skip
"""Signs on any colour: black with a white rim."""


def bar_drawing(figure: dict) -> tuple[str, int]:
    """The figure as markup and its height. Where a value is missing, the words of the figure stand instead."""
    data, layout = figure["data"], figure["layout"]
    is_made_of_parts = len(data) > 1
    named = list(enumerate(data, 1)) if is_made_of_parts else []
    head, top = legend((one.get("name", ""), _sample(at, one)) for at, one in named)
    if title := title_of(layout.get("xaxis", {})):
        top += LINE
        head += words(title, 0, top, font_style="italic")
    labels = [bare(one) for one in layout["yaxis"]["ticktext"]]
    scale = _scale(data, labels)
    notes = {}
    for one in layout.get("annotations", ()):
        notes.setdefault(int(one["y"]), bare(one["text"]))
    rows = [_row(data, (at, label, notes.get(at)), scale, top + 4) for at, label in enumerate(labels)]
    zero = scale.place(0)
    foot = top + 6 + ROW * len(labels)
    axis = element("path", d=f"M{zero} {top + 8}V{foot - 4}", stroke="currentColor", stroke_opacity=".4")
    return head + _bars(data, scale, top + 4) + axis + "".join(rows), foot


def _scale(data: list[dict], labels: list[str]) -> Scale:
    """The scale of the sums to both sides of zero, with room for the words behind the bars."""
    stacks = [[one["x"][at] for one in data if one["x"][at] is not None] for at in range(len(labels))]
    high = max((sum(value for value in stack if value > 0) for stack in stacks), default=0.0)
    low = min((sum(value for value in stack if value < 0) for stack in stacks), default=0.0)
    texts = [text for one in data for text in one.get("text") or () if text]
    room = max((width_of(text) for text in texts), default=0) + 6 if len(data) == 1 else RIGHT
    return Scale(low, high if high > low else low + 1, room if low < 0 else 1, WIDTH - room)


def _ends(data: list[dict], at: int):
    """Of each part of a row: its number, where it begins and where it ends."""
    up = down = 0.0
    for number_of_part, one in enumerate(data):
        value = one["x"][at]
        if value is None:
            continue
        begin = up if value >= 0 else down
        up, down = (up + value, down) if value >= 0 else (up, down + value)
        yield number_of_part, begin, begin + value


def _bars(data: list[dict], scale: Scale, top: int) -> str:
    """All bars, one way for each part and colour."""
    ways: dict[tuple, str] = {}
    for at in range(len(data[0]["x"])):
        for number_of_part, begin, end in _ends(data, at):
            tint = data[number_of_part]["marker"]["color"]
            left, right = sorted((scale.place(begin), scale.place(end)))
            wide = max(right - left - (len(data) > 1), 1) if end != begin else 0
            key = number_of_part, tint[at] if isinstance(tint, list) else tint
            way = f"M{left} {top + at * ROW + LINE + 3}h{wide}v{THICK}h-{wide}z" if wide else ""
            ways[key] = ways.get(key, "") + way
    return "".join(element("path", d=way, fill=colour(tint)) for (_part, tint), way in ways.items() if way)


def _row(data: list[dict], said: tuple, scale: Scale, top: int) -> str:
    """The words of a row: its label, the value behind the bar, and the numbers of the parts that have room."""
    at, label, note = said
    down = top + at * ROW
    foot = down + LINE + THICK + 1
    parts = [words(label, 0, down + LINE - 2)]
    ends = list(_ends(data, at))
    behind = max((scale.place(end) for _part, _begin, end in ends), default=scale.place(0)) + 4
    if note:
        parts.append(words(note, behind, foot))
    elif len(data) == 1 and (data[0].get("text") or [None] * (at + 1))[at]:
        parts.append(words(data[0]["text"][at], behind, foot))
    elif len(data) > 1:
        total = sum(end - begin for _part, begin, end in ends)
        if total and all(end >= begin for _part, begin, end in ends):
            parts.append(_numbers(ends, scale, foot))
    return "".join(parts)


def _numbers(ends: list[tuple], scale: Scale, foot: int) -> str:
    """The number of each part inside it, where it is wide enough."""
    wide = [(part, scale.place(begin), scale.place(end)) for part, begin, end in ends]
    held = [(part + 1, (left + right) // 2) for part, left, right in wide if right - left >= LEAST_NUMBERED]
    marks = "".join(words(part, middle, foot - 1) for part, middle in held)
    return element("g", marks, **INSIDE) if held else ""


def _sample(at: int, one: dict):
    """A field of the colour of a part with its number."""
    tint = one["marker"]["color"]
    tint = tint[0] if isinstance(tint, list) and tint else tint

    def sample(left: int, down: int) -> str:
        box = element("path", d=f"M{left} {down - 6}h18v{THICK}h-18z", fill=colour(tint))
        return box + words(at, left + 9, down + 4, **INSIDE)

    return sample
