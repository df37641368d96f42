"""Supply marts against values known beforehand and against naive twins over random rows."""

import math
from collections import defaultdict
from datetime import date, timedelta

import pytest

from tests.marts.cases_random import random_orders, random_supply
from tests.marts.given_rows import DATA_DATE, month


def one(rows, query: str) -> dict:
    found = rows(query)
    assert len(found) == 1
    return found[0]


def test_adjusted_consumption_of_the_domain(marts):
    found = marts("select * from mart_supply_stock where site_code = 'check' order by month_date")
    assert [row["consumption_qty"] for row in found] == [100, 100, 0, 0, -20, 40, 70, 20]
    assert [row["adjusted_consumption_qty"] for row in found] == [150, None, 0, None, None, 40, 70, 20]


def test_mean_is_of_closed_months_and_leaves_stock_out_months_out(marts):
    found = marts("select * from mart_supply_stock where site_code = 'check' order by month_date")
    means = [row["average_monthly_consumption_qty"] for row in found]
    assert means == pytest.approx([150, 150, 75, 75, 75, 190 / 3, 55, 55])


@pytest.mark.parametrize(
    ("site", "code"),
    [
        ("out", "stocked_out"),
        ("under", "understocked"),
        ("at_minimum", "stocked_to_plan"),
        ("at_maximum", "stocked_to_plan"),
        ("over", "overstocked"),
        ("negative", "unknown"),
    ],
)
def test_status_at_the_bounds(marts, site, code):
    row = one(marts, f"select * from mart_supply_stock where site_code = '{site}' and month_date = date '2026-06-01'")
    assert row["stock_status_code"] == code
    flags = {name: row[name] for name in ("is_stocked_out", "is_understocked", "is_stocked_to_plan", "is_overstocked")}
    if code == "unknown":
        assert (flags.pop("is_stocked_out"), set(flags.values()), row["is_status_known"]) == (0, {None}, 0)
    else:
        assert [name for name, value in flags.items() if value] == [f"is_{code}"]
        assert row["is_status_known"] == 1


def test_status_without_plan_consumption_or_report(marts):
    found = {r["site_code"]: r for r in marts("select * from mart_supply_stock where month_date = date '2026-01-01'")}
    assert (found["no_plan"]["stock_status_code"], found["no_plan"]["is_stocked_to_plan"]) == ("unknown", None)
    assert (
        found["idle"]["stock_status_code"],
        found["idle"]["has_no_consumption"],
        found["idle"]["is_status_known"],
    ) == ("no_consumption", 1, 0)
    assert (found["idle"]["covered_stock_qty"], found["no_plan"]["covered_stock_qty"]) == (None, 900)
    assert (found["site_plan"]["minimum_months"], found["site_plan"]["stock_status_code"]) == (1, "stocked_to_plan")
    assert (found["broken"]["has_identity_error"], found["idle"]["has_identity_error"]) == (1, 0)
    assert (found["silent"]["is_stock_reported"], found["silent"]["is_stocked_out"]) == (0, None)
    assert (found["silent"]["has_stockout_in_period"], found["check"]["has_stockout_in_period"]) == (None, 1)
    assert (found["check"]["period_days"], found["check"]["stock_value_usd"]) == (31, 1800)


def test_lots_are_used_first_expiry_first_out(marts):
    found = marts("select * from mart_stock_lot where site_code = 'lots' order by lot_code")
    assert [row["usable_qty"] for row in found] == pytest.approx([0, 100, 80, 20, 400, None])
    assert [row["expiry_risk_qty"] for row in found] == pytest.approx([0, 50, 0, 20, 100, None])
    assert [row["expired_qty"] for row in found] == [20, 0, 0, 0, 0, None]
    assert (found[1]["expiry_risk_usd"], found[1]["expiry_risk_children"], found[0]["expired_usd"]) == (500, 100, 200)


def test_expiry_buckets_at_their_bounds(marts):
    found = {row["lot_code"]: row for row in marts("select * from mart_stock_lot where site_code = 'buckets'")}
    held = {code: [n for n in (30, 90, 180) if row[f"expiring_{n}_qty"]] for code, row in found.items()}
    assert held == {"today": [30], "day 31": [90], "day 90": [90], "day 91": [180], "day 180": [180], "day 181": []}
    assert {row["expiry_risk_qty"] for row in found.values()} == {None}


