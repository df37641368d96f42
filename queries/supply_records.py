"""One item, one site: what the reference tables and the reports say about it."""

import pandas as pd
import sqlalchemy as sa

from queries.cache import cached
from queries.filters import Filters
from queries.kpi_sql import conditions
from queries.warehouse import UnknownMart, Warehouse

ITEM = ("item_code", "item_name", "item_group", "unit_name", "unit_cost_usd", "children_per_unit")
ITEM += ("minimum_months", "maximum_months")
SITE = ("site_code", "site_name", "site_type", "country_code", "admin1_name", "office_name")
REPORT = ("month_date", "due_date", "reported_date", "reporting_status_code")
MOST_REPORTS = 24


@cached
def item_record(warehouse: Warehouse, item: str) -> dict | None:
    """ITEM of an item, None where not stated; of an item without a record its stock alone. None for an item that the
    reader has nothing of."""
    return _record(warehouse, ("ref_item", "mart_supply_stock", "mart_supply_pipeline"), ITEM, item)


@cached
def site_record(warehouse: Warehouse, site: str) -> dict | None:
    """SITE of a site, None where not stated; None for a site that is unknown or not open to the reader."""
    return _record(warehouse, ("ref_site", "mart_supply_stock"), SITE, site)


@cached
def site_reports(warehouse: Warehouse, filters: Filters, site: str) -> pd.DataFrame:
    """The newest 24 stock reports expected of a site, newest first: columns REPORT. A report that is due and has not
    come is not_reported. For readers who may see single rows."""
    try:
        mart = warehouse.detail("mart_reporting")
    except UnknownMart:
        return pd.DataFrame(columns=list(REPORT))
    expected = [mart.c.unit_code == site, mart.c.report_kind == "stock_balances", mart.c.expected_count == 1]
    columns = [mart.c[name] for name in REPORT[:-1]]
    silent = sa.case((mart.c.silent_count == 1, "not_reported"), else_=mart.c.reporting_status_code)
    asked = sa.select(*columns, silent.label("reporting_status_code"))
    asked = asked.where(*expected, *conditions(mart, filters)).order_by(mart.c.month_date.desc())
    return warehouse.frame(asked.limit(MOST_REPORTS))


def _record(warehouse: Warehouse, tables: tuple[str, ...], names: tuple[str, ...], code: str) -> dict | None:
    for name in tables:
        try:
            table = warehouse.mart(name)
        except UnknownMart:
            continue
        known = [column for column in names if column in table.c]
        asked = sa.select(*(table.c[column] for column in known)).where(table.c[names[0]] == code)
        rows = warehouse.rows(asked.order_by(*known).limit(1))
        if rows:
            return dict.fromkeys(names) | dict(zip(known, rows[0], strict=True))
    return None
