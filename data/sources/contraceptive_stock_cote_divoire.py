"""Monthly contraceptive stock of health sites in Côte d'Ivoire, with the cases served by district.

Released once, for a forecasting competition that is over: there is nothing to fetch.
"""

from collections.abc import Iterator

from data.source import Extract, Files, Source
from data.tables import read_csv

SOURCE = Source(
    name="contraceptive_stock_cote_divoire",
    title="Côte d'Ivoire contraceptive logistics: monthly stock by site and product",
    publisher="USAID and the Ministry of Health of Côte d'Ivoire (eSIGL)",
    licence="not stated; announced by USAID as open",
    page="https://github.com/conaldes20/USAID-s-Intelligent-Forecasting-Challenge",
    owner="Supply",
    expected_days=None,
    files=(
        "contraceptive_logistics_data.csv",
        "product.csv",
        "service_delivery_site_data.csv",
        "monthly_cases.csv",
        "annual_cases.csv",
    ),
)

TABLES = {
    "balances": "contraceptive_logistics_data.csv",
    "products": "product.csv",
    "sites": "service_delivery_site_data.csv",
    "monthly_cases": "monthly_cases.csv",
    "annual_cases": "annual_cases.csv",
}


def read(files: Files) -> Iterator[Extract]:
    """Five tables. balances: one row per site, product and month, in dispensing units; a month that a site did not
    report is no row. Cases: one row per district and month or year; an empty cell is not reported."""
    for table, name in TABLES.items():
        path = files.one(name)
        yield Extract(table, path, read_csv(path))