def test_pipeline_with_confirmed_and_planned_orders(marts):
    found = marts("select * from mart_supply_pipeline where country_code = 'SSD' order by month_date")
    assert [row["months_ahead"] for row in found] == list(range(13))
    assert [row["projected_confirmed_qty"] for row in found] == [300, 240, 220, 120, 20, 170, 70, 0, 0, 0, 0, 0, 0]
    assert [row["projected_planned_qty"] for row in found][4:9] == [140, 290, 190, 90, 0]
    assert [row["confirmed_qty"] for row in found][:6] == [0, 40, 80, 0, 0, 250]
    assert [row["is_below_minimum"] for row in found][:6] == [0, 0, 0, 1, 1, 1]
    assert [row["is_projected_stockout"] for row in found][5:9] == [0, 0, 1, 1]
    assert [row["suggested_order_qty"] for row in found][:2] == [130, None]
    assert (found[0]["forecast_qty"], found[0]["minimum_qty"], found[1]["stock_on_hand_qty"]) == (100, 200, None)


def naive_adjusted(row: dict) -> float | None:
    parts = [row[name] for name in ("opening_qty", "received_qty", "adjustment_qty", "stock_on_hand_qty")]
    consumption = row["issued_qty"] if None in parts else parts[0] + parts[1] + parts[2] - parts[3]
    days = row["stockout_days"]
    if consumption is None or consumption < 0 or (days is not None and days >= 30):
        return None
    if parts[0] == parts[1] == parts[3] == 0:
        return None
    if consumption == 0 or not days:
        return consumption
    return math.ceil(consumption * 30 / (30 - days))


def naive_mean(history: dict[date, float | None], at: date) -> float | None:
    """Mean over the six closed months up to a month; a month still open at the date of the data sees those before it."""
    last = min(at, month(10))
    index = last.year * 12 + last.month
    known = [
        n for m, n in history.items() if n is not None and m <= month(10) and 0 <= index - (m.year * 12 + m.month) <= 5
    ]
    return sum(known) / len(known) if known else None


def test_mean_consumption_agrees_with_a_naive_loop(marts):
    histories = defaultdict(dict)
    for row in random_supply()["stock_balances"]:
        histories[row["site_code"]][row["month_date"]] = naive_adjusted(row)
    found = marts("select * from mart_supply_stock where item_code = 'random'")
    assert len(found) == sum(len(history) for history in histories.values()) > 100
    for row in found:
        history = histories[row["site_code"]]
        assert row["adjusted_consumption_qty"] == history[row["month_date"]]
        assert row["average_monthly_consumption_qty"] == pytest.approx(naive_mean(history, row["month_date"]))


def naive_cascade(lots: list[dict], mean: float) -> dict[str, float]:
    used, result = 0.0, {}
    for lot in sorted(lots, key=lambda lot: (lot["expiry_date"], lot["lot_code"])):
        usable = max(0.0, mean * max(0, lot["days"]) / 30 - used)
        consumed = min(lot["lot_qty"], usable)
        used += consumed
        result[lot["lot_code"]] = 0.0 if lot["days"] < 0 else lot["lot_qty"] - consumed
    return result


