"""Classes of a change between two dates. A map of changes has a legend of its own, in words of direction."""

from dataclasses import dataclass

from kpis.kpi import PERCENT, SCORE, Kpi
from kpis.legends import BLACK, SUPPRESSED, WHITE, Legend, LegendClass
from kpis.map_legends import NO_DATA
from kpis.words import _

FAR_UP = LegendClass("up_far", _("up, far"), "triangle_up", "#a6460b", WHITE)
UP = LegendClass("up", _("up"), "diamond", "#f0a457", BLACK)
UNCHANGED = LegendClass("unchanged", _("unchanged"), "ring", "#f5e6b3", BLACK)
DOWN = LegendClass("down", _("down"), "square", "#a99fd0", BLACK)
FAR_DOWN = LegendClass("down_far", _("down, far"), "triangle_down", "#4b2a83", WHITE)
ONE_DATE = LegendClass("one_date", _("a figure at one date only"), "cross", "#c6ccd1", BLACK)
CHANGES = Legend("changes", (FAR_DOWN, DOWN, UNCHANGED, UP, FAR_UP), (ONE_DATE, NO_DATA))


@dataclass(frozen=True)
class Steps:
    """From which size on a change is one, and from which on it is far. in_points: as a difference; else in per cent
    of the earlier figure."""

    near: float
    far: float
    in_points: bool


_BY_UNIT = {SCORE: Steps(0.1, 0.5, True), PERCENT: Steps(1, 10, True)}


def steps(kpi: Kpi) -> Steps:
    """Scores and shares change by points, counts by per cent."""
    return _BY_UNIT.get(kpi.unit, Steps(1, 25, False))


def size_of_change(kpi: Kpi, value: float | None, before: float | None) -> float | None:
    """The change in the measure of steps(kpi); None without both figures; infinite from zero to something."""
    if value is None or before is None or value != value or before != before:
        return None
    if steps(kpi).in_points:
        return round(value - before, 6)
    if before == 0:
        return 0.0 if value == 0 else float("inf")
    return round((value - before) / abs(before) * 100, 6)


def change_class(kpi: Kpi, value: float | None, before: float | None, is_suppressed: bool = False) -> LegendClass:
    """The class of a change; a figure that is missing at one date or at both is a class of its own."""
    if is_suppressed:
        return SUPPRESSED
    size, step = size_of_change(kpi, value, before), steps(kpi)
    if size is None:
        is_known = any(one is not None and one == one for one in (value, before))
        return ONE_DATE if is_known else NO_DATA
    if abs(size) < step.near:
        return UNCHANGED
    if size > 0:
        return FAR_UP if size >= step.far else UP
    return FAR_DOWN if size <= -step.far else DOWN
