"""Programme results, people reached, budgets."""

from functools import partial

from kpis.examples import last_examples, ratio_examples, sum_examples
from kpis.kpi import CHILDREN, HOUSEHOLDS, PEOPLE, PERCENT, US_DOLLARS, Direction, Kpi, Rollup, example
from kpis.legends import ACHIEVEMENT, BURN_PACE, SHARE_BAD, SHARE_GOOD
from kpis.words import _

SMALL_COUNT = 5
_SOURCES = _(
    "Indicator reports of partners and offices (3W, 4W and 5W matrices, response tracking, situation reports)."
)
_MONEY_SOURCES = _(
    "Budgets and expenditure of projects, from accounting systems and published activity records (IATI)."
)
_kpi = partial(Kpi, domain="projects", owner=_("Programme division"), sources=_SOURCES, rhythm_days=30, version=1)
_progress = partial(_kpi, mart="mart_project_progress", report_kind="indicator_results", direction=Direction.HIGHER)
_people = partial(_progress, overlapping=("indicator_code",), small_count_threshold=SMALL_COUNT)
_percent = partial(_progress, unit=PERCENT, scale=100, decimals=1, time_rollup=Rollup.LAST)
_of_plan = partial(_percent, small_count_threshold=SMALL_COUNT, has_planned_denominator=True)
_money = partial(
    _kpi,
    mart="mart_project_budget",
    report_kind="budgets",
    owner=_("Controlling"),
    sources=_MONEY_SOURCES,
)
_money_share = partial(_money, unit=PERCENT, scale=100, decimals=1)
_COUNTS_PEOPLE = (("indicator_unit", "in", ("people", "children")),)
_NOT_ADDED = _("Indicators overlap, so in each country only the largest counts: the figure is a lower bound.")


def _people_examples(column: str) -> tuple:
    def row(value, indicator="vaccinated", place="AFG"):
        return {column: value, "indicator_code": indicator, "country_code": place}

    return (
        example(70.0, row(30), row(40), because="Reports of one indicator add up."),
        example(
            70.0, row(70), row(40, "treated"), because="A child vaccinated may be a child treated: the largest counts."
        ),
        example(110.0, row(70), row(40, "treated", "SSD"), because="Countries add up."),
        example(70.0, row(70), row(None, "treated"), because="What is missing is not counted as zero."),
        example(None, row(None), because="Nothing reported is no value, not zero."),
    )


