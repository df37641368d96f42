"""Whether the reports of offices have arrived, and when the next ones are due."""

import pandas as pd
import sqlalchemy as sa

from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.warehouse import UnknownMart, Warehouse

STANDING_COLUMNS = (
    "office_code", "report_kind", "month_date", "expected_count", "on_time_count", "late_count", "silent_count",
    "next_due_date",
)  # fmt: skip
_COUNTS = ("expected_count", "reported_count", "on_time_count", "late_count", "unscheduled_count", "silent_count")


@cached
def report_standing(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per office and kind of report: STANDING_COLUMNS, by office and kind; office_code is missing for units
    without an office.

    The counts are units of the newest month whose reports are due (month_date, missing where none has been due yet):
    on time, late (after the due date, however long), silent; a report whose day is not known is none of the three.
    next_due_date: the first due date of the months that are not due yet and whose report is not there; missing
    without one, and for periods that end before.
    """
    try:
        mart = warehouse.mart("mart_reporting")
    except UnknownMart:
        return pd.DataFrame(columns=STANDING_COLUMNS)
    keys = ("office_code", "report_kind")
    awaited = sa.and_(mart.c.expected_count == 0, mart.c.reported_date.is_(None))
    counts = [sa.cast(sa.func.sum(mart.c[name]), sa.BigInteger).label(name) for name in _COUNTS]
    asked = sa.select(*(mart.c[name] for name in (*keys, "month_date")), *counts)
    asked = asked.add_columns(sa.func.min(sa.case((awaited, mart.c.due_date))).label("next_due_date"))
    asked = asked.where(*conditions(mart, filters)).group_by(*(mart.c[name] for name in (*keys, "month_date")))
    frame = warehouse.frame(asked.order_by(*(mart.c[name].asc().nulls_last() for name in (*keys, "month_date"))))
    rows = [_standing(key, part) for key, part in frame.groupby(list(keys), dropna=False, sort=False)]
    return pd.DataFrame(rows, columns=list(STANDING_COLUMNS))


def _standing(key: tuple, months: pd.DataFrame) -> tuple:
    """The newest due month of an office and kind, and when the next one is due. months: in order."""
    due, ahead = months[months["expected_count"] > 0], months["next_due_date"].dropna()
    next_due = None if ahead.empty else min(ahead)
    office, kind = key
    if due.empty:
        return office, kind, None, 0, 0, 0, 0, next_due
    newest = due.iloc[-1]
    late = int(newest["late_count"] + newest["unscheduled_count"])
    counts = (int(newest["expected_count"]), int(newest["on_time_count"]), late, int(newest["silent_count"]))
    return office, kind, newest["month_date"], *counts, next_due
