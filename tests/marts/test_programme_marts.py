"""Marts of deliveries, projects, budgets and reporting against values known beforehand."""

from datetime import date, timedelta

import pytest

from tests.marts.cases_random import random_reports
from tests.marts.given_rows import DATA_DATE


def lines(marts, *columns: str) -> dict[str, tuple]:
    found = marts("select * from mart_delivery_line where country_code = 'YEM'")
    return {row["delivery_line_id"]: tuple(row[column] for column in columns) for row in found}


def test_on_time_and_in_full(marts):
    assert lines(marts, "is_due", "is_on_time", "is_in_full", "is_otif", "is_overdue") == {
        "on the day": (1, 1, 1, 1, 0),
        "day after": (1, 0, 1, 0, 0),
        "short": (1, 1, 0, 0, 0),
        "overdue": (1, 0, 0, 0, 1),
        "not due": (0, None, None, None, 0),
        "no quantity": (1, 1, None, None, 0),
        "undated": (None, None, None, None, None),
        "gone": (0, None, None, None, 0),
    }


def test_stages_and_their_days(marts):
    stages = {code: stage for code, (stage,) in lines(marts, "stage_code").items()}
    assert (stages["short"], stages["overdue"], stages["gone"], stages["not due"]) == (
        "handed_over",
        "ready",
        "cancelled",
        "ordered",
    )
    days = lines(
        marts,
        "lead_time_days",
        "ready_days",
        "port_days",
        "customs_days",
        "inland_days",
        "hand_over_days",
        "delay_days",
    )
    assert days["short"] == (101, 31, 30, 19, 21, 22, 0)
    assert days["day after"] == (102, None, None, None, None, None, 1)
    assert lines(marts, "received_children", "month_date", "item_name")["on the day"] == (1000, date(2026, 6, 1), "Kit")


def test_each_measure_falls_in_the_month_of_its_event(marts):
    found = {row["month_date"]: row for row in marts("select * from mart_aid_delivery where country_code = 'YEM'")}
    march, june, july, undated = (found[m] for m in (date(2026, 3, 1), date(2026, 6, 1), date(2026, 7, 1), None))
    assert (march["line_count"], march["ordered_qty"], march["due_line_count"], march["otif_line_count"]) == (
        6,
        500,
        0,
        None,
    )
    counts = (
        "due_line_count",
        "on_time_line_count",
        "in_full_line_count",
        "otif_line_count",
        "overdue_line_count",
        "received_line_count",
    )
    assert [june[name] for name in counts] == [5, 3, 2, 1, 1, 4]
    measures = (
        "short_qty",
        "surplus_qty",
        "completeness_received_qty",
        "completeness_dispatched_qty",
        "fill_received_qty",
        "fill_ordered_qty",
    )
    assert [june[name] for name in measures] == [10, 9, 299, 300, 299, 300]
    assert (june["wasted_qty"], june["wastage_received_qty"], june["received_children"]) == (5, 100, 3090)
    assert (july["handed_over_qty"], undated["received_qty"], undated["line_count"]) == (95, 7, 1)
    assert june["line_count"] == 0


def progress(marts, project: str) -> list[dict]:
    return marts(
        f"select * from mart_project_progress where project_code = '{project}' order by indicator_code, month_date"
    )


def test_totals_over_sex_age_and_disability(marts):
    (parts,) = progress(marts, "parts")
    assert (parts["people_reached"], parts["children_reached"], parts["children_disability_reached"]) == (65, 65, 12)
    (whole,) = progress(marts, "whole")
    assert (whole["children_reached"], whole["girls_reached"], whole["boys_reached"]) == (100, 60, 41)
    assert (whole["added_children_by_sex_reached"], whole["children_targeted"]) == (101, 400)
    (wide,) = progress(marts, "wide")
    assert (wide["children_reached"], wide["girls_reached"], wide["boys_reached"]) == (111, 6, 6)