PEOPLE_REACHED = _people(
    name="people_reached",
    label=_("People reached"),
    definition=_(
        "People who received help, counted at least once; people reached by several services are not added up."
    ),
    formula=_("in each country the largest sum of people reached of one indicator, added over countries"),
    population=_NOT_ADDED,
    numerator="added_people_reached",
    unit=PEOPLE,
    examples=_people_examples("added_people_reached"),
)
CHILDREN_REACHED = _people(
    name="children_reached",
    label=_("Children reached"),
    definition=_(
        "Children who received help, counted at least once; children reached by several services are not added up."
    ),
    formula=_("in each country the largest sum of children reached of one indicator, added over countries"),
    population=_NOT_ADDED,
    numerator="added_children_reached",
    unit=CHILDREN,
    examples=_people_examples("added_children_reached"),
)
CHILDREN_WITH_DISABILITIES_REACHED = _people(
    name="children_with_disabilities_reached",
    label=_("Children with disabilities reached"),
    definition=_("Children with disabilities who received help, where reports tell them apart."),
    formula=_(
        "in each country the largest sum of children with disabilities reached of one indicator, added over countries"
    ),
    population=_NOT_ADDED,
    numerator="added_children_disability_reached",
    unit=CHILDREN,
    examples=_people_examples("added_children_disability_reached"),
)
HOUSEHOLDS_REACHED = _people(
    name="households_reached",
    label=_("Households reached"),
    definition=_(
        "Households that received help, for example cash; households reached by several services are not added up."
    ),
    formula=_("in each country the largest sum of households reached of one indicator, added over countries"),
    population=_NOT_ADDED,
    numerator="added_households_reached",
    unit=HOUSEHOLDS,
    examples=_people_examples("added_households_reached"),
)
GIRLS_SHARE = _progress(
    name="girls_share",
    label=_("Share of girls among children reached"),
    definition=_("Of the children reached whose sex is reported, the share of girls."),
    formula=_("girls reached / girls and boys reached x 100"),
    population=_("Reports that give both girls and boys."),
    numerator="added_girls_reached",
    denominator="added_children_by_sex_reached",
    small_count_threshold=SMALL_COUNT,
    unit=PERCENT,
    scale=100,
    decimals=1,
    examples=ratio_examples("added_girls_reached", "added_children_by_sex_reached"),
)
ACHIEVEMENT_OF_TARGETS = _of_plan(
    name="achievement",
    label=_("Achievement"),
    definition=_("Results to date against targets; more than 100 per cent means that more was reached than planned."),
    formula=_("results to date / targets x 100"),
    population=_("Indicators that count people or children, have a target above 0 and a result in the newest month."),
    where=_COUNTS_PEOPLE,
    numerator="achieved_result_value",
    denominator="achieved_target_value",
    target=100,
    legend=ACHIEVEMENT,
    examples=(
        *ratio_examples("achieved_result_value", "achieved_target_value", indicator_unit="children"),
        example(
            150.0,
            {"achieved_result_value": 15, "achieved_target_value": 10, "indicator_unit": "people"},
            because="More than planned is shown as such.",
        ),
        example(
            None,
            {"achieved_result_value": 15, "achieved_target_value": 10, "indicator_unit": "per cent"},
            because="Indicators in other units are not added to people.",
        ),
    ),
)
PROGRESS_OVER_BASELINE = _of_plan(
    name="progress_over_baseline",
    label=_("Progress since the baseline"),
    definition=_(
        "How much of the planned change since the start has been made; for falling indicators, the planned fall."
    ),
    formula=_("gain over baseline in the wanted direction, at least 0 / planned gain x 100"),
    population=_("Indicators of people or children with baseline, target and a result in the newest month."),
    where=_COUNTS_PEOPLE,
    numerator="progress_gain_value",
    denominator="progress_planned_value",
    target=100,
    legend=ACHIEVEMENT,
    examples=ratio_examples("progress_gain_value", "progress_planned_value", indicator_unit="people"),
)
INDICATORS_MET = _percent(
    name="indicators_met",
    label=_("Indicators that met their target"),
    definition=_("Share of the reported indicators whose result to date has reached the target."),
    formula=_("indicators with target met / indicators reported x 100"),
    population=_("Indicators of projects and places with a result in the newest month."),
    numerator="met_indicator_count",
    denominator="reported_indicator_count",
    legend=SHARE_GOOD,
    examples=ratio_examples("met_indicator_count", "reported_indicator_count")
    + last_examples("met_indicator_count", "reported_indicator_count", 100),
)
INDICATORS_ON_TRACK = _percent(
    name="indicators_on_track",
    label=_("Indicators on track"),
    definition=_("Share of the reported indicators that met their target or are within 15 points of the time elapsed."),
    formula=_("indicators met or on track / indicators reported x 100"),
    population=_("Indicators of projects and places with a result in the newest month."),
    numerator="on_track_indicator_count",
    denominator="reported_indicator_count",
    target=80,
    legend=SHARE_GOOD,
    examples=ratio_examples("on_track_indicator_count", "reported_indicator_count"),
)
INDICATORS_REPORTED = _percent(
    name="indicators_reported",
    label=_("Indicators reported"),
    definition=_("Share of the indicators with a target or a result in the month for which a result has arrived."),
    formula=_("indicators reported / indicators x 100"),
    population=_("Indicators of projects and places with a target or a result in the newest month."),
    numerator="reported_indicator_count",
    denominator="indicator_count",
    target=100,
    legend=SHARE_GOOD,
    examples=ratio_examples("reported_indicator_count", "indicator_count"),
)
BUDGET_UTILISATION = _money_share(
    name="budget_utilisation",
    label=_("Budget utilisation"),
    definition=_("How much of the allocated budget has been spent or firmly committed."),
    formula=_("(expenditure + open commitments) to date / budget x 100"),
    population=_("Projects with a budget and money figures in US dollars in the newest month."),
    numerator="used_to_date_usd",
    denominator="budget_usd",
    time_rollup=Rollup.LAST,
    direction=Direction.HIGHER,
    legend=ACHIEVEMENT,
    examples=ratio_examples("used_to_date_usd", "budget_usd") + last_examples("used_to_date_usd", "budget_usd", 100),
)
BURN_PACE_OF_BUDGET = _money_share(
    name="burn_pace",
    label=_("Spending against time"),
    definition=_(
        "Money used compared with what an even pace over the length of the project would have used; 100 is even."
    ),
    formula=_("money used to date / (budget x elapsed share of time) x 100"),
    population=_("Projects with a budget, a first and a last day, in the newest month."),
    numerator="used_to_date_usd",
    denominator="elapsed_budget_usd",
    time_rollup=Rollup.LAST,
    direction=Direction.INSIDE,
    inside=(85, 115),
    target=100,
    legend=BURN_PACE,
    examples=ratio_examples("used_to_date_usd", "elapsed_budget_usd"),
)
EXPENDITURE = _money(
    name="expenditure",
    label=_("Expenditure"),
    definition=_("Money spent by projects in the period."),
    formula=_("sum of expenditure of the months"),
    population=_("Projects with expenditure in US dollars or with a stated exchange rate."),
    numerator="expenditure_usd",
    unit=US_DOLLARS,
    direction=Direction.HIGHER,
    examples=sum_examples("expenditure_usd"),
)
DISBURSEMENT = _money_share(
    name="cash_disbursement",
    label=_("Cash transfers made against plan"),
    definition=_("How much of the cash planned for partners in the period was transferred."),
    formula=_("cash transfers made / cash transfers planned x 100"),
    population=_("Projects with planned and actual transfers in the same currency."),
    numerator="cash_transfer_actual_usd",
    denominator="cash_transfer_planned_usd",
    direction=Direction.HIGHER,
    target=100,
    legend=ACHIEVEMENT,
    examples=ratio_examples("cash_transfer_actual_usd", "cash_transfer_planned_usd"),
)
OUTSTANDING_CASH = _money(
    name="outstanding_cash_transfers",
    label=_("Cash transfers outstanding"),
    definition=_("Cash given to partners for which the accounts have not yet been settled."),
    formula=_("sum of unliquidated direct cash transfers at the end of the newest month"),
    population=_("Partners with figures from the accounting system in the newest month."),
    numerator="cash_transfer_outstanding_usd",
    unit=US_DOLLARS,
    time_rollup=Rollup.LAST,
    direction=Direction.LOWER,
    examples=sum_examples("cash_transfer_outstanding_usd") + last_examples("cash_transfer_outstanding_usd"),
)
CASH_6_TO_9_MONTHS = _money_share(
    name="cash_6_to_9_months",
    label=_("Cash transfers outstanding for 6 to 9 months"),
    definition=_("Share of the outstanding cash that was given 6 to 9 months ago."),
    formula=_("outstanding for 6 to 9 months / outstanding x 100"),
    population=_("Partners with figures from the accounting system in the newest month."),
    numerator="cash_transfer_6_to_9_months_usd",
    denominator="cash_transfer_outstanding_usd",
    time_rollup=Rollup.LAST,
    direction=Direction.LOWER,
    legend=SHARE_BAD,
    examples=ratio_examples("cash_transfer_6_to_9_months_usd", "cash_transfer_outstanding_usd"),
)
CASH_OVER_9_MONTHS = _money_share(
    name="cash_over_9_months",
    label=_("Cash transfers outstanding for more than 9 months"),
    definition=_("Share of the outstanding cash that was given more than 9 months ago."),
    formula=_("outstanding for more than 9 months / outstanding x 100"),
    population=_("Partners with figures from the accounting system in the newest month."),
    numerator="cash_transfer_over_9_months_usd",
    denominator="cash_transfer_outstanding_usd",
    time_rollup=Rollup.LAST,
    direction=Direction.LOWER,
    target=0,
    legend=SHARE_BAD,
    examples=ratio_examples("cash_transfer_over_9_months_usd", "cash_transfer_outstanding_usd"),
)

KPIS = (
    CHILDREN_REACHED,
    PEOPLE_REACHED,
    ACHIEVEMENT_OF_TARGETS,
    INDICATORS_ON_TRACK,
    INDICATORS_MET,
    INDICATORS_REPORTED,
    PROGRESS_OVER_BASELINE,
    GIRLS_SHARE,
    CHILDREN_WITH_DISABILITIES_REACHED,
    HOUSEHOLDS_REACHED,
    BUDGET_UTILISATION,
    BURN_PACE_OF_BUDGET,
    EXPENDITURE,
    DISBURSEMENT,
    OUTSTANDING_CASH,
    CASH_6_TO_9_MONTHS,
    CASH_OVER_9_MONTHS,
)
