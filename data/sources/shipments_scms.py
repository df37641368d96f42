"""SCMS delivery history: health commodities shipped for PEPFAR by the Supply Chain Management System.

The publisher's site has been closed, so there is nothing to fetch: the file is kept by hand.
"""

from collections.abc import Iterator

from data.parse import dates, numbers
from data.source import Extract, Files, Source
from data.tables import read_csv

SOURCE = Source(
    name="shipments_scms",
    title="SCMS delivery history",
    publisher="USAID, Supply Chain Management System of PEPFAR",
    licence="US Government work, public domain in the United States",
    page="https://data.usaid.gov/HIV-AIDS/Supply-Chain-Shipment-Pricing-Data/a3rc-nmf6",
    owner="Supply",
    expected_days=None,
    files=("SCMS_Delivery_History_Dataset.csv",),
)

NUMBERS = ("Line Item Quantity", "Line Item Value", "Pack Price", "Unit Price", "Line Item Insurance (USD)")
DELIVERY_DATES = ("Scheduled Delivery Date", "Delivered to Client Date", "Delivery Recorded Date")
EARLY_DATES = ("PQ First Sent to Client Date", "PO Sent to Vendor Date")
NO_DATE = ("Pre-PQ Process", "Date Not Captured", "N/A - From RDC")
NUMBERS_OR_WORDS = ("Weight (Kilograms)", "Freight Cost (USD)")
NO_NUMBER = (
    "Freight Included in Commodity Cost",
    "Invoiced Separately",
    "Weight Captured Separately",
)


def read(files: Files) -> Iterator[Extract]:
    """One row per shipped line item; quantities in packs, money in US$.

    Freight and weight are a number, a word, or a pointer to the line that carries the figure of the whole
    shipment ("See DN-304 (ID#:10589)"): the number column is missing for words and pointers, never zero.
    """
    path = files.one("SCMS_Delivery_History_Dataset.csv")
    frame = read_csv(path)
    for name in NUMBERS:
        frame[name] = numbers(frame[name])
    for name in DELIVERY_DATES:
        frame[name] = dates(frame[name], ("%d-%b-%y",))
    for name in EARLY_DATES:
        # The second way of writing is m-d-yy that a spreadsheet took for a year first: 2009-11-14 is 11 September 2014.
        frame[f"{name} (date)"] = dates(frame[name], ("%m/%d/%y", "20%m-%d-%y"), missing=NO_DATE)
    for name in NUMBERS_OR_WORDS:
        pointer = frame[name].str.fullmatch(r"See \S+ \(ID#:\d+\)").fillna(False).astype(bool)
        frame[f"{name} (number)"] = numbers(frame[name].mask(pointer, None), missing=NO_NUMBER)
    yield Extract("deliveries", path, frame)
