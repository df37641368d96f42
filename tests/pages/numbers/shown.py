"""What a page shows, read from its answer as a reader reads it: cards, and tables with a total."""

import re
from dataclasses import dataclass

_FIGURE = re.compile(r"(-?[\d,]+(?:\.(\d+))?)(?:\u00a0(million|billion))?")
_WORDS = {None: 1, "million": 10**6, "billion": 10**9}
VALUE_CLASSES = {"kpi-value", "kpi-list-value"}


@dataclass(frozen=True)
class Shown:
    """A figure as shown; rounding: half a unit of its last digit."""

    value: float
    rounding: float


@dataclass(frozen=True)
class Totalled:
    """A table with a total. cells and total: column by column, None where no figure stands; is_whole: the table has
    all of its rows."""

    caption: str
    labels: tuple[str, ...]
    cells: tuple[tuple[Shown | None, ...], ...]
    total: tuple[Shown | None, ...]
    percent: frozenset[int]
    is_whole: bool


def parts(node):
    """Every component of an answer, outer before inner."""
    if isinstance(node, list):
        for one in node:
            yield from parts(one)
    elif isinstance(node, dict) and "type" in node:
        yield node
        yield from parts(node.get("props", {}).get("children"))


def text(node) -> str:
    """All text inside a component."""
    if isinstance(node, list):
        return "".join(text(one) for one in node)
    if isinstance(node, dict):
        return text(node.get("props", {}).get("children"))
    return "" if node is None else str(node)


def content(answer):
    """The components of the answer to the page's own request."""
    assert answer.status_code == 200
    return answer.tree


def figure(said: str) -> Shown | None:
    """The first figure in a text; None where there is none, and where it is only said to be below a number."""
    if said.startswith("<"):
        return None
    found = _FIGURE.search(said.replace("−", "-"))
    if found is None:
        return None
    unit = _WORDS[found[3]]
    return Shown(float(found[1].replace(",", "")) * unit, 0.5 * unit * 10.0 ** -len(found[2] or ""))


def cards(node) -> list[tuple[str, Shown | None]]:
    """(name of the KPI, its figure) of each card and each line of a list of KPIs."""
    found = []
    for one in parts(node):
        name = one["props"].get("id")
        if not isinstance(name, str) or not name.startswith("kpi-"):
            continue
        values = [inner for inner in parts(one) if classes(inner) & VALUE_CLASSES]
        assert len(values) == 1, f"{name} shows {len(values)} figures of its own"
        found.append((name.removeprefix("kpi-"), figure(text(values[0]))))
    return found


def classes(node) -> set[str]:
    """The classes of a component."""
    return set(str(node["props"].get("className") or "").split())


def tables_with_total(node) -> list[Totalled]:
    """Every table of a page that has a total below it."""
    found = []
    for frame in parts(node):
        if "table-frame" not in classes(frame):
            continue
        sections = {one["type"]: one for one in parts(frame)}
        if "Tfoot" in sections:
            found.append(_totalled(frame, sections))
    return found


def _totalled(frame, sections) -> Totalled:
    labels = tuple(text(one) for one in parts(sections["Thead"]) if one["type"] == "Th")
    rows = [_cells(row) for row in parts(sections["Tbody"]) if row["type"] == "Tr"]
    (total,) = [_cells(row) for row in parts(sections["Tfoot"]) if row["type"] == "Tr"]
    percent = frozenset(at for at, said in enumerate(total) if said is not None and said.endswith("%"))
    return Totalled(
        text(sections["Caption"]),
        labels,
        tuple(tuple(None if said is None else figure(said) for said in column) for column in zip(*rows, strict=True)),
        tuple(None if said is None else figure(said) for said in total),
        percent,
        "Showing" not in text([one for one in parts(frame) if "table-count" in classes(one)]),
    )


def _cells(row) -> list[str | None]:
    """The texts of the cells with a number; None for others."""
    cells = [one for one in parts(row) if one["type"] in ("Td", "Th")]
    return [text(cell) if "number" in classes(cell) else None for cell in cells]
