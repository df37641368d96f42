"""Lines and points over months, numbers or words."""

from components.format import amount
from components.svg.axes import Room, feet, levels, marks_of_layout
from components.svg.elements import WIDTH, bare, colour, element, points_path, steps, width_of, words
from components.svg.legend import legend
from components.svg.scales import place_scale, value_scale

HEIGHT, SIDE = 150, 6
MOST_POINTS_MARKED = 8
DASHES = {"dash": "6 3", "dot": "2 3", "dashdot": "6 3 2 3", "longdash": "10 3"}


def line_drawing(figure: dict) -> tuple[str, int]:
    """The figure as markup and its height. A missing value is a gap; a value without neighbours is a point."""
    data, layout = figure["data"], figure["layout"]
    named = [one for one in data if layout.get("showlegend") and one.get("showlegend") is not False and one.get("name")]
    head, top = legend((one["name"], _sample(one)) for one in named)
    drawn = [one for one in data if any(value is not None for value in one["y"])]
    across, values, ticks = _across(drawn, layout)
    room = Room(top + 26, top + 26 + HEIGHT)
    down = value_scale([v for one in drawn for v in one["y"]], layout["yaxis"], (room.foot, room.top))
    below, foot = feet(across, ticks, room, layout["xaxis"])
    ground = levels(down, layout["yaxis"], room) + below + marks_of_layout(layout, (across, values, down), room)
    ways = [
        _trace(one, [_placed(pair, (across, values, down)) for pair in zip(one["x"], one["y"], strict=True)])
        for one in drawn
    ]
    ends = "" if layout.get("annotations") else _ends(drawn, (across, values, down))
    return head + ground + "".join(ways) + ends, foot


def _across(drawn: list[dict], layout: dict):
    places = [place for one in drawn for place in one["x"]]
    scale, values, ticks = place_scale(places, (SIDE, WIDTH - SIDE))
    if layout["xaxis"].get("type") == "date" or not all(isinstance(one, int | float) for one in values):
        return scale, values, ticks
    scale = value_scale(list(values.values()), layout["xaxis"], (SIDE, WIDTH - SIDE))
    return scale, values, None


def _placed(pair: tuple, scales: tuple) -> tuple[int, int] | None:
    """The pixel of a point; None where its place or value is missing."""
    across, values, down = scales
    place, value = pair
    return None if place is None or value is None else (across.place(values[place]), down.place(value))


def _trace(one: dict, points: list) -> str:
    """The line of a trace and its points."""
    drawn, mode = "", one.get("mode", "lines")
    tint = colour((one.get("line") or one.get("marker") or {}).get("color"))
    if "lines" in mode:
        look = one.get("line", {})
        way = "".join(steps(run) for run in _runs(points) if len(run) > 1)
        drawn = element("path", d=way, fill="none", stroke=tint, **_stroke(look)) if way else ""
    if "markers" in mode:
        drawn += _points(one, points, all_of_them="lines" not in mode)
    if "text" in mode:
        drawn += "".join(
            _named(point, bare(text)) for point, text in zip(points, one["text"], strict=True) if point and text
        )
    return drawn


def _named(point: tuple[int, int], text: str) -> str:
    """A name beside its point: to the right, or to the left where there is no room."""
    half = width_of(text) // 2 + 1
    return words(text, min(max(point[0], half), WIDTH - half), point[1] - 8, text_anchor="middle", font_size=11)


def _stroke(look: dict) -> dict:
    return {"stroke_width": 2, "stroke_dasharray": DASHES.get(look.get("dash"))}


def _points(one: dict, points: list, all_of_them: bool) -> str:
    """The points, by colour and symbol; of long lines some, so that lines differ without colour."""
    marker, groups = one.get("marker", {}), {}
    shown = set(range(len(points))) if all_of_them else _marked(points)
    for at, point in enumerate(points):
        if point and at in shown:
            groups.setdefault((_of(marker.get("color"), at), _of(marker.get("symbol", "circle"), at)), []).append(point)
    size = 5 if all_of_them else 3
    rim = {"stroke": "currentColor"} if all_of_them else {}
    return "".join(
        points_path(symbol, places, size, {"fill": colour(tint)} | rim) for (tint, symbol), places in groups.items()
    )


def _of(given, at: int):
    return given[at] if isinstance(given, list) else given


def _marked(points: list) -> set[int]:
    """Which points of a line are drawn: the first and last of each run, and evenly some."""
    known = [at for at, point in enumerate(points) if point]
    every = max(1, len(known) // MOST_POINTS_MARKED)
    ends = {at for at in known if at in (0, len(points) - 1) or not points[at - 1] or not points[at + 1]}
    return ends | set(known[::every])


def _runs(points: list) -> list[list]:
    """The points between the gaps."""
    runs: list[list] = [[]]
    for point in points:
        if point:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return runs


def _ends(drawn: list[dict], scales: tuple) -> str:
    """The last value of each line above its end; of lines that end beside each other the first. Figures with notes of
    their own have no room for them."""
    found, taken = [], []
    for one in drawn:
        known = [pair for pair in zip(one["x"], one["y"], strict=True) if None not in pair]
        if "lines" not in one.get("mode", "") or "markers" not in one["mode"] or not known:
            continue
        x, y = _placed(known[-1], scales)
        if all(abs(y - other) > 13 for other in taken):
            taken.append(y)
            value = known[-1][1]
            text = amount(value, 0 if abs(value) >= 100 or float(value).is_integer() else 1)
            found.append(words(text, min(x, WIDTH - 1), max(y - 7, 10), text_anchor="end", font_weight="bold"))
    return "".join(found)


def _sample(one: dict):
    """What stands before the name of a trace."""
    marker = one.get("marker", {})
    symbol, tint = (
        _of(marker.get("symbol", "circle"), 0),
        colour(_of(marker.get("color"), 0) if marker else one["line"]["color"]),
    )

    def sample(left: int, down: int) -> str:
        drawn = ""
        if "lines" in one.get("mode", "lines"):
            drawn = element("path", d=f"M{left} {down}h18", stroke=tint, **_stroke(one.get("line", {})))
        if "markers" in one.get("mode", ""):
            drawn += points_path(symbol, [(left + 9, down)], 3, {"fill": tint})
        return drawn

    return sample
