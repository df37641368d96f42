"""Upload templates of programmes: projects, their money, their results, and who should report."""

import pandas as pd

from data.contract import Contract, Rule, date, integer, month, number, text
from data.contracts.upload.shared import (
    DISABILITIES,
    REPORT_RULES,
    REPORTED,
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
)

PROJECT_STATUSES = ("planned", "ongoing", "completed", "suspended", "cancelled")
MILESTONE_STATUSES = ("planned", "ongoing", "reached", "cancelled")
REPORT_KINDS = ("stock_balances", "indicator_results", "budgets", "deliveries")


def _has_rate(rows: pd.DataFrame) -> pd.Series:
    return rows["currency"].isna() | (rows["currency"] == "USD") | rows["usd_rate"].notna()


def _dollar_is_a_dollar(rows: pd.DataFrame) -> pd.Series:
    return rows["currency"].isna() | (rows["currency"] != "USD") | rows["usd_rate"].isna() | (rows["usd_rate"] == 1)


RATES = (
    Rule(
        "usd_rate",
        "is missing for a currency other than USD",
        _has_rate,
        "validity",
        quarantine=True,
        sql="coalesce(currency = 'USD' or usd_rate is not null, true)",
    ),
    Rule(
        "usd_rate of USD",
        "is not 1",
        _dollar_is_a_dollar,
        quarantine=True,
        sql="coalesce(currency <> 'USD' or usd_rate = 1, true)",
    ),
)
PROJECTS = Contract(
    {
        "project_code": text(required=True),
        "project_name": text(required=True),
        "organisation": note(),
        "partner": note(),
        "country": country(expected=True),
        "programme_code": note(),
        "sector_code": note(allowed=SECTORS, expected=True),
        "sector_name": note(),
        "donor": note(),
        "plan_code": note(),
        "office_code": note(expected=True),
        "status": note(allowed=PROJECT_STATUSES, expected=True),
        "start_date": date(expected=True),
        "end_date": date(expected=True),
        "requested_usd": quantity(),
        "budget_usd": quantity(expected=True),
        "is_humanitarian": integer(minimum=0, maximum=1, optional=True),
    },
    key=("project_code",),
    rules=(SPAN,),
)


def _reached_where_dated(rows: pd.DataFrame) -> pd.Series:
    return rows["actual_date"].isna() | rows["status"].isna() | (rows["status"] == "reached")


MILESTONES = Contract(
    {
        "project_code": text(required=True),
        "milestone_name": text(required=True),
        "planned_date": date(required=True),
        "actual_date": day(),
        "status": note(allowed=MILESTONE_STATUSES, expected=True),
    },
    key=("project_code", "milestone_name"),
    rules=(
        begun("actual_date"),
        Rule(
            "actual_date, status",
            "a day on which it was reached, and a state that says it was not",
            _reached_where_dated,
            quarantine=True,
            sql="coalesce(actual_date is null or status = 'reached', true)",
        ),
    ),
)
BUDGETS = Contract(
    {
        "project_code": text(required=True),
        "month": month(required=True),
        "country": country(expected=True),
        "currency": text(required=True, pattern="[A-Z]{3}"),
        "usd_rate": quantity(),
        "budget": quantity(expected=True),
        "allotment": quantity(),
        "commitment": number(optional=True),
        "disbursement": quantity(),
        "expenditure": quantity(expected=True),
        "cash_transfer_planned": quantity(),
        "cash_transfer_actual": quantity(),
        "cash_transfer_outstanding": quantity(),
        "cash_transfer_6_to_9_months": quantity(),
        "cash_transfer_over_9_months": quantity(),
        **REPORTED,
    },
    key=("project_code", "month", "currency"),
    rules=(*REPORT_RULES, *RATES),
)
INDICATOR_RESULTS = Contract(
    {
        "project_code": text(required=True),
        "indicator_code": text(required=True),
        "indicator_name": text(expected=True),
        "unit": text(expected=True),
        "direction": text(allowed=("increase", "decrease"), expected=True),
        "time_rollup": text(allowed=("sum", "last", "max"), expected=True),
        "sector_code": note(allowed=SECTORS),
        "country": country(required=True),
        "admin1_code": note(),
        "admin1_name": note(),
        "month": month(required=True),
        "period_end": day(),
        "sex": text(required=True, allowed=SEXES),
        "age_group": text(required=True),
        "disability": text(required=True, allowed=DISABILITIES),
        "baseline": number(optional=True),
        "target": number(optional=True),
        "result": number(expected=True),
        **REPORTED,
    },
    key=("project_code", "indicator_code", "country_code", "admin1_code", "month", "sex", "age_group", "disability"),
    rules=(*REPORT_RULES, in_order("month", "period_end", "the end lies before the start")),
)
EXPECTED_REPORTS = Contract(
    {
        "unit_code": text(required=True),
        "unit_name": text(expected=True),
        "report_kind": text(required=True, allowed=REPORT_KINDS),
        "country": country(required=True),
        "office_code": note(expected=True),
        "first_month": month(required=True),
        "last_month": month(optional=True),
        "due_days": integer(required=True, minimum=0, maximum=366),
        "late_days": integer(required=True, minimum=0, maximum=366),
    },
    key=("unit_code", "report_kind", "first_month"),
    rules=(
        first_day("first_month"),
        first_day("last_month"),
        in_order("first_month", "last_month", "the last month lies before the first"),
    ),
)
