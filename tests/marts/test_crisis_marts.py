"""Marts of money, needs, risk and reference against values known beforehand."""

from datetime import date, datetime


def test_funding_gap_with_carry_over_apart(marts):
    found = {(row["plan_code"], row["country_code"]): row for row in marts("select * from mart_funding")}
    assert set(found) == {("HAFG", "AFG"), ("HSDN", "SDN"), ("RREG", "SDN"), ("RREG", "TCD"), (None, "SDN")}
    plan = found["HAFG", "AFG"]
    assert [plan[n] for n in ("funding_usd", "carry_over_usd", "available_usd", "funding_gap_usd")] == [
        300,
        850,
        1150,
        -150,
    ]
    unknown = found["RREG", "SDN"]
    assert [unknown[n] for n in ("requirement_usd", "available_usd", "funded_requirement_usd", "funding_gap_usd")] == [
        50,
        None,
        None,
        None,
    ]
    outside = found[None, "SDN"]
    assert [outside[n] for n in ("unplanned_funding_usd", "funding_usd", "is_plan", "month_date")] == [
        11,
        None,
        0,
        date(2026, 1, 1),
    ]
    assert len(marts("select * from mart_plan_funding")) == 3


def test_children_in_need_as_published_by_age(marts):
    totals = {
        row["country_code"]: row["children_in_need"] for row in marts("select * from mart_needs where is_total = 1")
    }
    assert totals == {"AFG": 55, "MLI": 58, "NGA": 60, "SDN": None, "TCD": 10}
    ages = marts("select * from mart_needs where country_code in ('AFG', 'TCD') and is_total = 0")
    found = {(row["country_code"], row["age_group"]): row["children_in_need"] for row in ages}
    assert found == {
        ("AFG", "0-17"): 55,
        ("AFG", "18+"): None,
        ("AFG", "all"): None,
        ("TCD", "0-17"): 10,
        ("TCD", "0-4"): 4,
        ("TCD", "5+"): None,
    }


def test_events_lie_in_their_month_and_may_concern_all_countries(marts):
    found = marts("select * from mart_event order by country_code")
    assert [(row["country_code"], row["month_date"]) for row in found] == [
        ("AFG", date(2026, 1, 1)),
        (None, date(2026, 1, 1)),
    ]
    assert {row["event_date"] for row in found} == {date(2026, 1, 17)}


def test_risk_rows_stand_beside_each_other(marts):
    found = {
        row["methodology_version"]: row for row in marts("select * from mart_country_risk where country_code = 'AFG'")
    }
    assert set(found) == {"2026", "3.1", None}
    assert (
        found["2026"]["inform_risk_score"],
        found["2026"]["vulnerability_score"],
        found["2026"]["food_insecure_people"],
    ) == (7.4, 7.1, None)
    assert (found["3.1"]["food_insecure_people"], found["3.1"]["food_phase4plus_people"]) == (20, 4)
    assert (found[None]["conflict_deaths"], found[None]["inform_risk_score"]) == (11, None)
    assert len(marts("select * from mart_food_security")) == 3
    (moved,) = marts("select * from mart_displacement")
    assert [
        moved[n] for n in ("disaster_displacements", "conflict_idps", "plan_year", "month_date", "refugees_hosted")
    ] == [15, 100, 2025, date(2025, 1, 1), None]


def test_lineage_and_quality(marts):
    found = {row["mart_name"]: row for row in marts("select * from mart_lineage")}
    stock = found["mart_supply_stock"]
    assert stock["row_count"] == marts("select count(*) as n from mart_supply_stock")[0]["n"]
    assert (stock["table_name"], stock["file_name"], stock["rows_in_count"], stock["licence"]) == (
        "t1, t2",
        "a.csv, b.csv",
        17,
        "CC0",
    )
    assert stock["loaded_at"] == datetime(2026, 10, 2, 3, 4)
    assert found["mart_supply_pipeline"]["latest_period_date"] == date(2026, 10, 31)
    (quality,) = marts("select * from mart_data_quality")
    assert (quality["checked_count"], quality["passed_count"], quality["month_date"]) == (15, 13, date(2026, 10, 1))


def test_reference_tables(marts):
    assert [row["area_name"] for row in marts("select * from ref_area")] == ["Kabul"]
    (people,) = marts("select * from ref_population")
    assert [people[n] for n in ("area_code", "sex_code", "age_group")] == ["AFG", "all", "all"]
    assert marts("select country_name from ref_country") == [{"country_name": "Afghanistan"}]
    assert len(marts("select * from ref_item")) == 6
    assert [row["office_code"] for row in marts("select * from ref_site")] == ["office"]
    assert [row["plan_year"] for row in marts("select * from mart_funding_flow")] == [2026]
    assert {row["project_code"] for row in marts("select * from mart_project where country_code is not null")} == {
        "plan",
        "td",
    }
