"""Names of countries and areas."""

import pandas as pd
import sqlalchemy as sa

from kpis.words import _
from queries.cache import cached
from queries.filters import Filters, Notice
from queries.warehouse import UnknownMart, Warehouse

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")


@cached
def country_names(warehouse: Warehouse, language: str = "en") -> dict[str, str]:
    """country_code -> UN name in the language, in English or as M49 has it where there is none.
    Names of all countries, whatever the reader's scope. Empty for an empty build."""
    column = f"name_{language}" if language in LANGUAGES else "name_en"
    try:
        table = warehouse.mart("ref_country")
    except UnknownMart:
        return {}
    name = sa.func.coalesce(table.c[column], table.c.name_en, table.c.country_name, table.c.country_code)
    return dict(warehouse.rows(sa.select(table.c.country_code, name).order_by(table.c.country_code)))


@cached
def countries(warehouse: Warehouse) -> pd.DataFrame:
    """One row per country or area of the reference table, by code, with all its columns; missing as None."""
    try:
        table = warehouse.mart("ref_country")
    except UnknownMart:
        return pd.DataFrame(columns=["country_code", "country_name"])
    return warehouse.frame(sa.select(table).order_by(table.c.country_code))


@cached
def choices(warehouse: Warehouse, mart_name: str, column: str) -> list[str]:
    """Values of a text column that the reader can choose from, sorted, missing left out; empty where the
    build has no such mart or column."""
    try:
        mart = warehouse.mart(mart_name)
    except UnknownMart:
        return []
    if column not in mart.c:
        return []
    asked = sa.select(mart.c[column]).where(mart.c[column].is_not(None)).distinct().order_by(mart.c[column])
    return [row[0] for row in warehouse.rows(asked)]


def with_known_countries(warehouse: Warehouse, filters: Filters) -> tuple[Filters, tuple[Notice, ...]]:
    """Filters without the countries that the build does not know, and a notice for each of them."""
    known = country_names(warehouse)
    strange = [code for code in filters.countries if code not in known]
    kept = tuple(code for code in filters.countries if code in known)
    notices = tuple(Notice("country", code, _("is not a known country or area")) for code in strange)
    return filters.replace(countries=kept), notices