def test_running_totals_and_sums(marts):
    running = progress(marts, "running")
    assert [row["result_to_date_value"] for row in running] == [30, None, 80, 70]
    assert [row["added_people_reached"] for row in running] == [30, None, 50, -10]
    sums = progress(marts, "sums")
    assert [row["result_to_date_value"] for row in sums] == [10, None, 35, 105]
    assert [row["added_people_reached"] for row in sums] == [10, None, 25, 70]
    assert (sums[3]["achieved_result_value"], sums[3]["achieved_target_value"], sums[1]["achieved_target_value"]) == (
        105,
        100,
        None,
    )
    assert [row["indicator_status_code"] for row in sums] == [None, "not_reported", None, "met"]


def test_several_reports_in_a_month(marts):
    assert {row["indicator_code"]: row["result_value"] for row in progress(marts, "weekly")} == {
        "sum": 55,
        "last": 20,
        "max": 25,
    }
    assert [row["result_value"] for row in progress(marts, "rates")] == [None]


def test_status_of_indicators(marts):
    found = {row["indicator_code"]: row for row in progress(marts, "plan")}
    assert {code: row["indicator_status_code"] for code, row in found.items()} == {
        "behind by 15": "on_track",
        "edge": "on_track",
        "on the edge": "constrained",
        "stands still": "no_progress",
        "mortality": "on_track",
        "mortality met": "met",
        "silent": "not_reported",
        "no target": None,
    }
    assert (found["mortality"]["progress_gain_value"], found["mortality"]["progress_planned_value"]) == (10, 20)
    counts = ("reported_indicator_count", "met_indicator_count", "on_track_indicator_count")
    assert [found["silent"][name] for name in counts] == [0, None, None]
    assert [found["on the edge"][name] for name in counts] == [1, 0, 0]
    assert found["no target"]["achieved_target_value"] is None


def test_budget_to_date_and_pace(marts):
    found = {
        (r["month_date"].month, r["currency_code"]): r
        for r in marts("select * from mart_project_budget where project_code = 'plan'")
    }
    january, march, april, may = (found[n, "USD"] for n in (1, 3, 4, 5))
    assert (january["used_to_date_usd"], january["budget_usd"], january["elapsed_days"], january["total_days"]) == (
        150,
        1000,
        31,
        365,
    )
    assert january["elapsed_budget_usd"] == pytest.approx(1000 * 31 / 365)
    assert (march["expenditure_to_date_usd"], march["commitment_to_date_usd"], march["used_to_date_usd"]) == (
        300,
        30,
        330,
    )
    assert (found[3, "SDG"]["budget_usd"], found[3, "SDG"]["used_to_date_usd"], found[3, "SDG"]["original_amount"]) == (
        None,
        None,
        9,
    )
    assert (april["budget_usd"], may["budget_usd"], may["used_to_date_usd"], may["allotment_to_date_usd"]) == (
        1500,
        1500,
        330,
        5,
    )
    assert (january["allotment_to_date_usd"], may["country_code"]) == (None, "SDN")


def test_reports_on_the_boundary_days(marts):
    found = marts("select * from mart_reporting where unit_code = 'clinic' order by month_date")
    assert [row["reporting_status_code"] for row in found] == [
        "on_time",
        "late",
        "late",
        "unscheduled",
        "not_reported",
        None,
    ]
    assert [row["late_by_days"] for row in found] == [0, 1, 5, 6, None, None]
    names = ("expected_count", "reported_count", "on_time_count", "late_count", "unscheduled_count", "silent_count")
    assert [sum(row[name] for row in found) for name in names] == [6, 5, 1, 2, 1, 1]


def test_a_report_counts_once_it_is_due(marts):
    found = marts("select * from mart_reporting where report_kind = 'indicator_results' order by month_date")
    assert [row["expected_count"] for row in found] == [1, 1, 0, 0]
    assert [row["reporting_status_code"] for row in found] == ["not_reported", "on_time", None, "on_time"]
    assert [row["on_time_count"] for row in found] == [0, 1, 0, 0]
    assert found[2]["due_date"] == date(2026, 11, 4)


