"""What a valid activity, budget, transaction, indicator and period of an IATI file is."""

import pandas as pd

from data.contract import Column, Contract, Rule, date, integer, number, text

CURRENCY = r"[A-Z]{3}"
IDENTIFIER = {"iati-identifier": text(required=True)}
ACTIVITY_COUNTRY = IDENTIFIER | {"recipient country": text(country="country_code")}


def _texts(*names: str) -> dict[str, Column]:
    return {name: text() for name in names}


def _ends_after_start(frame: pd.DataFrame) -> pd.Series:
    return ~(frame["period-end/@iso-date"] < frame["period-start/@iso-date"])


PERIOD = {"period-start/@iso-date": date(required=True), "period-end/@iso-date": date(required=True)}
PERIOD_ORDER = Rule("period-end/@iso-date", "lies before period-start", _ends_after_start, quarantine=True)
MONEY = {
    "value": number(required=True),
    "value/@currency": text(),
    "currency (stated or default)": text(required=True, pattern=CURRENCY),
    "value/@value-date": date(),
    "reported by children": integer(required=True),
}
INDICATOR = ACTIVITY_COUNTRY | {
    "indicator": text(required=True),
    "result/@type": text(),
    "result/title/narrative": text(),
    "indicator/title/narrative": text(expected=True),
    "indicator/@measure": text(required=True, allowed=("1", "2", "3", "4", "5")),
    "indicator/@ascending": text(allowed=("0", "1", "true", "false")),
    "baseline/@value": number(),
    "baseline/@year": text(),
}

CONTRACTS = {
    "activities": Contract(
        columns=ACTIVITY_COUNTRY
        | {"reporting-org/@ref": text(required=True), "title/narrative": text(expected=True)}
        | _texts("reporting-org/narrative", "title/narrative/@lang", "@dataset", "@last-updated-datetime")
        | {"@hierarchy": text(), "@humanitarian": text(allowed=("0", "1", "true", "false"))}
        | {"@default-currency": text(pattern=CURRENCY)}
        | {"activity-status/@code": text(allowed=("1", "2", "3", "4", "5", "6"))}
        | _texts("recipient-country/@code", "recipient-region/@code", "sector/@code", "sector (one)")
        | _texts("participating-org (funding)", "participating-org (implementing)")
        | {
            f"activity-date ({word})": date() for word in ("planned start", "actual start", "planned end", "actual end")
        },
        key=("iati-identifier",),
    ),
    "recipient_countries": Contract(
        columns=IDENTIFIER
        | {"recipient-country/@code": text(required=True)}
        | {"recipient country": text(country="country_code")}
        | {"recipient-country/@percentage": number(minimum=0, maximum=100)},
    ),
    "budgets": Contract(
        columns=ACTIVITY_COUNTRY
        | {"budget/@type": text(allowed=("1", "2")), "budget/@status": text(allowed=("1", "2"))}
        | PERIOD
        | MONEY
        | {"revised": integer(required=True)},
        rules=(PERIOD_ORDER,),
    ),
    "transactions": Contract(
        columns=ACTIVITY_COUNTRY
        | _texts("transaction/@ref", "transaction-type (text)", "transaction-date (text)")
        | {"transaction-type/@code": text(required=True), "transaction-date/@iso-date": date(required=True)}
        | _texts("provider-org/narrative", "receiver-org/narrative", "transaction/recipient-country/@code")
        | {"transaction/recipient country": text(country="transaction_country_code")}
        | MONEY,
    ),
    "indicators": Contract(
        columns=INDICATOR | {"periods": integer(required=True)}, key=("iati-identifier", "indicator")
    ),
    "periods": Contract(
        columns=INDICATOR | PERIOD | {"target/@value": number(expected=True), "actual/@value": number(expected=True)},
        key=("iati-identifier", "indicator", "period-start/@iso-date", "period-end/@iso-date"),
        rules=(PERIOD_ORDER,),
    ),
}
