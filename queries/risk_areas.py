"""Figures of the first-level areas inside one country: food insecurity, needs, people reached, stock."""

from collections.abc import Mapping

import pandas as pd
import sqlalchemy as sa

from kpis import kpi
from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.kpi_values import UnknownColumn, kpi_by
from queries.risk_food import PEOPLE, PHASES
from queries.warehouse import NotAllowed, UnknownMart, Warehouse

BY_AREA = {"reached": "people_reached", "children": "children_reached", "stock": "stock_out_rate"}
"""Kind of figure -> the KPI that is divided by first-level area."""
NEEDS = {"need": "people_in_need", "children_in_need": "children_in_need"}
KINDS = ("food", *NEEDS, *BY_AREA)
_MARTS = {"food": "mart_food_security"} | dict.fromkeys(NEEDS, "mart_needs")


@cached
def countries_with_areas(warehouse: Warehouse, kind: str) -> tuple[str, ...]:
    """Codes of the countries that have figures of that kind by area, sorted; none where the reader may not see them."""
    try:
        mart = warehouse.mart(_MARTS.get(kind) or kpi(BY_AREA[kind]).mart)
    except (UnknownMart, NotAllowed):
        return ()
    held = [mart.c.admin1_code.is_not(None)] if kind in BY_AREA else [mart.c.area_level >= 1]
    if kind in NEEDS:
        held += [mart.c.area_level == 1, mart.c[NEEDS[kind]].is_not(None)]
    asked = sa.select(mart.c.country_code).where(*held).distinct().order_by(mart.c.country_code)
    return tuple(row[0] for row in warehouse.rows(asked) if row[0])


def area_figures(warehouse: Warehouse, kind: str, filters: Filters) -> pd.DataFrame:
    """One row per area of the one country of the filters: area_code (missing where not published), area_name, value,
    is_suppressed, month_date. Empty where nothing is known or the reader may not see it."""
    try:
        return _needs(warehouse, kind, filters) if kind in NEEDS else _kpi_by_area(warehouse, kind, filters)
    except (UnknownColumn, NotAllowed, UnknownMart):
        return pd.DataFrame(columns=["area_code", "area_name", "value", "is_suppressed", "month_date"])


@cached
def area_names(warehouse: Warehouse, code: str) -> dict[str, str]:
    """P-code -> name of the areas of a country that the reference table knows."""
    try:
        areas = warehouse.mart("ref_area")
    except UnknownMart:
        return {}
    asked = sa.select(areas.c.area_code, areas.c.area_name).where(areas.c.country_code == code)
    return {row[0]: row[1] for row in warehouse.rows(asked.order_by(areas.c.area_code)) if row[0] and row[1]}


@cached
def phases_by_area(warehouse: Warehouse, filters: Filters, kind: str) -> pd.DataFrame:
    """One row per first-level area of the one country of the filters, in the newest analysis of that kind.

    Columns: area_code, area_name, month_date, area_count (areas that were added up), PEOPLE. Where an analysis
    covers smaller areas, those with published phases are added up to their first-level area by P-code; one whose
    first-level area is not known stands for itself. NaN where people are not published.
    """
    columns = ["area_code", "area_name", "month_date", "area_count", *PEOPLE]
    rows = _analysed(warehouse, filters, kind)
    if rows.empty:
        return pd.DataFrame(columns=columns)
    rows = rows[rows["month_date"] == rows["month_date"].max()]
    people = rows.groupby("area_level")["food_analysed_people"].sum()
    if people.get(1, 0) >= people.drop(1, errors="ignore").max() if len(people) > 1 else 1 in people.index:
        first = rows[rows["area_level"] == 1]
    else:
        first = rows[rows["area_level"] == people.drop(1, errors="ignore").idxmax()]
    return _added_up(warehouse, first)[columns]


def _analysed(warehouse: Warehouse, filters: Filters, kind: str) -> pd.DataFrame:
    try:
        mart = warehouse.mart("mart_food_security")
    except UnknownMart:
        return pd.DataFrame()
    names = ("country_code", "area_code", "area_name", "area_level", "month_date", *PEOPLE)
    asked = sa.select(*(mart.c[name] for name in names)).where(mart.c.area_level >= 1, mart.c.analysis_kind == kind)
    asked = asked.where(*conditions(mart, filters)).order_by(mart.c.area_code, mart.c.area_name, mart.c.source_row)
    return warehouse.frame(asked).astype(dict.fromkeys(PEOPLE, "float64"))


