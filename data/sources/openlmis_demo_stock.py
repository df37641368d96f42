"""Extract of an OpenLMIS 3 system, one CSV per table: catalogue, facilities, stock cards, requisitions, orders.

Left out: tables that no mart needs (supervision, supply lines, events behind the stock cards, assignments of reasons).
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data.fetch import download
from data.source import Extract, Files, Source
from data.tables import read_csv, read_csv_of_long_cells

TABLES = {
    "referencedata": (
        "commodity_types",
        "facilities",
        "facility_types",
        "geographic_levels",
        "geographic_zones",
        "ideal_stock_amounts",
        "lots",
        "orderable_display_categories",
        "orderables",
        "processing_periods",
        "program_orderables",
        "programs",
    ),
    "stockmanagement": (
        "calculated_stocks_on_hand",
        "physical_inventories",
        "physical_inventory_line_items",
        "stock_card_line_item_reasons",
        "stock_card_line_items",
        "stock_cards",
    ),
    "requisition": ("requisition_line_items", "requisitions", "status_changes", "stock_adjustments"),
    "fulfillment": (
        "order_line_items",
        "orders",
        "proof_of_delivery_line_items",
        "proofs_of_delivery",
        "shipment_line_items",
        "shipments",
    ),
}

SOURCE = Source(
    name="openlmis_demo_stock",
    title="OpenLMIS demonstration data: catalogue, facilities, stock cards, requisitions, orders",
    publisher="OpenLMIS community",
    licence="AGPL-3.0",
    page="https://github.com/OpenLMIS",
    owner="Supply",
    expected_days=None,
    files=tuple(f"{service}.{table}.csv" for service, tables in TABLES.items() for table in tables),
)

BOUNDARY_CHARACTERS = 5_000_000
TOP_LEVEL = "1"
TIMES = {
    "orders": ("createdDate", "lastUpdatedDate"),
    "shipments": ("shippedDate",),
    "requisitions": ("createdDate", "modifiedDate"),
    "status_changes": ("createdDate",),
    "stock_card_line_items": ("processedDate",),
}


def read(files: Files) -> Iterator[Extract]:
    """One extract per table, one row per record; ids are UUIDs that join across tables, written with and without
    capitals. Quantities are as recorded. A time is written in several ways: "(day)" beside it is its date."""
    for service, tables in TABLES.items():
        for table in tables:
            path = files.one(f"{service}.{table}.csv")
            if table == "geographic_zones":
                frame = _zones(path, read_csv(files.one("referencedata.geographic_levels.csv")))
            else:
                frame = read_csv(path)
            for name in TIMES.get(table, ()):
                frame[f"{name} (day)"] = frame[name].str.extract(r"^(\d{4}-\d\d-\d\d)(?:[ T].*)?$")[0]
            yield Extract(table, path, frame)


def fetch(folder: Path, base_url: str = "https://raw.githubusercontent.com") -> list[Path]:
    """Downloads the tables from the repositories of the four OpenLMIS services."""
    place = "master/src/main/resources/db/demo-data"
    return [
        download(
            f"{base_url}/OpenLMIS/openlmis-{service}/{place}/{service}.{table}.csv", folder / f"{service}.{table}.csv"
        )
        for service, tables in TABLES.items()
        for table in tables
    ]


def _zones(path: Path, levels: pd.DataFrame) -> pd.DataFrame:
    """Zones, without the geometry of the few that have one, and with the name of a country beside top-level zones."""
    frame = read_csv_of_long_cells(path, BOUNDARY_CHARACTERS).drop(columns="boundary")
    top = set(levels.loc[levels["levelnumber"] == TOP_LEVEL, "id"])
    frame["name (country)"] = frame["name"].where(frame["levelid"].isin(top))
    return frame
