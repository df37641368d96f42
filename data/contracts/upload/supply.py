"""Upload templates of supplies: items, sites, stock, lots, deliveries."""

import pandas as pd

from data.contract import Contract, Rule, date, integer, month, number, text
from data.contracts.upload.shared import (
    LEVELS,
    MONTH_RULES,
    REPORT_RULES,
    REPORTED,
    begun,
    country,
    day,
    in_order,
    note,
    quantity,
)

ORDER_STATUSES = ("planned", "confirmed", "in_transit", "received", "handed_over", "cancelled")
MODES = ("air", "air_charter", "ocean", "truck")


def _identity(rows: pd.DataFrame) -> pd.Series:
    expected = rows["opening_qty"] + rows["received_qty"] - rows["issued_qty"] + rows["adjustment_qty"]
    return expected.isna() | rows["closing_qty"].isna() | ((expected - rows["closing_qty"]).abs() < 0.5)


def _stockout_fits(rows: pd.DataFrame) -> pd.Series:
    return (
        rows["stockout_days"].isna() | rows["month"].isna() | (rows["stockout_days"] <= rows["month"].dt.days_in_month)
    )


STOCK_IDENTITY = Rule(
    "stock identity",
    "opening + received - issued + adjustment is not closing",
    _identity,
    sql="coalesce(abs(opening_qty + received_qty - issued_qty + adjustment_qty - closing_qty) < 0.5, true)",
)
STOCKOUT_FITS = Rule(
    "stockout_days",
    "is more than the month has days",
    _stockout_fits,
    quarantine=True,
    sql='coalesce(stockout_days <= day(last_day("month")), true)',
)


ITEMS = Contract(
    {
        "item_code": text(required=True),
        "item_name": text(required=True),
        "item_group": text(expected=True),
        "unit_name": text(expected=True),
        "unit_cost_usd": quantity(expected=True),
        "children_per_unit": quantity(),
        "minimum_months": quantity(expected=True),
        "maximum_months": quantity(expected=True),
    },
    key=("item_code",),
    rules=(LEVELS,),
)
SITES = Contract(
    {
        "site_code": text(required=True),
        "site_name": text(required=True),
        "site_type": note(expected=True),
        "country": country(required=True),
        "admin1_code": note(),
        "admin1_name": note(),
        "office_code": text(expected=True),
        "office_name": note(),
        "latitude": number(minimum=-90, maximum=90, optional=True),
        "longitude": number(minimum=-180, maximum=180, optional=True),
        "minimum_months": quantity(),
        "maximum_months": quantity(),
    },
    key=("site_code",),
    rules=(LEVELS,),
)
STOCK_BALANCES = Contract(
    {
        "month": month(required=True),
        "country": country(required=True),
        "site_code": text(required=True),
        "item_code": text(required=True),
        "opening_qty": number(minimum=0, expected=True),
        "received_qty": number(minimum=0, expected=True),
        "issued_qty": number(minimum=0, expected=True),
        "adjustment_qty": number(),
        "closing_qty": number(minimum=0, expected=True),
        "stockout_days": integer(minimum=0, maximum=31),
        **REPORTED,
    },
    key=("site_code", "item_code", "month"),
    rules=(*REPORT_RULES, STOCKOUT_FITS, STOCK_IDENTITY),
)
STOCK_LOTS = Contract(
    {
        "month": month(required=True),
        "country": country(required=True),
        "site_code": text(required=True),
        "item_code": text(required=True),
        "lot_code": text(required=True),
        "expiry_date": date(expected=True),
        "lot_qty": number(required=True, minimum=0),
    },
    key=("site_code", "item_code", "lot_code", "month"),
    rules=MONTH_RULES,
)
DELIVERIES = Contract(
    {
        "order_code": text(required=True),
        "line_number": integer(required=True, minimum=1),
        "status": text(required=True, allowed=ORDER_STATUSES),
        "country": country(required=True),
        "site_code": note(),
        "item_code": text(required=True),
        "supplier": note(),
        "mode": note(allowed=MODES),
        "origin_country": text(country="origin_country_code", optional=True),
        "donor": note(),
        "programme_code": note(),
        **{f"{stage}_date": day() for stage in ("ordered", "ready", "port", "customs", "received", "handed_over")},
        "agreed_date": date(expected=True, optional=True),
        "ordered_qty": quantity(expected=True),
        **{f"{stage}_qty": quantity() for stage in ("dispatched", "received", "handed_over", "wasted")},
        **{f"{name}_usd": quantity() for name in ("ordered", "received", "freight")},
        "weight_kg": quantity(),
        **REPORTED,
    },
    key=("order_code", "line_number"),
    rules=(
        in_order("ordered_date", "received_date", "received before it was ordered"),
        in_order("received_date", "handed_over_date", "handed over before it was received"),
        begun("received_date"),
        begun("handed_over_date"),
        in_order("handed_over_qty", "received_qty", "more handed over than received", quarantine=False),
    ),
)
