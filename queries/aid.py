"""Aid on its way: stages, receipts by month and place, time, completeness, and the single order lines."""

from datetime import date

import pandas as pd
import sqlalchemy as sa

from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.paged import paged
from queries.warehouse import UnknownMart, Warehouse

STAGES = ("planned", "ordered", "ready", "at_port", "in_customs", "received", "handed_over", "not_stated")
"""Where an order line can be, in the order of its way. Cancelled lines are no longer on their way."""
OPTIONAL_STAGES = ("planned", "not_stated")
"""Stages that not every publisher has: shown only where a line is in them."""
STEPS = ("ready_days", "port_days", "customs_days", "inland_days", "lead_time_days", "hand_over_days")
"""Durations of an order line; lead_time_days runs from order to receipt."""
LEAD_TIME_COLUMNS = (
    ("shipment_mode",),
    ("supplier_name",),
    ("origin_country_code",),
    ("origin_country_code", "country_code"),
)
"""By what lead times are told; the last one is the corridor from origin to destination."""
LATE_STATES = ("overdue", "late")
LATE_ORDERS = ("days", "value")
"""Longest delay first, or highest value first; lines without a value are last."""
PAGE_ROWS = 50
SUMS = (
    "line_count", "ordered_qty", "ordered_usd", "due_line_count", "on_time_due_line_count", "in_full_due_line_count",
    "otif_due_line_count", "on_time_line_count", "in_full_line_count", "otif_line_count", "overdue_line_count",
    "received_line_count", "received_qty", "received_usd", "handed_over_qty", "short_qty", "surplus_qty",
    "completeness_received_qty", "completeness_dispatched_qty", "received_children",
)  # fmt: skip
RATIOS = {
    "on_time_pct": ("on_time_line_count", "on_time_due_line_count"),
    "in_full_pct": ("in_full_line_count", "in_full_due_line_count"),
    "otif_pct": ("otif_line_count", "otif_due_line_count"),
    "completeness_pct": ("completeness_received_qty", "completeness_dispatched_qty"),
    "short_pct": ("short_qty", "completeness_dispatched_qty"),
}
"""Column -> numerator and denominator, as in the KPIs of the domain."""
LATE_COLUMNS = (
    "source_name", "delivery_line_id", "order_code", "country_code", "item_name", "supplier_name", "shipment_mode",
    "agreed_date", "received_date", "ordered_usd", "is_overdue",
)  # fmt: skip
LINEAGE_COLUMNS = (
    "table_name", "source_title", "publisher_name", "licence", "page_url", "owner_name", "file_name", "file_sha256",
    "loaded_at", "is_demo", "rows_in_count", "rows_published_count", "rows_quarantined_count",
)  # fmt: skip


@cached
def deliveries_by(warehouse: Warehouse, filters: Filters, *columns: str) -> pd.DataFrame:
    """One row per value of the columns of mart_aid_delivery, missing values last; one row for no columns.

    The columns, then the sums SUMS, missing where no row has one, then RATIOS in per cent, missing without a
    denominator. Each sum lies in the month of its own event. No rows for a build without the mart.
    """
    names = [*columns, *SUMS]
    try:
        mart = warehouse.mart("mart_aid_delivery")
    except UnknownMart:
        return pd.DataFrame(columns=[*names, *RATIOS])
    keys = [mart.c[name] for name in columns]
    sums = [sa.cast(sa.func.sum(mart.c[name]), sa.Double).label(name) for name in SUMS]
    asked = sa.select(*keys, *sums).where(*conditions(mart, filters)).group_by(*keys)
    frame = warehouse.frame(asked.order_by(*(key.asc().nulls_last() for key in keys)))
    if "month_date" in columns:
        frame["month_date"] = pd.to_datetime(frame["month_date"])
    return _with_ratios(frame.astype(dict.fromkeys(SUMS, "float64")))


