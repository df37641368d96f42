"""A small line without axes: where a figure comes from. One picture that needs no script."""

from urllib.parse import quote

from dash import html

from components.format import kpi_amount, short_month
from components.theme import BLUE, GREY
from components.words import _
from kpis.kpi import Kpi

WIDTH, HEIGHT = 120, 28
"""In pixels; inside the picture a pixel has FINE units, so that places are whole numbers."""
FINE = 10
EDGE = 3 * FINE
ACROSS, DOWN = WIDTH * FINE, HEIGHT * FINE


def sparkline(kpi: Kpi, points, target: float | None = None, hidden=()):
    """A picture of (month, value) in order; None where fewer than two values are known. Missing values are gaps;
    the target is a broken line, the newest value a point. hidden: (month, is_small) of the values that are not told,
    open points at the lower edge."""
    known = [(when, value) for when, value in points if value is not None]
    if len(known) < 2:
        return None
    told = _("{first} in {first_month}, {last} in {last_month}")
    words = told.format(
        first=kpi_amount(kpi, known[0][1]),
        first_month=short_month(known[0][0]),
        last=kpi_amount(kpi, known[-1][1]),
        last_month=short_month(known[-1][0]),
    )
    if hidden:
        months = ", ".join(short_month(when) for when, _is_small in hidden)
        words += "; " + _("hidden as small counts of people: {months}").format(months=months)
    covered = {when for when, _is_small in hidden}
    drawn = _drawn([value for _when, value in points], target, [when in covered for when, _value in points])
    source = "data:image/svg+xml," + quote(drawn, safe=" =:/<>'(),;-")
    return html.Img(src=source, alt=words, title=words, width=WIDTH, height=HEIGHT, className="sparkline")


def _drawn(values: list, target: float | None, hidden: list[bool]) -> str:
    """The picture as SVG. hidden: whether the value at a place is not told."""
    counted = [value for value in (*values, target) if value is not None]
    low, high = min(counted), max(counted)

    def place(at: int, value: float) -> tuple[int, int]:
        across = _column(at, len(values))
        share = (value - low) / (high - low) if high > low else 0.5
        return across, int(DOWN - EDGE - share * (DOWN - 2 * EDGE))

    parts = []
    if target is not None:
        _across, down = place(0, target)
        parts.append(
            f"<path d='M0 {down}H{ACROSS}' stroke='{GREY.colour}' stroke-width='{FINE}' stroke-dasharray='30' fill='none'/>"
        )
    way, is_open = "", False
    for at, value in enumerate(values):
        if value is not None:
            across, down = place(at, value)
            way += f"{'L' if is_open else 'M'}{across} {down}"
        is_open = value is not None
    newest = max(at for at, value in enumerate(values) if value is not None)
    across, down = place(newest, values[newest])
    parts.append(
        f"<path d='{way}' stroke='{BLUE.colour}' stroke-width='{FINE * 3 // 2}' stroke-linecap='round' fill='none'/>"
        f"<circle cx='{across}' cy='{down}' r='{FINE * 5 // 2}' fill='{BLUE.colour}'/>"
    )
    parts += [
        f"<circle cx='{_column(at, len(values))}' cy='{DOWN - EDGE}' r='{FINE * 5 // 2 - FINE}' stroke='{GREY.colour}' "
        f"stroke-width='{FINE}' fill='none'/>"
        for at, is_hidden in enumerate(hidden)
        if is_hidden
    ]
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {ACROSS} {DOWN}'>{''.join(parts)}</svg>"


def _column(at: int, count: int) -> int:
    """The place of a month of so many."""
    return EDGE + at * (ACROSS - 2 * EDGE) // max(1, count - 1)
