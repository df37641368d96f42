"""What a valid row of the contraceptive stock of Côte d'Ivoire is."""

import pandas as pd

from data.contract import Contract, Rule, integer, number, text

PARTS = ["stock_initial", "stock_received", "stock_distributed", "stock_adjustment", "stock_end"]
METHODS = ("implant", "injection2", "injection3", "pill", "iud")
YEAR = {"year": integer(required=True, minimum=2000, maximum=2100)}
MONTH = {"month": integer(required=True, minimum=1, maximum=12)}
QUANTITY = number(minimum=0)


def _identity_holds(frame: pd.DataFrame) -> pd.Series:
    initial, received, distributed, adjustment, end = (frame[name] for name in PARTS)
    return frame[PARTS].isna().any(axis=1) | (initial + received - distributed + adjustment == end)


def _cases() -> dict:
    """Women served and stock of each method; which methods a file holds does not change."""
    women = {f"{method}_women_{kind}": QUANTITY for method in METHODS for kind in ("old", "new")}
    measures = ("number_dispensed", "number_received", "stock_end")
    return women | {f"{method}_{measure}": QUANTITY for method in METHODS for measure in measures}


CONTRACTS = {
    "balances": Contract(
        columns=YEAR
        | MONTH
        | {
            "region": text(required=True),
            "district": text(required=True),
            "site_code": text(required=True),
            "product_code": text(required=True),
            "stock_initial": number(expected=True, minimum=0),
            "stock_received": number(expected=True, minimum=0),
            "stock_distributed": number(expected=True, minimum=0),
            "stock_adjustment": number(expected=True),
            "stock_end": number(expected=True, minimum=0),
            "average_monthly_consumption": QUANTITY,
            "stock_stockout_days": integer(minimum=0, maximum=31),
            "stock_ordered": QUANTITY,
        },
        key=("year", "month", "site_code", "product_code"),
        rules=(
            Rule(
                "stock identity",
                "has an end that differs from initial + received - distributed + adjustment",
                _identity_holds,
            ),
        ),
    ),
    "products": Contract(
        columns={
            "product_code": text(required=True),
            "product_type": text(expected=True),
            "product_name": text(required=True),
        },
        key=("product_code",),
    ),
    "sites": Contract(
        columns={
            "site_code": text(required=True),
            "site_type": text(expected=True),
            "site_region": text(required=True),
            "site_district": text(required=True),
            "site_latitude": number(expected=True, minimum=-90, maximum=90),
            "site_longitude": number(expected=True, minimum=-180, maximum=180),
        },
        key=("site_code",),
    ),
    "monthly_cases": Contract(
        columns={"district": text(required=True)} | MONTH | YEAR | _cases(),
        key=("district", "year", "month"),
    ),
    "annual_cases": Contract(
        columns={"column_1": integer(), "district": text(required=True)} | YEAR | _cases(),
        key=("district", "year"),
    ),
}
