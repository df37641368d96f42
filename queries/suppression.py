"""Small counts of people are not told, nor what would give them away by subtraction."""

from collections.abc import Collection, Sequence

from kpis.kpi import Kpi
from queries.protection import guarded, is_small

Figures = tuple
"""value, numerator, denominator, row count, first month, newest month."""
Keyed = tuple[tuple, Figures]


def with_small_counts_suppressed(
    kpi: Kpi, rows: Sequence[Keyed], hidden: Collection[tuple]
) -> list[tuple[tuple, Figures, bool, bool]]:
    """Keys, figures, whether the figures are suppressed, and whether that is because the number itself is small.

    hidden: keys of the figures that must not be told (see queries.protection). Suppressed figures have no value,
    numerator and denominator. A known zero is shown. "Small" is said of single rows only: said of several, it would
    narrow down each of them.
    """
    told = []
    for keys, figures in rows:
        small = bool(kpi.small_count_threshold) and _is_small(kpi, figures)
        if small or (keys in hidden and figures[1] is not None):
            told.append((keys, (None, None, None, *figures[3:]), True, small and figures[3] == 1 and not kpi.is_ratio))
        else:
            told.append((keys, figures, False, False))
    return told


def _is_small(kpi: Kpi, figures: Figures) -> bool:
    _value, numerator, denominator, *_behind = figures
    if numerator is None or (kpi.is_ratio and denominator is None):
        return False
    return any(is_small(count, kpi.small_count_threshold) for count in guarded(kpi, numerator, denominator))
