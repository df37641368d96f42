"""How long stock lasts by item and place, and how long it was missing, each against plain loops over the rows."""

from collections import Counter, defaultdict

import pytest

from queries.filters import Filters
from queries.supply_cover import MOST_ITEMS, MOST_PLACES, cover_by_place, cover_counts, days_without_stock
from queries.warehouse import open_warehouse
from tests.queries.small_build import write_build
from tests.queries.test_supply import EVERYTHING, FILTERS, naive_positions, rows


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def naive_cell(held: list[dict]) -> tuple:
    """(class, months, minimum, maximum) of the positions of an item in a place."""
    counted = [one for one in held if one["stock_status_code"] != "not_reported"]
    if not counted:
        return ("not_reported", None, None, None)
    used = [one for one in counted if one["average_monthly_consumption_qty"]]
    use = sum(one["average_monthly_consumption_qty"] for one in used)
    months = sum(one["stock_on_hand_qty"] for one in used) / use if use else None
    low, high = (
        sum(one[name] * one["average_monthly_consumption_qty"] for one in used) / use
        if use and all(one[name] is not None for one in used)
        else None
        for name in ("minimum_months", "maximum_months")
    )
    if sum(one["stock_on_hand_qty"] for one in counted) == 0:
        return ("stocked_out", months, low, high)
    if not use:
        known = any(one["average_monthly_consumption_qty"] is not None for one in counted)
        return ("no_consumption" if known else "unknown", None, None, None)
    if low is None or high is None:
        return ("unknown", months, low, high)
    word = "understocked" if months < low else "overstocked" if months > high else "stocked_to_plan"
    return (word, months, low, high)


@pytest.mark.parametrize("place", ["country_code", "site_code"])
@pytest.mark.parametrize("filters", FILTERS)
def test_cover_is_a_plain_count_over_the_sites(warehouse, filters, place):
    held = defaultdict(list)
    for one in naive_positions(warehouse, filters):
        held[one["item_code"], one[place]].append(one)
    cells = {key: naive_cell(found) for key, found in held.items()}
    assert cover_counts(warehouse, filters, place) == Counter(cell[0] for cell in cells.values())
    frame = cover_by_place(warehouse, filters, place)
    for row in frame.to_dict("records"):
        word, *numbers = cells[row["item_code"], row["place_code"]]
        assert row["stock_status_code"] == word
        for name, expected in zip(("months_of_stock", "minimum_months", "maximum_months"), numbers, strict=True):
            assert row[name] != row[name] if expected is None else row[name] == pytest.approx(expected)
    short = [
        Counter(key[at] for key, cell in cells.items() if cell[0] in ("stocked_out", "understocked")) for at in (0, 1)
    ]
    for at, column, most in ((0, "item_code", MOST_ITEMS), (1, "place_code", MOST_PLACES)):
        every = {key[at] for key in cells}
        shown = set(frame[column])
        assert len(shown) <= most and shown <= every
        # The places of the chosen items can all lie elsewhere, so a chosen place need not have a cell; none is better.
        left = [short[at][one] for one in every - shown] if len(every) > most and len(shown) == most else []
        assert not left or max(left) <= min(short[at][one] for one in shown)


@pytest.mark.parametrize("filters", FILTERS)
def test_days_without_stock_are_added_over_items_at_sites(warehouse, filters):
    months = defaultdict(list)
    for row in rows(warehouse, "mart_supply_stock", filters):
        if row["stock_on_hand_qty"] is not None:
            months[row["month_date"]].append(row)
    frame = days_without_stock(warehouse, filters)
    assert [one.date() for one in frame["month_date"]] == sorted(months)
    for row in frame.to_dict("records"):
        held = months[row["month_date"].date()]
        told = [one for one in held if one["stockout_days"] is not None]
        out = {one["site_code"] for one in held if one["stock_on_hand_qty"] == 0 or (one["stockout_days"] or 0) > 0}
        assert row["site_count"] == len({one["site_code"] for one in held})
        assert row["out_site_count"] == len(out)
        assert row["stockout_days"] == pytest.approx(sum(one["stockout_days"] for one in told))
        assert row["counted_days"] == pytest.approx(sum(one["period_days"] for one in told))


def test_one_site_alone(warehouse):
    site = rows(warehouse, "mart_supply_stock")[0]["site_code"]
    frame = days_without_stock(warehouse, Filters(), site)
    assert len(frame) and set(frame["site_count"]) == {1}


def test_a_build_without_stock_has_neither(home):
    write_build(home, "20260101-000000-aaaaaa", {"mart_aid_delivery": []}, only_these=True)
    warehouse = open_warehouse(EVERYTHING)
    assert cover_by_place(warehouse, Filters(), "country_code").empty
    assert cover_counts(warehouse, Filters(), "country_code") == {}
    assert days_without_stock(warehouse, Filters()).empty
