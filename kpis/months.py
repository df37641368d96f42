"""Months, which everywhere are dates of the first day."""

from datetime import date

DAYS_OF_MONTH = 30.4


def months_before(month: date, count: int) -> date:
    """The first day of the month that lies count months before; after it where count is negative."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def months_between(earlier: date, later: date) -> int:
    """How many months the month of one date lies after that of another; below 0 where it lies before."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def months_of(days: int) -> int:
    """The months between two reports that are so many days apart, at least one."""
    return max(1, round(days / DAYS_OF_MONTH))
