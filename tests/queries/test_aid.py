"""Each number of the aid page is what a plain loop over the mart gives, and totals are those of the KPIs."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from kpis import aid
from queries.aid import (
    LATE_ORDERS,
    LATE_STATES,
    LEAD_TIME_COLUMNS,
    PAGE_ROWS,
    RATIOS,
    STEPS,
    SUMS,
    deliveries_by,
    late_line_counts,
    late_lines,
    lead_times,
    lead_times_by,
    line_origin,
    line_record,
    lines_by_stage,
)
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING
from queries.warehouse import NotAllowed, open_warehouse

CHOSEN = [
    Filters(),
    Filters(since=date(2026, 3, 1), until=date(2026, 12, 1)),
    Filters(countries=("AFG", "SSD", "HTI"), until=date(2026, 6, 1)),
    Filters(item_groups=("nutrition",), since=date(2025, 1, 1)),
    Filters(countries=("FRA",)),
]
TOTALS = {
    "ordered_usd": aid.ORDERED_VALUE,
    "received_usd": aid.RECEIVED_VALUE,
    "received_children": aid.CHILDREN_SUPPLIED,
    "received_line_count": aid.ORDER_LINES_RECEIVED,
    "on_time_pct": aid.ON_TIME_DELIVERY,
    "in_full_pct": aid.IN_FULL_DELIVERY,
    "otif_pct": aid.OTIF,
    "completeness_pct": aid.DELIVERY_COMPLETENESS,
    "short_pct": aid.SHORT_DELIVERY_RATE,
}


@pytest.fixture(params=CHOSEN, ids=str)
def filters(request):
    return request.param


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def rows_of(warehouse, mart_name: str, filters: Filters, day: str = "month_date") -> list[dict]:
    """The rows of a mart that meet the filters, chosen in Python; the period is read on a column of days."""
    mart = warehouse.mart(mart_name)
    found = [dict(zip(mart.c.keys(), row, strict=True)) for row in warehouse.rows(sa.select(mart))]
    found = [row for row in found if not filters.countries or row["country_code"] in filters.countries]
    found = [row for row in found if not filters.item_groups or row["item_group"] in filters.item_groups]
    if filters.since:
        found = [row for row in found if row[day] and row[day] >= filters.since]
    if filters.until:
        end = (filters.until.replace(day=28) + timedelta(days=4)).replace(day=1)
        found = [row for row in found if row[day] and row[day] < end]
    return found


def total(values) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def same(shown, expected) -> bool:
    if expected is None:
        return shown != shown or shown is None
    return shown == pytest.approx(expected)


def plain(key):
    """A key of a frame as the mart has it."""
    if key != key:
        return None
    return key.date() if isinstance(key, date) else key


def quantile(values: list[float], share: float) -> float | None:
    """The interpolated quantile, by its definition."""
    if not values:
        return None
    place = (len(values) - 1) * share
    low, part = int(place), place - int(place)
    ranked = sorted(values)
    return ranked[low] + (part * (ranked[low + 1] - ranked[low]) if part else 0)


@pytest.mark.parametrize(
    "columns", [(), ("month_date",), ("country_code",), ("item_group",), ("unit_name", "month_date")]
)
def test_sums_and_ratios_are_those_of_a_loop(warehouse, filters, columns):
    groups = defaultdict(list)
    for row in rows_of(warehouse, "mart_aid_delivery", filters):
        groups[tuple(row[name] for name in columns)].append(row)
    frame = deliveries_by(warehouse, filters, *columns)
    if not columns and not groups:
        groups[()] = []
    assert len(frame) == len(groups)
    for shown in frame.astype(object).to_dict("records"):
        rows = groups[tuple(plain(shown[name]) for name in columns)]
        sums = {name: total(row[name] for row in rows) for name in SUMS}
        assert [name for name in SUMS if not same(shown[name], sums[name])] == []
        for name, (top, bottom) in RATIOS.items():
            known = sums[bottom] and sums[top] is not None
            assert same(shown[name], 100 * sums[top] / sums[bottom] if known else None), name


def test_the_total_is_that_of_the_cards(warehouse, filters):
    shown = deliveries_by(warehouse, filters).iloc[0]
    for name, kpi in TOTALS.items():
        assert same(shown[name], kpi_value(warehouse, kpi, filters).value), name


def test_stages_are_those_of_a_loop_and_add_up_to_what_was_ordered(warehouse, filters):
    expected = defaultdict(list)
    for row in rows_of(warehouse, "mart_delivery_line", filters, "ordered_date"):
        if row["order_status_code"] != "cancelled":
            planned = "planned" if row["order_status_code"] == "planned" else "not_stated"
            expected[row["stage_code"] or planned].append(row["ordered_usd"])
    frame = lines_by_stage(warehouse, filters)
    assert set(expected) <= set(frame["stage_code"])
    for _place, shown in frame.iterrows():
        values = expected.get(shown["stage_code"], [])
        assert shown["line_count"] == len(values)
        assert shown["valued_line_count"] == len([value for value in values if value is not None])
        assert same(shown["ordered_usd"], total(values))
    whole = deliveries_by(warehouse, filters).iloc[0]
    assert same(frame["ordered_usd"].sum(min_count=1), kpi_value(warehouse, aid.ORDERED_VALUE, filters).value)
    assert frame["line_count"].sum() == (0 if frame.empty else whole["line_count"])


def test_lead_times_are_those_of_a_loop_and_of_the_cards(warehouse, filters):
    rows = rows_of(warehouse, "mart_delivery_line", filters)
    frame = lead_times(warehouse, filters).set_index("step_name")
    assert tuple(frame.index) == STEPS
    for step in STEPS:
        days = [row[step] for row in rows if row[step] is not None]
        assert frame.loc[step, "line_count"] == len(days)
        assert same(frame.loc[step, "median_days"], quantile(days, 0.5))
        assert same(frame.loc[step, "p90_days"], quantile(days, 0.9))
    assert same(frame.loc["lead_time_days", "median_days"], kpi_value(warehouse, aid.LEAD_TIME_MEDIAN, filters).value)
    assert same(frame.loc["lead_time_days", "p90_days"], kpi_value(warehouse, aid.LEAD_TIME_P90, filters).value)
    assert same(frame.loc["customs_days", "median_days"], kpi_value(warehouse, aid.CUSTOMS_TIME_MEDIAN, filters).value)


@pytest.mark.parametrize("columns", LEAD_TIME_COLUMNS)
def test_lead_times_by_columns_are_those_of_a_loop(warehouse, filters, columns):
    groups = defaultdict(list)
    for row in rows_of(warehouse, "mart_delivery_line", filters):
        if row["lead_time_days"] is not None:
            groups[tuple(row[name] for name in columns)].append(row["lead_time_days"])
    frame = lead_times_by(warehouse, filters, *columns)
    assert list(frame["line_count"]) == sorted((len(days) for days in groups.values()), reverse=True)
    for _place, shown in frame.iterrows():
        days = groups[tuple(plain(shown[name]) for name in columns)]
        assert (shown["line_count"], len(frame)) == (len(days), len(groups))
        assert same(shown["median_days"], quantile(days, 0.5))
        assert same(shown["p90_days"], quantile(days, 0.9))


def test_the_late_list_can_begin_with_the_highest_value(warehouse, filters):
    pages = -(-sum(late_line_counts(warehouse, filters).values()) // PAGE_ROWS)
    found = {order: [] for order in LATE_ORDERS}
    for order in LATE_ORDERS:
        for page in range(1, pages + 1):
            found[order] += list(late_lines(warehouse, filters, None, page, order).itertuples())
    ids = {order: sorted(row.delivery_line_id for row in rows) for order, rows in found.items()}
    assert ids["days"] == ids["value"]
    keys = [(-row.is_overdue, row.ordered_usd != row.ordered_usd, -row.ordered_usd) for row in found["value"]]
    assert keys == sorted(keys)


@pytest.mark.parametrize("state", [None, *LATE_STATES])
def test_the_late_list_has_every_late_line_once_with_its_days(warehouse, filters, state):
    today = warehouse.info().data_date
    expected = {}
    for row in rows_of(warehouse, "mart_delivery_line", filters, "agreed_date"):
        if row["order_status_code"] == "cancelled" or not row["agreed_date"] or row["agreed_date"] >= today:
            continue
        arrived = row["received_date"]
        is_here = arrived is not None or row["order_status_code"] in ("received", "handed_over")
        if (is_here and (arrived is None or arrived <= row["agreed_date"])) or state == ("late", "overdue")[is_here]:
            continue
        expected[(row["source_name"], row["delivery_line_id"])] = ((arrived or today) - row["agreed_date"]).days
    counts = late_line_counts(warehouse, filters)
    assert (counts[state] if state else sum(counts.values())) == len(expected)
    shown, order = {}, []
    for page in range(1, len(expected) // PAGE_ROWS + 3):
        frame = late_lines(warehouse, filters, state, page)
        assert len(frame) <= PAGE_ROWS
        shown |= {(row.source_name, row.delivery_line_id): row.late_days for row in frame.itertuples()}
        order += [(-row.is_overdue, -row.late_days) for row in frame.itertuples()]
    assert shown == expected
    assert order == sorted(order) and len(order) == len(expected)


def test_late_and_overdue_lines_are_what_the_cards_leave(warehouse, filters):
    counts, whole = late_line_counts(warehouse, filters), kpi_value(warehouse, aid.ON_TIME_DELIVERY, filters)
    missed = (whole.denominator - whole.numerator) if whole.value is not None else 0
    assert sum(counts.values()) == missed
    assert counts["overdue"] == (kpi_value(warehouse, aid.OVERDUE_RATE, filters).numerator or 0)


def test_a_line_names_its_row_load_and_file(warehouse):
    first = late_lines(warehouse, Filters(), None, 1).iloc[0]
    record = line_record(warehouse, first["source_name"], first["delivery_line_id"])
    assert record["order_code"] == first["order_code"] and record["source_row"] >= 2
    origin = line_origin(warehouse, record["source_name"], record["load_id"])
    assert origin["file_name"].startswith("deliveries") and len(origin["file_sha256"]) == 64


@pytest.mark.parametrize("key", [("upload", "no such line"), ("", ""), ("' or 1=1 --", "\x00"), ("nowhere", "1")])
def test_an_unknown_line_is_none(warehouse, key):
    assert line_record(warehouse, *key) is None
    assert line_origin(warehouse, *key) is None


def test_single_lines_are_closed_to_readers_of_totals(warehouse, demo_home):
    from dataclasses import replace

    closed = open_warehouse(replace(EVERYTHING, detail="totals"))
    with pytest.raises(NotAllowed):
        late_lines(closed, Filters(), None, 1)
    with pytest.raises(NotAllowed):
        line_record(closed, "upload", "x")
    assert late_line_counts(closed, Filters()) == late_line_counts(warehouse, Filters())


def test_a_build_without_deliveries_has_no_rows(home):
    from data.build import build
    from data.load import load_lock, load_source
    from data.publish import publish
    from tests.conftest import SEEDS

    with load_lock():
        load_source("reference", SEEDS)
        publish(build().build_id)
    bare = open_warehouse(EVERYTHING)
    assert lines_by_stage(bare, Filters()).empty and late_lines(bare, Filters(), None, 1).empty
    assert late_line_counts(bare, Filters()) == {"overdue": 0, "late": 0}
    assert lead_times(bare, Filters())["line_count"].sum() == 0
    assert deliveries_by(bare, Filters(), "month_date").empty
