"""Results, budgets and expected reports with results known beforehand."""

from datetime import date

from tests.marts.given_rows import balance, month, numbered, result


def broken_down() -> list[dict]:
    """Breakdowns with and without a total row, at one level and at several."""
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
    return parts + whole


def classes_over_time() -> list[dict]:
    """A running total by age, with a month that does not tell it apart; women with disabilities and nobody else."""
    told = [(1, "0-4", 10), (2, "0-4", 25), (2, "5-17", 7), (4, "0-4", 20)]
    rows = [result("classes", n, v, age_group=a, time_rollup="last") for n, a, v in told]
    rows += [result("classes", n, v, time_rollup="last") for n, v in ((1, 12), (2, 40), (3, 45), (4, 50))]
    women = {"indicator_code": "women only", "disability_code": "with", "sex_code": "f"}
    return [*rows, result("classes", 1, 3, **women)]


def over_time() -> list[dict]:
    """Running totals, sums, several reports in a month, and rates of two partners."""
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
    rates = [
        result("rates", 1, 50, indicator_unit="percent", time_rollup="last", target_value=80.0, partner_name=p)
        for p in ("A", "B")
    ]
    return running + sums + weekly + rates


def statuses() -> list[dict]:
    """Indicators of a project that has run for 181 of 365 days."""
    falling = {"indicator_direction": "decrease", "target_value": 30.0, "baseline_value": 50.0, "time_rollup": "last"}
    return [
        result(
            "plan", 6, 60, indicator_code="behind by 15", target_value=100.0, baseline_value=0.0, time_rollup="last"
        ),
        result("plan", 6, 34, indicator_code="on the edge", target_value=100.0, baseline_value=0.0, time_rollup="last"),
        result("plan", 6, 34.9, indicator_code="edge", target_value=100.0, baseline_value=0.0, time_rollup="last"),
        result("plan", 6, 5, indicator_code="stands still", target_value=10.0, baseline_value=5.0, time_rollup="last"),
        result("plan", 6, 40, indicator_code="mortality", **falling),
        result("plan", 6, 29, indicator_code="mortality met", **falling),
        result("plan", 6, None, indicator_code="silent", target_value=30.0),
        result("plan", 6, 10, indicator_code="no target", target_value=0.0),
    ]


def money() -> list[dict]:
    """Budgets of a project in two currencies."""

    def spent(number: int, currency: str = "USD", **amounts) -> dict:
        return {"project_code": "plan", "month_date": month(number), "currency_code": currency, **amounts}

    return [
        spent(1, expenditure_usd=100.0, commitment_usd=50.0),
        spent(3, expenditure_usd=200.0, commitment_usd=-20.0),
        spent(3, "SDG", original_amount=9.0),
        spent(4, budget_usd=1500.0, country_code="SDN"),
        spent(5, allotment_usd=5.0),
    ]


def projects() -> dict[str, list[dict]]:
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
    wide = [
        result("wide", 1, v, sex_code=s, source_row=r)
        for v, s, r in ((5, "f", 501), (6, "m", 501), (100, "all", 502), (1, "f", 502))
    ]
    results = numbered(broken_down() + over_time() + statuses() + classes_over_time()) + wide
    feeds = {"indicator_results": results, "projects": plans, "project_budgets": money()}
    return feeds | {"milestones": milestones()}


def milestones() -> list[dict]:
    """One of each class, on the edges of the days; the last of a project that nobody knows."""

    def one(name: str, planned: date, actual: date | None, status: str | None, code: str = "plan") -> dict:
        row = {"project_code": code, "milestone_name": name, "planned_date": planned}
        return row | {"actual_date": actual, "stated_status_code": status}

    return [
        one("on the day", date(2026, 5, 31), date(2026, 5, 31), "reached"),
        one("early", date(2026, 12, 31), date(2026, 10, 1), None),
        one("day after", date(2026, 5, 31), date(2026, 6, 1), "reached"),
        one("undated", date(2026, 5, 31), None, "reached"),
        one("yesterday", date(2026, 10, 30), None, "ongoing"),
        one("today", date(2026, 10, 31), None, "ongoing"),
        one("never", date(2026, 1, 31), None, "cancelled"),
        one("unknown", date(2026, 9, 30), None, None, "nobody's"),
    ]


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
