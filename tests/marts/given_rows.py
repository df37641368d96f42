"""Rows that the cases share: a month, a stock report, a result."""

from datetime import date

DATA_DATE = date(2026, 10, 31)


def month(number: int) -> date:
    """First day of a month, 1 being January 2026."""
    return date(2026 + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def balance(site: str, item: str, number: int, **figures) -> dict:
    """A stock report of Afghanistan."""
    return {"country_code": "AFG", "site_code": site, "item_code": item, "month_date": month(number), **figures}


def used(site: str, item: str, number: int, consumption: float, **figures) -> dict:
    """A stock report whose stock goes from 1000 to 1000 - consumption, no receipt, no adjustment."""
    stock = {
        "opening_qty": 1000.0,
        "received_qty": 0.0,
        "adjustment_qty": 0.0,
        "issued_qty": consumption,
        "stockout_days": 0,
    }
    return balance(site, item, number, **({**stock, "stock_on_hand_qty": 1000.0 - consumption} | figures))


def result(project: str, number: int, value: float | None, **more) -> dict:
    """A result of Sudan that counts children, to be added up over time."""
    base = {
        "project_code": project,
        "indicator_code": "i",
        "country_code": "SDN",
        "indicator_unit": "children",
        "time_rollup": "sum",
        "indicator_direction": "increase",
        "month_date": month(number),
        "reference_period_start": month(number),
    }
    return base | {"result_value": value, "source_row": 2} | more


def numbered(rows: list[dict]) -> list[dict]:
    """The rows, each from a row of its own of the publisher's file."""
    return [row | {"source_row": number} for number, row in enumerate(rows, start=2)]
