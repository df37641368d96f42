"""Columns of the warehouse in words: a name for the heading, a unit, and cells as text."""

from datetime import date, datetime

from components.format import day, month, number
from components.words import _

ENDINGS = ("_name", "_date", "_qty", "_usd", "_pct", "_id", "_kg")
UNSAID_UNITS = ("", "lines", "days", "months", "people", "children", "households")
"""Units that the name of a column says, or that need not stand in a heading."""


def column_label(column) -> str:
    """The heading of a column: its name in words, with the unit where the name does not say it."""
    words = "country" if column.name == "country_code" else column.name.removeprefix("is_")
    for ending in ENDINGS:
        words = words.removesuffix(ending)
    said = words.replace("_", " ").strip().capitalize() or column.name
    if column.kind == "flag":
        return _("{name} (1 is yes)").format(name=said)
    return said if column.unit in UNSAID_UNITS else f"{said} ({column.unit})"


def unit_of(column) -> str:
    """The unit of a column of numbers as files say it: "%" from 0 to 100, "US$", or its word."""
    signs = {"_pct": "%", "_usd": "US$"}
    return next((sign for ending, sign in signs.items() if column.name.endswith(ending)), column.unit or "")


def cell_text(value, column) -> str | None:
    """A cell by the kind of its column; None where it is missing."""
    if value is None or value != value:
        return None
    if column.name == "month_date":
        return month(value)
    if isinstance(value, date | datetime):
        return day(value)
    if column.name.endswith("_year"):
        return str(int(value))
    if column.kind in ("integer", "number", "flag"):
        return exact(value)
    return str(value)


def exact(value) -> str:
    """A number with all that matters of it: whole, or with two decimals."""
    return number(value, 0 if float(value).is_integer() else 2)


def missing() -> str:
    """The word for a cell without a value."""
    return _("missing")


def hidden() -> str:
    """The word for a count of people that is too small to be shown."""
    return _("hidden")
