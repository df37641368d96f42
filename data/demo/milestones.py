"""Milestones of the projects of the demonstration organisation."""

import numpy as np
import pyarrow as pa

from data.demo.organisation import Organisation
from data.demo.programmes import PROJECTS, Programme

STEPS = (
    ("Agreement with partners signed", 0.02),
    ("First supplies at the sites", 0.15),
    ("Mid-term review", 0.5),
    ("Hand-over plan agreed", 0.8),
    ("Final report sent", 1.0),
)
"""Name and place in the length of the project."""


def milestones_table(org: Organisation, plan: Programme) -> pa.Table:
    """One row per project and step: later where there is trouble; some forgotten, cancelled, or without a day."""
    random, count = org.random(24), len(STEPS)
    first, last = plan.first.astype(float), plan.last + 1.0
    share = np.array([place for _name, place in STEPS])
    start = np.datetime64(org.months[0], "D")
    planned_days = np.round((first[:, None] + share * (last - first)[:, None]) * 30.4).astype(int)
    trouble = org.trouble[plan.country][:, None]
    delay = np.round(random.normal(-8 + 55 * trouble**2, 16 + 20 * trouble, (PROJECTS, count))).astype(int)
    planned, actual = start + planned_days, start + planned_days + delay
    today, chance = np.datetime64(org.until), random.random((PROJECTS, count))
    is_cancelled, is_forgotten = chance < 0.02, chance > 0.985
    is_reached = (actual < today) & ~is_cancelled & (chance <= 0.97)
    is_under_way = (planned < today + np.timedelta64(60, "D")) & ~is_reached
    status = np.select([is_cancelled, is_reached | is_forgotten & (actual < today), is_under_way],
                       ["cancelled", "reached", "ongoing"], "planned")  # fmt: skip
    return pa.table(
        {
            "project_code": np.repeat(plan.codes, count),
            "milestone_name": [name for name, _place in STEPS] * PROJECTS,
            "planned_date": pa.array(planned.ravel()),
            "actual_date": pa.array(actual.ravel(), mask=~is_reached.ravel()),
            "status": status.ravel().tolist(),
        }
    )
