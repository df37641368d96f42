"""Phases by country and by area, needs by area, reliability and stock cover, against plain loops over random rows."""

import random
from datetime import date
from statistics import median

import pytest

from components.risk_change import methods_note
from kpis import kpi
from queries import boundaries
from queries.filters import Filters
from queries.kpi_values import kpi_by, kpi_by_country, kpi_value
from queries.reader import EVERYTHING, Reader
from queries.risk import methods, months_with_data, reliability, risk_beside_supply
from queries.risk_areas import KINDS, area_figures, area_names, countries_with_areas, phases_by_area
from queries.risk_food import PEOPLE, PHASES, food_months, people_by_phase
from queries.warehouse import open_warehouse
from tests.queries.small_build import write_build

BUILD = "20260101-000000-abcdef"
MONTHS = [date(year, month, 1) for year in (2023, 2024, 2025) for month in (1, 6)]
CODES = ("AFG", "TCD", "MLI")


def people(chance) -> dict:
    known = {name: chance.choice((None, 0, chance.randrange(10**6))) for name in PHASES}
    given = [one for one in known.values() if one is not None]
    worse = [known[name] for name in PHASES[2:]]
    return known | {
        "food_analysed_people": chance.choice((None, sum(given) + chance.randrange(1000))),
        "food_insecure_people": None if None in worse else sum(worse),
    }


def analyses(chance) -> list[dict]:
    """One row per country, kind and month, some of them left out; some with a score beside."""
    rows = []
    for code in CODES:
        for kind in ("current", "first_projection", None):
            for month in MONTHS:
                if chance.random() < 0.4:
                    continue
                score = {
                    "inform_risk_score": chance.choice((None, 4.0)),
                    "reliability_score": chance.choice((None, 6.5)),
                }
                row = {"source_name": "s", "country_code": code, "month_date": month, "analysis_kind": kind}
                rows.append(row | (people(chance) if kind else score))
    return rows


def areas(chance) -> list[dict]:
    """Areas of the second level of two countries in two months, and an older first level of one."""
    rows = []
    for code in CODES[:2]:
        for number in range(6):
            for month in MONTHS[-2:]:
                area = {"area_code": f"{code}{number // 2}{number}", "area_name": f"Small {number}", "area_level": 2}
                row = {"source_name": "s", "country_code": code, "analysis_kind": "current", "month_date": month}
                rows.append(row | area | people(chance))
    return rows


def reference(code: str) -> list[dict]:
    """Two first-level areas with two second-level areas each; the third pair has no parent."""
    first = [
        {"area_code": f"{code}-{at}", "area_name": f"Large {at}", "area_level": 1, "parent_code": code} for at in (0, 1)
    ]
    second = [
        {
            "area_code": f"{code}{at // 2}{at}",
            "area_name": f"S {at}",
            "area_level": 2,
            "parent_code": f"{code}-{at // 2}",
        }
        for at in range(4)
    ]
    return [{"source_name": "s", "country_code": code, **one} for one in first + second]


@pytest.fixture(params=range(6))
def small(home, request):
    chance = random.Random(request.param)
    marts = {"mart_country_risk": analyses(chance), "mart_food_security": areas(chance), "ref_area": reference("AFG")}
    write_build(home, BUILD, marts)
    return marts, open_warehouse(EVERYTHING)


def same(found, wanted) -> bool:
    return (wanted is None and found != found) or found == wanted


def test_each_country_has_its_newest_analysis_of_the_year(small):
    marts, warehouse = small
    rows = marts["mart_country_risk"]
    for kind in ("current", "first_projection", "second_projection"):
        held = sorted({row["month_date"] for row in rows if row["analysis_kind"] == kind}, reverse=True)
        assert food_months(warehouse, Filters(), kind) == tuple(held)
        for month in MONTHS:
            wanted = {}
            for row in rows:
                months_ago = (month.year - row["month_date"].year) * 12 + month.month - row["month_date"].month
                if row["analysis_kind"] == kind and 0 <= months_ago < 12:
                    code = row["country_code"]
                    if code not in wanted or wanted[code]["month_date"] < row["month_date"]:
                        wanted[code] = row
            found = people_by_phase(warehouse, Filters(), kind, month)
            assert found["country_code"].tolist() == sorted(wanted)
            for one in found.to_dict("records"):
                assert all(same(one[name], wanted[one["country_code"]][name]) for name in PEOPLE)


