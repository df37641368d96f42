"""Upload templates of crises: appeals, risk, food insecurity, needs, displacement, events."""

from data.contract import Contract, date, integer, month, number, text
from data.contracts.upload.shared import (
    DISABILITIES,
    MONTH_RULES,
    SECTORS,
    SEXES,
    SPAN,
    begun,
    country,
    day,
    first_day,
    in_order,
    note,
    quantity,
    score,
    year,
    year_begun,
)

APPEALS = Contract(
    {
        "plan_code": text(required=True),
        "plan_name": text(required=True),
        "plan_type": note(),
        "year": year(),
        "country": country(required=True),
        "cluster": note(),
        "donor": note(),
        "start_date": day(),
        "end_date": day(),
        "original_requirement_usd": quantity(),
        "requirement_usd": quantity(),
        "funding_usd": quantity(),
        "carry_over_usd": quantity(),
    },
    key=("plan_code", "country_code", "year", "cluster", "donor"),
    rules=(SPAN,),
)
RISK_SCORES = Contract(
    {
        "country": country(required=True),
        "month": month(required=True),
        "inform_risk_score": score(),
        "hazard_exposure_score": score(),
        "vulnerability_score": score(),
        "coping_capacity_score": score(),
        "inform_severity_score": score(),
        "severity_trend": note(allowed=("increasing", "stable", "decreasing")),
        "scale_max": number(minimum=1, maximum=100, optional=True),
        "methodology_version": note(),
        "reliability_score": score(),
    },
    key=("country_code", "month", "methodology_version"),
    rules=MONTH_RULES,
)
PHASES = tuple(f"food_phase{phase}_people" for phase in (1, 2, 3, 4, 5))
FOOD_PHASES = Contract(
    {
        "country": country(required=True),
        "area_code": note(),
        "area_name": note(),
        "area_level": integer(required=True, minimum=0, maximum=3),
        "analysis_kind": text(required=True, allowed=("current", "first_projection", "second_projection")),
        "month": month(required=True),
        "period_end": day(),
        "food_analysed_people": quantity(expected=True),
        **{name: quantity() for name in PHASES},
        "methodology_version": note(),
    },
    key=("country_code", "area_code", "area_level", "analysis_kind", "month"),
    rules=(
        first_day("month"),
        in_order("month", "period_end", "the period ends before it begins"),
        *(in_order(name, "food_analysed_people", "more people in a phase than analysed") for name in PHASES),
    ),
)
NEEDS = Contract(
    {
        "country": country(required=True),
        "area_code": note(),
        "area_name": note(),
        "area_level": integer(required=True, minimum=0, maximum=4),
        "year": year(),
        "sector_code": text(required=True, allowed=("ALL", *SECTORS)),
        "sector_name": note(),
        "population_group": text(required=True),
        "sex": text(required=True, allowed=SEXES),
        "age_group": text(required=True),
        "disability": text(required=True, allowed=DISABILITIES),
        "population": quantity(),
        "people_affected": quantity(),
        "people_in_need": quantity(expected=True),
        "people_targeted": quantity(),
        "people_reached": quantity(),
    },
    key=("country_code", "area_code", "year", "sector_code", "population_group", "sex", "age_group", "disability"),
    rules=(
        in_order("people_reached", "people_in_need", "more reached than in need"),
        in_order("people_targeted", "people_in_need", "more targeted than in need", quarantine=False),
        in_order("people_in_need", "people_affected", "more in need than affected", quarantine=False),
    ),
)
DISPLACEMENT = Contract(
    {
        "country": country(required=True),
        "year": year(),
        "conflict_displacements": quantity(),
        "disaster_displacements": quantity(),
        "conflict_idps": quantity(),
        "refugees_hosted": quantity(),
        "refugees_originated": quantity(),
        "asylum_seekers_hosted": quantity(),
        "stateless_people": quantity(),
        "returned_people": quantity(),
    },
    key=("country_code", "year"),
    rules=(year_begun(),),
)
EVENTS = Contract(
    {
        "event_date": date(required=True),
        "country": country(optional=True),
        "title": text(required=True),
        "kind": text(
            required=True,
            allowed=(
                "flood", "storm", "drought", "earthquake", "outbreak", "conflict", "displacement", "corridor_closed",
                "corridor_opened", "supply", "policy", "other",
            ),
        ),
        "source_url": note(pattern=r"https?://\S+"),
    },
    key=("event_date", "country_code", "title"),
    rules=(begun("event_date"),),
)  # fmt: skip
