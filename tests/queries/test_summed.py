"""Figures read from marts that add up rows are those of the single rows, whatever is asked and whoever asks."""

import random
from datetime import date

import pandas as pd
import pytest

from access import reading_as
from kpis import all_kpis, summed_marts
from kpis.summed import SummedMart, Sums
from kpis.supply import CONSUMPTION, STOCK_BY_OFFICE, STOCK_OUT_RATE, STOCK_REPORTING_RATE
from queries import summed, supply, supply_cover, supply_lots, supply_outlook
from queries.cache import forget_everything
from queries.filters import Filters
from queries.kpi_values import kpi_by, kpi_by_country, kpi_by_country_and, kpi_by_month, kpi_value
from queries.reader import EVERYTHING, Reader
from queries.reference import choices
from queries.warehouse import open_warehouse
from tests.queries.small_build import write_build

CHOSEN = {"countries": "country_code", "offices": "office_code", "items": "item_code", "item_groups": "item_group"}
KEYS = ("month_date", "country_code", "office_code", "item_code", "item_group", "unit_name", "source_name")
LIMITED = Reader("limited", frozenset(["AFG", "SSD"]), frozenset(["supply"]))


def some_filters(warehouse, seed: int) -> Filters:
    """Filters by chance: of each kind none, one or a few, sometimes one that selects nothing."""
    luck, chosen = random.Random(seed), {}
    for field, column in CHOSEN.items():
        if luck.random() < 0.4:
            known = choices(warehouse, "mart_supply_stock", column)
            chosen[field] = luck.sample(known, min(len(known), luck.choice([1, 1, 3])))
    if luck.random() < 0.1:
        chosen["sources"] = ["nobody"]
    months = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(34)]
    since, until = sorted(luck.sample(months, 2))
    return Filters(since=since if luck.random() < 0.4 else None, until=until if luck.random() < 0.4 else None, **chosen)


@pytest.fixture
def told_twice(demo_home, monkeypatch):
    """Asks a question of a warehouse from sums and from single rows."""

    def ask(question, reader=EVERYTHING):
        forget_everything()
        quick = question(open_warehouse(reader))
        with monkeypatch.context() as patch:
            patch.setattr(summed, "summed_marts", lambda _mart: ())
            patch.setattr(supply_cover, "_summed_sites", lambda *_asked: None)
            forget_everything()
            slow = question(open_warehouse(reader))
        forget_everything()
        return quick, slow

    return ask


def assert_same(quick, slow) -> None:
    if isinstance(quick, pd.DataFrame):
        pd.testing.assert_frame_equal(quick, slow, check_dtype=False, rtol=1e-9, atol=1e-6)
    elif isinstance(quick, dict) or quick is None or isinstance(quick, date):
        assert quick == slow
    else:
        for name in ("value", "numerator", "denominator"):
            told, expected = getattr(quick, name), getattr(slow, name)
            assert told == (pytest.approx(expected, rel=1e-9) if expected is not None else None), name
        for name in ("row_count", "first_month", "as_of", "is_suppressed", "ignored"):
            assert getattr(quick, name) == getattr(slow, name), name


@pytest.mark.parametrize("seed", range(12))
def test_kpis_of_sums_are_those_of_the_rows(seed, told_twice, demo_home):
    filters, luck = some_filters(open_warehouse(EVERYTHING), seed), random.Random(seed)
    for one in STOCK_BY_OFFICE.sums:
        key, other = luck.sample(KEYS, 2)
        for question in (
            lambda warehouse, kpi=one.kpi: kpi_value(warehouse, kpi, filters),
            lambda warehouse, kpi=one.kpi: kpi_by_month(warehouse, kpi, filters),
            lambda warehouse, kpi=one.kpi: kpi_by_country(warehouse, kpi, filters),
            lambda warehouse, kpi=one.kpi, key=key: kpi_by(warehouse, kpi, filters, key),
            lambda warehouse, kpi=one.kpi, key=other: kpi_by_country_and(warehouse, kpi, filters, key),
        ):
            assert_same(*told_twice(question))


