"""Words for counts of people that are not told: "< 5" for the small count itself, "hidden" for what would tell it."""

from components.format import number
from components.words import _
from kpis.kpi import Kpi


def suppressed_text(kpi: Kpi, value) -> str:
    """In place of a KpiValue that is suppressed."""
    return _("< {count}").format(count=number(kpi.small_count_threshold)) if value.is_small else _("hidden")


def unit_beside(kpi: Kpi, value) -> str:
    """The unit in words behind a KpiValue; none behind a sign, and none behind "hidden"."""
    return "" if kpi.unit.symbol or (value.is_suppressed and not value.is_small) else _(kpi.unit.label)


def suppressed_sentence(kpi: Kpi, value) -> str:
    """The same as a sentence with the reason."""
    least = number(kpi.small_count_threshold)
    if value.is_small:
        return _("Fewer than {count}: so small a count of people is not shown exactly.").format(count=least)
    return _("Hidden: the figure would tell a count of fewer than {count} people.").format(count=least)


def small_count_rule(kpi: Kpi) -> str:
    """What is done with small counts of the KPI."""
    told = _(
        "a count of people below {count} is shown as “< {count}”; figures from which it could be worked out are shown "
        "as “hidden”"
    )
    return told.format(count=number(kpi.small_count_threshold))
