"""What a valid row of the SCMS delivery history is."""

import pandas as pd

from data.contract import Contract, Rule, date, integer, number, text


def _not_after(earlier: str, later: str):
    def holds(frame: pd.DataFrame) -> pd.Series:
        return frame[earlier].isna() | frame[later].isna() | (frame[earlier] <= frame[later])

    return holds


def _value_is_quantity_times_price(frame: pd.DataFrame) -> pd.Series:
    """Pack prices are published in cents, so a line may be off by half a cent per pack and some rounding."""
    difference = (frame["Line Item Value"] - frame["Line Item Quantity"] * frame["Pack Price"]).abs()
    return difference.isna() | (difference <= 0.005 * frame["Line Item Quantity"] + 1)


CONTRACTS = {
    "deliveries": Contract(
        columns={
            "ID": text(required=True),
            "Project Code": text(required=True),
            "PQ #": text(),
            "PO / SO #": text(required=True),
            "ASN/DN #": text(expected=True),
            "Country": text(required=True, country="country_code"),
            "Managed By": text(),
            "Fulfill Via": text(allowed=("Direct Drop", "From RDC")),
            "Vendor INCO Term": text(),
            "Shipment Mode": text(expected=True, allowed=("Air", "Air Charter", "Ocean", "Truck", "N/A")),
            "PQ First Sent to Client Date": text(),
            "PQ First Sent to Client Date (date)": date(),
            "PO Sent to Vendor Date": text(),
            "PO Sent to Vendor Date (date)": date(),
            "Scheduled Delivery Date": date(required=True),
            "Delivered to Client Date": date(expected=True),
            "Delivery Recorded Date": date(expected=True),
            "Product Group": text(expected=True),
            "Sub Classification": text(),
            "Vendor": text(expected=True),
            "Item Description": text(required=True),
            "Molecule/Test Type": text(),
            "Brand": text(),
            "Dosage": text(),
            "Dosage Form": text(),
            "Unit of Measure (Per Pack)": integer(minimum=1),
            "Line Item Quantity": number(required=True, minimum=0),
            "Line Item Value": number(required=True, minimum=0),
            "Pack Price": number(minimum=0),
            "Unit Price": number(minimum=0),
            "Manufacturing Site": text(),
            "First Line Designation": text(),
            "Weight (Kilograms)": text(),
            "Weight (Kilograms) (number)": number(minimum=0),
            "Freight Cost (USD)": text(),
            "Freight Cost (USD) (number)": number(minimum=0),
            "Line Item Insurance (USD)": number(expected=True, minimum=0),
        },
        key=("ID",),
        rules=(
            Rule(
                "ordered before delivered",
                "was delivered before the order went to the vendor",
                _not_after("PO Sent to Vendor Date (date)", "Delivered to Client Date"),
            ),
            Rule(
                "delivered before recorded",
                "was recorded as delivered before it was delivered",
                _not_after("Delivered to Client Date", "Delivery Recorded Date"),
                dimension="timeliness",
            ),
            Rule(
                "value is quantity times price",
                "has a value that differs from quantity times pack price",
                _value_is_quantity_times_price,
            ),
        ),
    )
}
