"""From the samples through the production load to the marts: deliveries, stock, lots, people reached."""

from datetime import date

import duckdb
import pytest

from data.load import load_source
from tests.conftest import SAMPLES, SEEDS

SOURCES = (
    "contraceptive_stock_cote_divoire",
    "covid_vaccine_deliveries",
    "openlmis_demo_stock",
    "response_tracking_mozambique_idai",
    "shipments_scms",
)
JANUARY, FEBRUARY, MARCH = date(2017, 1, 1), date(2017, 2, 1), date(2017, 3, 1)


@pytest.fixture
def marts(built):
    """Runs a query over the marts built from the five samples."""

    def fill(folder):
        load_source("reference", SEEDS)
        for name in SOURCES:
            load_source(name, SAMPLES / name)

    home = built("aid_and_supply", fill)
    with duckdb.connect(str(next((home / "builds").glob("*.duckdb"))), read_only=True) as connection:
        yield lambda query: connection.execute(query).fetchall()


def lines(marts, columns, source):
    query = f"select delivery_line_id, {columns} from mart_delivery_line where source_name = '{source}'"
    return {row[0]: row[1:] for row in marts(query)}


def balances(marts, columns, source, site):
    query = f"""select item_code, month_date, {columns} from mart_supply_stock
        where source_name = '{source}' and site_code = '{site}' order by 1, 2"""
    return {row[:2]: row[2:] for row in marts(query)}


def test_a_shipment_says_when_it_came_but_not_what_was_ordered(marts):
    found = lines(
        marts, "received_qty, received_usd, ordered_qty, delay_days, is_on_time, is_in_full", "shipments_scms"
    )
    assert found["2"] == (1000, 6200, None, 5, 0, None)
    assert found["3"] == (400, 2480, None, -5, 1, None)


def test_a_shipment_that_has_not_come_has_no_receipt(marts):
    found = lines(marts, "order_status_code, received_qty, received_date, is_overdue", "shipments_scms")
    assert found["11"] == ("confirmed", None, None, 1)


def test_freight_of_a_pointer_is_counted_once(marts):
    found = lines(marts, "freight_usd, weight_kg, shipment_mode", "shipments_scms")
    assert found["2"] == (4521.5, 358, "ocean")
    assert found["3"] == (None, None, "truck")
    assert found["4"] == (None, None, None)


def test_doses_without_a_year_have_no_month(marts):
    found = lines(marts, "month_date, received_qty, item_code, donor_name", "covid_vaccine_deliveries")
    assert found["3"] == (None, 500500, "AstraZeneca", "India")
    assert found["4"] == (date(2022, 5, 1), 36000, None, "Global")
    assert found["7"] == (None, 20000, "Sinopharm", None)


def test_allocations_are_no_deliveries(marts):
    (row,) = marts("select sum(received_qty), sum(ordered_qty) from mart_delivery_line where item_group like 'COVID%'")
    assert row == (3079500, None)


def test_people_keep_their_figures_whatever_their_date(marts):
    found = marts("""select project_code, month_date, reference_period_end, people_reached, households_reached
        from mart_indicator_report where source_name = 'response_tracking_mozambique_idai'""")
    rows = {row[0]: row[1:] for row in found}
    assert rows["SHE0001"] == (MARCH.replace(year=2019), None, 1492, 200)
    assert rows["WS00001"] == (None, date(2019, 5, 1), None, 12)
    assert rows["WS00002"] == (None, None, 40, None)
    assert rows["NU00001"] == (date(2019, 6, 1), None, 33, None)
    assert rows["FS00002"] == (date(2019, 3, 1), date(2019, 5, 14), 0, 0)


def test_words_in_two_languages_become_codes(marts):
    found = marts("""select project_code, sector_code, status_code from mart_indicator_report
        where source_name = 'response_tracking_mozambique_idai'""")
    assert {row[0]: row[1:] for row in found} == {
        "SHE0001": ("SHL", "ongoing"),
        "FS00001": ("FSC", "completed"),
        "FS00002": ("FSC", "completed"),
        "WS00001": ("WSH", "completed"),
        "WS00002": ("WSH", "ongoing"),
        "ED00001": ("EDU", "planned"),
        "NU00001": ("NUT", None),
        "HE00001": ("HEA", "suspended"),
    }


