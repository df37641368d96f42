"""The phase of an area by the IPC and Cadre Harmonisé: the highest phase with a fifth of the people in it or worse."""

from collections.abc import Sequence

from kpis.legends import BLACK, IPC_PHASES, LegendClass
from kpis.words import _

SHARE = 0.2
"""So large a part of the people analysed makes an area's phase."""
NOT_ANALYSED = IPC_PHASES.by_code("not_analysed")
NOT_TOLD = LegendClass("phase_not_told", _("people by phase not published"), "dash", "#bdbdbd", BLACK)


def area_phase(analysed: float | None, people: Sequence[float | None]) -> LegendClass:
    """The phase of an area. people: in the phases 1 to 5, None where not published. Without people analysed the area
    is not analysed; where what is not published could change the phase, the phase is not told."""
    known = [None if one is None or one != one else float(one) for one in people]
    total = analysed if analysed is not None and analysed == analysed else None
    if total is None and None not in known:
        total = sum(known)
    if not total:
        return NOT_ANALYSED
    rest = max(total - sum(one for one in known if one is not None), 0.0)
    lowest = _phase(total, [0.0 if one is None else one for one in known])
    found = {lowest, *(_phase(total, _with(known, at, rest)) for at, one in enumerate(known) if one is None)}
    return IPC_PHASES.by_code(f"phase{lowest}") if len(found) == 1 else NOT_TOLD


def _with(known: list, missing: int, rest: float) -> list[float]:
    """The people by phase if all that is not published were in one phase."""
    return [rest if at == missing else 0.0 if one is None else one for at, one in enumerate(known)]


def _phase(total: float, people: Sequence[float]) -> int:
    return next((phase for phase in (5, 4, 3, 2) if sum(people[phase - 1 :]) >= SHARE * total), 1)
