"""Sentences made by rule from figures, for headings: what is seen, never more than the data say.

A month without a figure is said, never bridged in silence. Differences of percentages and scores are in points,
those of quantities in per cent of the earlier value.
"""

from components.figure_parts import known, words_of
from components.format import NO_BREAK, kpi_amount, month, month_name, number
from components.suppressed import hidden_words, suppressed_sentence, suppressed_text
from components.words import _, plural
from kpis.kpi import PERCENT, SCORE, Direction, Kpi
from kpis.months import months_between

LONGEST_MONTH_DAYS = 45
"""A KPI with a longer rhythm has no figure for each month."""


def changed(kpi: Kpi, values) -> str:
    """The newest month against the one before: "On-time delivery: 63 % in October 2026, 4 points below September."

    values: what kpi_by_month gives, or pairs of month and value in order. Months without a value are said, apart from
    those whose value is hidden.
    """
    pairs = [(day, known(value)) for day, value in _pairs(values) if day is not None and day == day]
    found = [(day, value) for day, value in pairs if value is not None]
    hidden = _hidden_months(values)
    if not found and hidden:
        return _("{label}: hidden, because it would tell a small count of people.").format(label=_(kpi.label))
    if not found:
        return _("{label}: no data.").format(label=_(kpi.label))
    day, value = found[-1]
    said = _("{label}: {value} in {month}").format(label=_(kpi.label), value=in_words(kpi, value), month=month(day))
    if len(found) > 1:
        said += _since(kpi, found[-2], found[-1], hidden)
    if pairs[-1][0] in hidden:
        said += "; " + _("{month} is hidden: a small count of people").format(month=month(pairs[-1][0]))
    elif pairs[-1][1] is None:
        said += "; " + _("no data for {month}").format(month=month(pairs[-1][0]))
    return said + "."


def _since(kpi: Kpi, earlier: tuple, newest: tuple, hidden: set) -> str:
    """The change from the month before, and how many months lie between without a figure or with a hidden one."""
    (before_day, before), (day, value) = earlier, newest
    than = month_name(before_day) if before_day.year == day.year else month(before_day)
    said = ", " + difference(kpi, value, before, than)
    covered = sum(1 for one in hidden if before_day < one < day)
    if covered:
        told = plural("one month between is hidden", "{count} months between are hidden", covered)
        said += "; " + told.format(count=number(covered))
    silent = months_between(before_day, day) - 1 - covered
    if silent <= 0 or kpi.rhythm_days >= LONGEST_MONTH_DAYS:
        return said
    told = plural("no data for one month between", "no data for {count} months between", silent)
    return said + "; " + told.format(count=number(silent))


def against_target(kpi: Kpi, value: float | None, target: float | None) -> str:
    """A value against its target: "Stock-out rate: 12 %, 7 points above the target of 5 %.\""""
    if known(value) is None:
        return _("{label}: no data.").format(label=_(kpi.label))
    said = _("{label}: {value}").format(label=_(kpi.label), value=in_words(kpi, value))
    if known(target) is None:
        return said + "."
    return (
        said
        + ", "
        + difference(kpi, value, target, _("the target of {value}").format(value=kpi_amount(kpi, target)))
        + "."
    )


def standing(kpi: Kpi, result) -> str:
    """A KpiValue against the target of the KPI; of one that is suppressed the word and why."""
    if not result.is_suppressed:
        return against_target(kpi, result.value, kpi.target)
    told = _("{label}: {value}").format(label=_(kpi.label), value=suppressed_text(kpi, result))
    return f"{told}. {suppressed_sentence(kpi, result)}"


def ranked(kpi: Kpi, frame, column: str, names=None) -> str:
    """Where a figure is worst: "Stock-out rate is highest in Chad (63 %) and Mali (51 %); 2 of 30 have no data."
    Figures that are hidden are counted apart.

    frame: what kpi_by gives. names: words for the values of the column. Worst by the direction of the KPI.
    """
    found = [(one, known(value)) for one, value in zip(frame[column], frame["value"], strict=True)]
    known_ones = [pair for pair in found if pair[1] is not None]
    words = zip(found, hidden_words(frame), strict=True)
    hidden = sum(1 for (_one, value), word in words if word and value is None)
    if not known_ones and hidden:
        return _("{label}: hidden, because it would tell a small count of people.").format(label=_(kpi.label))
    if not known_ones:
        return _("{label}: no data.").format(label=_(kpi.label))
    is_low = kpi.direction is Direction.HIGHER
    known_ones.sort(key=lambda pair: pair[1] if is_low else -pair[1])
    first = [f"{(names or {}).get(one, words_of(one))} ({kpi_amount(kpi, value)})" for one, value in known_ones[:2]]
    told = _("{label}: lowest in {first}") if is_low else _("{label}: highest in {first}")
    said = told.format(label=_(kpi.label), first=_(" and ").join(first))
    if hidden:
        told = _("{hidden} of {all} hidden as small counts of people")
        said += "; " + told.format(hidden=number(hidden), all=number(len(found)))
    silent = len(found) - len(known_ones) - hidden
    if silent:
        said += "; " + _("{silent} of {all} without data").format(silent=number(silent), all=number(len(found)))
    return said + "."


def difference(kpi: Kpi, value: float, before: float, than: str) -> str:
    """ "4 points below September", "8 % above September", "the same as in September" without a full stop."""
    in_points = kpi.unit in (PERCENT, SCORE)
    size = abs(value - before) if in_points or not before else abs(value - before) / abs(before) * 100
    digits = kpi.decimals if in_points else 0 if size >= 1 else 1
    shown = number(size, digits)
    if value == before:
        return _("the same as {than}").format(than=than)
    if shown == number(0, digits):
        return _("about the same as {than}").format(than=than)
    if not before and not in_points:
        return (
            _("up from zero in {than}").format(than=than)
            if value > 0
            else _("down from zero in {than}").format(than=than)
        )
    what = plural("{size} point", "{size} points", 1 if shown == number(1, digits) else 2) if in_points else "{size}%"
    what = what.replace("%", f"{NO_BREAK}%").format(size=shown)
    told = _("{what} above {than}") if value > before else _("{what} below {than}")
    return told.format(what=what, than=than)


def in_words(kpi: Kpi, value: float | None) -> str:
    """The value with its unit, as it stands in a sentence."""
    said = kpi_amount(kpi, value)
    return said if kpi.unit.symbol or known(value) is None else f"{said} {_(kpi.unit.label)}"


def _hidden_months(values) -> set:
    """The months of a frame whose figure is not told."""
    if not hasattr(values, "columns"):
        return set()
    return {day for day, word in zip(values["month_date"], hidden_words(values), strict=True) if word and day == day}


def _pairs(values):
    if hasattr(values, "columns"):
        return list(zip(values["month_date"], values["value"], strict=True))
    return list(values)