def _added_up(warehouse: Warehouse, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of one level added up to first-level areas; those with no published phase are left out of the sums."""
    parents = _parents(warehouse, rows["country_code"].iloc[0])
    is_first = rows["area_level"] == 1
    code = rows["area_code"].where(is_first, rows["area_code"].map(parents)).fillna(rows["area_code"])
    rows = rows.assign(area_count=1, key=code.fillna(rows["area_name"]), first_code=code)
    told = rows[rows[list(PHASES)].notna().any(axis="columns")]
    held = told.groupby("key", as_index=False, sort=True)
    sums = {name: (name, lambda column: column.sum(skipna=False)) for name in PEOPLE}
    named = {name: (name, "first") for name in ("first_code", "area_name", "month_date", "area_level")}
    frame = held.agg(area_count=("area_count", "sum"), **named, **sums)
    names = area_names(warehouse, rows["country_code"].iloc[0])
    moved = frame["first_code"].isin(set(parents.values())) & (frame["area_level"] > 1)
    named_by_reference = frame["first_code"].map(names)
    frame["area_name"] = frame["area_name"].where(~moved, named_by_reference).fillna(frame["area_name"])
    return frame.rename(columns={"first_code": "area_code"})


@cached
def _parents(warehouse: Warehouse, code: str) -> dict[str, str]:
    """P-code of a second-level area -> P-code of its first-level area."""
    try:
        areas = warehouse.mart("ref_area")
    except UnknownMart:
        return {}
    asked = sa.select(areas.c.area_code, areas.c.parent_code)
    asked = asked.where(areas.c.country_code == code, areas.c.area_level == 2, areas.c.parent_code.is_not(None))
    return dict(warehouse.rows(asked.order_by(areas.c.area_code)))


@cached
def _needs(warehouse: Warehouse, kind: str, filters: Filters) -> pd.DataFrame:
    """Of each first-level area the largest figure that is published for all its people: its total, or its largest
    sector where no total is published. Sectors overlap, so they are never added. The newest plan year only."""
    mart = warehouse.mart("mart_needs")
    column = mart.c[NEEDS[kind]]
    whole = [mart.c[name] == "all" for name in ("population_group", "sex_code", "age_group", "disability_code")]
    asked = sa.select(mart.c.area_code, mart.c.area_name, mart.c.plan_year, mart.c.month_date, column.label("value"))
    asked = asked.where(mart.c.area_level == 1, column.is_not(None), *whole, *conditions(mart, filters))
    rows = warehouse.frame(asked.order_by(mart.c.area_code))
    newest = rows["plan_year"].max()
    rows = rows[rows["plan_year"] == newest] if newest == newest and newest is not None else rows
    rows = rows.astype({"value": "float64"})
    kept = rows.groupby("area_code", as_index=False, dropna=False).agg(
        area_name=("area_name", "first"), value=("value", "max"), month_date=("month_date", "max")
    )
    names = area_names(warehouse, filters.countries[0])
    kept["area_name"] = kept["area_name"].fillna(kept["area_code"].map(names)).fillna(kept["area_code"])
    return kept.assign(is_suppressed=False)


def _kpi_by_area(warehouse: Warehouse, kind: str, filters: Filters) -> pd.DataFrame:
    measure = kpi(BY_AREA[kind])
    found = kpi_by(warehouse, measure, filters, "admin1_code").dropna(subset=["admin1_code"])
    named = _names_in(warehouse, measure.mart, filters)
    code = filters.countries[0]
    known = named | {key: name for key, name in area_names(warehouse, code).items() if key not in named}
    found = found.rename(columns={"admin1_code": "area_code", "as_of": "month_date"})
    found["area_name"] = [known.get(one, one) for one in found["area_code"]]
    return found[["area_code", "area_name", "value", "is_suppressed", "month_date"]].reset_index(drop=True)


def _names_in(warehouse: Warehouse, mart_name: str, filters: Filters) -> Mapping[str, str]:
    mart = warehouse.mart(mart_name)
    if "admin1_name" not in mart.c:
        return {}
    asked = sa.select(mart.c.admin1_code, sa.func.min(mart.c.admin1_name)).where(
        mart.c.admin1_code.is_not(None), mart.c.admin1_name.is_not(None), *conditions(mart, filters)
    )
    return dict(warehouse.rows(asked.group_by(mart.c.admin1_code)))
