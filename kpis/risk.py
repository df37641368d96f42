"""Risk of crises, severity, hunger, violence, displacement and needs."""

from functools import partial

from kpis.examples import last_examples, last_per_country_examples, ratio_examples, score_examples, sum_examples
from kpis.kpi import CHILDREN, DEATHS, MOVEMENTS, PEOPLE, PERCENT, SCORE, Direction, Kpi, Rollup, example
from kpis.legends import ACHIEVEMENT, FOOD_INSECURE_SHARE, INFORM_RISK, INFORM_SEVERITY
from kpis.words import _

_OWNER = _("Emergency programmes")
_kpi = partial(Kpi, domain="risk", owner=_OWNER, version=1, direction=Direction.LOWER)
_score = partial(
    _kpi,
    mart="mart_country_risk",
    unit=SCORE,
    decimals=1,
    time_rollup=Rollup.LAST,
    place_rollup=Rollup.NEVER,
    last_within=("country_code",),
)
_inform = partial(
    _score,
    sources=_("INFORM Risk Index of the European Commission Joint Research Centre and partners."),
    population=_("One country and its newest edition. Scores of several countries are neither added nor averaged."),
    rhythm_days=365,
    legend=INFORM_RISK,
)
_food = partial(
    _kpi,
    mart="mart_country_risk",
    where=(("analysis_kind", "=", "current"),),
    time_rollup=Rollup.LAST,
    last_within=("country_code",),
    rhythm_days=180,
    sources=_("Integrated Food Security Phase Classification (IPC) and Cadre Harmonisé."),
    population=_("Countries with a published analysis of the current period, each with its newest."),
)
_displaced = partial(
    _kpi,
    mart="mart_displacement",
    rhythm_days=365,
    sources=_("UNHCR Refugee Data Finder and IDMC Global Internal Displacement Database."),
)
_stock_of_people = partial(
    _displaced,
    unit=PEOPLE,
    time_rollup=Rollup.LAST,
    population=_("Countries with a figure for the newest year in which any country has one."),
)
_needs = partial(
    _kpi,
    mart="mart_needs",
    where=(("is_total", "=", 1),),
    time_rollup=Rollup.LAST,
    rhythm_days=365,
    sources=_("Humanitarian needs overviews and response plans (HPC)."),
    population=_("Published totals of countries with a needs overview for the newest year; breakdowns are not added."),
)