def test_cascade_agrees_with_a_naive_loop(marts):
    shelves = defaultdict(list)
    for lot in random_supply()["stock_lots"]:
        end = (lot["month_date"] + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        lot["days"] = (lot["expiry_date"] - min(end, DATA_DATE)).days
        shelves[lot["site_code"], lot["month_date"]].append(lot)
    compared = 0
    for row in marts("select * from mart_stock_lot where item_code = 'random'"):
        if row["average_monthly_consumption_qty"] is None:
            assert row["expiry_risk_qty"] == (0 if row["expiry_days"] < 0 else None)
            continue
        expected = naive_cascade(shelves[row["site_code"], row["month_date"]], row["average_monthly_consumption_qty"])
        assert row["expiry_risk_qty"] == pytest.approx(expected[row["lot_code"]], abs=1e-6)
        compared += row["expiry_risk_qty"] > 0
    assert compared > 20


def test_projection_agrees_with_a_naive_loop(marts):
    stocks = defaultdict(list)
    for row in marts("select * from mart_supply_pipeline order by country_code, item_code, months_ahead"):
        stocks[row["country_code"], row["item_code"]].append(row)
    for months in stocks.values():
        for name, inflows in (
            ("projected_confirmed_qty", ["confirmed_qty"]),
            ("projected_planned_qty", ["confirmed_qty", "planned_qty"]),
        ):
            stock = months[0]["stock_on_hand_qty"]
            for row in months[1:]:
                if row["forecast_qty"] is None:
                    assert row[name] is None
                    continue
                stock = max(0.0, stock - row["forecast_qty"] + sum(row[inflow] for inflow in inflows))
                assert row[name] == pytest.approx(stock)
    assert ("SSD", "rutf") in stocks


def arrivals(marts) -> dict:
    """(country, item) -> day -> what comes in on it with confirmed orders, from the order lines."""
    found = defaultdict(lambda: defaultdict(float))
    for line in marts("select * from mart_delivery_line where country_code is not null"):
        place = found[line["country_code"], line["item_code"]]
        if line["received_date"]:
            place[line["received_date"]] += line["received_qty"] or 0.0
        elif line["agreed_date"] and line["agreed_date"] > DATA_DATE:
            sent = line["dispatched_qty"] if line["dispatched_qty"] is not None else line["ordered_qty"]
            amounts = {"in_transit": sent, "confirmed": line["ordered_qty"]}
            place[line["agreed_date"]] += amounts.get(line["order_status_code"]) or 0.0
    return found


def naive_first_days(counted: dict, coming: dict) -> tuple[date | None, date | None]:
    """First days below the minimum and without stock, day by day for twelve months from the month of the count."""
    stock, least, use = (counted[name] for name in ("stock_on_hand_qty", "minimum_qty", "forecast_qty"))
    if use is None:
        return None, None
    begun = counted["month_date"]
    day = (begun + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    end = date(begun.year + 1, begun.month, 28)
    below = empty = None
    while True:
        per_day = use / ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
        if below is None and least is not None and stock < least - per_day * 1e-6:
            below = day
        if empty is None and stock <= per_day * 1e-6:
            empty = day
        day += timedelta(days=1)
        if day > end and day.month != end.month:
            return below, empty
        per_day = use / ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
        stock += coming.get(day, 0.0) - per_day


def test_first_days_of_shortage_agree_with_a_naive_loop(marts):
    coming, seen = arrivals(marts), {"below": 0, "empty": 0, "never": 0, "unknown": 0}
    counted = marts("select * from mart_supply_pipeline where months_ahead = 0")
    for row in counted:
        expected = naive_first_days(row, coming[row["country_code"], row["item_code"]])
        assert (row["first_below_minimum_date"], row["first_empty_date"]) == expected, row
        kind = "unknown" if row["forecast_qty"] is None else "empty" if expected[1] else "below" if expected[0] else ""
        seen[kind or "never"] += 1
    assert min(seen["empty"], seen["never"]) > 0 and len(counted) > 10, seen
    later = marts("select * from mart_supply_pipeline where months_ahead > 0")
    assert {(row["first_below_minimum_date"], row["first_empty_date"]) for row in later} == {(None, None)}


def test_an_item_runs_out_on_a_day(marts):
    (row,) = marts("select * from mart_supply_pipeline where country_code = 'SSD' and months_ahead = 0")
    # 240 are left at the end of October; 40 more are used by 12 November, and 80 come on the 30th only. 20 are left at
    # the end of January; they last for five days and a half, and 250 come on 15 February only.
    assert (row["first_below_minimum_date"], row["first_empty_date"]) == (date(2026, 11, 13), date(2027, 2, 6))


def test_orders_come_in_the_month_agreed(marts):
    due = defaultdict(float)
    for order in random_orders()["deliveries"]:
        if order["agreed_date"] > DATA_DATE:
            column = f"{order['order_status_code']}_qty"
            due[order["country_code"], order["agreed_date"].replace(day=1), column] += order["ordered_qty"]
    found = marts("select * from mart_supply_pipeline where item_code = 'tent'")
    assert len(found) == 130
    for row in found:
        for column in ("confirmed_qty", "planned_qty"):
            assert row[column] == due.get((row["country_code"], row["month_date"], column), 0.0)
    assert sum(row["is_projected_stockout"] for row in found) > 5
