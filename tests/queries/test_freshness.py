"""Who reported, and how old a figure is."""

from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest

import kpis
from queries.cache import forget_everything
from queries.filters import Filters
from queries.freshness import (
    Reporting,
    age_in_days,
    awaited_months,
    build_age,
    freshness_class,
    reporting,
    reporting_by_month,
    silent_units,
    with_provisional,
)
from queries.reader import EVERYTHING, Reader
from queries.stores import close_builds
from queries.warehouse import NotAllowed, Warehouse, open_warehouse
from tests.queries.small_build import write_build

BUILD = "20260101-000000-00000a"


def report(unit, month, status, expected=1, **more):
    counts = {
        f"{name}_count": int(expected and name == status) for name in ("on_time", "late", "unscheduled", "silent")
    }
    reported = int(bool(expected) and status != "silent")
    row = {
        "unit_code": unit,
        "unit_label": f"Unit {unit}",
        "report_kind": "stock_balances",
        "country_code": "AFG",
        "month_date": date(2026, month, 1),
    }
    return (
        row
        | counts
        | {"expected_count": expected, "reported_count": reported, "due_date": date(2026, month, 28)}
        | more
    )


ROWS = [
    report("1", 1, "on_time"),
    report("2", 1, "late"),
    report("1", 2, "silent"),
    report("2", 2, "unscheduled"),
    report("3", 2, "on_time", country_code="SSD"),
    report("1", 3, "on_time", expected=0),
    report("9", 2, "silent", report_kind="budgets"),
]


@pytest.fixture
def warehouse(home):
    forget_everything()
    write_build(home, BUILD, {"mart_reporting": ROWS})
    yield open_warehouse(EVERYTHING)
    close_builds()


def test_the_newest_due_month_counts(warehouse):
    assert reporting(warehouse, "stock_balances", Filters()) == Reporting(date(2026, 2, 1), 3, 2, 1, 0, 1, 1)
    assert reporting(warehouse, "stock_balances", Filters(countries=("AFG",))).expected_count == 2
    assert reporting(warehouse, "stock_balances", Filters(until=date(2026, 1, 1))).late_count == 1
    assert reporting(warehouse, "deliveries", Filters()) == Reporting(None, None, None, None, None, None, None)


def test_filters_on_items_do_not_change_who_should_report(warehouse):
    assert reporting(warehouse, "stock_balances", Filters(items=("S1",))).expected_count == 3


def test_months_in_order(warehouse):
    frame = reporting_by_month(warehouse, "stock_balances", Filters())
    assert frame["month_date"].dt.month.tolist() == [1, 2] and frame["reported_count"].tolist() == [2, 2]


def test_silent_units_are_listed_for_those_who_may_see_rows(warehouse):
    assert silent_units(warehouse, "stock_balances", Filters())["unit_code"].tolist() == ["1"]
    with pytest.raises(NotAllowed):
        silent_units(open_warehouse(Reader("t", detail="totals")), "stock_balances", Filters())


def test_a_month_is_provisional_while_it_runs_and_while_a_report_can_still_come(home):
    forget_everything()
    open_day, past_day, arrived = date(2026, 2, 3), date(2026, 2, 2), date(2026, 1, 20)
    november, december, january = date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)
    rows = [
        report("1", 1, "silent", late_date=past_day, month_date=november),
        report("1", 1, "silent", late_date=open_day, month_date=december),
        report("2", 1, "on_time", late_date=open_day, month_date=december, reported_date=arrived),
        report("1", 1, "on_time", late_date=open_day, month_date=january, reported_date=arrived),
        report("3", 1, "silent", late_date=open_day, month_date=january, country_code="SSD"),
        report("1", 1, "silent", expected=0, late_date=open_day, month_date=january, report_kind="budgets"),
    ]
    write_build(home, BUILD, {"mart_reporting": rows})
    warehouse = open_warehouse(EVERYTHING)
    assert awaited_months(warehouse, "stock_balances", Filters()) == (december, january)
    assert awaited_months(warehouse, "stock_balances", Filters(countries=("AFG",))) == (december,)
    days = ["2025-11-01", "2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01", None]
    dated = pd.DataFrame({"month_date": pd.to_datetime(days)})
    expected = {"stock_balances": [0, 1, 1, 1, 1, 0], "budgets": [0, 0, 1, 1, 1, 0], "": [0, 0, 0, 1, 1, 0]}
    for kind, flags in expected.items():
        marked = with_provisional(warehouse, dated, Filters(), kind)
        assert list(marked["is_provisional"]) == [bool(one) for one in flags], kind
    close_builds()


@pytest.mark.parametrize(("today", "is_open"), [(date(2026, 4, 29), True), (date(2026, 4, 30), False)])
def test_a_month_is_over_on_its_last_day(warehouse, monkeypatch, today, is_open):
    info = replace(warehouse.info(), data_date=today)
    monkeypatch.setattr(Warehouse, "info", lambda self: info)
    april = pd.DataFrame({"month_date": pd.to_datetime(["2026-04-01"])})
    assert list(with_provisional(warehouse, april, Filters())["is_provisional"]) == [is_open]
    empty = with_provisional(warehouse, april.iloc[:0], Filters(), "stock_balances")
    assert empty.empty and "is_provisional" in empty


def test_a_build_without_reporting_knows_of_no_reports(home):
    write_build(home, "20260202-000000-00000b", {"mart_funding": []}, only_these=True)
    warehouse = open_warehouse(EVERYTHING)
    assert reporting(warehouse, "budgets", Filters()).expected_count is None
    assert silent_units(warehouse, "budgets", Filters()).empty
    close_builds()


@pytest.mark.parametrize(
    ("name", "as_of", "today", "days", "code"),
    [
        ("stock_out_rate", date(2026, 1, 1), date(2026, 1, 20), 0, "fresh"),
        ("stock_out_rate", date(2026, 1, 1), date(2026, 2, 28), 28, "fresh"),
        ("stock_out_rate", date(2026, 1, 1), date(2026, 3, 2), 30, "due"),
        ("stock_out_rate", date(2026, 12, 1), date(2027, 3, 1), 60, "delinquent"),
        ("inform_risk", date(2025, 1, 1), date(2026, 6, 1), 152, "fresh"),
        ("food_insecure_people", date(2026, 1, 1), date(2027, 1, 16), 200, "due"),
        ("stock_out_rate", None, date(2026, 3, 2), None, "not_reported"),
    ],
)
def test_age_counts_from_the_end_of_the_period(name, as_of, today, days, code):
    assert age_in_days(kpis.kpi(name), as_of, today) == days
    assert freshness_class(kpis.kpi(name), as_of, today).code == code


@pytest.mark.parametrize(("days", "code"), [(0, "fresh"), (6, "fresh"), (8, "due"), (30, "delinquent"), (-1, "fresh")])
def test_a_build_ages_by_the_rhythm_of_builds(days, code):
    made = datetime(2026, 3, 1, 23, 50)
    found = build_age(made, date.fromordinal(made.date().toordinal() + days))
    assert (found.days, found.look.code) == (max(0, days), code)


def test_the_rhythm_of_builds_is_a_setting(home, monkeypatch):
    monkeypatch.setenv("LAGEBILD_BUILD_RHYTHM_DAYS", "30")
    assert build_age(datetime(2026, 3, 1), date(2026, 3, 25)).look.code == "fresh"
