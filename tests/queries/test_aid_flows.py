"""Flows and aid against need are what a plain loop over the marts gives; what is not known stays missing."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest

from kpis import aid
from queries.aid import deliveries_by
from queries.aid_flows import FLOW_SUMS, flows, need_year, reach_against_need
from queries.boundaries import drawn_codes, points_of
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse
from tests.queries.test_aid import CHOSEN, rows_of, same, total


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


@pytest.mark.parametrize("filters", CHOSEN, ids=str)
def test_flows_are_those_of_a_loop_and_add_up_to_the_cards(warehouse, filters):
    groups = defaultdict(list)
    for row in rows_of(warehouse, "mart_delivery_line", filters):
        arrived = row["received_date"] or row["order_status_code"] in ("received", "handed_over")
        if row["order_status_code"] != "cancelled" and (arrived or (row["received_qty"] or 0) > 0):
            groups[(row["origin_country_code"], row["country_code"])].append((bool(arrived), row))
    frame = flows(warehouse, filters)
    assert len(frame) == len(groups)
    for shown in frame.astype(object).to_dict("records"):
        rows = groups[(shown["origin_country_code"], shown["country_code"])]
        assert shown["received_line_count"] == sum(arrived for arrived, _row in rows)
        for name in FLOW_SUMS[1:]:
            assert same(shown[name], total(row[name] for _arrived, row in rows)), name
    values = list(frame["received_usd"].dropna())
    assert values == sorted(values, reverse=True)
    whole = deliveries_by(warehouse, filters).iloc[0]
    for name in FLOW_SUMS:
        expected = whole[name]
        assert same(frame[name].sum(min_count=1), expected if expected == expected else None), name
    assert same(frame["received_usd"].sum(min_count=1), kpi_value(warehouse, aid.RECEIVED_VALUE, filters).value)


@pytest.mark.parametrize(
    "filters", [*CHOSEN, Filters(until=date(2025, 6, 1)), Filters(until=date(2001, 1, 1))], ids=str
)
def test_aid_against_need_is_that_of_a_loop(warehouse, filters):
    needs = [
        row
        for row in rows_of(warehouse, "mart_needs", Filters(countries=filters.countries, until=filters.until))
        if row["is_total"] == 1 and row["month_date"]
    ]
    years = [row["month_date"].year for row in needs if row["people_in_need"] is not None]
    assert need_year(warehouse, filters) == (max(years) if years else None)
    frame = reach_against_need(warehouse, filters)
    if not years:
        assert frame.empty
        return
    year, found = max(years), defaultdict(dict)
    for row in needs:
        if row["month_date"].year == year:
            found[row["country_code"]] |= {name: row[name] for name in ("children_in_need", "people_in_need")}
            found[row["country_code"]]["people_reached"] = row["coverage_people_reached"]
    supplies = defaultdict(list)
    for row in rows_of(warehouse, "mart_aid_delivery", filters):
        if row["month_date"] and row["month_date"].year == year:
            supplies[row["country_code"]].append(row["received_children"])
    for code, values in supplies.items():
        if total(values) is not None:
            found[code]["received_children"] = total(values)
    assert set(frame["country_code"]) == set(found)
    for shown in frame.astype(object).to_dict("records"):
        row = found[shown["country_code"]]
        children, arrived = row.get("children_in_need"), row.get("received_children")
        people, reached = row.get("people_in_need"), row.get("people_reached")
        assert same(shown["children_in_need"], children) and same(shown["received_children"], arrived)
        assert same(shown["people_in_need"], people) and same(shown["people_reached"], reached)
        is_known = children is not None and arrived is not None
        assert same(shown["unmet_children"], max(0, children - arrived) if is_known else None)
        assert same(shown["supplied_pct"], 100 * arrived / children if is_known and children else None)
        is_known = people is not None and reached is not None
        assert same(shown["unreached_people"], max(0, people - reached) if is_known else None)
    unmet = list(frame["unmet_children"])
    ranked = [value for value in unmet if value == value]
    assert unmet[: len(ranked)] == sorted(ranked, reverse=True)


def test_the_need_of_the_year_stays_when_the_period_begins_inside_it(warehouse):
    whole, late = Filters(), Filters(since=date(2026, 9, 1))
    both = reach_against_need(warehouse, whole).merge(reach_against_need(warehouse, late), on="country_code")
    known = both.dropna(subset=["children_in_need_x"])
    assert (known["children_in_need_x"] == known["children_in_need_y"]).all() and len(known) > 5
    compared = both.dropna(subset=["received_children_x", "received_children_y"])
    assert (compared["received_children_x"] > compared["received_children_y"]).any()


def test_needs_that_are_not_open_to_the_reader_are_no_needs(warehouse):
    closed = open_warehouse(replace(EVERYTHING, domains=frozenset({"aid"})))
    assert need_year(closed, Filters()) is None and reach_against_need(closed, Filters()).empty
    assert len(flows(closed, Filters())) == len(flows(warehouse, Filters()))


def test_time_and_quantity_are_tested_with_the_tolerance_that_is_declared(warehouse):
    tested = {"is_on_time": 0, "is_in_full": 0}
    for row in rows_of(warehouse, "mart_delivery_line", Filters()):
        if row["is_on_time"] is not None and row["received_date"]:
            assert row["is_on_time"] == ((row["received_date"] - row["agreed_date"]).days <= aid.TOLERANCE_DAYS)
            tested["is_on_time"] += 1
        if row["is_in_full"] is not None and row["received_qty"] is not None:
            assert row["is_in_full"] == (100 * row["received_qty"] >= aid.IN_FULL_PCT * row["ordered_qty"])
            tested["is_in_full"] += 1
    assert min(tested.values()) > 100


def test_every_country_has_its_point_on_its_own_land():
    from shapely.geometry import Point, shape

    from queries.boundaries import _features

    points = points_of(sorted(drawn_codes()))
    assert set(points) == drawn_codes()
    outside = [code for code, place in points.items() if not shape(_features()[code]["geometry"]).covers(Point(place))]
    assert outside == []
    assert points_of(["XXX", ""]) == {}


def test_a_build_without_deliveries_has_no_flows(home):
    from data.build import build
    from data.load import load_lock, load_source
    from data.publish import publish
    from tests.conftest import SEEDS

    with load_lock():
        load_source("reference", SEEDS)
        publish(build().build_id)
    bare = open_warehouse(EVERYTHING)
    assert flows(bare, Filters()).empty and reach_against_need(bare, Filters()).empty
