"""Where values stand on an axis, and which of them are named there."""

import math
import re
from dataclasses import dataclass
from datetime import date

from components.format import amount, short_month
from components.svg.elements import bare, pixel

DAY = re.compile(r"^\d{4}-\d\d-\d\d")
MOST_TICKS = 5


@dataclass(frozen=True)
class Scale:
    """low and high: the values at begin and end, which are pixels."""

    low: float
    high: float
    begin: int
    end: int
    is_log: bool = False

    def place(self, value: float) -> int:
        """The pixel of a value; what lies outside stands at the edge or beyond."""
        low, high, found = (self._even(one) for one in (self.low, self.high, value))
        share = (found - low) / (high - low) if high > low else 0.5
        return pixel(self.begin + share * (self.end - self.begin))

    def _even(self, value: float) -> float:
        return math.log10(max(value, 1e-9)) if self.is_log else value


def value_scale(values: list[float], axis: dict, ends: tuple[int, int]) -> Scale:
    """The scale of quantities: the range of the axis, or all values and zero where the axis begins there."""
    is_log = axis.get("type") == "log"
    found = [value for value in values if value is not None] or [0.0, 1.0]
    if axis.get("range"):
        low, high = axis["range"]
        return Scale(*((10**low, 10**high) if is_log else (low, high)), *ends, is_log)
    low, high = min(found), max(found)
    if axis.get("rangemode") == "tozero" and not is_log:
        low, high = min(low, 0.0), max(high, 0.0)
    room = 0 if is_log else (high - low) * 0.04
    high = high + room if high > low else low + 1
    return Scale(low - room if low else low, high, *ends, is_log)


def value_ticks(scale: Scale, axis: dict) -> list[tuple[float, str]]:
    """Values that are named, with their words: round ones, at most MOST_TICKS."""
    if scale.is_log:
        first, last = (math.ceil(math.log10(one)) for one in (scale.low, scale.high))
        found = [10.0**power for power in range(first, last + 1) if scale.low <= 10**power <= scale.high]
        found = found[:: max(1, len(found) // MOST_TICKS)]
        step = 1.0
    else:
        step = _round_step((scale.high - scale.low) / (MOST_TICKS - 1))
        first = math.ceil(scale.low / step - 1e-9)
        found = [at * step for at in range(first, math.floor(scale.high / step + 1e-9) + 1)]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    suffix = bare(axis["ticksuffix"]) if axis.get("ticksuffix") else ""
    return [(one, _short(one, decimals) + (f" {suffix}" if suffix else "")) for one in found]


def place_scale(places: list, ends: tuple[int, int]) -> tuple[Scale, dict, list[tuple[float, str]]]:
    """The scale of days, numbers or words along the foot; place -> its value there; and the values that are named."""
    known = list(dict.fromkeys(one for one in places if one is not None))
    if known and all(isinstance(one, str) and DAY.match(one) for one in known):
        values = {one: float(date.fromisoformat(one[:10]).toordinal()) for one in known}
        ticks = [(values[one], short_month(date.fromisoformat(one[:10]))) for one in _some(sorted(known), 4)]
    elif all(isinstance(one, int | float) for one in known):
        values = {one: float(one) for one in known}
        ticks = [(values[one], amount(one, 0 if float(one).is_integer() else 1)) for one in _some(sorted(known), 5)]
    else:
        values = {one: float(at) for at, one in enumerate(known)}
        ticks = [(values[one], bare(one)) for one in _some(known, 4)]
    found = list(values.values()) or [0.0, 1.0]
    return Scale(min(found), max(found), *ends), values, ticks


def _some(known: list, most: int) -> list:
    """The first, the last and evenly some between."""
    if len(known) <= most:
        return known
    return [known[at * (len(known) - 1) // (most - 1)] for at in range(most)]


def _short(value: float, decimals: int) -> str:
    return amount(value, 1 if abs(value) >= 1_000_000 else decimals)


def _round_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least)) if least > 0 else 1.0
    return next(power * one for one in (1, 2, 5, 10) if power * one >= least * 0.999)
