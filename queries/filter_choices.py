"""What readers can choose in the bar of filters: months, countries by region, item groups, sectors, builds."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from kpis.months import months_before
from kpis.words import _
from queries.cache import cached
from queries.filters import MOST_VALUES, Filters, Notice
from queries.reference import choices, countries, country_names
from queries.warehouse import BuildInfo, NotAllowed, UnknownMart, Warehouse

MONTHS_BACK = 60
BUILDS_SHOWN = 30
COUNTRY_MARTS = (
    "mart_project", "mart_delivery_line", "mart_supply_stock", "mart_country_risk", "mart_needs", "mart_funding",
    "mart_reporting",
)  # fmt: skip
"""Where a country has to occur to be a choice."""
VALUE_MARTS = {
    "office": ("office_code", ("mart_project", "mart_delivery_line", "mart_supply_stock")),
    "programme": ("programme_code", ("mart_project", "mart_delivery_line")),
    "donor": ("donor_name", ("mart_project", "mart_delivery_line", "mart_plan_funding", "mart_funding_flow")),
}
"""Key of the bar -> column, and the marts whose values are choices."""
LONGEST_CHOICE = 80
"""Longer texts are lists of several donors in one cell: no choice, but still a filter in an address."""


def bar_choices(warehouse: Warehouse, info: BuildInfo, fields: tuple[str, ...], language: str = "en") -> dict:
    """What the bar offers.

    months: first days of months, newest first. country: (region, ((code, name), ...)), ... . region: names that
    with_region understands. build: (id, day), newest first. For the fields asked for, group, office, programme and
    donor: ((value, value), ...), and sector: ((code, name), ...).
    """
    newest = info.data_date or info.built_at.date()
    found = {
        "months": months_until(newest),
        "newest": newest,
        "country": countries_by_region(warehouse, language),
        "region": region_countries(warehouse),
        "build": builds(warehouse),
    }
    if "group" in fields:
        found["group"] = tuple((name, name) for name in item_groups(warehouse))
    if "sector" in fields:
        found["sector"] = sector_names(warehouse)
    found |= {key: named_values(warehouse, key) for key in VALUE_MARTS if key in fields}
    return found


def months_until(newest: date) -> tuple[date, ...]:
    """The first days of the month of a day and of the MONTHS_BACK months before it, newest first."""
    return tuple(months_before(newest, back) for back in range(MONTHS_BACK + 1))


@cached
def countries_with_data(warehouse: Warehouse) -> tuple[str, ...]:
    """Codes of countries for which the reader sees anything, sorted."""
    found: set[str] = set()
    for name in COUNTRY_MARTS:
        found.update(_choices(warehouse, name, "country_code"))
    return tuple(sorted(found))


@cached
def countries_by_region(warehouse: Warehouse, language: str = "en") -> tuple:
    """(sub-region, ((code, name), ...)) of the countries with data, by names; without a sub-region last, as ""."""
    names, found = country_names(warehouse, language), {}
    regions = _regions(warehouse)
    for code in countries_with_data(warehouse):
        found.setdefault(regions.get(code, ("", ""))[1], []).append((code, names.get(code, code)))
    ordered = sorted(found.items(), key=lambda one: (not one[0], one[0]))
    return tuple((region, tuple(sorted(held, key=lambda one: one[1]))) for region, held in ordered)


@cached
def region_countries(warehouse: Warehouse) -> dict[str, tuple[str, ...]]:
    """M49 region or sub-region -> codes of its countries with data; regions without any are left out."""
    found: dict[str, list[str]] = {}
    regions = _regions(warehouse)
    for code in countries_with_data(warehouse):
        for name in dict.fromkeys(regions.get(code, ())):
            if name:
                found.setdefault(name, []).append(code)
    return {name: tuple(found[name]) for name in sorted(found)}


def with_region(warehouse: Warehouse, filters: Filters, given: object) -> tuple[Filters, tuple[Notice, ...]]:
    """Filters with the countries of regions added, and a notice for each region that has none."""
    known, notices, codes = region_countries(warehouse) if given else {}, [], list(filters.countries)
    for name in given if isinstance(given, list | tuple) else [given] * bool(given):
        if isinstance(name, str) and name in known:
            codes.extend(known[name])
        elif name:
            notices.append(Notice("region", str(name)[:40], _("is not a region with data")))
    return filters.replace(countries=tuple(codes[:MOST_VALUES])), tuple(notices)


@cached
def item_groups(warehouse: Warehouse) -> tuple[str, ...]:
    """Groups of items in stock or on order, sorted."""
    found = {*_choices(warehouse, "mart_supply_stock", "item_group")}
    return tuple(sorted(found | {*_choices(warehouse, "mart_aid_delivery", "item_group")}))


@cached
def sector_names(warehouse: Warehouse) -> tuple[tuple[str, str], ...]:
    """(code, name) of the sectors of projects, by name; the code where a name is missing."""
    try:
        mart = warehouse.mart("mart_project")
    except (UnknownMart, NotAllowed):
        return ()
    label = sa.func.max(sa.func.coalesce(mart.c.sector_name, mart.c.sector_code))
    asked = sa.select(mart.c.sector_code, label).where(mart.c.sector_code.is_not(None))
    rows: Mapping = dict(warehouse.rows(asked.group_by(mart.c.sector_code)))
    return tuple(sorted(rows.items(), key=lambda one: (one[1], one[0])))


@cached
def named_values(warehouse: Warehouse, key: str) -> tuple[tuple[str, str], ...]:
    """(value, value) of the offices, programmes or donors of the build, sorted; the first MOST_VALUES of them."""
    column, marts = VALUE_MARTS[key]
    found = {value for name in marts for value in _choices(warehouse, name, column)}
    return tuple((value, value) for value in sorted(found) if len(value) <= LONGEST_CHOICE)[:MOST_VALUES]


def builds(warehouse: Warehouse) -> tuple[tuple[str, date], ...]:
    """(id, day it was made) of the newest builds that are kept, newest first."""
    kept = sorted(warehouse.store.builds(), reverse=True)[:BUILDS_SHOWN]
    return tuple((one, date(int(one[:4]), int(one[4:6]), int(one[6:8]))) for one in kept)


def _regions(warehouse: Warehouse) -> dict[str, tuple[str, str]]:
    table = countries(warehouse)
    if "subregion_name" not in table:
        return {}
    shown = table[["country_code", "region_name", "subregion_name"]].itertuples(index=False)
    return {code: tuple(one if isinstance(one, str) else "" for one in names) for code, *names in shown}


def _choices(warehouse: Warehouse, mart: str, column: str) -> list[str]:
    try:
        return choices(warehouse, mart, column)
    except NotAllowed:
        return []
