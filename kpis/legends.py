"""Classes of values: bounds, word, shape and colour. A class is never told by its colour alone.

Colours are safe for colour-blind readers; `ink` is the colour of text on the class, with a contrast of
4.5 to 1 or better. The IPC colours are those of the IPC manual.
"""

from dataclasses import dataclass

from kpis.words import _

SHAPES = ("circle", "square", "triangle_up", "triangle_down", "diamond", "cross", "ring", "hatch", "dash")
WHITE, BLACK = "#ffffff", "#1a1a1a"


@dataclass(frozen=True)
class LegendClass:
    """One class. low and high: bounds, None where the class is open; both None for a class told by its code."""

    code: str
    word: str
    shape: str
    colour: str
    ink: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Legend:
    """Classes of a quantity.

    classes: classes with bounds, from low to high, or classes told by code (then minimum and maximum are None).
    includes: "low" when a bound belongs to the class above it, "high" when to the class below it.
    special: classes for what is not a number: not reported, no consumption, not analysed.
    minimum, maximum: the range that the classes cover; None where it is open.
    is_counted: the values are whole numbers, so that a class from 1 to under 2 is "1".
    """

    name: str
    classes: tuple[LegendClass, ...]
    special: tuple[LegendClass, ...] = ()
    includes: str = "low"
    minimum: float | None = None
    maximum: float | None = None
    is_counted: bool = False

    def __post_init__(self):
        every = self.classes + self.special
        if self.includes not in ("low", "high"):
            raise ValueError(f"legend {self.name!r}: bounds belong to the low or to the high side")
        for what in ("code", "shape", "colour"):
            if len({getattr(one, what) for one in every}) != len(every):
                raise ValueError(f"legend {self.name!r}: two classes share a {what}")
        if unknown := {one.shape for one in every} - set(SHAPES):
            raise ValueError(f"legend {self.name!r}: unknown shape {unknown}")

    def class_of(self, value: float | None) -> LegendClass | None:
        """The class of a number; for a missing value the class not_reported; None when no class fits,
        which for a number means that it lies outside the range of the legend."""
        if value is None or value != value:
            return self.by_code("not_reported")
        return next((one for one in self.classes if self._holds(one, value)), None)

    def by_code(self, code: str) -> LegendClass | None:
        """The class with the code, None when there is none."""
        return next((one for one in self.classes + self.special if one.code == code), None)

    def _holds(self, one: LegendClass, value: float) -> bool:
        if one.low is None and one.high is None:
            return False
        low_in = (
            one.low is None or value > one.low or (value == one.low and self._owns(one.low, self.includes == "low"))
        )
        high_in = (
            one.high is None
            or value < one.high
            or (value == one.high and self._owns(one.high, self.includes == "high"))
        )
        return low_in and high_in

    def _owns(self, bound: float, inclusive: bool) -> bool:
        return inclusive or bound in (self.minimum, self.maximum)


NOT_REPORTED = LegendClass("not_reported", _("not reported"), "hatch", "#e6e6e6", BLACK)
SUPPRESSED = LegendClass("suppressed", _("suppressed: small count of people"), "dash", "#f7f0ff", BLACK)


def _scores(bounds: tuple[float, ...]) -> tuple[LegendClass, ...]:
    looks = (
        ("very_low", _("very low"), "ring", "#fff3b0", BLACK),
        ("low", _("low"), "circle", "#fdc46a", BLACK),
        ("medium", _("medium"), "square", "#f08650", BLACK),
        ("high", _("high"), "diamond", "#b8325a", WHITE),
        ("very_high", _("very high"), "triangle_up", "#5c1a5e", WHITE),
    )
    return tuple(
        LegendClass(*look, low=low, high=high) for look, low, high in zip(looks, bounds, bounds[1:], strict=False)
    )


INFORM_RISK = Legend("inform_risk", _scores((0, 2.0, 3.5, 5.0, 6.5, 10)), (NOT_REPORTED,), "low", 0, 10)
"""Fixed thresholds since 2016: very low 0-1.9, low 2.0-3.4, medium 3.5-4.9, high 5.0-6.4, very high 6.5-10."""

