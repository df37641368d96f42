"""From the samples through the production load to the marts: what counts once, what is a total, what stays missing."""

import duckdb
import pytest

from data.load import load_source
from tests.conftest import SAMPLES, SEEDS

SOURCES = ("funding_fts", "needs_hno_hpc", "needs_targets_drought_horn")


@pytest.fixture
def marts(built):
    """Runs a query over the marts built from the three samples."""

    def fill(folder):
        load_source("reference", SEEDS)
        for name in SOURCES:
            load_source(name, SAMPLES / name)

    home = built("funding_and_needs", fill)
    with duckdb.connect(str(next((home / "builds").glob("*.duckdb"))), read_only=True) as connection:
        yield lambda query: connection.execute(query).fetchall()


def needs(marts, columns, condition):
    return marts(f"select {columns} from mart_needs where source_name = 'needs_hno_hpc' and {condition} order by all")


def test_a_country_and_year_comes_from_one_file_only(marts):
    totals = needs(marts, "country_code, people_in_need, people_reached", "is_total = 1 and plan_year = 2024")
    assert totals == [("AFG", 20000, 15000), ("MLI", 9000, None), ("SDN", 18000, 9000)]
    assert needs(marts, "country_code, people_in_need", "is_total = 1 and plan_year = 2026") == [
        ("AFG", 19000),
        ("COD", 15000),
    ]


def test_a_total_is_told_from_its_breakdowns(marts):
    assert needs(marts, "count(*), count(distinct country_code)", "is_total = 1 and area_level > 0") == [(0, 0)]
    assert needs(marts, "sector_code, people_in_need", "country_code = 'AFG' and is_sector_total = 1") == [
        ("CPM", 5000),
        ("EDU", 6000),
        ("PRO", 9000),
    ]
    mines = needs(marts, "sector_code, is_sector_total", "sector_name = 'PRO_MIN'")
    assert mines == [("OTH", 0)]


def test_of_several_caseloads_the_one_called_overall_is_the_total(marts):
    found = needs(marts, "sector_code, sector_name, is_sector_total", "country_code = 'SDN' and area_level = 0")
    assert found == [
        ("CPM", "Child Protection", 1),
        ("MUL", "Border caseload", 0),
        ("MUL", "Cash caseload", 0),
        ("PRO", "General Protection", 0),
        ("PRO", "Protection (overall)", 1),
        (None, "ALL", 0),
        (None, "Refugee Response", 0),
    ]


def test_categories_become_sex_age_group_and_disability(marts):
    columns = "population_group, sex_code, age_group, disability_code, people_in_need"
    assert needs(marts, columns, "area_code = 'SD91001'") == [
        ("IDP", "all", "all", "all", 180),
        ("IDP", "f", "Children", "all", 90),
        ("all", "all", "Children", "all", 700),
        ("all", "all", "all", "all", 1400),
        ("all", "all", "all", "with", 140),
    ]


def test_children_stand_on_the_totals_where_ages_are_published(marts):
    found = needs(marts, "country_code, children_in_need", "is_total = 1 and plan_year = 2024")
    assert found == [("AFG", 11000), ("MLI", 4900), ("SDN", None)]


def test_overall_drought_figures_add_up_and_reached_is_unknown(marts):
    found = marts(
        "select country_code, sum(people_affected), sum(people_targeted), count(people_reached), count(plan_year)"
        " from mart_needs where source_name = 'needs_targets_drought_horn' and is_total = 1 group by 1 order by 1"
    )
    assert found == [("ETH", 23500, 23600, 0, 0), ("KEN", 26000, 8000, 0, 0), ("SOM", 13400, 4800, 0, 0)]


def test_in_a_cluster_the_publisher_counts_people_in_need(marts):
    found = marts(
        "select sector_code, area_level, people_in_need, people_affected, is_total, is_sector_total from mart_needs"
        " where source_name = 'needs_targets_drought_horn' and source_row = 5 and country_code = 'ETH' order by all"
    )
    assert found == [
        ("HEA", 3, 1012500, None, 0, 1),
        ("OTH", 3, 1400, None, 0, 0),
        ("SHL", 3, 900, None, 0, 1),
        (None, 3, None, 12500, 1, 0),
    ]


def test_money_of_clusters_is_not_added_on_top_of_the_plan(marts):
    assert marts("select funding_usd, requirement_usd from mart_funding where plan_code = 'HXAA24'") == [
        (400000, 1000000)
    ]
    split = marts("select cluster_name, funding_usd from mart_plan_funding where plan_code = 'HXAA24' order by all")
    assert split == [
        ("Health", 200000),
        ("Multiple clusters/sectors (shared)", 20000),
        ("Not specified", 30000),
        ("Nutrition", 150000),
    ]


def test_money_outside_any_plan_stands_apart(marts):
    found = marts(
        "select plan_code, country_code, plan_year, funding_usd, unplanned_funding_usd, is_plan from mart_funding"
        " where plan_year <> 2024 order by all"
    )
    assert found == [
        ("FTS 9003", "UGA", 2014, 70000, None, 1),
        (None, "AFG", 2031, None, 1500, 0),
        (None, "UGA", 2014, None, -2500, 0),
    ]


def test_shares_of_a_regional_plan_add_up_and_what_is_not_told_is_missing(marts):
    shares = marts(
        "select country_code, requirement_usd, funding_gap_usd from mart_funding where plan_code = 'RXBB24' order by 1"
    )
    assert shares == [("KEN", 300000, -60000), ("UGA", 500000, 450000)]
    appeal = marts("select funding_usd, funding_gap_usd, carry_over_usd from mart_funding where plan_code = 'FXAA24'")
    assert appeal == [(None, None, None)]


def test_flows_keep_their_currency_and_claim_no_year_or_country_they_lack(marts):
    found = marts(
        "select flow_id, country_code, plan_year, amount_usd, original_amount, currency_code, usd_rate"
        " from mart_funding_flow order by source_row"
    )
    assert found == [
        ("501", "AFG", 2024, 1250000, 1000000, "EUR", 1.25),
        ("502", None, None, 90000, None, None, None),
        ("502", None, None, 90000, None, None, None),
        ("503", "UGA", 2024, -5000, None, None, None),
    ]
