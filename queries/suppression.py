"""Small counts of people are not shown, nor what would give them away by subtraction."""

from collections.abc import Sequence

from kpis.kpi import Kpi

Figures = tuple
"""value, numerator, denominator, row count, first month, newest month."""
Keyed = tuple[tuple, Figures]


def with_small_counts_suppressed(kpi: Kpi, rows: Sequence[Keyed]) -> list[tuple[tuple, Figures, bool]]:
    """Keys, figures, and whether the figures were suppressed; suppressed figures have no value, numerator
    and denominator. Where one row of a division is suppressed, the smallest other one is as well, because
    the total minus the others would tell it. A known zero is shown."""
    threshold = kpi.small_count_threshold
    hidden = {index for index, (_keys, figures) in enumerate(rows) if threshold and _is_small(threshold, figures)}
    for division in _divisions(rows):
        if len(hidden & division) == 1:
            others = [index for index in division - hidden if rows[index][1][1]]
            hidden |= set(sorted(others, key=lambda index: (abs(rows[index][1][1]), index))[:1])
    return [
        (keys, (None, None, None, *figures[3:]) if index in hidden else figures, index in hidden)
        for index, (keys, figures) in enumerate(rows)
    ]


def _is_small(threshold: int, figures: Figures) -> bool:
    _value, numerator, denominator, *_behind = figures
    counts = [numerator]
    if numerator is not None and denominator is not None:
        counts += [denominator, denominator - numerator]
    return any(count is not None and 0 < abs(count) < threshold for count in counts)


def _divisions(rows: Sequence[Keyed]) -> list[set[int]]:
    """Rows that add up to one total: those with the same keys but for the last."""
    found: dict[tuple, set[int]] = {}
    for index, (keys, _figures) in enumerate(rows):
        found.setdefault(keys[:-1], set()).add(index)
    return list(found.values())