INFORM_SEVERITY = Legend("inform_severity", _scores((0, 2, 4, 6, 8, 10)), (NOT_REPORTED,), "high", 0, 10)
"""Five equal classes of the scale to 10; a bound belongs to the lower class, as the publisher assigns it."""

IPC_PHASES = Legend(
    "ipc_phases",
    (
        LegendClass("phase1", _("1 minimal"), "circle", "#cdfacd", BLACK),
        LegendClass("phase2", _("2 stressed"), "square", "#fae61e", BLACK),
        LegendClass("phase3", _("3 crisis"), "triangle_up", "#e67800", BLACK),
        LegendClass("phase4", _("4 emergency"), "diamond", "#c80000", WHITE),
        LegendClass("phase5", _("5 catastrophe or famine"), "cross", "#640000", WHITE),
    ),
    (
        LegendClass("inadequate_evidence", _("inadequate evidence"), "hatch", "#a6a6a6", BLACK),
        LegendClass("not_analysed", _("not analysed"), "ring", "#ffffff", BLACK),
    ),
)
"""Phases and colours of the IPC manual; told by code."""

STOCK_STATUS = Legend(
    "stock_status",
    (
        LegendClass("stocked_out", _("stocked out"), "cross", "#7f1d1d", WHITE),
        LegendClass("understocked", _("understocked"), "triangle_down", "#e8833a", BLACK),
        LegendClass("stocked_to_plan", _("stocked to plan"), "circle", "#9fd3e6", BLACK),
        LegendClass("overstocked", _("overstocked"), "triangle_up", "#2f4b9c", WHITE),
    ),
    (
        LegendClass("no_consumption", _("no consumption"), "ring", "#fbf3c9", BLACK),
        LegendClass("unknown", _("no plan to compare with"), "dash", "#b5b5b5", BLACK),
        NOT_REPORTED,
    ),
)
"""Told by code, because minimum and maximum differ by item and place."""


def _rising(bounds: tuple, words: tuple[str, str, str, str], name: str) -> Legend:
    looks = (("far_below", "cross", "#7f1d1d", WHITE), ("below", "triangle_down", "#e8833a", BLACK))
    looks += (("near", "square", "#f6dc8a", BLACK), ("reached", "circle", "#1f6f8b", WHITE))
    classes = tuple(
        LegendClass(code, word, shape, colour, ink, low, high)
        for (code, shape, colour, ink), word, low, high in zip(looks, words, bounds, bounds[1:], strict=False)
    )
    return Legend(name, classes, (NOT_REPORTED, SUPPRESSED), "low", None, None)


ACHIEVEMENT = _rising(
    (None, 50, 80, 100, None),
    (_("below half of target"), _("behind target"), _("near target"), _("target met")),
    "achievement",
)
SHARE_GOOD = _rising(
    (None, 50, 80, 95, None), (_("very low"), _("low"), _("nearly complete"), _("complete")), "share_good"
)
FUNDING_COVERAGE = _rising(
    (None, 25, 50, 75, None),
    (_("hardly funded"), _("underfunded"), _("half to three quarters funded"), _("well funded")),
    "funding_coverage",
)


def _falling(bounds: tuple, name: str) -> Legend:
    looks = (
        ("good", _("low"), "circle", "#1f6f8b", WHITE),
        ("watch", _("raised"), "square", "#f6dc8a", BLACK),
        ("high", _("high"), "triangle_up", "#e8833a", BLACK),
        ("critical", _("very high"), "cross", "#7f1d1d", WHITE),
    )
    classes = tuple(
        LegendClass(*look, low=low, high=high) for look, low, high in zip(looks, bounds, bounds[1:], strict=False)
    )
    return Legend(name, classes, (NOT_REPORTED, SUPPRESSED))


SHARE_BAD = _falling((None, 5, 10, 20, None), "share_bad")
FOOD_INSECURE_SHARE = _falling((None, 5, 10, 20, None), "food_insecure_share")