@pytest.mark.parametrize("seed", range(12))
def test_what_supply_pages_tell_of_sums_is_that_of_the_positions(seed, told_twice, demo_home):
    filters = some_filters(open_warehouse(EVERYTHING), 100 + seed)
    for question in (
        lambda warehouse: supply.counted_month(warehouse, filters),
        lambda warehouse: supply.status_by(warehouse, filters, "item_code"),
        lambda warehouse: supply.status_by(warehouse, filters, "country_code"),
        lambda warehouse: supply_cover.cover_by_place(warehouse, filters, "country_code"),
        lambda warehouse: supply_cover.cover_counts(warehouse, filters, "country_code"),
        lambda warehouse: supply_cover.days_without_stock(warehouse, filters),
        lambda warehouse: supply_lots.exchanges(warehouse, filters),
        lambda warehouse: supply_outlook.runs_out_first(warehouse, filters, 1),
    ):
        assert_same(*told_twice(question))


def test_sums_are_read_wherever_they_know_all_that_is_asked(demo_home):
    warehouse = open_warehouse(EVERYTHING)
    asked = [((), Filters()), (("country_code", "month_date"), Filters(items=["S0000240"], offices=["x"]))]
    for keys, filters in (*asked, (("item_name",), Filters(programmes=["stock has none"]))):
        assert summed.ROWS in summed.rows_of_kpi(warehouse, STOCK_OUT_RATE, filters, keys).c
    for keys in (("site_code",), ("admin1_code",), ("load_id",)):
        assert summed.ROWS not in summed.rows_of_kpi(warehouse, STOCK_OUT_RATE, Filters(), keys).c
    assert summed.ROWS not in summed.rows_of_kpi(warehouse, STOCK_REPORTING_RATE, Filters(), ()).c


def test_a_reader_of_countries_gets_the_sums_of_them_only(told_twice, demo_home):
    with reading_as(LIMITED):
        assert summed.ROWS in summed.rows_of_kpi(open_warehouse(LIMITED), STOCK_OUT_RATE, Filters(), ()).c
        for question in (
            lambda warehouse: kpi_by_month(warehouse, STOCK_OUT_RATE, Filters(), "country_code"),
            lambda warehouse: supply.status_by(warehouse, Filters(), "country_code"),
            lambda warehouse: supply_cover.days_without_stock(warehouse, Filters()),
        ):
            quick, slow = told_twice(question, LIMITED)
            assert_same(quick, slow)
            assert len(quick) and set(quick.get("country_code", ["AFG"])) <= {"AFG", "SSD"}


def test_a_reader_of_areas_reads_the_rows_of_the_areas(demo_home):
    everything = open_warehouse(EVERYTHING)
    area = choices(everything, "mart_supply_stock", "admin1_code")[0]
    reader = Reader("areas", None, None, areas=frozenset([area]))
    with reading_as(reader):
        warehouse = open_warehouse(reader)
        assert summed.ROWS not in summed.rows_of_kpi(warehouse, STOCK_OUT_RATE, Filters(), ()).c
        assert summed.summed_table(warehouse, "mart_supply_stock", Filters(), ()) is None
        own = kpi_value(warehouse, STOCK_OUT_RATE, Filters())
        assert 0 < own.denominator < kpi_value(everything, STOCK_OUT_RATE, Filters()).denominator


def test_a_build_without_sums_is_read_from_its_rows(home):
    row = {"country_code": "AFG", "month_date": date(2026, 1, 1), "is_stocked_out": 1, "is_stock_reported": 1}
    write_build(home, "20260101-000000-0000aa", {"mart_supply_stock": [row]})
    warehouse = open_warehouse(EVERYTHING, "20260101-000000-0000aa")
    assert summed.ROWS not in summed.rows_of_kpi(warehouse, STOCK_OUT_RATE, Filters(), ()).c


def test_every_kpi_that_reads_stock_has_its_sums():
    for kpi in all_kpis():
        for mart in summed_marts(kpi.mart):
            assert mart.sums_of(kpi), f"{kpi.name} reads {kpi.mart}: declare its sums in {mart.mart}"


def test_sums_that_would_give_other_figures_cannot_be_declared():
    with pytest.raises(ValueError, match="does not have"):
        SummedMart("mart_x", "mart_supply_stock", ("country_code",), (Sums(CONSUMPTION, "consumption_qty", None, "n"),))
    with pytest.raises(ValueError, match="lacks a column"):
        SummedMart("mart_x", "mart_supply_stock", ("country_code",), (Sums(STOCK_OUT_RATE, "n", None, "n"),))
    with pytest.raises(ValueError, match="is not read from"):
        SummedMart("mart_x", "mart_stock_lot", ("country_code",), (Sums(STOCK_OUT_RATE, "n", "n", "n"),))