def test_filters_and_scope_limit_the_phases(small):
    _marts, warehouse = small
    only = people_by_phase(warehouse, Filters(countries=("TCD",)), "current", MONTHS[-1])
    assert set(only["country_code"]) <= {"TCD"}
    reader = open_warehouse(Reader("a", frozenset({"MLI"}), frozenset({"risk"}), "totals"))
    assert set(people_by_phase(reader, Filters(), "current", MONTHS[-1])["country_code"]) <= {"MLI"}
    assert phases_by_area(reader, Filters(countries=("AFG",)), "current").empty
    assert countries_with_areas(reader, "food") == ()


def test_smaller_areas_are_added_up_to_the_first_level_where_it_is_known(small):
    marts, warehouse = small
    for code, parents in (("AFG", {0: "AFG-0", 1: "AFG-0", 2: "AFG-1", 3: "AFG-1"}), ("TCD", {})):
        wanted = {}
        for row in marts["mart_food_security"]:
            if row["country_code"] != code or row["month_date"] != MONTHS[-1]:
                continue
            if all(row[name] is None for name in PHASES):
                continue
            key = parents.get(int(row["area_code"][-1]), row["area_code"])
            wanted.setdefault(key, []).append(row)
        found = phases_by_area(warehouse, Filters(countries=(code,)), "current")
        assert sorted(found["area_code"]) == sorted(wanted)
        for one in found.to_dict("records"):
            rows = wanted[one["area_code"]]
            assert one["area_count"] == len(rows)
            assert one["area_name"].startswith("Large" if one["area_code"] in parents.values() else "Small")
            for name in PEOPLE:
                parts = [row[name] for row in rows]
                assert same(one[name], None if None in parts else sum(parts)), (one["area_code"], name)
    assert phases_by_area(warehouse, Filters(countries=("MLI",)), "current").empty
    assert countries_with_areas(warehouse, "food") == ("AFG", "TCD")


def test_reliability_is_that_of_the_rows_behind_the_score(small):
    marts, warehouse = small
    measure = kpi("inform_risk")
    for month in MONTHS:
        wanted = {}
        for code in CODES:
            rows = [
                row
                for row in marts["mart_country_risk"]
                if row["country_code"] == code and row.get("inform_risk_score") and row["month_date"] <= month
            ]
            newest = max((row["month_date"] for row in rows), default=None)
            scores = [row["reliability_score"] for row in rows if row["month_date"] == newest]
            if any(scores):
                wanted[code] = max(score for score in scores if score)
        assert reliability(warehouse, measure, Filters(), month) == wanted
    assert reliability(warehouse, kpi("people_in_need"), Filters(), MONTHS[-1]) == {}


def test_different_methods_at_two_dates_are_said(home):
    rows = [
        {"source_name": "s", "country_code": code, "month_date": month, "methodology_version": method, **score}
        for code, month, method, score in (
            ("AFG", MONTHS[0], "old", {"inform_risk_score": 4.0}),
            ("TCD", MONTHS[0], "old", {"inform_risk_score": 5.0}),
            ("TCD", MONTHS[1], "new", {"inform_risk_score": 5.0}),
            ("MLI", MONTHS[1], "other", {"inform_severity_score": 5.0}),
            ("MLI", MONTHS[2], None, {"inform_risk_score": 5.0}),
        )
    ]
    write_build(home, BUILD, {"mart_country_risk": rows})
    warehouse, measure = open_warehouse(EVERYTHING), kpi("inform_risk")
    then, now, silent = (methods(warehouse, measure, Filters(), month) for month in MONTHS[:3])
    assert (then, now, silent) == (("old",), ("new",), ())
    assert "old; new" in methods_note(then, now)
    assert methods_note(then, then) == methods_note(then, silent) == ""


