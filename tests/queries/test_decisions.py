"""What needs a decision, against plain loops over the rows of the marts."""

from collections import Counter, defaultdict
from datetime import date

import pandas as pd
import pytest
import sqlalchemy as sa

from kpis import kpi
from queries.decisions import (
    burn_out_of_band,
    missing_reports,
    overdue_deliveries,
    risk_that_rose,
    stock_outs_to_come,
)
from queries.filters import Filters
from queries.reader import EVERYTHING, Reader
from queries.warehouse import open_warehouse

QUERIES = (stock_outs_to_come, overdue_deliveries, burn_out_of_band, risk_that_rose, missing_reports)
FILTERS = [Filters(), Filters(countries=("AFG", "SSD", "SDN")), Filters(since=date(2026, 3, 1), until=date(2026, 8, 1))]


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def rows(warehouse, mart: str, filters: Filters) -> list[dict]:
    """Rows of a mart inside countries and months, by a loop."""
    table = warehouse.frame(sa.select(warehouse.mart(mart))).astype(object)
    found = []
    for row in table.where(table.notna(), None).to_dict("records"):
        month = row["month_date"]
        if filters.countries and row["country_code"] not in filters.countries:
            continue
        if (filters.since and (month is None or month < filters.since)) or (
            filters.until and (month is None or month > filters.until)
        ):
            continue
        found.append(row)
    return found


@pytest.mark.parametrize("filters", FILTERS)
def test_stock_outs_to_come(warehouse, filters):
    first: dict[tuple, tuple] = {}
    for row in rows(warehouse, "mart_supply_pipeline", filters.replace(since=None, until=None)):
        if row["is_projected_stockout"] == 1:
            key = (row["source_name"], row["country_code"], row["item_code"], row["item_name"])
            first[key] = min(first.get(key, (10**6, None)), (row["months_ahead"], row["month_date"]))
    ahead = {key: month for key, (months, month) in first.items() if 1 <= months <= 6}
    counts, soonest = Counter(key[1] for key in ahead), {}
    for key, month in ahead.items():
        soonest[key[1]] = min(soonest.get(key[1], (date.max, "")), (month, key[3]))
    found = stock_outs_to_come(warehouse, filters)
    assert counts and dict(zip(found["country_code"], found["item_count"], strict=True)) == counts
    assert {row.country_code: (row.month_date, row.item_name) for row in found.itertuples()} == soonest
    assert found["month_date"].is_monotonic_increasing


@pytest.mark.parametrize("filters", FILTERS)
def test_overdue_deliveries(warehouse, filters):
    naive: dict[str, dict] = defaultdict(lambda: {"overdue": 0, "late": 0, "due": 0, "usd": 0.0, "oldest": date.max})
    for row in rows(warehouse, "mart_delivery_line", filters):
        if row["is_on_time"] is None or row["country_code"] is None:
            continue
        one = naive[row["country_code"]]
        one["due"] += 1
        if row["is_overdue"] == 1:
            one["overdue"] += 1
            one["usd"] += row["ordered_usd"] or 0  # zero because a line without a value adds nothing to the sum
            one["oldest"] = min(one["oldest"], row["agreed_date"])
        elif row["is_on_time"] == 0:
            one["late"] += 1
    naive = {code: one for code, one in naive.items() if one["overdue"]}
    found = overdue_deliveries(warehouse, filters)
    assert naive and set(found["country_code"]) == set(naive)
    for row in found.itertuples():
        one = naive[row.country_code]
        assert (row.overdue_count, row.late_count, row.due_count) == (one["overdue"], one["late"], one["due"])
        assert row.overdue_usd == pytest.approx(one["usd"]) and row.oldest_date == one["oldest"]
    assert found["overdue_count"].is_monotonic_decreasing


@pytest.mark.parametrize("filters", FILTERS)
def test_burn_out_of_band(warehouse, filters):
    counted = [
        row
        for row in rows(warehouse, "mart_project_budget", filters)
        if row["used_to_date_usd"] is not None and row["elapsed_budget_usd"] is not None
    ]
    newest = max(row["month_date"] for row in counted)
    used, even = Counter(), Counter()
    for row in counted:
        if row["month_date"] == newest:
            used[row["country_code"]] += row["used_to_date_usd"]
            even[row["country_code"]] += row["elapsed_budget_usd"]
    low, high = kpi("burn_pace").inside
    naive = {code: used[code] / even[code] * 100 for code in used if even[code]}
    naive = {code: value for code, value in naive.items() if not low <= value <= high}
    found = burn_out_of_band(warehouse, filters)
    assert dict(zip(found["country_code"], found["value"], strict=True)) == pytest.approx(naive)
    assert (found["value"] - 100).abs().is_monotonic_decreasing


@pytest.mark.parametrize("filters", FILTERS)
def test_risk_that_rose(warehouse, filters):
    naive = {}
    for name, column in (("inform_risk", "inform_risk_score"), ("inform_severity", "inform_severity_score")):
        scores = defaultdict(dict)
        for row in rows(warehouse, "mart_country_risk", filters.replace(since=None)):
            if row[column] is not None and row["month_date"] is not None:
                scores[row["country_code"]][row["month_date"]] = row[column]
        for code, by_month in scores.items():
            newest = sorted(by_month)[-2:]
            if len(newest) == 2 and by_month[newest[1]] > by_month[newest[0]]:
                naive[code, name] = (by_month[newest[0]], by_month[newest[1]], newest[1])
    found = risk_that_rose(warehouse, filters)
    assert (
        naive
        and {
            (row.country_code, row.kpi_name): (row.before_score, row.now_score, row.month_date.date())
            for row in found.itertuples()
        }
        == naive
    )
    assert (found["now_score"] - found["before_score"]).is_monotonic_decreasing


@pytest.mark.parametrize("filters", FILTERS)
def test_missing_reports(warehouse, filters):
    due = [row for row in rows(warehouse, "mart_reporting", filters) if row["expected_count"] == 1]
    newest: dict[str, date] = {}
    for row in due:
        newest[row["report_kind"]] = max(newest.get(row["report_kind"], date.min), row["month_date"])
    naive: dict[str, list] = defaultdict(lambda: [0, 0, set()])
    for row in due:
        if row["month_date"] == newest[row["report_kind"]]:
            one = naive[row["country_code"]]
            one[0] += row["silent_count"]
            one[1] += 1
            one[2] |= {row["unit_code"]} if row["silent_count"] else set()
    found = missing_reports(warehouse, filters)
    assert {
        row.country_code: (row.silent_count, row.expected_count, row.silent_unit_count) for row in found.itertuples()
    } == {code: (silent, expected, len(units)) for code, (silent, expected, units) in naive.items() if silent}
    assert found["silent_count"].is_monotonic_decreasing


def test_without_the_domain_or_rows_there_is_nothing_to_decide(demo_home):
    nobody = open_warehouse(Reader("nobody", domains=frozenset()))
    for query in QUERIES[:-1]:
        assert query(nobody, Filters()).empty
    for query in QUERIES:
        frame = query(open_warehouse(EVERYTHING), Filters(countries=("CHE",)))
        assert isinstance(frame, pd.DataFrame) and frame.empty
