"""The OpenLMIS extract as published: a file per table, ids with and without capitals, a boundary longer than a page."""

import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import pytest

from data.contracts.openlmis_demo_stock import CONTRACTS
from data.source import Files, RefusedFile, files_of
from data.sources.openlmis_demo_stock import SOURCE, TABLES, fetch, read
from data.tables import read_csv
from data.validate import validate

SAMPLE = Path(__file__).parents[1] / "samples" / "openlmis_demo_stock"
ZONES = SAMPLE / "referencedata.geographic_zones.csv"


@pytest.fixture(scope="module")
def checked():
    return {extract.table: validate(extract, CONTRACTS[extract.table]) for extract in read(files_of(SOURCE, SAMPLE))}


@pytest.fixture(scope="module")
def valid(checked):
    return {table: outcome.valid.set_index("id") for table, outcome in checked.items()}


def test_each_table_of_the_contracts_is_read(checked):
    assert set(checked) == set(CONTRACTS)
    assert all(len(outcome.valid) for outcome in checked.values())


def test_only_top_zones_tell_a_country(valid):
    zones = valid["geographic_zones"]
    assert zones["country_code"].dropna().to_dict() == {"z-mwi": "MWI", "z-moz": "MOZ"}
    assert "boundary" not in zones.columns


def test_a_boundary_may_be_longer_than_other_cells_may():
    with pytest.raises(RefusedFile, match="field larger than field limit"):
        read_csv(ZONES)


def test_versions_of_a_product_are_rows_of_their_own(valid):
    orderables = valid["orderables"]
    assert orderables.loc["o1", "versionnumber"].tolist() == [1, 2]
    assert orderables.loc["o1", "fullproductname"].tolist() == ["Vaccine A, 10 doses", "Vaccine A, 10 doses (new vial)"]


def test_days_are_read_from_times_however_written(valid):
    assert valid["requisitions"].loc["q1", "createdDate (day)"] == pd.Timestamp(2017, 2, 1)
    assert valid["requisitions"].loc["q2", "createdDate (day)"] == pd.Timestamp(2018, 12, 13)
    assert valid["requisitions"].loc["q2", "createdDate"] == "2018-12-13 08:09:30.533+00"
    assert valid["stock_card_line_items"].loc["m1", "processedDate (day)"] == pd.Timestamp(2017, 1, 31)


def test_the_byte_order_mark_is_no_part_of_a_name(valid):
    assert list(valid["stock_card_line_item_reasons"].index) == ["r-exp", "r-ret"]


def test_missing_stays_apart_from_zero(valid):
    assert pd.isna(valid["program_orderables"].loc["po3", "priceperpack"])
    assert valid["proof_of_delivery_line_items"].loc["dl2", "quantityRejected"] == 0
    assert valid["stock_cards"].loc["k3", "lotId"] is None
    assert pd.isna(valid["physical_inventories"].loc["pi2", "occurredDate"])


def test_people_and_their_words_never_leave_the_files(checked):
    columns = {name for outcome in checked.values() for name in outcome.valid.columns}
    personal = {"deliveredBy", "receivedBy", "userId", "authorId", "createdById", "signature", "remarks", "notes"}
    assert not columns & personal
    kept = "".join(outcome.valid.to_csv() + "".join(outcome.quarantine["row"]) for outcome in checked.values())
    assert "Muster" not in kept


@pytest.mark.parametrize(
    ("table", "source_row", "reason"),
    [
        ("facilities", 5, r"location does not look like POINT\(-?\d+(\.\d+)? -?\d+(\.\d+)?\): 'near the river'"),
        ("geographic_zones", 9, "name (country) is not a known country or area: 'Freedonia'"),
        ("lots", 4, "expirationdate is not a date (YYYY-MM-DD): '2017-02-30'"),
        ("orderables", 5, "code is empty"),
        ("processing_periods", 4, "period ends before it starts"),
        ("calculated_stocks_on_hand", 16, "stockonhand is below 0: '-3.0'"),
        (
            "stock_card_line_item_reasons",
            4,
            "reasontype is not one of CREDIT, DEBIT, BALANCE_ADJUSTMENT: 'SIDEWAYS'",
        ),
        ("stock_card_line_items", 18, "quantity is empty"),
        ("requisitions", 4, "createdDate (day) is empty"),
        ("requisition_line_items", 3, "stockOnHand is below 0: '-5.0'"),
        ("order_line_items", 6, "orderedQuantity is empty"),
        ("proof_of_delivery_line_items", 5, "quantityAccepted is below 0: '-9.0'"),
    ],
)
def test_wrong_rows_are_refused_each_with_its_reason(checked, table, source_row, reason):
    refused = checked[table].quarantine.set_index("source_row")["reasons"]
    assert refused[source_row] == reason


def test_a_lot_that_expires_before_it_was_made_is_counted_and_kept(checked, valid):
    assert checked["lots"].quality["consistency"] == [4, 3]
    assert "aa-lot-4" in valid["lots"].index


def test_a_missing_table_refuses_the_load(tmp_path):
    with pytest.raises(RefusedFile, match="Expected one file referencedata.commodity_types.csv"):
        list(read(Files(tmp_path, ())))


def test_fetch_takes_each_table_from_its_service(tmp_path):
    published, target = tmp_path / "published", tmp_path / "inbox"
    for service in TABLES:
        place = published / "OpenLMIS" / f"openlmis-{service}" / "master/src/main/resources/db/demo-data"
        place.mkdir(parents=True)
        for path in SAMPLE.glob(f"{service}.*.csv"):
            (place / path.name).write_bytes(path.read_bytes())

    class Repository(SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(published))

        def log_message(self, *_):
            """Keeps the test quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Repository)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        paths = fetch(target, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
    assert {path.name for path in paths} == set(SOURCE.files)
    assert (target / ZONES.name).read_bytes() == ZONES.read_bytes()
