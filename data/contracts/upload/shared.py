"""Columns and rules that several upload templates share."""

from datetime import date as calendar_date

import pandas as pd

from data.contract import Column, Rule, date, integer, number, text

SEXES = ("f", "m", "all")
DISABILITIES = ("with", "without", "all")
SECTORS = ("HEA", "NUT", "WSH", "EDU", "PRO", "CPM", "GBV", "FSC", "SHL", "CCM", "LOG", "MUL", "ERY", "CSH", "OTH")


def country(**rules) -> Column:
    """A country or area by name or code, resolved to country_code."""
    return text(country="country_code", **rules)


def quantity(**rules) -> Column:
    """A quantity or amount of at least 0; missing when not stated."""
    return number(minimum=0, optional=True, **rules)


def score() -> Column:
    """A score from 0 to 10."""
    return number(minimum=0, maximum=10, optional=True)


def note(**rules) -> Column:
    """Text that a file may leave out."""
    return text(optional=True, **rules)


def year() -> Column:
    """A year, always stated."""
    return integer(required=True, minimum=1990, maximum=2100)


def day() -> Column:
    """A date that a file may leave out."""
    return date(optional=True)


REPORTED = {"reported_on": date(expected=True, optional=True), "reported_by": text(personal=True, optional=True)}


def in_order(first: str, second: str, words: str, *, quarantine: bool = True) -> Rule:
    """The value of one column is not above that of another."""
    return Rule(
        f"{first}, {second}",
        words,
        lambda rows: rows[first].isna() | rows[second].isna() | (rows[first] <= rows[second]),
        quarantine=quarantine,
        sql=f'coalesce("{first}" <= "{second}", true)',
    )


def first_day(column: str) -> Rule:
    """The column holds the first day of a month."""
    return Rule(
        f"day of {column}",
        "is not the first; write months as YYYY-MM",
        lambda rows: rows[column].isna() | (rows[column].dt.day == 1),
        "validity",
        quarantine=True,
        sql=f'coalesce(day("{column}") = 1, true)',
    )


def begun(column: str) -> Rule:
    """The period has begun on the day of the check."""
    return Rule(
        column,
        "lies in the future",
        lambda rows: rows[column].isna() | (rows[column] <= pd.Timestamp(calendar_date.today())),
        "correctness",
        quarantine=True,
        sql=f'coalesce("{column}" <= current_date, true)',
    )


def year_begun() -> Rule:
    """The year has begun on the day of the check."""
    return Rule(
        "year",
        "lies in the future",
        lambda rows: rows["year"].isna() | (rows["year"] <= calendar_date.today().year),
        "correctness",
        quarantine=True,
        sql='coalesce("year" <= extract(year from current_date), true)',
    )


MONTH_RULES = (first_day("month"), begun("month"))
PROMPT_DAYS = 30
"""A report that comes later than this after the end of its month counts against timeliness, whatever its due date."""
PROMPT = Rule(
    "reported promptly",
    f"was reported more than {PROMPT_DAYS} days after the end of the month",
    lambda rows: (
        rows["month"].isna()
        | rows["reported_on"].isna()
        | (rows["reported_on"] <= rows["month"] + pd.offsets.MonthEnd(0) + pd.Timedelta(days=PROMPT_DAYS))
    ),
    "timeliness",
    sql=f'coalesce("reported_on" <= last_day("month") + {PROMPT_DAYS}, true)',
)
REPORT_RULES = (*MONTH_RULES, in_order("month", "reported_on", "the report is older than its month"), PROMPT)


SPAN = in_order("start_date", "end_date", "the end lies before the start")
LEVELS = in_order("minimum_months", "maximum_months", "the minimum is above the maximum")
