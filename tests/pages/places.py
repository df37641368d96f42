"""Addresses of every page of the app: its path, what its variables can be, and the queries that change what it shows."""

import re

import dash

from app import create_app
from components.addresses import record_address
from queries.dictionary import mart_meaning, marts
from queries.filters import Filters
from queries.kpi_rows import RowsAsked, rows_found
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse
from tests.pages.test_path_variables import TWO_VALUES, values

ASKED = (
    "/risk?show=change", "/risk?measure=people_in_need", "/risk/areas?country=AFG", "/risk/areas?country=AFG&of=need",
    "/rows?kpi=otif", "/rows?mart=mart_supply_stock", "/explain?kpi=otif,stock_value", "/explain?mart=mart_aid_delivery",
    "/supply?country=AFG", "/aid?country=SSD&since=2026-01", "/projects?sector=EDU", "/data?kind=budgets",
)  # fmt: skip
"""Addresses with a query, of pages that show something else by it."""


def places() -> list[str]:
    """Addresses that between them show every part of every page, in the home in force."""
    create_app()
    pages = [one for one in dash.page_registry.values() if one["path"] != "/not-found"]
    plain = [one["path"] for one in pages if not one["path_template"]]
    return [*plain, *ASKED, *with_variables(pages), *records()]


def with_variables(pages) -> list[str]:
    """Pages with a variable in their path, of a value that is there."""
    templates = [one["path_template"] for one in pages if one["path_template"]]
    known = {name: next(iter(values(name)), None) for name in TWO_VALUES}
    names = {template: re.search("<(.*?)>", template).group(1) for template in templates}
    return [re.sub("<.*?>", known[name], template) for template, name in names.items() if known.get(name)]


def records() -> list[str]:
    """A record of every mart that has a row."""
    warehouse, found = open_warehouse(EVERYTHING), []
    for mart in marts():
        row = next(iter(rows_found(warehouse, RowsAsked(mart), Filters()).frame.to_dict("records")), None)
        if row:
            found.append(record_address(mart, {name: row[name] for name in mart_meaning(mart).grain}, Filters()))
    return found
