"""Appeals: what is required, what came in, what is missing."""

from functools import partial

from kpis.examples import last_examples, ratio_examples, sum_examples
from kpis.kpi import PERCENT, US_DOLLARS, Direction, Kpi, Rollup, example
from kpis.legends import FUNDING_COVERAGE
from kpis.words import _

_SOURCES = _("OCHA Financial Tracking Service and pooled funds: plans, requirements and funding by year.")
_IN_PLANS = (("is_plan", "=", 1),)
_kpi = partial(
    Kpi,
    domain="funding",
    owner=_("Public partnerships"),
    sources=_SOURCES,
    rhythm_days=365,
    version=1,
    mart="mart_funding",
    time_rollup=Rollup.LAST,
)
_plan = partial(_kpi, where=_IN_PLANS)
_POPULATION = _("Response plans and appeals of the newest year, by their revised requirement.")


def _plan_sums(column: str) -> tuple:
    beside = example(
        None, {column: 10, "is_plan": 0}, because="Funding outside plans has no requirement to be held against."
    )
    return (*sum_examples(column, is_plan=1), *last_examples(column, is_plan=1), beside)


REQUIREMENT = _plan(
    name="funding_requirement",
    label=_("Funding required"),
    definition=_("Money that response plans ask for in the newest year."),
    formula=_("sum of revised requirements"),
    population=_POPULATION,
    numerator="requirement_usd",
    unit=US_DOLLARS,
    direction=Direction.LOWER,
    examples=_plan_sums("requirement_usd"),
)
FUNDING = _plan(
    name="funding_received",
    label=_("Funding received for plans"),
    definition=_("Money received in the newest year for response plans, without what was carried over."),
    formula=_("sum of funding"),
    population=_POPULATION,
    numerator="funding_usd",
    unit=US_DOLLARS,
    direction=Direction.HIGHER,
    examples=_plan_sums("funding_usd"),
)
CARRY_OVER = _plan(
    name="carry_over",
    label=_("Carried over"),
    definition=_(
        "Money left from earlier years that the plans of the newest year may use; shown apart from new funding."
    ),
    formula=_("sum of carry-over"),
    population=_POPULATION,
    numerator="carry_over_usd",
    unit=US_DOLLARS,
    direction=Direction.HIGHER,
    examples=_plan_sums("carry_over_usd"),
)
FUNDING_COVERAGE_OF_PLANS = _plan(
    name="funding_coverage",
    label=_("Funding coverage"),
    definition=_("How much of the money that response plans ask for has been received, without what was carried over."),
    formula=_("sum of funding / sum of revised requirements of the same plans x 100"),
    population=_("Plans of the newest year whose requirement and funding are both published."),
    numerator="funding_usd",
    denominator="funded_requirement_usd",
    unit=PERCENT,
    scale=100,
    decimals=1,
    direction=Direction.HIGHER,
    target=100,
    legend=FUNDING_COVERAGE,
    examples=(
        *ratio_examples("funding_usd", "funded_requirement_usd", is_plan=1),
        example(
            19.0,
            {"funding_usd": 10, "funded_requirement_usd": 10, "is_plan": 1},
            {"funding_usd": 9, "funded_requirement_usd": 90, "is_plan": 1},
            because="One fully funded small plan does not lift the coverage to half.",
        ),
    ),
)
COVERAGE_WITH_CARRY_OVER = _plan(
    name="funding_coverage_with_carry_over",
    label=_("Funding coverage with carry-over"),
    definition=_("How much of the money that response plans ask for is available, with what was carried over."),
    formula=_("(sum of funding + carry-over) / sum of revised requirements of the same plans x 100"),
    population=_("Plans of the newest year whose requirement and funding are both published."),
    numerator="available_usd",
    denominator="funded_requirement_usd",
    unit=PERCENT,
    scale=100,
    decimals=1,
    direction=Direction.HIGHER,
    target=100,
    legend=FUNDING_COVERAGE,
    examples=ratio_examples("available_usd", "funded_requirement_usd", is_plan=1),
)
GAP = _plan(
    name="funding_gap",
    label=_("Funding gap"),
    definition=_("Money that response plans still lack; below zero when more came in than was asked for."),
    formula=_("sum of requirement - funding - carry-over"),
    population=_("Plans of the newest year whose requirement and funding are both published."),
    numerator="funding_gap_usd",
    unit=US_DOLLARS,
    direction=Direction.LOWER,
    target=0,
    examples=(
        *_plan_sums("funding_gap_usd"),
        example(
            70.0,
            {"funding_gap_usd": 80, "is_plan": 1},
            {"funding_gap_usd": -10, "is_plan": 1},
            because="A surplus of one plan is set against the gap of another, as in requirement minus funding.",
        ),
    ),
)
GAP_SHARE = _plan(
    name="funding_gap_share",
    label=_("Funding gap, share of requirement"),
    definition=_("Share of the money asked for that response plans still lack."),
    formula=_("sum of (requirement - funding - carry-over) / sum of revised requirements x 100"),
    population=_("Plans of the newest year whose requirement and funding are both published."),
    numerator="funding_gap_usd",
    denominator="funded_requirement_usd",
    unit=PERCENT,
    scale=100,
    decimals=1,
    direction=Direction.LOWER,
    target=0,
    examples=ratio_examples("funding_gap_usd", "funded_requirement_usd", is_plan=1),
)
OUTSIDE_PLANS = _kpi(
    name="funding_outside_plans",
    label=_("Funding outside plans"),
    definition=_("Humanitarian money for a country that was given outside any response plan."),
    formula=_("sum of funding outside plans"),
    population=_("Countries and years with such funding; it is not set against a requirement."),
    numerator="unplanned_funding_usd",
    time_rollup=Rollup.SUM,
    unit=US_DOLLARS,
    direction=Direction.HIGHER,
    examples=sum_examples("unplanned_funding_usd"),
)

KPIS = (
    FUNDING_COVERAGE_OF_PLANS,
    COVERAGE_WITH_CARRY_OVER,
    GAP,
    GAP_SHARE,
    REQUIREMENT,
    FUNDING,
    CARRY_OVER,
    OUTSIDE_PLANS,
)
