"""Cells by row and column in the classes of a legend: colour, and in each cell the value or the sign of its class."""

from components.figure_parts import cut_words, known, plain, words_of, wrapped
from components.format import amount
from components.kpi_card import SHAPE_SIGNS
from components.suppressed import hidden_label, hidden_words
from components.theme import GREY, SCALE, SYMBOLS
from components.words import _

MOST_CELLS = 2000
HIDDEN_SIGN = "◇"


def heat_parts(frame, names: tuple, legend) -> tuple[list[dict], tuple, dict]:
    """Traces, labels of rows and columns, and what the figure says of itself (summary, key, what was cut), for
    columns (row, column, value) of a frame; a value is a number, the code of a class, or a pair of a code and words
    for the cell. A cell without a row in the frame stays empty; a row without a value has
    the class "not reported" where the legend has one; one whose figure is not told has an open mark and no class."""
    row, column, value = names
    rows, columns = _in_order(frame[row]), _in_order(frame[column])
    most = max(1, MOST_CELLS // max(1, len(columns)))
    cut = cut_words(most, len(rows)) if len(rows) > most else ""
    rows = rows[:most]
    cells, hidden = _cells(frame, names)
    grid = [[_cell(cells, (_key(a), _key(b)), legend) for b in columns] for a in rows]
    heat = {
        "type": "heatmap",
        "x": list(range(len(columns))),
        "y": list(range(len(rows))),
        "z": [[cell[0] for cell in line] for line in grid],
        "text": [[cell[1] for cell in line] for line in grid],
        "customdata": _hovers(rows, columns, grid),
        "texttemplate": "%{text}",
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
        "xgap": 2,
        "ygap": 2,
    }
    labels = ([wrapped(one) for one in rows], [wrapped(one) for one in columns])
    told = _("Table of {rows} rows and {columns} columns.").format(rows=amount(len(rows)), columns=amount(len(columns)))
    said = {"summary": told} | ({"cut": cut} if cut else {})
    marks = _hidden_marks(rows, columns, hidden, said)
    if legend is None:
        heat |= {"colorscale": [list(step) for step in SCALE], "colorbar": {"thickness": 12}}
        return [heat, *marks], labels, said
    classes = [*legend.classes, *legend.special]
    heat |= {"colorscale": _steps(classes), "zmin": -0.5, "zmax": len(classes) - 0.5, "showscale": False}
    seen = [classes[at] for at in sorted({int(cell[0]) for line in grid for cell in line if cell[0] is not None})]
    said["summary"] += f" {_counted(grid, classes)}"
    said["key"] = [(SHAPE_SIGNS[one.shape], _(one.word), one.colour, one.ink) for one in seen] + said.get("key", [])
    return [heat, *(_key_trace(one) for one in seen), *marks], labels, said


def _cells(frame, names: tuple) -> tuple[dict, dict]:
    """(row, column) -> value of the cells that are told, and -> word of those that are not."""
    row, column, value = names
    found = zip(frame[row], frame[column], frame[value], hidden_words(frame), strict=True)
    listed = [((_key(a), _key(b)), c, word) for a, b, c, word in found]
    return {at: c for at, c, word in listed if not word}, {at: word for at, _value, word in listed if word}


def _hidden_marks(rows: list, columns: list, hidden: dict, said: dict) -> list[dict]:
    """Open marks in the cells whose figure is not told; said gets their entry of the key. hidden: cell -> word."""
    places = [
        (a, b) for b in range(len(rows)) for a in range(len(columns)) if (_key(rows[b]), _key(columns[a])) in hidden
    ]
    if not places:
        return []
    told = [
        f"{plain(words_of(rows[b]))}, {plain(words_of(columns[a]))}: {plain(hidden[_key(rows[b]), _key(columns[a])])}"
        for a, b in places
    ]
    said["key"] = [(HIDDEN_SIGN, hidden_label(), "transparent", "inherit")]
    said["summary"] += f" {hidden_label()}: {amount(len(places))}."
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [a for a, _b in places],
            "y": [b for _a, b in places],
            "name": plain(hidden_label()),
            "customdata": told,
            "marker": {"symbol": "diamond-open", "color": GREY.colour, "size": 10, "line": {"width": 2}},
            "showlegend": True,
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    ]


def _hovers(rows: list, columns: list, grid: list) -> list[list[str]]:
    """Row, column, value and class of each cell in words."""
    heads = [plain(words_of(one)) for one in columns]
    return [
        [f"{plain(words_of(row))}, {head}: {cell[2]}" for head, cell in zip(heads, line, strict=True)]
        for row, line in zip(rows, grid, strict=True)
    ]


def _cell(cells: dict, at: tuple, legend) -> tuple:
    """Colour, text and words of a cell; nothing for a cell that the frame does not have."""
    if at not in cells:
        return None, "", ""
    value = cells[at]
    if isinstance(value, tuple):
        found, shown = legend.by_code(value[0]), value[1]
    elif isinstance(value, str):
        found, shown = legend.by_code(value), ""
    else:
        value = known(value)
        found = legend.class_of(value) if legend else None
        shown = "" if value is None else amount(value, 0 if abs(value) >= 100 or value.is_integer() else 1)
    if legend is None:
        return value, shown, shown or _("No data")
    if found is None:
        return None, shown or "–", shown or _("No data")
    number_of_class = [one.code for one in (*legend.classes, *legend.special)].index(found.code)
    word = plain(_(found.word))
    return number_of_class, shown or SHAPE_SIGNS[found.shape], f"{shown}, {word}" if shown else word


def _counted(grid: list, classes: list) -> str:
    numbers = [int(cell[0]) for line in grid for cell in line if cell[0] is not None]
    said = [f"{_(classes[at].word)}: {amount(numbers.count(at))}" for at in sorted(set(numbers))]
    return "; ".join(said) + "." if said else _("No data")


def _steps(classes: list) -> list[list]:
    size = len(classes)
    return [[edge / size, one.colour] for at, one in enumerate(classes) for edge in (at, at + 1)]


def _key_trace(found) -> dict:
    """An entry of the legend: the shape, colour and word of a class."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [None],
        "y": [None],
        "name": plain(f"{SHAPE_SIGNS[found.shape]} {_(found.word)}"),
        "marker": {"symbol": SYMBOLS[found.shape].replace("line-ew-open", "square"), "color": found.colour, "size": 12},
        "showlegend": True,
        "hoverinfo": "skip",
    }


def _in_order(values) -> list:
    """Each value once, in the order of the frame."""
    return list({_key(value): value for value in values}.values())


def _key(value) -> str:
    return words_of(value)
