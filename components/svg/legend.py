"""The legend of a drawing: a sample and a name for each part, in lines as wide as the drawing."""

from collections.abc import Callable, Iterable

from components.svg.elements import LINE, WIDTH, bare, width_of, words

SAMPLE, SPACE = 22, 12

Sample = Callable[[int, int], str]
"""Draws a sample: from left, at a height."""


def legend(entries: Iterable[tuple[str, Sample]]) -> tuple[str, int]:
    """The entries (name, sample) from the top, and how many pixels down they reach."""
    parts, left, down = [], 0, LINE
    for given, sample in entries:
        name = bare(given)
        needed = SAMPLE + width_of(name)
        if left and left + needed > WIDTH:
            left, down = 0, down + LINE
        parts += [sample(left, down - 4), words(name, left + SAMPLE, down)]
        left += needed + SPACE
    return "".join(parts), down if parts else 0
