"""Appeals by time and country, and single flows: every figure again by a plain loop over rows."""

from collections import defaultdict
from datetime import date

import pytest
import sqlalchemy as sa

from queries.filters import Filters
from queries.funding import AMOUNTS, appeals, funding_by_country, funding_day, pace_of_appeals
from queries.funding_flows import FLOW_COLUMNS, PAGE_ROWS, donors_of_flows, flow_count, flows
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING, Reader
from queries.warehouse import NotAllowed, open_warehouse
from tests.queries.small_build import write_build

BUILD = "20261031-000000-000001"
SOME = [Filters(), Filters(countries=("AFG", "SDN")), Filters(countries=("ZZZ",))]


@pytest.fixture
def demo(demo_home):
    return open_warehouse(EVERYTHING)


def rows_of(warehouse, name: str) -> list[dict]:
    mart = warehouse.mart(name)
    return [dict(zip(mart.c.keys(), row, strict=True)) for row in warehouse.rows(sa.select(mart))]


def flow(number, amount, **more) -> dict:
    row = {"source_name": "given", "load_id": "l", "source_row": number, "flow_id": f"F{number}", "amount_usd": amount}
    row |= {"flow_status": "paid", "donor_name": "A", "plan_code": "P1", "country_code": "AFG"}
    return row | {"month_date": date(2026, 1, 1), "reported_date": date(2026, 1, 20)} | more


FLOWS = [
    flow(2, 100.0), flow(3, 100.0, flow_id="F2"), flow(4, -30.0), flow(5, 50.0, plan_code=None, country_code=None),
    flow(6, 70.0, flow_status="pledge"), flow(7, 10.0, donor_name="B", flow_status="commitment"),
    flow(8, 5.0, donor_name=None, month_date=date(2026, 2, 1), reported_date=date(2026, 2, 2)),
    flow(9, 7.0, flow_id=None, donor_name="C", flow_status="pledge"), flow(10, 7.0, flow_id=None, donor_name="C"),
    *[flow(20 + number, 1.0, donor_name="D") for number in range(PAGE_ROWS)],
]  # fmt: skip
"""A flow told twice under one id, a correction, flows outside plans and without a donor, and two without an id."""


@pytest.fixture
def small(home):
    def plan(code, first, last, **more):
        row = {"source_name": "given", "load_id": "l", "plan_code": code, "plan_name": code, "plan_year": 2026}
        row |= {"country_code": "AFG", "month_date": date(2026, 1, 1), "is_plan": 1, "start_date": first}
        return row | {"end_date": last} | more

    def money(required, received):
        return {
            "requirement_usd": required,
            "funding_usd": received,
            "funded_requirement_usd": required if received is not None else None,
            "funding_gap_usd": required - received if received is not None else None,
        }

    plans = [
        plan("P1", date(2026, 1, 1), date(2026, 12, 31), **money(100.0, 60.0)),
        plan("P2", date(2026, 1, 25), date(2026, 2, 3), **money(300.0, 30.0), country_code=None),
        plan("P3", None, None, **money(50.0, None)),
        plan("P4", date(2026, 6, 1), date(2026, 6, 30), **money(20.0, 0.0)),
    ]
    write_build(home, BUILD, {"mart_funding": plans, "mart_funding_flow": FLOWS})
    return open_warehouse(EVERYTHING)


def expected_flows(rows, wanted=lambda row: True) -> list[dict]:
    """The flows that count, by a plain loop."""
    seen, found = set(), []
    for row in sorted(rows, key=lambda row: row["source_row"]):
        if wanted(row) and (row["flow_id"] is None or row["flow_id"] not in seen):
            seen.add(row["flow_id"])
            found.append(row)
    return found


@pytest.mark.parametrize("filters", SOME)
def test_countries_and_appeals_add_up_to_the_cards(demo, filters):
    for frame in (funding_by_country(demo, filters), appeals(demo, filters)):
        for column in ("requirement_usd", "funding_usd", "carry_over_usd", "funding_gap_usd"):
            card = kpi_value(demo, AMOUNTS[column], filters).value
            assert frame[column].sum(min_count=1) == pytest.approx(card) if card is not None else frame.empty


