"""The figures of a KPI, whole or by the values of a column, as plain rows."""

import pandas as pd

from components.result import plain_cell
from kpis.kpi import Kpi
from queries.filters import Filters
from queries.kpi_values import kpi_by, kpi_by_country, kpi_by_month, kpi_value
from queries.warehouse import Warehouse

FIGURES = ("value", "numerator", "denominator", "row_count", "first_month", "as_of", "is_suppressed", "is_small")


def figure_rows(warehouse: Warehouse, kpi: Kpi, filters: Filters, column: str) -> list[dict]:
    """A row with FIGURES for each value of the column, which it has too, in its order; one row for "".
    Missing is None, months are dates, numbers have 15 significant digits."""
    if not column:
        whole = vars(kpi_value(warehouse, kpi, filters))
        return [{name: plain_cell(whole[name]) for name in FIGURES}]
    frame = parts(warehouse, kpi, filters, column)[[column, *FIGURES]]
    return [{name: plain_cell(cell) for name, cell in row.items()} for row in frame.astype(object).to_dict("records")]


def parts(warehouse: Warehouse, kpi: Kpi, filters: Filters, column: str) -> pd.DataFrame:
    """The KPI by the values of a column, by the same function as the pages."""
    if column == "month_date":
        return kpi_by_month(warehouse, kpi, filters)
    if column == "country_code":
        return kpi_by_country(warehouse, kpi, filters)
    return kpi_by(warehouse, kpi, filters, column)