BURN_PACE = Legend(
    "burn_pace",
    (
        LegendClass("behind", _("spending behind time"), "triangle_down", "#e8833a", BLACK, None, 85),
        LegendClass("on_pace", _("on pace"), "circle", "#9fd3e6", BLACK, 85, 115),
        LegendClass("ahead", _("spending ahead of time"), "triangle_up", "#2f4b9c", WHITE, 115, None),
    ),
    (NOT_REPORTED,),
)
"""Fifteen points around the even pace."""

_GRACE_DAYS = {7: (7, 14), 30: (14, 30), 90: (30, 60), 180: (30, 60), 365: (60, 90)}


STALE = ("overdue", "delinquent")
"""Classes of freshness in which data are too old to be trusted without a second look."""
THIN_SHARE = 0.8
"""Below this share of the reports due, a figure counts as thin."""


def freshness(rhythm_days: int) -> Legend:
    """Age in days against the expected days between reports: fresh, due, overdue, delinquent.
    Rhythms between the known ones take the grace of the next shorter one."""
    known = max((days for days in _GRACE_DAYS if days <= rhythm_days), default=7)
    overdue, delinquent = (rhythm_days + grace for grace in _GRACE_DAYS[known])
    classes = (
        LegendClass("fresh", _("fresh"), "circle", "#1f6f8b", WHITE, None, rhythm_days),
        LegendClass("due", _("due"), "square", "#f6dc8a", BLACK, rhythm_days, overdue),
        LegendClass("overdue", _("overdue"), "triangle_up", "#e8833a", BLACK, overdue, delinquent),
        LegendClass("delinquent", _("long overdue"), "cross", "#7f1d1d", WHITE, delinquent, None),
    )
    return Legend(f"freshness_{rhythm_days}", classes, (NOT_REPORTED,))


FRESHNESS_MONTHLY = freshness(30)
INDICATOR_STATUS = Legend(
    "indicator_status",
    (
        LegendClass("met", _("target met"), "circle", "#1f6f8b", WHITE),
        LegendClass("on_track", _("on track"), "square", "#9fd3e6", BLACK),
        LegendClass("constrained", _("constrained"), "triangle_down", "#e8833a", BLACK),
        LegendClass("no_progress", _("no progress"), "cross", "#7f1d1d", WHITE),
    ),
    (LegendClass("no_target", _("no target to compare with"), "dash", "#b5b5b5", BLACK), NOT_REPORTED),
)
"""Told by code: met; on track within 15 points of the time elapsed; no progress at 0; constrained in between."""

MILESTONE_STATUS = Legend(
    "milestone_status",
    (
        LegendClass("reached_on_time", _("reached on time"), "circle", "#1f6f8b", WHITE),
        LegendClass("ahead", _("ahead"), "ring", "#e3eef2", BLACK),
        LegendClass("reached_late", _("reached late"), "square", "#f6dc8a", BLACK),
        LegendClass("overdue", _("overdue"), "cross", "#7f1d1d", WHITE),
    ),
    (
        LegendClass("reached_undated", _("reached, day not stated"), "hatch", "#d4d4d4", BLACK),
        LegendClass("cancelled", _("cancelled"), "dash", "#b5b5b5", BLACK),
    ),
)
"""Told by code: on time up to and including the planned day."""

REPORTING_STATUS = Legend(
    "reporting_status",
    (
        LegendClass("on_time", _("on time"), "circle", "#1f6f8b", WHITE),
        LegendClass("late", _("late"), "square", "#f6dc8a", BLACK),
        LegendClass("unscheduled", _("after the late date"), "triangle_up", "#e8833a", BLACK),
    ),
    (NOT_REPORTED,),
)
"""Told by code."""

LEGENDS = (
    INFORM_RISK,
    INFORM_SEVERITY,
    IPC_PHASES,
    STOCK_STATUS,
    ACHIEVEMENT,
    SHARE_GOOD,
    FUNDING_COVERAGE,
    SHARE_BAD,
    FOOD_INSECURE_SHARE,
    BURN_PACE,
    FRESHNESS_MONTHLY,
    INDICATOR_STATUS,
    REPORTING_STATUS,
    MILESTONE_STATUS,
)
