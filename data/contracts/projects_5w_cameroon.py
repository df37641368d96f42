"""What a valid activity or cash transfer of the Cameroon 5W is.

Negative people counts are counted against correctness and not refused: they are remainders of an estimate
(women = total minus the other groups), the totals of the same rows are sound, and refusing the rows would take
people reached out of the totals. Staging gives no breakdown for such a row.
"""

import pandas as pd

from data.contract import Column, Contract, Rule, date, integer, number, text

AGES = ("Boys under 18", "Girls under 18", "Men 18-59", "Women 18-59", "Men >59", "Women > 59")


def _breakdown(word: str) -> list[str]:
    return [f"{group} {word}" for group in AGES]


def _not_negative(word: str) -> Rule:
    def holds(frame: pd.DataFrame) -> pd.Series:
        return ~(frame[_breakdown(word)] < 0).any(axis=1)

    return Rule("people counts", "are below 0", holds, "correctness")


def _parts_make_total(word: str) -> Rule:
    def holds(frame: pd.DataFrame) -> pd.Series:
        parts = frame[_breakdown(word)].sum(axis=1, min_count=1)
        return ~((parts - frame[f"G. {word}"]).abs() >= 0.5)

    return Rule(f"G. {word}", "differs from the sum of its groups", holds, "consistency")


def _place_codes_agree(frame: pd.DataFrame) -> pd.Series:
    """CMR007 holds the divisions CM007001 to CM007999; a region code without a division code stands unconfirmed."""
    region, division = frame["Admin1_Pcode"].str[3:6], frame["Admin2_Pcode"].str[2:5]
    return region.isna() | (region == division)


def _ends_after_start(frame: pd.DataFrame) -> pd.Series:
    return ~(frame["End Date (date)"] < frame["Start Date (date)"])


ENDS_AFTER_START = Rule("End Date", "lies before Start Date", _ends_after_start, "consistency")


def _texts(*names: str) -> dict[str, Column]:
    return {name: text() for name in names}


def _people(word: str, *more: str) -> dict[str, Column]:
    names = [f"Total male {word}", f"Total female {word}", *_breakdown(word), *more]
    return {f"G. {word}": number(expected=True, minimum=0)} | {name: number() for name in names}


DAYS = {"Start Date (date)": date(), "End Date (date)": date()}
ACTIVITIES = (
    {"Index": integer(required=True), "Programme Organization": text(required=True)}
    | {"Implementing Organization": text(required=True), "Admin1": text(required=True), "Sectors": text(required=True)}
    | _texts("Implementing Full Org. Name", "Implementing Org type", "Admin1_Pcode", "Admin2", "Admin2_Pcode")
    | _texts("Admin3", "Admin3_Pcode3", "HRP", "Project Title", "Status", "Start Date", "End Date", "remarks", "Month")
    | _texts("Activities", "Indicators", "Donor", "Cash Amount", "Assisted_PWD")
    | {"G. Targeted": number(minimum=0), "Month (date)": date(required=True)}
    | _people("Reached")
    | DAYS
    | {"Cash Amount (number)": number(), "Assisted_PWD (number)": number(minimum=0), "Cash_USD": number(minimum=0)}
)
FAR_NORTH = (
    {"Implementing Organization": text(required=True), "Admin1": text(required=True), "Sectors": text(required=True)}
    | _texts("Implementing Full Org. Name", "Implementing Org type", "Programme Organization", "Donor", "Admin2", "HRP")
    | _texts("Project Title", "Start Date", "End Date", "Activities", "remarks")
    | {"Cash Amount(USD).": number(minimum=0), "Month (date)": date(required=True)}
    | _people("Targeted", "PWD Targeted")
    | _people("Reached", "PWD Reached")
    | DAYS
)
CASH_TRANSFERS = (
    {"Admin1": text(required=True), "Implementing Organization": text(required=True)}
    | _texts("Admin2", "Admin3", "Village", "Implementing Org type", "Donor", "Sectors", "Status", "Start Date")
    | _texts("End Date", "Beneficiaries", "Targeted", "Transfer Modality", "Description Modalility")
    | _texts("Distribution Model", "Delivery Mechanism", "Type of Service provider (SP)", "Reporting period", "Places")
    | _texts("Month", "monthly Benefit per beneficiary-USD", "Annual Distribution amount-USD")
    | {"Project duration (months)": number(minimum=0), "Number of distributioncycles": number(minimum=0)}
    | {"Number of households": number(minimum=0), "Number of beneficiaries": number(minimum=0)}
    | {"Monthly transfer (bulk)-USD": number(minimum=0), "monthly Benefit per beneficiary-USD (number)": number()}
    | {"Annual Distribution amount-USD (number)": number(), "Year": integer(required=True)}
    | {"Monthly transfer XAF": number(minimum=0)}
    | DAYS
)

CONTRACTS = {
    "activities": Contract(
        columns=ACTIVITIES,
        key=("Index",),
        rules=(
            _not_negative("Reached"),
            _parts_make_total("Reached"),
            Rule("Admin1_Pcode", "is not confirmed by Admin2_Pcode", _place_codes_agree, "consistency"),
            ENDS_AFTER_START,
        ),
        extra=frozenset({"Sectors - Copy", "Icons", "IDP_Target", "IDP_Reached", "Returnees Targeted"})
        | {"Returnees Reached", "Other Targeted", "Other Reached"},
    ),
    "activities_far_north": Contract(
        columns=FAR_NORTH,
        rules=(
            _not_negative("Targeted"),
            _not_negative("Reached"),
            _parts_make_total("Targeted"),
            _parts_make_total("Reached"),
            ENDS_AFTER_START,
        ),
    ),
    "cash_transfers": Contract(columns=CASH_TRANSFERS, rules=(ENDS_AFTER_START,)),
}
