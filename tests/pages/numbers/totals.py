"""Which totals of tables stand for a KPI, and which are no sums of their rows."""

import re

from tests.pages.numbers.shown import Totalled

NOT_SUMS = {"Median, days", "90th percentile, days", "Coverage minus time, in points"}
"""Labels of columns whose total is reckoned over all rows anew."""
STAND_FOR = {
    "Ordered and received by month": {
        2: "ordered_value",
        3: "order_lines_received",
        4: "received_value",
        5: "children_supplied",
    },
    "Order lines due, on time and in full": {3: "otif", 5: "on_time_delivery", 7: "in_full_delivery"},
    "Lead time by (mode|supplier|country)": {2: "lead_time_median", 3: "lead_time_p90"},
    "Completeness, short and surplus": {3: "delivery_completeness", 5: "short_delivery_rate"},
    "Value received by destination": {
        1: "order_lines_received",
        2: "received_value",
        3: "children_supplied",
        4: "ordered_value",
    },
    "What was received, by destination": {2: "order_lines_received", 3: "received_value", 4: "children_supplied"},
    "Achievement: .* By (sector|country)": {3: "achievement", 7: "progress_over_baseline"},
    "children reached at least once, by country": {1: "children_reached", 4: "girls_share"},
    "Allotment, commitments and expenditure by month": {3: "expenditure"},
    "Cash transfers outstanding by (country or area|partner) and age": {
        1: "outstanding_cash_transfers",
        4: "cash_6_to_9_months",
        6: "cash_over_9_months",
    },
    "missing in the appeals of": {
        2: "funding_requirement",
        3: "funding_received",
        4: "carry_over",
        5: "funding_gap",
        6: "funding_coverage",
    },
    "The largest gap lies in": {
        1: "funding_requirement",
        2: "funding_received",
        3: "carry_over",
        4: "funding_gap",
        5: "funding_coverage",
    },
    "Coverage of appeals and time elapsed": {1: "funding_coverage"},
}
"""Words of the caption -> number of the column -> KPI."""


def kpi_of_total(table: Totalled, at: int) -> str | None:
    """The name of the KPI that the total of a column stands for; None where it stands for none."""
    for caption, columns in STAND_FOR.items():
        if at in columns and re.search(caption, table.caption):
            return columns[at]
    return None