def test_needs_of_an_area_are_its_largest_figure_for_everybody(home):
    chance, rows = random.Random(3), []
    for area in ("AF01", "AF02", "AF03"):
        for sector in (None, "HEA", "NUT"):
            for group, year in (("all", 2025), ("IDP", 2025), ("all", 2024)):
                row = {"source_name": "s", "country_code": "AFG", "area_code": area, "area_level": 1, "plan_year": year}
                row |= {"sector_code": sector, "population_group": group, "month_date": date(year, 1, 1)}
                row |= dict.fromkeys(("sex_code", "age_group", "disability_code"), "all")
                rows.append(row | {"people_in_need": chance.choice((None, chance.randrange(10**6)))})
    write_build(home, BUILD, {"mart_needs": rows, "ref_area": reference("AFG")})
    found = area_figures(open_warehouse(EVERYTHING), "need", Filters(countries=("AFG",)))
    wanted = {}
    for row in rows:
        if row["population_group"] == "all" and row["plan_year"] == 2025 and row["people_in_need"] is not None:
            wanted[row["area_code"]] = max(wanted.get(row["area_code"], 0), row["people_in_need"])
    assert dict(zip(found["area_code"], found["value"], strict=True)) == wanted
    assert area_names(open_warehouse(EVERYTHING), "AFG")["AFG-1"] == "Large 1"


def test_a_build_without_these_marts_has_no_areas(home):
    write_build(home, BUILD, {}, only_these=True)
    warehouse = open_warehouse(EVERYTHING)
    for kind in KINDS:
        assert countries_with_areas(warehouse, kind) == ()
        if kind != "food":
            assert area_figures(warehouse, kind, Filters(countries=("AFG",))).empty
    assert food_months(warehouse, Filters(), "current") == ()
    assert people_by_phase(warehouse, Filters(), "current", MONTHS[0]).empty
    assert reliability(warehouse, kpi("inform_risk"), Filters(), MONTHS[0]) == {}


def test_people_reached_by_area_add_up_to_those_of_the_country(demo_home):
    warehouse = open_warehouse(EVERYTHING)
    code = countries_with_areas(warehouse, "reached")[0]
    frame = area_figures(warehouse, "reached", Filters(countries=(code,)))
    assert len(frame) > 0 and frame["area_name"].notna().all()
    for row in frame[~frame["is_suppressed"]].itertuples():
        assert row.value <= kpi_value(warehouse, kpi("people_reached"), Filters(countries=(code,))).value


def test_months_of_stock_of_a_country_are_the_median_of_its_items(demo_home):
    warehouse, need, cover = open_warehouse(EVERYTHING), kpi("inform_risk"), kpi("months_of_stock")
    month = months_with_data(warehouse, need, Filters())[0]
    frame = risk_beside_supply(warehouse, need, cover, Filters(), month).dropna()
    assert len(frame) > 5
    wanted = {code: [] for code in frame["country_code"]}
    items = kpi_by(warehouse, cover, Filters(until=month), "item_code")["item_code"]
    for item in items:
        alone = kpi_by_country(warehouse, cover, Filters(until=month, items=(item,)))
        for row in alone.dropna(subset=["value"]).itertuples():
            wanted.get(row.country_code, []).append(row.value)
    for row in frame.itertuples():
        assert row.other_value == pytest.approx(median(wanted[row.country_code]))


def test_outlines_of_areas_have_one_code_each_and_a_point_inside():
    drawn = {code: boundaries.areas_of(code) for code in ("AFG", "SDN", "MOZ", "NGA")}
    assert all(len(found) >= 10 for found in drawn.values())
    assert boundaries.areas_of("CHE") == {} and boundaries.area_file("CHE") is None
    assert boundaries.area_file("../../../etc/passwd") is None
    west, south, east, north = boundaries.extent_of(["SDN"])
    for area in drawn["SDN"].values():
        assert west < area.point[0] < east and south < area.point[1] < north
