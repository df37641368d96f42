"""Stock, lots, pipeline and deliveries with results known beforehand."""

from datetime import date, timedelta

from tests.marts.given_rows import DATA_DATE, balance, month, used


def consumption_checks() -> list[dict]:
    """Months of one site, one rule each, and sites with one oddity each."""
    return [
        used("check", "plan", 1, 100, stockout_days=10),
        used("check", "plan", 2, 100, stockout_days=30),
        used("check", "plan", 3, 0),
        balance(
            "check",
            "plan",
            4,
            opening_qty=0.0,
            received_qty=0.0,
            adjustment_qty=0.0,
            stock_on_hand_qty=0.0,
            stockout_days=0,
        ),
        used("check", "plan", 5, -20),
        balance("check", "plan", 6, stock_on_hand_qty=50.0, issued_qty=40.0),
        used("check", "plan", 10, 70),
        used("check", "plan", 12, 20),
        used("no_plan", "free", 1, 100),
        used("idle", "plan", 1, 0),
        used("site_plan", "plan", 1, 500),
        used("broken", "plan", 1, 500, issued_qty=499.0),
        balance("silent", "plan", 1, issued_qty=3.0),
    ]


def supply() -> dict[str, list[dict]]:
    counts = {"under": 299.0, "at_minimum": 300.0, "at_maximum": 600.0, "over": 601.0, "out": 0.0, "negative": -1.0}
    statuses = [used(site, "plan", 5, 100, issued_qty=100.0) for site in counts]
    statuses += [balance(s, "plan", 6, stock_on_hand_qty=q, stockout_days=0) for s, q in counts.items()]
    items = [
        {
            "item_code": "plan",
            "item_name": "Planned item",
            "minimum_months": 3,
            "maximum_months": 6,
            "unit_cost_usd": 2.0,
        },
        {"item_code": "free", "item_name": "Item without a plan"},
    ]
    sites = [
        {
            "site_code": "site_plan",
            "site_name": "Site",
            "office_code": "office",
            "minimum_months": 1,
            "maximum_months": 1,
        }
    ]
    return {"stock_balances": statuses + consumption_checks(), "items": items, "sites": sites}


def lots() -> dict[str, list[dict]]:
    """Consumption of 100 a month; lots counted on 30 September."""

    def lot(code: str, days: int | None, quantity: float, site: str = "lots") -> dict:
        expiry = None if days is None else date(2026, 9, 30) + timedelta(days=days)
        key = {"country_code": "AFG", "site_code": site, "item_code": "food", "lot_code": code, "month_date": month(9)}
        return {**key, "expiry_date": expiry, "lot_qty": quantity}

    rows = [
        lot("a expired", -1, 20),
        lot("b", 30, 150),
        lot("c", 60, 80),
        lot("d", 60, 40),
        lot("e", 180, 500),
        lot("f undated", None, 10),
    ]
    rows += [lot("today", 0, 7, "buckets"), *(lot(f"day {n}", n, 1, "buckets") for n in (31, 90, 91, 180, 181))]
    items = [{"item_code": "food", "unit_cost_usd": 10.0, "children_per_unit": 2.0}]
    return {"stock_balances": [used("lots", "food", 9, 100)], "stock_lots": rows, "items": items}


def pipeline() -> dict[str, list[dict]]:
    """Two sites with 300 in stock, 100 used a month; the count is of 30 September."""

    def order(code: str, status: str, agreed: date, quantity: float, **more) -> dict:
        return {
            "delivery_line_id": f"pipeline {code}",
            "order_status_code": status,
            "country_code": "SSD",
            "item_code": "rutf",
            "agreed_date": agreed,
            "ordered_qty": quantity,
            **more,
        }

    stock = [
        used(f"ssd{n}", "rutf", 9, 50, opening_qty=200.0, stock_on_hand_qty=150.0) | {"country_code": "SSD"}
        for n in (1, 2)
    ]
    orders = [
        order("confirmed", "confirmed", date(2027, 2, 15), 250.0),
        order("in transit", "in_transit", date(2026, 11, 30), 90.0, dispatched_qty=80.0),
        order("planned", "planned", date(2027, 1, 1), 120.0),
        order("overdue", "confirmed", date(2026, 10, 15), 999.0),
        order("received", "received", date(2026, 10, 5), 60.0, received_date=date(2026, 10, 6), received_qty=40.0),
        order("cancelled", "cancelled", date(2026, 12, 1), 500.0),
    ]
    items = [{"item_code": "rutf", "minimum_months": 2, "maximum_months": 8}]
    return {"stock_balances": stock, "deliveries": orders, "items": items}


def deliveries() -> dict[str, list[dict]]:
    def line(code: str, **more) -> dict:
        return {
            "delivery_line_id": code,
            "country_code": "YEM",
            "item_code": "kit",
            "order_status_code": "confirmed",
            **more,
        }

    agreed, ordered = date(2026, 6, 10), {"ordered_date": date(2026, 3, 1), "ordered_qty": 100.0}
    due = {"agreed_date": agreed, **ordered}
    rows = [
        line("on the day", received_date=agreed, received_qty=100.0, dispatched_qty=100.0, wasted_qty=5.0, **due),
        line("day after", received_date=agreed + timedelta(1), received_qty=100.0, dispatched_qty=110.0, **due),
        line(
            "short",
            received_date=agreed,
            received_qty=99.0,
            dispatched_qty=90.0,
            ready_date=date(2026, 4, 1),
            port_date=date(2026, 5, 1),
            customs_date=date(2026, 5, 20),
            handed_over_date=date(2026, 7, 2),
            handed_over_qty=95.0,
            **due,
        ),
        line("overdue", ready_date=date(2026, 4, 1), port_date=date(2026, 12, 1), **due),
        line("not due", **ordered, agreed_date=DATA_DATE),
        line("no quantity", agreed_date=agreed, received_date=agreed, received_qty=10.0, ordered_date=date(2026, 3, 1)),
        line("undated", order_status_code="received", received_qty=7.0),
        line("gone", **due) | {"order_status_code": "cancelled"},
    ]
    return {"deliveries": rows, "items": [{"item_code": "kit", "children_per_unit": 10.0, "item_name": "Kit"}]}
