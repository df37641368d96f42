"""Funding, needs, risk and reference rows with results known beforehand."""

from datetime import date

from tests.marts.given_rows import numbered


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


def need(country: str, people: float, **more) -> dict:
    """A published figure of needs, the total of the country unless told otherwise."""
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


def needs() -> dict[str, list[dict]]:
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
    return {"needs": numbered(rows)}


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
        "food_security": numbered(
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
        "events": [
            {"event_date": date(2026, 1, 17), "country_code": code, "event_title": "Floods", "event_kind": "flood"}
            for code in ("AFG", None)
        ],
        "conflict": [{"country_code": "AFG", "conflict_deaths": n, **year} for n in (5.0, 6.0)],
        "displacement": [
            {"country_code": "AFG", "plan_year": 2025, "disaster_displacements": 10.0, "hazard_type": "Flood"},
            {"country_code": "AFG", "plan_year": 2025, "disaster_displacements": 5.0, "hazard_type": "Storm"},
            {"country_code": "AFG", "plan_year": 2025, "conflict_idps": 100.0},
        ],
    }


def reference() -> dict[str, list[dict]]:
    return {
        "countries": [{"country_code": "AFG", "country_name": "Afghanistan"}],
        "areas": [
            {"area_code": "AF01", "area_name": "Old name", "valid_date": date(2020, 1, 1), "country_code": "AFG"},
            {"area_code": "AF01", "area_name": "Kabul", "valid_date": date(2024, 1, 1), "country_code": "AFG"},
        ],
        "population": [{"country_code": "AFG", "plan_year": 2025, "population_people": 4e7}],
    }
