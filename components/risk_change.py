"""A map of what changed between two dates: up, down, unchanged, or not to be compared."""

from collections.abc import Iterable
from dataclasses import replace

from components.card_result import unit_words
from components.format import NO_BREAK, kpi_amount, month, number
from components.result import Field
from components.risk_map import Ground, Shown, nothing_known
from components.words import _
from kpis.change_legends import CHANGES, DOWN, FAR_DOWN, FAR_UP, ONE_DATE, UNCHANGED, UP, change_class, steps
from kpis.kpi import PERCENT, Kpi


def changes_shown(kpi: Kpi, rows: Iterable, ground: Ground, unreliable: Iterable[str] = ()) -> Shown:
    """A map of changes. rows: (code, value, value before, is_suppressed). unreliable: codes to be marked."""
    rows = list(rows)
    found = {code: change_class(kpi, value, before, hidden) for code, value, before, hidden in rows}
    told = {
        code: _("{before} to {now}").format(before=kpi_amount(kpi, before), now=kpi_amount(kpi, value))
        for code, value, before, _hidden in rows
        if found[code] in CHANGES.classes
    }
    marked = frozenset(unreliable) & told.keys()
    values = {code: (None, None) if hidden else (before, value) for code, value, before, hidden in rows}
    labels = {"value_before": _("Before"), "value": _("Now")}
    fields = tuple(Field(*one, "number", unit_words(kpi), kpi.decimals) for one in labels.items())
    drawn = Shown(_(kpi.label), CHANGES, nothing_known(ground) | found, told, _bounds(kpi), marked)
    return replace(drawn, values=values, fields=fields)


def change_sentence(kpi: Kpi, shown: Shown, when: tuple) -> str:
    """How many went up, down, stayed. when: the later and the earlier month."""
    classes = list(shown.found.values())
    dates = {"label": _(kpi.label), "then": month(when[1]), "now": month(when[0])}
    if not any(one in CHANGES.classes for one in classes):
        return _("{label}, {then} to {now}: no country has a figure at both dates").format(**dates)
    counts = {
        "up": number(sum(one in (UP, FAR_UP) for one in classes)),
        "down": number(sum(one in (DOWN, FAR_DOWN) for one in classes)),
        "same": number(classes.count(UNCHANGED)),
    }
    said = _("{label}, {then} to {now}: up in {up} countries, down in {down}, unchanged in {same}")
    alone = classes.count(ONE_DATE)
    rest = _("; {count} have a figure at one date only").format(count=number(alone)) if alone else ""
    return said.format(**dates, **counts) + rest


def methods_note(then: tuple[str, ...], now: tuple[str, ...]) -> str:
    """Said where the two dates were reckoned by different methods; "" where they were not, or nobody says."""
    if not then or not now or then == now:
        return ""
    said = _("Reckoned by different methods at the two dates ({then}; {now}): part of the change may come from that.")
    return said.format(then=", ".join(then), now=", ".join(now))


def change_text(kpi: Kpi, change: float | None) -> str | None:
    """A change as sign and number; a word where nothing changed, None where either date is missing."""
    if change is None or change != change:
        return None
    told = number(abs(change), kpi.decimals)
    if told == number(0, kpi.decimals):
        return _("unchanged")
    unit = NO_BREAK + _("points") if kpi.unit is PERCENT else ""
    return f"{'▲' if change > 0 else '▼'}{NO_BREAK}{told}{unit}"


def _bounds(kpi: Kpi) -> dict[str, str]:
    step = steps(kpi)
    digits = 0 if float(step.near).is_integer() else 1
    near, far = number(step.near, digits), number(step.far, digits)
    if not step.in_points:
        near, far = f"{near}{NO_BREAK}%", f"{far}{NO_BREAK}%"
    elif kpi.unit is PERCENT:
        near, far = (_("{size} points").format(size=one) for one in (near, far))
    much = _("by {far} or more").format(far=far)
    some = _("by {near} to under {far}").format(near=near, far=far)
    little = _("by less than {near}").format(near=near)
    return {FAR_UP.code: much, UP.code: some, UNCHANGED.code: little, DOWN.code: some, FAR_DOWN.code: much}
