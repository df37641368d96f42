"""Colours of values: the steps of a scale of plotly."""

from components.svg.elements import pixel


def tint_of(value: float, trace: dict, ends: tuple[float, float]) -> str:
    """The colour of a value. ends: the lowest and highest value where the trace does not say them."""
    low, high = trace.get("zmin", ends[0]), trace.get("zmax", ends[1])
    share = (value - low) / (high - low) if high > low else 0.5
    before, after = trace["colorscale"][0], trace["colorscale"][-1]
    for stop in trace["colorscale"]:
        if stop[0] <= share:
            before = stop
        elif stop[0] > share:
            after = stop
            break
    return _between(before, after, share)


def _between(before: list, after: list, share: float) -> str:
    if before[1] == after[1] or after[0] <= before[0]:
        return before[1]
    part = min(max((share - before[0]) / (after[0] - before[0]), 0), 1)
    mixed = (pixel(one + part * (other - one)) for one, other in zip(_parts(before[1]), _parts(after[1]), strict=True))
    return "#" + bytes(mixed).hex()


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
