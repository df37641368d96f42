"""From where on a figure is marked as little reliable, by what its publisher says of it."""

UNRELIABLE_FROM = 5
"""INFORM publishes "lack of reliability" from 0 to 10: missing indicators, old data, conflict. It names no threshold
of its own in its files; from the middle of the scale on a figure is marked here."""
MARK = "?"


def is_unreliable(score: float | None) -> bool:
    """True from the threshold on; a score that is not published marks nothing."""
    return score is not None and score == score and score >= UNRELIABLE_FROM
