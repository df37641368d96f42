"""What the supply pages ask, each against a plain count over the rows of the marts."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from statistics import median

import pytest
import sqlalchemy as sa

from queries.filters import Filters
from queries.reader import EVERYTHING, Reader
from queries.supply import STATUS_CODES, position_list, status_by
from queries.supply_lots import BUCKETS, exchanges, expiry_buckets, expiry_by_item, lot_list
from queries.supply_outlook import outlook_counts, projection, runs_out_first, usual_lead_days
from queries.warehouse import NotAllowed, open_warehouse
from tests.queries.small_build import write_build

FILTERS = [
    Filters(),
    Filters(countries=("SDN", "NGA")),
    Filters(items=("KIT-02",)),
    Filters(item_groups=("nutrition",), until=date(2026, 8, 1)),
    Filters(countries=("AFG",), since=date(2026, 3, 1), until=date(2026, 5, 1)),
    Filters(countries=("XXX",)),
]


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


@cache
def every_row(warehouse, mart: str) -> list[dict]:
    """All rows of a mart, read once."""
    table = warehouse.mart(mart)
    return [dict(zip(table.c.keys(), row, strict=True)) for row in warehouse.rows(sa.select(table))]


def rows(warehouse, mart: str, filters: Filters = Filters(), period: bool = True) -> list[dict]:
    """All rows of a mart that a plain loop finds inside the filters."""
    every = every_row(warehouse, mart)
    kept = {"country_code": filters.countries, "item_code": filters.items, "item_group": filters.item_groups}
    return [
        row
        for row in every
        if all(row[column] in chosen for column, chosen in kept.items() if chosen and column in row)
        and (not period or not filters.since or row["month_date"] >= filters.since)
        and (not period or not filters.until or row["month_date"] <= filters.until)
    ]


def naive_positions(warehouse, filters: Filters) -> list[dict]:
    """Every item at every site in the newest month, with its class, by loops."""
    counted = [row for row in rows(warehouse, "mart_supply_stock", filters) if row["stock_on_hand_qty"] is not None]
    if not counted:
        return []
    newest = max(row["month_date"] for row in counted)
    found = [row for row in rows(warehouse, "mart_supply_stock", filters) if row["month_date"] == newest]
    found = [row | {"stock_status_code": "not_reported"} if row["stock_on_hand_qty"] is None else row for row in found]
    silent = {
        row["unit_code"]
        for row in rows(warehouse, "mart_reporting")
        if (row["report_kind"], row["silent_count"], row["month_date"]) == ("stock_balances", 1, newest)
    }
    last: dict[str, date] = {}
    for row in rows(warehouse, "mart_supply_stock"):
        if row["site_code"] in silent and row["month_date"] < newest:
            last[row["site_code"]] = max(last.get(row["site_code"], row["month_date"]), row["month_date"])
    for row in rows(warehouse, "mart_supply_stock", filters, period=False):
        if last.get(row["site_code"]) == row["month_date"]:
            found.append(row | {"stock_status_code": "not_reported", "stock_on_hand_qty": None})
    return found


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("column", ["item_code", "country_code", "site_code"])
def test_status_classes_are_a_plain_count(warehouse, filters, column):
    counted = Counter((row[column], row["stock_status_code"]) for row in naive_positions(warehouse, filters))
    frame = status_by(warehouse, filters, column)
    shown = {(row[column], code): row[code] for row in frame.to_dict("records") for code in STATUS_CODES if row[code]}
    assert shown == dict(counted)
    assert int(frame["position_count"].sum()) == sum(counted.values())


@pytest.mark.parametrize("filters", FILTERS[:3])
def test_months_of_stock_surplus_and_need_are_those_of_the_plan(warehouse, filters):
    listed = position_list(warehouse, filters)
    assert len(listed) == min(25, len(naive_positions(warehouse, filters)))
    for row in listed.to_dict("records"):
        consumption, stock = row["average_monthly_consumption_qty"], row["stock_on_hand_qty"]
        if consumption and consumption == consumption and stock == stock:
            assert row["months_of_stock"] == pytest.approx(stock / consumption)
        if row["stock_status_code"] == "overstocked":
            assert row["surplus_qty"] == pytest.approx((row["months_of_stock"] - row["maximum_months"]) * consumption)
        if row["stock_status_code"] == "not_reported":
            assert row["need_qty"] != row["need_qty"] and row["surplus_qty"] != row["surplus_qty"]


@pytest.mark.parametrize("filters", FILTERS)
def test_the_outlook_is_a_plain_walk_through_the_months(warehouse, filters):
    lines = defaultdict(list)
    for row in rows(warehouse, "mart_supply_pipeline", filters, period=False):
        lines[(row["country_code"], row["item_code"])].append(row)
    counts = outlook_counts(warehouse, filters)
    firsts = {key: next(month for month in months if month["months_ahead"] == 0) for key, months in lines.items()}
    assert counts["all"] == len(lines)
    assert counts["below"] == sum(one["first_below_minimum_date"] is not None for one in firsts.values())
    assert counts["empty"] == sum(one["first_empty_date"] is not None for one in firsts.values())
    assert counts["below_now"] == sum(one["is_below_minimum"] == 1 for one in firsts.values())
    assert counts["empty_now"] == sum(one["is_projected_stockout"] == 1 for one in firsts.values())
    pages = [runs_out_first(warehouse, filters, page) for page in range(1, counts["all"] // 20 + 2)]
    listed = [row for page in pages for row in page.to_dict("records")]
    assert {(row["country_code"], row["item_code"]) for row in listed} == set(lines) and len(listed) == len(lines)
    for row in listed:
        key = (row["country_code"], row["item_code"])
        for name in ("first_below_minimum_date", "first_empty_date"):
            assert row[name] == firsts[key][name]
        assert row["confirmed_qty"] == pytest.approx(sum(month["confirmed_qty"] for month in lines[key]))
        assert row["planned_qty"] == pytest.approx(sum(month["planned_qty"] for month in lines[key]))


def test_an_item_is_measured_against_its_own_minimum_and_maximum(warehouse):
    stock = rows(warehouse, "mart_supply_stock")
    for row in runs_out_first(warehouse, Filters()).head(10).to_dict("records"):
        held = [one for one in stock if one["stock_on_hand_qty"] is not None]
        held = [one for one in held if all(one[name] == row[name] for name in ("country_code", "item_code"))]
        held = [one for one in held if one["month_date"] == row["counted_month"]]
        consumed = [one for one in held if one["average_monthly_consumption_qty"] is not None]
        forecast = sum(one["average_monthly_consumption_qty"] for one in consumed)
        for bound in ("minimum_months", "maximum_months"):
            wanted = sum(one[bound] * one["average_monthly_consumption_qty"] for one in consumed)
            assert row[bound] == pytest.approx(wanted / forecast)
        used = [one for one in consumed if one["average_monthly_consumption_qty"] > 0]
        assert row["months_of_stock"] == pytest.approx(sum(one["stock_on_hand_qty"] for one in used) / forecast)


def test_the_day_to_order_is_the_first_day_below_less_the_usual_lead_time(warehouse):
    days = defaultdict(list)
    for row in rows(warehouse, "mart_delivery_line"):
        if row["lead_time_days"] is not None:
            days[row["country_code"]].append(row["lead_time_days"])
    usual = {country: median(found) for country, found in days.items() if len(found) >= 5}
    assert usual_lead_days(warehouse) == usual
    for row in runs_out_first(warehouse, Filters()).to_dict("records"):
        lead = usual.get(row["country_code"])
        below = row["first_below_minimum_date"]
        assert row["order_by_date"] == (below - timedelta(days=int(lead)) if lead is not None and below else None)


def test_a_projection_is_the_rows_of_the_mart(warehouse):
    first = runs_out_first(warehouse, Filters()).to_dict("records")[0]
    shown = projection(warehouse, Filters(), first["country_code"], first["item_code"])
    found = rows(warehouse, "mart_supply_pipeline", Filters(countries=(first["country_code"],)))
    found = sorted((r for r in found if r["item_code"] == first["item_code"]), key=lambda row: row["month_date"])
    assert len(shown) == 13
    for name in ("projected_confirmed_qty", "projected_planned_qty", "minimum_qty", "months_ahead"):
        assert list(shown[name]) == [row[name] for row in found]


def bucket_of(days) -> str:
    """The bucket of a number of days, by hand."""
    if days is None:
        return "undated"
    bounds = ((0, "expired"), (31, "days_0_30"), (91, "days_31_90"), (181, "days_91_180"))
    return next((name for bound, name in bounds if days < bound), "later")


@pytest.mark.parametrize("filters", FILTERS)
def test_expiry_is_a_plain_count_of_lots(warehouse, filters):
    every = rows(warehouse, "mart_stock_lot", filters)
    newest = max((row["month_date"] for row in every), default=None)
    lots = [row for row in every if row["month_date"] == newest]
    groups = defaultdict(list)
    for row in lots:
        groups[bucket_of(row["expiry_days"])].append(row)
    frame = expiry_buckets(warehouse, filters)
    assert list(frame["bucket_code"]) == [code for code in BUCKETS if code in groups]
    for row in frame.to_dict("records"):
        inside = groups[row["bucket_code"]]
        assert row["lot_count"] == len(inside)
        for name in ("lot_value_usd", "expiry_risk_usd", "expiry_risk_children"):
            assert_sum(row[name], [one[name] for one in inside])
        one_item = len({one["item_code"] for one in inside}) == 1
        assert_sum(row["lot_qty"], [one["lot_qty"] for one in inside] if one_item else [])
    by_item = expiry_by_item(warehouse, filters)
    assert len(by_item) <= 10
    for row in by_item.to_dict("records"):
        same = [one for one in lots if all(one[name] == row[name] for name in ("country_code", "item_code"))]
        assert_sum(row["expiry_risk_usd"], [one["expiry_risk_usd"] for one in same])
        assert_sum(row["expired_qty"], [one["expired_qty"] for one in same])


def assert_sum(shown, values: list) -> None:
    """A sum over what is known; missing where nothing is."""
    known = [value for value in values if value is not None]
    assert (shown == pytest.approx(sum(known))) if known else shown != shown


@pytest.mark.parametrize("filters", FILTERS)
def test_an_exchange_is_surplus_here_and_need_there(warehouse, filters):
    surplus, need, over = defaultdict(float), defaultdict(float), Counter()
    for row in naive_positions(warehouse, filters):
        key, used = (row["country_code"], row["item_code"]), row["average_monthly_consumption_qty"]
        if row["stock_status_code"] == "overstocked":
            surplus[key] += row["stock_on_hand_qty"] - row["maximum_months"] * used
            over[key] += 1
        elif row["stock_status_code"] in ("stocked_out", "understocked") and row["is_status_known"]:
            need[key] += row["minimum_months"] * used - row["stock_on_hand_qty"]
    both = {key for key in surplus if surplus[key] > 0 and need[key] > 0}
    frame = exchanges(warehouse, filters)
    assert len(frame) == min(10, len(both))
    for row in frame.to_dict("records"):
        key = (row["country_code"], row["item_code"])
        assert key in both and row["over_count"] == over[key]
        assert row["surplus_qty"] == pytest.approx(surplus[key]) and row["need_qty"] == pytest.approx(need[key])
        assert row["movable_qty"] == pytest.approx(min(surplus[key], need[key]))


def test_single_rows_are_for_those_who_may_see_them(demo_home):
    totals = open_warehouse(Reader("totals", detail="totals"))
    assert len(status_by(totals, Filters(), "site_code"))
    for listing in (position_list, lot_list):
        with pytest.raises(NotAllowed):
            listing(totals, Filters())


def test_a_build_without_stock_gives_empty_frames(home):
    write_build(home, "20260101-000000-abcdef", {}, only_these=True)
    bare = open_warehouse(EVERYTHING)
    assert outlook_counts(bare, Filters())["all"] == 0 and usual_lead_days(bare) == {}
    assert projection(bare, Filters(), "AFG", "X").empty and status_by(bare, Filters(), "item_code").empty
    for asked in (runs_out_first, position_list, exchanges, expiry_buckets, expiry_by_item, lot_list):
        assert asked(bare, Filters()).empty
