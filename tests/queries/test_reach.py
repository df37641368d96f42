"""People reached by class and beside needs, and cash by partner: again by plain loops over the rows of the marts."""

from collections import defaultdict
from datetime import date

import pytest

from kpis.projects import CHILDREN_REACHED, OUTSTANDING_CASH, PEOPLE_REACHED, SMALL_COUNT
from queries.filters import Filters
from queries.kpi_values import kpi_by_country, kpi_value
from queries.project_cash import cash_by_partner
from queries.reach import NOT_TOLD, coverage_of, needs_year, reach_and_need, reach_by_class
from queries.reader import EVERYTHING, Reader
from queries.warehouse import open_warehouse
from tests.queries.small_build import write_build
from tests.queries.test_projects import SOME, rows_of

BUILD = "20261031-000000-000001"
UNITS = ("people", "children")


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def expected_classes(classes: list[dict], totals: list[dict]) -> dict:
    """(breakdown, class) -> people, with the rest, by a plain loop."""
    found = defaultdict(float)
    for row in classes:
        if row["indicator_unit"] in UNITS:
            found[row["breakdown_code"], row["class_code"]] += row["added_people_reached"]
    whole = sum(row["added_people_reached"] or 0 for row in totals if row["indicator_unit"] in UNITS)
    for breakdown in {key[0] for key in found}:
        rest = whole - sum(count for key, count in found.items() if key[0] == breakdown)
        if rest > 0:
            found[breakdown, NOT_TOLD] = rest
    return dict(found)


@pytest.mark.parametrize("filters", SOME)
def test_classes_add_up_to_the_totals_of_reports(warehouse, filters):
    marts = [rows_of(warehouse, name, filters) for name in ("mart_reach_by_class", "mart_project_progress")]
    expected = expected_classes(*marts)
    frame = reach_by_class(warehouse, filters)
    keys = list(zip(frame["breakdown_code"], frame["class_code"], strict=True))
    assert set(keys) == set(expected)
    for key, count, is_hidden in zip(keys, frame["added_people"], frame["is_suppressed"], strict=True):
        assert count != count if is_hidden else count == pytest.approx(expected[key]), key
    cut = set(frame["breakdown_code"][frame["is_suppressed"]])
    shares = frame.groupby("breakdown_code")["share_pct"].sum(min_count=1)
    for breakdown, share in shares.items():
        assert share != share if breakdown in cut else share == pytest.approx(100), breakdown


def test_classes_of_the_demonstration_are_those_of_the_rows_received(warehouse):
    """Results of the period: what the classes hold is what was received row by row."""
    reports = rows_of(warehouse, "mart_indicator_report", Filters())
    sums = {
        (row["indicator_code"], row["time_rollup"]) for row in rows_of(warehouse, "mart_project_progress", Filters())
    }
    of_period = {code for code, rollup in sums if rollup == "sum"}
    found, received = defaultdict(float), defaultdict(float)
    for row in rows_of(warehouse, "mart_reach_by_class", Filters()):
        if row["breakdown_code"] == "sex" and row["indicator_code"] in of_period:
            found[row["class_code"]] += row["people_reached"]
    for row in reports:
        if row["indicator_unit"] in UNITS and row["indicator_code"] in of_period and row["sex_code"] != "all":
            received[row["sex_code"]] += row["result_value"] or 0
    assert found and dict(found) == pytest.approx(dict(received))


def test_age_groups_stand_in_order_and_what_is_not_told_last(warehouse):
    frame = reach_by_class(warehouse, Filters())
    assert list(frame[frame["breakdown_code"] == "age"]["class_code"]) == ["0-4", "5-17", "18+", NOT_TOLD]


def classes(**people) -> list[dict]:
    base = {"source_name": "given", "load_id": "l", "project_code": "P", "indicator_code": "i", "country_code": "AFG"}
    base |= {"indicator_unit": "people", "month_date": date(2026, 1, 1), "breakdown_code": "sex"}
    return [base | {"class_code": name, "added_people_reached": float(count)} for name, count in people.items()]


def progress(total: float) -> list[dict]:
    base = {"source_name": "given", "load_id": "l", "project_code": "P", "indicator_code": "i", "country_code": "AFG"}
    base |= {"indicator_unit": "people", "month_date": date(2026, 1, 1)}
    return [base | {"added_people_reached": total}]