def naive_status(arrived: date | None, end: date, due: int, late: int) -> str | None:
    if arrived is None:
        return "not_reported" if end + timedelta(days=due) < DATA_DATE else None
    days = (arrived - end).days
    return "on_time" if days <= due else "late" if days <= due + late else "unscheduled"


def test_reporting_agrees_with_a_naive_loop(marts):
    given = random_reports()
    arrivals = {(row["project_code"], row["month_date"]): row["reported_date"] for row in given["project_budgets"]}
    rhythm = {row["unit_code"]: (row["due_days"], row["late_days"]) for row in given["expected_reports"]}
    found = marts("select * from mart_reporting where report_kind = 'budgets'")
    assert len(found) == 200
    for row in found:
        end = (row["month_date"] + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        arrived = arrivals.get((f"of {row['unit_code']}", row["month_date"]))
        expected = naive_status(arrived, end, *rhythm[row["unit_code"]])
        assert row["reporting_status_code"] == expected
        if row["expected_count"]:
            assert row["reported_count"] == (arrived is not None)
            assert row[{"not_reported": "silent_count"}.get(expected, f"{expected}_count")] == 1
    assert len({row["reporting_status_code"] for row in found}) >= 4


def reached(marts, project: str, indicator: str = "i") -> dict:
    """(month, breakdown, class) -> people reached and added."""
    rows = marts(
        f"select * from mart_reach_by_class where project_code = '{project}' and indicator_code = '{indicator}'"
    )
    found = {}
    for row in rows:
        key = (row["month_date"].month, row["breakdown_code"], row["class_code"])
        found[key] = (row["people_reached"], row["added_people_reached"])
    return found


def test_classes_of_reach_take_one_level_and_no_total(marts):
    assert reached(marts, "parts") == {
        (1, "sex", "f"): (999, 999),
        (1, "sex", "m"): (35, 35),
        (1, "age", "0-4"): (999, 999),
        (1, "disability", "with"): (12, 12),
    }
    assert reached(marts, "whole") == {(1, "sex", "f"): (60, 60), (1, "sex", "m"): (41, 41)}
    assert reached(marts, "wide") == {(1, "sex", "f"): (6, 6), (1, "sex", "m"): (6, 6)}


def test_classes_of_running_totals_add_their_change(marts):
    assert reached(marts, "classes") == {
        (1, "age", "0-4"): (10, 10),
        (2, "age", "0-4"): (25, 15),
        (4, "age", "0-4"): (20, -5),
        (2, "age", "5-17"): (7, 7),
    }
    assert reached(marts, "classes", "women only")[1, "disability", "with"] == (3, 3)
    assert set(reached(marts, "classes", "women only")) == {(1, "disability", "with")}


def test_milestones_by_their_day(marts):
    rows = marts("select * from mart_milestone where project_code in ('plan', 'nobody''s')")
    names = ("milestone_status_code", "delay_of_milestone_days", "due_milestone_count", "reached_milestone_count")
    found = {row["milestone_name"]: tuple(row[name] for name in (*names, "on_time_milestone_count")) for row in rows}
    assert found == {
        "on the day": ("reached_on_time", 0, 1, 1, 1),
        "early": ("reached_on_time", 0, 1, 1, 1),
        "day after": ("reached_late", 1, 1, 1, 0),
        "undated": ("reached_undated", None, 1, 1, None),
        "yesterday": ("overdue", 1, 1, 0, 0),
        "today": ("ahead", None, 0, None, None),
        "never": ("cancelled", None, 0, None, None),
        "unknown": ("overdue", 31, 1, 0, 0),
    }
    assert all(row["milestone_count"] == 1 for row in rows)
    places = {row["milestone_name"]: (row["country_code"], row["office_code"], row["month_date"]) for row in rows}
    assert places["undated"] == ("SDN", "office", date(2026, 5, 1))
    assert places["unknown"] == (None, None, date(2026, 9, 1))
