"""Milestones of projects: reached, and reached on time."""

from functools import partial

from kpis.examples import ratio_examples
from kpis.kpi import PERCENT, Direction, Kpi, example
from kpis.legends import SHARE_GOOD
from kpis.words import _

_share = partial(
    Kpi,
    domain="projects",
    owner=_("Programme division"),
    sources=_("Milestones as offices report them."),
    rhythm_days=30,
    version=1,
    mart="mart_milestone",
    denominator="due_milestone_count",
    unit=PERCENT,
    scale=100,
    decimals=1,
    direction=Direction.HIGHER,
    target=100,
    legend=SHARE_GOOD,
)

MILESTONES_ON_TIME = _share(
    name="milestones_on_time",
    label=_("Milestones reached on time"),
    definition=_("Of the milestones that are due, the share that was reached on or before the planned day."),
    formula=_("milestones reached by their planned day / milestones due x 100"),
    population=_(
        "Milestones whose planned day has passed and those reached before it; without cancelled ones and those "
        "reached on a day that nobody wrote down."
    ),
    numerator="on_time_milestone_count",
    examples=(
        *ratio_examples("on_time_milestone_count", "due_milestone_count"),
        example(
            50.0,
            {"on_time_milestone_count": 1, "due_milestone_count": 1},
            {"on_time_milestone_count": 0, "due_milestone_count": 1},
            {"on_time_milestone_count": None, "due_milestone_count": 1},
            because="One on time, one overdue; of the third, reached, nobody wrote down the day: it does not count.",
        ),
        example(
            100.0,
            {"on_time_milestone_count": 1, "due_milestone_count": 1},
            {"on_time_milestone_count": None, "due_milestone_count": 0},
            because="A milestone that lies ahead is neither late nor on time.",
        ),
    ),
)
MILESTONES_REACHED = _share(
    name="milestones_reached",
    label=_("Milestones reached"),
    definition=_("Of the milestones that are due, the share that was reached, on time or late."),
    formula=_("milestones reached / milestones due x 100"),
    population=_("Milestones whose planned day has passed and those reached before it; without cancelled ones."),
    numerator="reached_milestone_count",
    examples=ratio_examples("reached_milestone_count", "due_milestone_count"),
)

KPIS = (MILESTONES_ON_TIME, MILESTONES_REACHED)