@cached
def lines_by_stage(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per stage in the order of STAGES: stage_code, line_count, valued_line_count, ordered_usd.

    Order lines that were ordered in the period and not cancelled, by the stage at which they are at the date of
    the data. ordered_usd is missing where no line has a value. No rows where there are no lines.
    """
    names = ("stage_code", "line_count", "valued_line_count", "ordered_usd")
    try:
        mart = warehouse.mart("mart_delivery_line")
    except UnknownMart:
        return pd.DataFrame(columns=names)
    is_planned = mart.c.order_status_code == "planned"
    stage = sa.func.coalesce(mart.c.stage_code, sa.case((is_planned, "planned"), else_="not_stated")).label("stage")
    counts = (sa.func.count(), sa.func.count(mart.c.ordered_usd), sa.cast(sa.func.sum(mart.c.ordered_usd), sa.Double))
    asked = sa.select(stage, *counts).where(*_limits(mart, filters, mart.c.ordered_date))
    asked = asked.where(sa.func.coalesce(mart.c.order_status_code, "") != "cancelled").group_by(stage)
    found = {row[0]: tuple(row) for row in warehouse.rows(asked)}
    shown = [name for name in STAGES if name in found or (found and name not in OPTIONAL_STAGES)]
    rows = [found.get(name, (name, 0, 0, None)) for name in shown]
    return pd.DataFrame(rows, columns=names).astype({"ordered_usd": "float64"})


@cached
def lead_times(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """One row per step of STEPS: step_name, line_count, median_days, p90_days, p90_more_days (their difference);
    lines received in the period, each step over the lines with both its dates; missing where no line has them."""
    try:
        mart = warehouse.mart("mart_delivery_line")
    except UnknownMart:
        return _typed_days(pd.DataFrame(columns=["step_name", "line_count", "median_days", "p90_days"]))
    measures = [part for step in STEPS for part in _days(mart.c[step])]
    row = warehouse.rows(sa.select(*measures).where(*conditions(mart, filters)))[0]
    rows = [(step, *row[3 * place : 3 * place + 3]) for place, step in enumerate(STEPS)]
    return _typed_days(pd.DataFrame(rows, columns=["step_name", "line_count", "median_days", "p90_days"]))


@cached
def lead_times_by(warehouse: Warehouse, filters: Filters, *columns: str) -> pd.DataFrame:
    """One row per value of columns of mart_delivery_line: the columns, then line_count and days as in lead_times.

    Days from order to receipt of lines received in the period with both dates; most lines first, lines without
    a value of a column among them.
    """
    try:
        mart = warehouse.mart("mart_delivery_line")
    except UnknownMart:
        return _typed_days(pd.DataFrame(columns=[*columns, "line_count", "median_days", "p90_days"]))
    keys, days = [mart.c[name] for name in columns], mart.c.lead_time_days
    asked = sa.select(*keys, *_days(days)).where(days.is_not(None), *conditions(mart, filters)).group_by(*keys)
    order = (sa.func.count(days).desc(), *(key.asc().nulls_last() for key in keys))
    return _typed_days(warehouse.frame(asked.order_by(*order)))


@cached
def late_line_counts(warehouse: Warehouse, filters: Filters) -> dict[str, int]:
    """State -> order lines due in the period: overdue (not received) and late (received after the agreed date)."""
    try:
        mart = warehouse.mart("mart_delivery_line")
    except UnknownMart:
        return dict.fromkeys(LATE_STATES, 0)
    asked = sa.select(mart.c.is_overdue, sa.func.count()).where(*_late(mart, filters)).group_by(mart.c.is_overdue)
    found = dict(tuple(row) for row in warehouse.rows(asked))
    return {"overdue": found.get(1, 0), "late": found.get(0, 0)}


@cached
def late_lines(
    warehouse: Warehouse, filters: Filters, state: str | None, page: int, order: str = "days"
) -> pd.DataFrame:
    """One page of PAGE_ROWS order lines due in the period and not on time, overdue ones first, then by the order.

    LATE_COLUMNS, then late_days: received minus agreed date, for overdue lines date of the data minus agreed date.
    state: one of LATE_STATES or None for both. page: from 1. order: one of LATE_ORDERS. NotAllowed for readers who see
    totals only.
    """
    try:
        mart = warehouse.detail("mart_delivery_line")
    except UnknownMart:
        return pd.DataFrame(columns=[*LATE_COLUMNS, "late_days"])
    waited = sa.type_coerce(sa.literal(warehouse.info().data_date, sa.Date) - mart.c.agreed_date, sa.Integer)
    late_days = sa.case((mart.c.is_overdue == 1, waited), else_=mart.c.delay_days).label("late_days")
    asked = sa.select(*(mart.c[name] for name in LATE_COLUMNS), late_days).where(*_late(mart, filters, state))
    most = {"days": late_days.desc(), "value": mart.c.ordered_usd.desc().nulls_last()}
    sorting = (mart.c.is_overdue.desc(), most[order], late_days.desc(), mart.c.source_name, mart.c.delivery_line_id)
    return warehouse.frame(paged(asked.order_by(*sorting), page, PAGE_ROWS))


@cached
def line_record(warehouse: Warehouse, source_name: str, delivery_line_id: str) -> dict | None:
    """Every column of an order line by name; None when the reader's build has no such line.
    NotAllowed for readers who see totals only."""
    try:
        mart = warehouse.detail("mart_delivery_line")
    except UnknownMart:
        return None
    if "\x00" in source_name + delivery_line_id:  # PostgreSQL refuses the sign in any text
        return None
    same = (mart.c.source_name == source_name, mart.c.delivery_line_id == delivery_line_id)
    rows = warehouse.rows(sa.select(mart).where(*same))
    return dict(zip(mart.c.keys(), rows[0], strict=True)) if rows else None


@cached
def line_origin(warehouse: Warehouse, source_name: str, load_id: str) -> dict | None:
    """File, load, publisher and licence of an order line, LINEAGE_COLUMNS by name; None when they are not recorded."""
    try:
        mart = warehouse.mart("mart_lineage")
    except UnknownMart:
        return None
    if "\x00" in source_name + load_id:
        return None
    same = (mart.c.mart_name == "mart_delivery_line", mart.c.source_name == source_name, mart.c.load_id == load_id)
    rows = warehouse.rows(sa.select(*(mart.c[name] for name in LINEAGE_COLUMNS)).where(*same))
    return dict(zip(LINEAGE_COLUMNS, rows[0], strict=True)) if rows else None


def _limits(mart: sa.Subquery, filters: Filters, day: sa.ColumnElement) -> list:
    """The filters, with the period read on a day of the line instead of its month."""
    found = conditions(mart, filters.replace(since=None, until=None))
    found += [day >= filters.since] if filters.since else []
    return found + ([day < _month_after(filters.until)] if filters.until else [])


def _late(mart: sa.Subquery, filters: Filters, state: str | None = None) -> list:
    """Lines due in the period and not on time, as the KPI on-time delivery counts them."""
    found = [mart.c.is_on_time == 0, *_limits(mart, filters, mart.c.agreed_date)]
    return found + ([mart.c.is_overdue == int(state == "overdue")] if state else [])


def _month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _days(column: sa.ColumnElement) -> tuple:
    """Lines with a duration, its median and its 90th percentile."""
    number = sa.cast(column, sa.Double)
    return (
        sa.func.count(column).label("line_count"),
        sa.func.percentile_cont(0.5).within_group(number.asc()).label("median_days"),
        sa.func.percentile_cont(0.9).within_group(number.asc()).label("p90_days"),
    )


def _typed_days(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.astype({"line_count": "int64", "median_days": "float64", "p90_days": "float64"})
    return frame.assign(p90_more_days=frame["p90_days"] - frame["median_days"])


def _with_ratios(frame: pd.DataFrame) -> pd.DataFrame:
    for name, (numerator, denominator) in RATIOS.items():
        frame[name] = 100 * frame[numerator] / frame[denominator].where(frame[denominator] != 0)
    return frame
