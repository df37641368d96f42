"""One colour and one mark per thing on all pages, safe for colour-blind readers, on light and on dark paper.

Every colour has a contrast of 3 to 1 or better against both papers; lines differ in the shape of their points too.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """How a thing is drawn. symbol: the shape of its points in plotly's words."""

    colour: str
    symbol: str


BLUE, ORANGE = Mark("#2a82c4", "circle"), Mark("#d1620c", "square")
GREEN, PURPLE = Mark("#0b9a74", "diamond"), Mark("#b4569f", "triangle-up")
OCHRE, GREY = Mark("#9a7d1c", "cross"), Mark("#7c8794", "circle-open")
ORDER = (BLUE, ORANGE, GREEN, PURPLE, OCHRE, GREY)

THINGS = {
    "value": BLUE, "actual": BLUE, "delivered": BLUE, "received": BLUE, "on_hand": BLUE, "reached": BLUE,
    "projects": BLUE, "fresh": BLUE, "on_time": BLUE, "expenditure": BLUE,
    "planned": ORANGE, "need": ORANGE, "in_need": ORANGE, "requirement": ORANGE, "late": ORANGE, "overdue": ORANGE,
    "gap": ORANGE, "consumption": ORANGE, "expiry": ORANGE,
    "commitments": GREEN, "in_transit": GREEN, "confirmed": GREEN, "carry_over": GREEN, "supply": GREEN, "aid": GREEN,
    "ordered": PURPLE, "funding": PURPLE, "allotment": PURPLE, "risk": PURPLE,
    "minimum": OCHRE, "maximum": OCHRE,
    "target": GREY, "previous": GREY, "not_reported": GREY, "silent": GREY, "other": GREY,
}  # fmt: skip
"""Name of a thing -> its mark; the same name is drawn alike on every page."""

INK, PAPER, LINE = "#1b2733", "#ffffff", "#d9dfe5"
"""Text, paper and grid of a saved picture. On the screen assets/figures.css puts the reader's colours over them."""
HOVER_PAPER, HOVER_INK = "#1b2733", "#ffffff"
SCALE = ((0.0, "#dbe9f4"), (0.5, "#5b9bcb"), (1.0, "#0b3c66"))
"""From little to much, for a quantity without classes."""
SYMBOLS = {
    "circle": "circle", "square": "square", "triangle_up": "triangle-up", "triangle_down": "triangle-down",
    "diamond": "diamond", "cross": "x", "ring": "circle-open", "hatch": "square-cross-open", "dash": "line-ew-open",
}  # fmt: skip
"""Shape of a legend class -> plotly's word for it."""


def marks_of(things) -> list[Mark]:
    """The marks of several things in one figure, each with a colour of its own as long as there are enough.
    A thing of THINGS keeps its mark; the others get what is left, in order."""
    things = list(things)
    known = {thing: THINGS[thing] for thing in things if thing in THINGS}
    left = [mark for mark in ORDER if mark not in known.values()] or list(ORDER)
    unknown = list(dict.fromkeys(thing for thing in things if thing not in known))
    known |= {thing: left[at % len(left)] for at, thing in enumerate(unknown)}
    return [known[thing] for thing in things]


def colour_of(thing: str) -> str:
    """The colour of one thing."""
    return marks_of([thing])[0].colour
