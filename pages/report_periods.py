"""Which months the parts of a report count. No page itself."""

from dataclasses import replace

from kpis.months import months_before

YEARLY = ("risk", "funding")
MONTHS = 12
"""Months that figures by month have at least."""


def of_its_period(begun, domain: str):
    """The same page from January on for domains whose figures are published by year, with January as their month: a
    report of October would have none of them."""
    filters = begun.filters
    if domain not in YEARLY or filters.since is None or filters.until is None:
        return begun
    return replace(begun, filters=filters.replace(since=min(filters.since, filters.until.replace(month=1))))


def has_events(begun) -> bool:
    """Whether events stand on figures: those of many countries would hide what they stand on."""
    return len(begun.filters.countries) == 1


def over_time(begun):
    """The same page for figures by month: they begin a year before the end, where the report is of fewer months."""
    filters = begun.filters
    if filters.since is None or filters.until is None:
        return begun
    return replace(begun, filters=filters.replace(since=min(filters.since, months_before(filters.until, MONTHS - 1))))
