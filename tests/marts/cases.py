"""Feeds given to the marts: hand-made rows with results known beforehand, and random rows for the naive twins.

Cases do not meet: each has sites, items, projects or countries of its own."""

import random
from datetime import date, datetime, timedelta

from tests.marts.given import Given

DATA_DATE = date(2026, 10, 31)


def month(number: int) -> date:
    """First day of a month, 1 being January 2026."""
    return date(2026 + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def all_cases(data_date: date = DATA_DATE) -> Given:
    """All cases as one made-up source."""
    feeds: dict[str, list[dict]] = {}
    for part in (
        supply(),
        random_supply(),
        lots(),
        pipeline(),
        deliveries(),
        projects(),
        funding(),
        needs(),
        risk(),
        reporting(),
        random_orders(),
        random_reports(),
    ):
        for feed, rows in part.items():
            feeds.setdefault(feed, []).extend(rows)
    loads = [
        {
            "load_id": "load1",
            "source_name": "given",
            "table_name": "t1",
            "part": "",
            "file_name": "a.csv",
            "file_sha256": "00",
            "loaded_at": datetime(2026, 10, 2, 3, 4),
            "is_demo": 0,
            "rows_in_count": 12,
            "rows_published_count": 9,
            "rows_superseded_count": 1,
            "rows_quarantined_count": 2,
        }
    ]
    loads.append(loads[0] | {"table_name": "t2", "file_name": "b.csv", "rows_in_count": 5})
    sources = [
        {
            "source_name": "given",
            "source_title": "Given rows",
            "publisher_name": "Tests",
            "licence": "CC0",
            "page_url": "p",
            "owner_name": "o",
            "expected_days": 30,
        }
    ]
    quality = [
        {
            "load_id": "load1",
            "source_name": "given",
            "table_name": "t1",
            "dimension_code": "validity",
            "checked_count": c,
            "passed_count": p,
        }
        for c, p in ((10, 8), (5, 5))
    ]
    return Given(feeds, data_date, loads, sources, quality)


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


def supply() -> dict[str, list[dict]]:
    counts = {"under": 299.0, "at_minimum": 300.0, "at_maximum": 600.0, "over": 601.0, "out": 0.0, "negative": -1.0}
    statuses = [used(site, "plan", 5, 100, issued_qty=100.0) for site in counts]
    statuses += [balance(s, "plan", 6, stock_on_hand_qty=q, stockout_days=0) for s, q in counts.items()]
    checks = [
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
    return {"stock_balances": statuses + checks, "items": items, "sites": sites}


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


def projects() -> dict[str, list[dict]]:
    parts = [
        result("parts", 1, v, sex_code=s, age_group=a)
        for s, a, v in (
            ("f", "0-4", 10),
            ("f", "5-17", 20),
            ("m", "0-4", 30),
            ("m", "5-17", 5),
            ("f", "all", 999),
            ("all", "0-4", 999),
        )
    ]
    parts += [result("parts", 1, 12, disability_code="with")]
    whole = [
        result("whole", 1, 100, target_value=400.0),
        result("whole", 1, 60, sex_code="f"),
        result("whole", 1, 41, sex_code="m"),
    ]
    running = [
        result("running", n, v, time_rollup="last", target_value=100.0)
        for n, v in ((1, 30), (2, None), (3, 80), (4, 70))
    ]
    sums = [result("sums", n, v, target_value=100.0) for n, v in ((1, 10), (2, None), (3, 25), (6, 70))]
    weekly = [
        result("weekly", 1, v, time_rollup=r, indicator_code=r, reference_period_end=date(2026, 1, d), source_row=d)
        for r in ("sum", "last", "max")
        for d, v in ((7, 10), (14, 25), (21, 20))
    ]
    status = [
        result(
            "plan", 6, 60, indicator_code="behind by 15", target_value=100.0, baseline_value=0.0, time_rollup="last"
        ),
        result("plan", 6, 34, indicator_code="on the edge", target_value=100.0, baseline_value=0.0, time_rollup="last"),
        result("plan", 6, 34.9, indicator_code="edge", target_value=100.0, baseline_value=0.0, time_rollup="last"),
        result("plan", 6, 5, indicator_code="stands still", target_value=10.0, baseline_value=5.0, time_rollup="last"),
        result(
            "plan",
            6,
            40,
            indicator_code="mortality",
            indicator_direction="decrease",
            target_value=30.0,
            baseline_value=50.0,
            time_rollup="last",
        ),
        result(
            "plan",
            6,
            29,
            indicator_code="mortality met",
            indicator_direction="decrease",
            target_value=30.0,
            baseline_value=50.0,
            time_rollup="last",
        ),
        result("plan", 6, None, indicator_code="silent", target_value=30.0),
        result("plan", 6, 10, indicator_code="no target", target_value=0.0),
    ]
    rates = [
        result("rates", 1, 50, indicator_unit="percent", time_rollup="last", target_value=80.0, partner_name=p)
        for p in ("A", "B")
    ]
    plans = [
        {
            "project_code": "plan",
            "project_name": "Plan",
            "start_date": date(2026, 1, 1),
            "end_date": date(2026, 12, 31),
            "budget_usd": 1000.0,
            "country_code": "SDN",
            "office_code": "office",
        }
    ]
    money = [
        {
            "project_code": "plan",
            "month_date": month(1),
            "currency_code": "USD",
            "expenditure_usd": 100.0,
            "commitment_usd": 50.0,
        },
        {
            "project_code": "plan",
            "month_date": month(3),
            "currency_code": "USD",
            "expenditure_usd": 200.0,
            "commitment_usd": -20.0,
        },
        {"project_code": "plan", "month_date": month(3), "currency_code": "SDG", "original_amount": 9.0},
        {
            "project_code": "plan",
            "month_date": month(4),
            "currency_code": "USD",
            "budget_usd": 1500.0,
            "country_code": "SDN",
        },
        {"project_code": "plan", "month_date": month(5), "currency_code": "USD", "allotment_usd": 5.0},
    ]
    results = parts + whole + running + sums + weekly + status + rates
    wide = [
        result("wide", 1, v, sex_code=s, source_row=r)
        for v, s, r in ((5, "f", 501), (6, "m", 501), (100, "all", 502), (1, "f", 502))
    ]
    return {"indicator_results": _numbered(results) + wide, "projects": plans, "project_budgets": money}


def _numbered(rows: list[dict]) -> list[dict]:
    return [row | {"source_row": number} for number, row in enumerate(rows, start=2)]


def funding() -> dict[str, list[dict]]:
    def plan(code: str | None, country: str, **more) -> dict:
        return {"plan_code": code, "plan_year": 2026, "country_code": country, "is_plan": int(code is not None), **more}

    rows = [
        plan("HAFG", "AFG", requirement_usd=1000.0, funding_usd=300.0, carry_over_usd=850.0),
        plan("HAFG", "AFG", cluster_name="Health", requirement_usd=400.0, funding_usd=100.0),
        plan("HAFG", "AFG", cluster_name="Multiple clusters/sectors (shared)", funding_usd=50.0),
        plan("HSDN", "SDN", requirement_usd=500.0, funding_usd=200.0),
        plan("RREG", "SDN", requirement_usd=50.0),
        plan("RREG", "TCD", requirement_usd=70.0, funding_usd=7.0),
        plan("ONLY", "TCD", cluster_name="Health", requirement_usd=999.0, funding_usd=1.0),
        plan(None, "SDN", funding_usd=11.0),
    ]
    flows = [{"flow_id": "f", "amount_usd": -5.0, "plan_year": 2026, "source_row": 2, "flow_status": "paid"}]
    return {"plan_funding": rows, "funding_flows": flows}


def needs() -> dict[str, list[dict]]:
    def need(country: str, people: float, **more) -> dict:
        return {
            "country_code": country,
            "area_code": country,
            "area_level": 0,
            "plan_year": 2026,
            "people_in_need": people,
            "population_group": "all",
            "sex_code": "all",
            "age_group": "all",
            "disability_code": "all",
            "is_total": 0,
            **more,
        }

    rows = [
        need("AFG", 100.0, is_total=1, people_reached=40.0),
        need("AFG", 55.0, age_group="0-17"),
        need("AFG", 45.0, age_group="18+"),
        need("AFG", 9.0, disability_code="with"),
        need("MLI", 100.0, is_total=1),
        need("MLI", 30.0, age_group="0-17", sex_code="f"),
        need("MLI", 28.0, age_group="0-17", sex_code="m"),
        need("NGA", 100.0, is_total=1),
        *(
            need("NGA", p, age_group=a, sex_code=s, population_group=g)
            for g in ("IDP", "HST")
            for s in "fm"
            for a, p in (("0-5", 5.0), ("6-17", 10.0), ("18-64", 10.0))
        ),
        need("SDN", 100.0, is_total=1),
        need("SDN", 10.0, age_group="0-4"),
        need("SDN", 20.0, age_group="5-14"),
        need("TCD", 100.0, is_total=1),
        need("TCD", 10.0, age_group="0-17"),
        need("TCD", 4.0, age_group="0-4"),
        need("TCD", 5.0, age_group="5+"),
    ]
    return {"needs": _numbered(rows)}


def risk() -> dict[str, list[dict]]:
    year = {
        "reference_period_start": date(2026, 1, 1),
        "reference_period_end": date(2026, 12, 31),
        "month_date": date(2026, 1, 1),
    }
    food = {"country_code": "AFG", "area_level": 0, "analysis_kind": "current", **year, "methodology_version": "3.1"}
    return {
        "risk_scores": [
            {"country_code": "AFG", "inform_risk_score": 7.4, "methodology_version": "2026", **year},
            {"country_code": "AFG", "vulnerability_score": 7.1, "methodology_version": "2026", **year},
        ],
        "food_security": _numbered(
            [
                food | {"analysis_date": date(2025, 10, 1), "food_insecure_people": 1.0, "food_phase4_people": 9.0},
                food
                | {
                    "analysis_date": date(2026, 1, 1),
                    "food_insecure_people": 20.0,
                    "food_phase4_people": 3.0,
                    "food_phase5_people": 1.0,
                },
                food | {"area_level": 1, "area_code": "AF01", "food_insecure_people": 500.0},
            ]
        ),
        "conflict": [{"country_code": "AFG", "conflict_deaths": n, **year} for n in (5.0, 6.0)],
        "displacement": [
            {"country_code": "AFG", "plan_year": 2025, "disaster_displacements": 10.0, "hazard_type": "Flood"},
            {"country_code": "AFG", "plan_year": 2025, "disaster_displacements": 5.0, "hazard_type": "Storm"},
            {"country_code": "AFG", "plan_year": 2025, "conflict_idps": 100.0},
        ],
        "countries": [{"country_code": "AFG", "country_name": "Afghanistan"}],
        "areas": [
            {"area_code": "AF01", "area_name": "Old name", "valid_date": date(2020, 1, 1), "country_code": "AFG"},
            {"area_code": "AF01", "area_name": "Kabul", "valid_date": date(2024, 1, 1), "country_code": "AFG"},
        ],
        "population": [{"country_code": "AFG", "plan_year": 2025, "population_people": 4e7}],
    }


def reporting() -> dict[str, list[dict]]:
    """Stock reports of a clinic, due 10 days after the month and late for 5 more; results of an office from July on."""
    clinic = {
        "unit_code": "clinic",
        "unit_label": "Clinic",
        "report_kind": "stock_balances",
        "country_code": "TCD",
        "office_code": "N'Djamena",
        "first_month_date": month(1),
        "last_month_date": month(6),
        "due_days": 10,
        "late_days": 5,
    }
    office = {
        "unit_code": "N'Djamena",
        "unit_label": "Office",
        "report_kind": "indicator_results",
        "country_code": "TCD",
        "first_month_date": month(7),
        "due_days": 35,
        "late_days": 0,
    }
    arrivals = {1: date(2026, 2, 10), 2: date(2026, 3, 11), 3: date(2026, 4, 15), 4: date(2026, 5, 16), 6: None}
    stock = [
        balance("clinic", i, n, reported_date=day) | {"country_code": "TCD"}
        for n, day in arrivals.items()
        for i in ("x", "y")
    ]
    stock.append(balance("clinic", "z", 1, reported_date=date(2026, 2, 28)) | {"country_code": "TCD"})
    project = {"project_code": "td", "office_code": "N'Djamena", "country_code": "TCD"}
    told = result("td", 8, 1.0, reported_date=date(2026, 9, 5), country_code="TCD", source_row=900)
    early = result("td", 10, 1.0, reported_date=date(2026, 10, 30), country_code="TCD", source_row=901)
    return {
        "expected_reports": [clinic, office],
        "stock_balances": stock,
        "projects": [project],
        "indicator_results": [told, early],
    }


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