def test_a_country_has_the_sum_of_its_plans(demo):
    rows = [row for row in rows_of(demo, "mart_funding") if row["is_plan"] == 1]
    newest = max(row["plan_year"] for row in rows)
    sums = defaultdict(float)
    for row in rows:
        if row["plan_year"] == newest:
            sums[row["country_code"]] += row["requirement_usd"]
    frame = funding_by_country(demo, Filters())
    assert dict(zip(frame["country_code"], frame["requirement_usd"], strict=True)) == pytest.approx(dict(sums))
    assert len(frame) > 20


def test_the_pace_weighs_time_by_requirement_and_leaves_out_what_is_not_told(small):
    frame = appeals(small, Filters()).set_index("plan_code")
    day = funding_day(small)
    assert day == date(2026, 2, 2)
    elapsed = {"P1": (31 + 2) / 365 * 100, "P2": 90.0, "P3": (31 + 2) / 365 * 100, "P4": 0.0}
    assert dict(frame["elapsed_pct"]) == pytest.approx(elapsed)
    covered, passed, behind, told = pace_of_appeals(frame.reset_index())
    assert covered == pytest.approx((60 + 30 + 0) / (100 + 300 + 20) * 100)
    assert passed == pytest.approx((100 * elapsed["P1"] + 300 * 90) / 420)
    assert (behind, told) == (1, 3)
    assert covered == pytest.approx(kpi_value(small, AMOUNTS["coverage_pct"], Filters()).value)


def test_without_flows_the_day_of_the_data_counts(demo):
    assert funding_day(demo) == demo.info().data_date
    assert pace_of_appeals(appeals(demo, Filters(countries=("ZZZ",)))) == (None, None, 0, 0)


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (Filters(), lambda row: True),
        (Filters(donors=("A",)), lambda row: row["donor_name"] == "A"),
        (Filters(countries=("AFG",)), lambda row: row["country_code"] == "AFG"),
        (Filters(since=date(2026, 2, 1)), lambda row: row["month_date"] >= date(2026, 2, 1)),
        (Filters(donors=("'; drop table x; --",)), lambda row: False),
    ],
)
def test_flows_count_once_and_stand_on_one_page_each(small, filters, wanted):
    expected = expected_flows(FLOWS, wanted)
    assert flow_count(small, filters) == len(expected)
    pages = -(-len(expected) // PAGE_ROWS)
    for sort, column in (("amount", "amount_usd"), ("day", "reported_date")):
        listed = [row for page in range(1, pages + 1) for row in flows(small, filters, sort, page).to_dict("records")]
        assert sorted(row["source_row"] for row in listed) == [row["source_row"] for row in expected]
        values = [row[column] for row in listed]
        assert values == sorted(values, reverse=True)
    assert flows(small, filters, "amount", pages + 1).empty


def test_donors_are_summed_by_kind_and_missing_is_not_zero(small):
    sums = defaultdict(lambda: [None, None, None, 0])
    for row in expected_flows(FLOWS):
        kind = 2 if row["flow_status"] == "pledge" else 0 if row["plan_code"] else 1
        held = sums[row["donor_name"]]
        held[kind] = row["amount_usd"] if held[kind] is None else held[kind] + row["amount_usd"]
        held[3] += 1
    frame = donors_of_flows(small, Filters())
    found = {
        None if row[0] != row[0] else row[0]: [None if value != value else value for value in row[1:]]
        for row in frame.itertuples(index=False)
    }
    assert found == dict(sums)
    assert found["A"] == [70.0, 50.0, 70.0, 4] and list(frame["donor_name"])[0] == "A"


def test_a_build_without_flows_has_none(home):
    write_build(home, BUILD, {"mart_project": []}, only_these=True)
    bare = open_warehouse(EVERYTHING)
    assert flow_count(bare, Filters()) == 0 and donors_of_flows(bare, Filters()).empty
    assert list(flows(bare, Filters(), "amount", 1).columns) == list(FLOW_COLUMNS)
    assert appeals(bare, Filters()).empty and funding_by_country(bare, Filters()).empty


def test_readers_see_their_own_flows_and_totals_only_where_that_is_all(small):
    own = open_warehouse(Reader("office", countries=frozenset({"SDN"})))
    assert flow_count(own, Filters()) == 0
    totals = open_warehouse(Reader("totals", detail="totals"))
    assert flow_count(totals, Filters()) == len(expected_flows(FLOWS))
    with pytest.raises(NotAllowed):
        flows(totals, Filters(), "amount", 1)
