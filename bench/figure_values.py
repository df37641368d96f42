"""How many values a figure holds."""

import json
from collections.abc import Mapping

from components.sent_figure import whole

ROWS = ("x", "y", "z", "lon", "lat", "locations", "values", "text")


def values(sent: str) -> int:
    """Values of a figure as it was sent, over all of its traces: for each trace the longest of its rows, or the cells of
    its table."""
    return sum(_of_trace(trace) for trace in whole(json.loads(sent))["data"])


def _of_trace(trace: Mapping) -> int:
    return max((_count(trace[name]) for name in ROWS if isinstance(trace.get(name), list)), default=0)


def _count(row: list) -> int:
    return sum(_count(one) if isinstance(one, list) else 1 for one in row)