def test_days_without_stock_that_are_always_zero_tell_nothing(marts):
    found = balances(
        marts, "stock_on_hand_qty, stockout_days, is_stocked_out", "contraceptive_stock_cote_divoire", "X100"
    )
    assert found == {
        ("P1", date(2019, 1, 1)): (0, None, 1),
        ("P1", date(2019, 2, 1)): (40, None, 0),
        ("P1", date(2019, 3, 1)): (25, None, 0),
    }


def test_a_balance_that_does_not_add_up_shows(marts):
    found = balances(marts, "opening_qty, issued_qty, has_identity_error", "contraceptive_stock_cote_divoire", "X200")
    assert found[("P2", date(2019, 1, 1))] == (10, 3, 1)
    assert found[("P1", date(2019, 1, 1))] == (0, 0, 0)


PARTS = "opening_qty, received_qty, issued_qty, adjustment_qty, stock_on_hand_qty, has_identity_error"


def test_stock_cards_of_two_lots_become_one_balance(marts):
    assert balances(marts, PARTS, "openlmis_demo_stock", "HC1") == {
        ("VAC-A", JANUARY): (None, None, None, None, 100, None),
        ("VAC-A", FEBRUARY): (100, 60, 20, 35, 175, 0),
        ("VAC-A", MARCH): (175, 0, 30, -8, 137, 0),
    }


def test_movements_that_do_not_explain_the_stock_show(marts):
    assert balances(marts, PARTS, "openlmis_demo_stock", "DH2") == {
        ("AMOX", JANUARY): (None, None, None, None, 60, None),
        ("AMOX", FEBRUARY): (60, 0, 15, 4, 49, 0),
        ("AMOX", MARCH): (49, 0, 9, 0, 38, 1),
    }


def test_a_movement_of_unknown_kind_leaves_the_flows_missing(marts):
    assert balances(marts, PARTS, "openlmis_demo_stock", "HC5")[("AMOX", FEBRUARY)] == (30, None, None, None, 27, None)


def test_lots_keep_what_they_held_until_they_move(marts):
    found = marts("""select lot_code, month_date, lot_qty, expiry_date from mart_stock_lot
        where source_name = 'openlmis_demo_stock' order by 1, 2""")
    assert found == [
        ("LOT1", JANUARY, 100, date(2018, 6, 30)),
        ("LOT1", FEBRUARY, 125, date(2018, 6, 30)),
        ("LOT1", MARCH, 80, date(2018, 6, 30)),
        ("LOT2", FEBRUARY, 50, date(2018, 1, 31)),
        ("LOT2", MARCH, 57, date(2018, 1, 31)),
    ]


def test_a_facility_lies_in_the_country_of_its_top_zone(marts):
    found = marts("""select site_code, country_code, admin1_code, latitude, longitude, site_type from ref_site
        where source_name = 'openlmis_demo_stock' order by 1""")
    assert found == [
        ("DH2", "MOZ", "upper", None, None, "District Hospital"),
        ("HC1", "MWI", "mwi-mid", -13.25, 34.5, "Health Center"),
        ("HC5", "MOZ", "upper", -14.5, 36, "Health Center"),
        ("WH3", "MWI", None, None, None, None),
    ]


def test_the_newest_version_names_a_product(marts):
    found = marts("select item_code, item_name, item_group from ref_item where source_name = 'openlmis_demo_stock'")
    assert sorted(found) == [
        ("AMOX", "Amoxicillin 250mg", "Antibiotics"),
        ("VAC-A", "Vaccine A, 10 doses (new vial)", "Vaccines"),
    ]


def test_only_a_confirmed_proof_is_a_receipt(marts):
    columns = "order_status_code, ordered_qty, dispatched_qty, received_qty, received_date, month_date"
    assert lines(marts, columns, "openlmis_demo_stock") == {
        "ol1": ("received", 60, 60, 58, date(2017, 2, 12), FEBRUARY),
        "ol2": ("received", 20, None, None, None, None),
        "ol3": ("in_transit", 90, 90, None, None, MARCH),
        "ol4": ("confirmed", 10, None, None, None, None),
    }
