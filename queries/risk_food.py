"""People by phase of food insecurity, by country: the analysis that is newest at a date."""

from datetime import date

import pandas as pd
import sqlalchemy as sa

from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.warehouse import UnknownMart, Warehouse

PHASES = tuple(f"food_phase{phase}_people" for phase in (1, 2, 3, 4, 5))
PEOPLE = ("food_analysed_people", *PHASES, "food_insecure_people")
KINDS = ("current", "first_projection", "second_projection")
OLDEST_MONTHS = 12
"""An analysis whose period began longer ago tells no phase any more."""


@cached
def food_months(warehouse: Warehouse, filters: Filters, kind: str) -> tuple[date, ...]:
    """First days of the months in which the period of an analysis of that kind begins, newest first."""
    mart = _mart(warehouse)
    if mart is None:
        return ()
    asked = sa.select(mart.c.month_date).where(*_meant(mart, filters, kind), mart.c.month_date.is_not(None))
    return tuple(row[0] for row in warehouse.rows(asked.distinct().order_by(mart.c.month_date.desc())))


@cached
def people_by_phase(warehouse: Warehouse, filters: Filters, kind: str, month: date) -> pd.DataFrame:
    """One row per country with an analysis of that kind that begins in the OLDEST_MONTHS up to the month, the newest
    of each, by code: country_code, month_date, reference_period_end, methodology_version, PEOPLE (NaN where not
    published). Countries without one have no row: they are not analysed."""
    columns = ("country_code", "month_date", "reference_period_end", "methodology_version", *PEOPLE)
    mart = _mart(warehouse)
    if mart is None:
        return pd.DataFrame(columns=columns)
    order = (mart.c.month_date.desc(), mart.c.food_analysed_people.desc().nulls_last(), mart.c.source_name)
    place = sa.func.row_number().over(partition_by=mart.c.country_code, order_by=order)
    asked = sa.select(*(mart.c[name] for name in columns), place.label("place_number"))
    asked = asked.where(
        *_meant(mart, filters, kind), mart.c.month_date <= month, mart.c.month_date > _year_before(month)
    )
    ranked = asked.subquery("ranked")
    newest = sa.select(*(ranked.c[name] for name in columns)).where(ranked.c.place_number == 1)
    frame = warehouse.frame(newest.order_by(ranked.c.country_code))
    return frame.astype(dict.fromkeys(PEOPLE, "float64"))


def _mart(warehouse: Warehouse):
    try:
        return warehouse.mart("mart_country_risk")
    except UnknownMart:
        return None


def _meant(mart, filters: Filters, kind: str) -> list:
    return [mart.c.analysis_kind == kind, mart.c.country_code.is_not(None), *conditions(mart, filters)]


def _year_before(month: date) -> date:
    return date(month.year - OLDEST_MONTHS // 12, month.month, 1)