INFORM_RISK_SCORE = _inform(
    name="inform_risk",
    label=_("INFORM Risk"),
    definition=_("Risk that a crisis overwhelms a country's own means, from 0 (lowest) to 10 (highest)."),
    formula=_("cube root of hazard and exposure x vulnerability x lack of coping capacity, as published"),
    numerator="inform_risk_score",
    examples=score_examples("inform_risk_score"),
)
HAZARD_EXPOSURE = _inform(
    name="inform_hazard_exposure",
    label=_("INFORM hazard and exposure"),
    definition=_("How likely natural and human hazards are and how many people are exposed, from 0 to 10."),
    formula=_("as published"),
    numerator="hazard_exposure_score",
    legend=None,
    examples=score_examples("hazard_exposure_score"),
)
VULNERABILITY = _inform(
    name="inform_vulnerability",
    label=_("INFORM vulnerability"),
    definition=_("How easily people are harmed by hazards, from 0 to 10."),
    formula=_("as published"),
    numerator="vulnerability_score",
    legend=None,
    examples=score_examples("vulnerability_score"),
)
COPING_CAPACITY = _inform(
    name="inform_coping_capacity",
    label=_("INFORM lack of coping capacity"),
    definition=_("How little a country's institutions and infrastructure can do about a disaster, from 0 to 10."),
    formula=_("as published"),
    numerator="coping_capacity_score",
    legend=None,
    examples=score_examples("coping_capacity_score"),
)
SEVERITY = _score(
    name="inform_severity",
    label=_("INFORM Severity"),
    definition=_("How severe the present crises in a country are, on the scale to 10."),
    formula=_("impact, conditions of people and complexity of the crisis, weighted and published by the source"),
    population=_("One country and its newest month, editions on the scale to 10 only."),
    where=(("scale_max", "=", 10),),
    numerator="inform_severity_score",
    rhythm_days=30,
    sources=_("INFORM Severity Index of ACAPS and partners."),
    legend=INFORM_SEVERITY,
    examples=(
        *score_examples("inform_severity_score", scale_max=10),
        example(
            None, {"inform_severity_score": 4.1, "scale_max": 5}, because="Older editions run to 5 and do not compare."
        ),
    ),
)
FOOD_INSECURE_PEOPLE = _food(
    name="food_insecure_people",
    label=_("People in acute food insecurity"),
    definition=_("People in IPC phase 3 (crisis) or worse, who need help now."),
    formula=_("sum of people in phases 3, 4 and 5"),
    numerator="food_insecure_people",
    unit=PEOPLE,
    examples=sum_examples("food_insecure_people", analysis_kind="current")
    + last_per_country_examples("food_insecure_people", analysis_kind="current"),
)
FOOD_EMERGENCY_PEOPLE = _food(
    name="food_emergency_people",
    label=_("People in food emergency or famine"),
    definition=_("People in IPC phase 4 (emergency) or 5 (catastrophe or famine)."),
    formula=_("sum of people in phases 4 and 5"),
    numerator="food_phase4plus_people",
    unit=PEOPLE,
    examples=sum_examples("food_phase4plus_people", analysis_kind="current"),
)
FOOD_CATASTROPHE_PEOPLE = _food(
    name="food_catastrophe_people",
    label=_("People in catastrophe or famine"),
    definition=_("People in IPC phase 5, who face starvation and death."),
    formula=_("sum of people in phase 5"),
    numerator="food_phase5_people",
    unit=PEOPLE,
    target=0,
    examples=sum_examples("food_phase5_people", analysis_kind="current"),
)
FOOD_INSECURE_SHARE_OF_ANALYSED = _food(
    name="food_insecure_share",
    label=_("Share of people in acute food insecurity"),
    definition=_("Of the people in the areas analysed, the share in IPC phase 3 or worse."),
    formula=_("people in phases 3, 4 and 5 / people analysed x 100"),
    numerator="food_insecure_people",
    denominator="food_analysed_people",
    unit=PERCENT,
    scale=100,
    decimals=1,
    legend=FOOD_INSECURE_SHARE,
    examples=ratio_examples("food_insecure_people", "food_analysed_people", analysis_kind="current"),
)
CONFLICT_DEATHS = _kpi(
    name="conflict_deaths",
    label=_("Deaths in organised violence"),
    definition=_("People killed in organised violence in the period, best estimate."),
    formula=_("sum of deaths, best estimate"),
    population=_("Events recorded by the publisher; who is not in an event is not counted."),
    mart="mart_country_risk",
    numerator="conflict_deaths",
    unit=DEATHS,
    rhythm_days=30,
    sources=_("Uppsala Conflict Data Program, georeferenced events."),
    examples=sum_examples("conflict_deaths"),
)
CONFLICT_DISPLACEMENTS = _displaced(
    name="conflict_displacements",
    label=_("New displacements by conflict"),
    definition=_(
        "Times that people fled inside their country from conflict and violence; one person may flee several times."
    ),
    formula=_("sum of new internal displacements by conflict"),
    population=_("Countries and years with a figure. Movements, not people."),
    numerator="conflict_displacements",
    unit=MOVEMENTS,
    examples=sum_examples("conflict_displacements"),
)
DISASTER_DISPLACEMENTS = _displaced(
    name="disaster_displacements",
    label=_("New displacements by disasters"),
    definition=_("Times that people fled inside their country from disasters; one person may flee several times."),
    formula=_("sum of new internal displacements by disasters"),
    population=_("Countries and years with a figure. Movements, not people."),
    numerator="disaster_displacements",
    unit=MOVEMENTS,
    examples=sum_examples("disaster_displacements"),
)
INTERNALLY_DISPLACED = _stock_of_people(
    name="internally_displaced_people",
    label=_("Internally displaced people"),
    definition=_("People who live displaced inside their country because of conflict, at the end of the newest year."),
    formula=_("sum of people internally displaced by conflict"),
    numerator="conflict_idps",
    examples=sum_examples("conflict_idps") + last_examples("conflict_idps"),
)
REFUGEES_HOSTED = _stock_of_people(
    name="refugees_hosted",
    label=_("Refugees hosted"),
    definition=_("Refugees who live in the country, at the end of the newest year."),
    formula=_("sum of refugees by country of asylum"),
    numerator="refugees_hosted",
    examples=sum_examples("refugees_hosted") + last_examples("refugees_hosted"),
)
REFUGEES_ORIGINATED = _stock_of_people(
    name="refugees_originated",
    label=_("Refugees from the country"),
    definition=_("Refugees who fled from the country, at the end of the newest year."),
    formula=_("sum of refugees by country of origin"),
    numerator="refugees_originated",
    examples=sum_examples("refugees_originated") + last_examples("refugees_originated"),
)
PEOPLE_IN_NEED = _needs(
    name="people_in_need",
    label=_("People in need"),
    definition=_("People who need humanitarian assistance in the newest year."),
    formula=_("sum of published country totals"),
    numerator="people_in_need",
    unit=PEOPLE,
    examples=(
        *sum_examples("people_in_need", is_total=1),
        *last_examples("people_in_need", is_total=1),
        example(None, {"people_in_need": 5, "is_total": 0}, because="A breakdown is not added to a total."),
    ),
)
CHILDREN_IN_NEED = _needs(
    name="children_in_need",
    label=_("Children in need"),
    definition=_("Children who need humanitarian assistance in the newest year, as published by age."),
    formula=_("sum of published country totals of children"),
    numerator="children_in_need",
    unit=CHILDREN,
    examples=sum_examples("children_in_need", is_total=1),
)
TARGETED_SHARE = _needs(
    name="targeted_share_of_need",
    label=_("People targeted, share of people in need"),
    definition=_("How many of the people in need the response plans set out to reach."),
    formula=_("people targeted / people in need x 100"),
    numerator="people_targeted",
    denominator="people_in_need",
    unit=PERCENT,
    scale=100,
    decimals=1,
    direction=Direction.HIGHER,
    examples=ratio_examples("people_targeted", "people_in_need", is_total=1),
)
COVERAGE_OF_NEED = _needs(
    name="coverage_of_need",
    label=_("Coverage of need"),
    definition=_("How many of the people in need have been reached, where plans publish it."),
    formula=_("people reached / people in need x 100, of the same published totals"),
    numerator="coverage_people_reached",
    denominator="coverage_people_in_need",
    unit=PERCENT,
    scale=100,
    decimals=1,
    direction=Direction.HIGHER,
    target=100,
    legend=ACHIEVEMENT,
    examples=ratio_examples("coverage_people_reached", "coverage_people_in_need", is_total=1),
)

KPIS = (
    INFORM_RISK_SCORE,
    SEVERITY,
    PEOPLE_IN_NEED,
    CHILDREN_IN_NEED,
    TARGETED_SHARE,
    COVERAGE_OF_NEED,
    FOOD_INSECURE_PEOPLE,
    FOOD_INSECURE_SHARE_OF_ANALYSED,
    FOOD_EMERGENCY_PEOPLE,
    FOOD_CATASTROPHE_PEOPLE,
    CONFLICT_DEATHS,
    CONFLICT_DISPLACEMENTS,
    DISASTER_DISPLACEMENTS,
    INTERNALLY_DISPLACED,
    REFUGEES_HOSTED,
    REFUGEES_ORIGINATED,
    HAZARD_EXPOSURE,
    VULNERABILITY,
    COPING_CAPACITY,
)
