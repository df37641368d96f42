"""Random rows for the naive twins, the same at each run."""

import random
from datetime import date, timedelta

from tests.marts.given_rows import balance, month, used


def random_supply(seed: int = 7) -> dict[str, list[dict]]:
    chance = random.Random(seed)
    rows, lots_ = [], []
    for site in range(12):
        for number in (n for n in range(1, 16) if chance.random() < 0.8):
            figures = {
                name: float(chance.choice([0, 0, 5, 40, 90]))
                for name in ("opening_qty", "received_qty", "stock_on_hand_qty")
            }
            figures |= {
                "adjustment_qty": chance.choice([0.0, -3.0, None]),
                "issued_qty": chance.choice([None, 0.0, 25.0]),
            }
            rows.append(
                balance(
                    f"random{site}",
                    "random",
                    number,
                    stockout_days=chance.choice([0, 3, 17, 29, 30, 31, None]),
                    **figures,
                )
            )
            lots_ += [
                {
                    "country_code": "AFG",
                    "site_code": f"random{site}",
                    "item_code": "random",
                    "lot_code": f"lot{k}",
                    "month_date": month(number),
                    "expiry_date": month(number) + timedelta(days=chance.randint(-30, 500)),
                    "lot_qty": float(chance.randint(1, 300)),
                }
                for k in range(chance.randint(0, 5))
            ]
    items = [{"item_code": "random", "minimum_months": 1, "maximum_months": 3}]
    return {"stock_balances": rows, "stock_lots": lots_, "items": items}


def random_orders(seed: int = 8) -> dict[str, list[dict]]:
    """Ten countries with a count of 30 September and up to twelve open orders each."""
    chance = random.Random(seed)
    stock, orders = [], []
    for country in (f"X{number:02d}" for number in range(10)):
        use = float(chance.choice([0, 30, 75, 120]))
        figures = {"opening_qty": 500.0, "stock_on_hand_qty": 500.0 - use, "country_code": country}
        stock.append(used(f"store {country}", "tent", 9, use) | figures)
        orders += [
            {
                "delivery_line_id": f"{country} {number}",
                "order_status_code": chance.choice(["confirmed", "planned"]),
                "country_code": country,
                "item_code": "tent",
                "agreed_date": date(2026, 9, 1) + timedelta(days=chance.randint(0, 420)),
                "ordered_qty": float(chance.randint(1, 300)),
            }
            for number in range(chance.randint(0, 12))
        ]
    return {"stock_balances": stock, "deliveries": orders}


def random_reports(seed: int = 9) -> dict[str, list[dict]]:
    """Twenty offices that report budgets from January on, some months not at all, some on the last possible day."""
    chance = random.Random(seed)
    expected, projects_, budgets = [], [], []
    for unit in (f"office {number}" for number in range(20)):
        due, late = chance.randint(0, 20), chance.randint(0, 10)
        expected.append(
            {
                "unit_code": unit,
                "report_kind": "budgets",
                "first_month_date": month(1),
                "due_days": due,
                "late_days": late,
            }
        )
        projects_.append({"project_code": f"of {unit}", "office_code": unit})
        for number in (n for n in range(1, 11) if chance.random() < 0.8):
            end = month(number + 1) - timedelta(days=1)
            days = chance.choice([due, due + 1, due + late, due + late + 1, chance.randint(-5, 40)])
            budgets.append(
                {
                    "project_code": f"of {unit}",
                    "month_date": month(number),
                    "expenditure_usd": 1.0,
                    "reported_date": end + timedelta(days=days),
                }
            )
    return {"expected_reports": expected, "projects": projects_, "project_budgets": budgets}