@pytest.mark.parametrize(
    ("people", "total", "shown"),
    [
        ({"f": 3, "m": 100}, 103.0, {"f": None, "m": None}),
        ({"f": 60, "m": 100}, 163.0, {"f": None, "m": None, NOT_TOLD: None}),
        ({"f": 60, "m": 40}, 90.0, {"f": 60.0, "m": 40.0}),
        ({"f": 0, "m": 40}, 50.0, {"f": 0.0, "m": 40.0, NOT_TOLD: 10.0}),
    ],
)
def test_small_counts_and_what_gives_them_away_are_hidden(home, people, total, shown):
    write_build(home, BUILD, {"mart_reach_by_class": classes(**people), "mart_project_progress": progress(total)})
    frame = reach_by_class(open_warehouse(EVERYTHING), Filters())
    found = {row.class_code: None if row.added_people != row.added_people else row.added_people
             for row in frame.itertuples()}  # fmt: skip
    assert found == shown
    assert all((value is None) == hidden for value, hidden in zip(found.values(), frame["is_suppressed"], strict=True))
    assert all(value is None or value == 0 or value >= SMALL_COUNT for value in found.values())


@pytest.mark.parametrize("filters", [*SOME, Filters(since=date(2025, 3, 1), until=date(2025, 8, 1))])
def test_needs_are_those_of_the_year_and_shares_only_where_both_are_known(warehouse, filters):
    year, frame = needs_year(warehouse, filters), reach_and_need(warehouse, filters)
    if year is None:
        assert frame.empty and filters.countries == ("ZZZ",)
        return
    assert year == (filters.until.year if filters.until else 2026)
    in_need = defaultdict(float)
    for row in rows_of(warehouse, "mart_needs", Filters(countries=filters.countries)):
        if row["is_total"] == 1 and row["plan_year"] == year and row["people_in_need"] is not None:
            in_need[row["country_code"]] += row["people_in_need"]
    inside = filters.replace(since=filters.since or date(year, 1, 1), until=filters.until or date(year, 12, 1))
    for name, kpi in (("people", PEOPLE_REACHED), ("children", CHILDREN_REACHED)):
        reached = kpi_by_country(warehouse, kpi, inside).set_index("country_code")["value"]
        own = frame.set_index("country_code")[f"{name}_reached"].dropna()
        assert dict(own) == pytest.approx(dict(reached.dropna()))
    for row in frame.itertuples():
        known = in_need.get(row.country_code)
        assert row.people_in_need == pytest.approx(known) if known else row.people_in_need != row.people_in_need
        if row.people_reached == row.people_reached and known:
            assert row.people_share_pct == pytest.approx(row.people_reached / row.people_in_need * 100)
    both = frame[frame["children_reached"].notna() & frame["children_in_need"].notna()]
    expected = (both["children_reached"].sum(), both["children_in_need"].sum()) if len(both) else None
    assert coverage_of(frame, "children") == expected


@pytest.mark.parametrize("filters", SOME)
def test_cash_by_partner_adds_up_to_the_card(warehouse, filters):
    card, frame = kpi_value(warehouse, OUTSTANDING_CASH, filters), cash_by_partner(warehouse, filters)
    if card.value is None:
        assert frame.empty
        return
    partners = {row["project_code"]: row["partner_name"] for row in rows_of(warehouse, "mart_project", Filters())}
    sums = defaultdict(float)
    for row in rows_of(warehouse, "mart_project_budget", filters):
        if row["month_date"] == card.as_of and (row["cash_transfer_outstanding_usd"] or 0) > 0:
            sums[partners[row["project_code"]]] += row["cash_transfer_over_9_months_usd"]
    assert dict(zip(frame["partner_name"], frame["over_9_months_usd"], strict=True)) == pytest.approx(dict(sums))
    assert frame["outstanding_usd"].sum() == pytest.approx(card.value)
    parts = frame[["under_6_months_usd", "from_6_to_9_months_usd", "over_9_months_usd"]].sum(axis=1)
    assert list(parts) == pytest.approx(list(frame["outstanding_usd"]))


def test_a_build_without_the_marts_has_nothing(home):
    write_build(home, BUILD, {"mart_funding": []}, only_these=True)
    bare = open_warehouse(EVERYTHING)
    assert reach_by_class(bare, Filters()).empty and reach_and_need(bare, Filters()).empty
    assert needs_year(bare, Filters()) is None and cash_by_partner(bare, Filters()).empty


def test_readers_see_their_own(demo_home):
    own = open_warehouse(Reader("office", countries=frozenset({"AFG"})))
    assert set(reach_and_need(own, Filters())["country_code"]) == {"AFG"}
    everybody = reach_by_class(open_warehouse(EVERYTHING), Filters())["added_people"].sum()
    assert 0 < reach_by_class(own, Filters())["added_people"].sum() < everybody
