"""KPIs that are read together have the figures that each has by itself."""

from dataclasses import replace

import pytest

from kpis import all_kpis
from kpis.supply import STOCK_BY_OFFICE, STOCK_OUT_RATE
from queries import kpi_together, kpi_values
from queries.cache import forget_everything
from queries.filters import Filters
from queries.kpi_values import kpi_by_month, kpi_value
from queries.reader import EVERYTHING
from queries.stores import DuckdbStore
from queries.warehouse import open_warehouse
from tests.queries.test_summed import assert_same, some_filters

TOGETHER = [kpi for kpi in all_kpis() if kpi_together.is_read_together(kpi, ())]


@pytest.mark.parametrize("seed", range(6))
def test_figures_read_together_are_those_read_alone(seed, demo_home, monkeypatch):
    filters = some_filters(open_warehouse(EVERYTHING), 200 + seed) if seed else Filters()
    asked = [(question, kpi) for question in (kpi_value, kpi_by_month) for kpi in TOGETHER]
    forget_everything()
    quick = [question(open_warehouse(EVERYTHING), kpi, filters) for question, kpi in asked]
    monkeypatch.setattr(kpi_values, "figures_together", lambda *_asked: None)
    forget_everything()
    slow = [question(open_warehouse(EVERYTHING), kpi, filters) for question, kpi in asked]
    forget_everything()
    for one, other in zip(quick, slow, strict=True):
        assert_same(one, other)
    assert any(one.value is not None for one in quick[: len(TOGETHER)]) or seed


def test_all_kpis_of_a_mart_are_one_statement(demo_home, monkeypatch):
    asked, rows = [], DuckdbStore.rows
    monkeypatch.setattr(DuckdbStore, "rows", lambda self, *given: asked.append(given) or rows(self, *given))
    forget_everything()
    warehouse = open_warehouse(EVERYTHING)
    for kpi in TOGETHER:
        kpi_value(warehouse, kpi, Filters())
        kpi_by_month(warehouse, kpi, Filters())
    forget_everything()
    assert len(asked) == len({kpi.mart for kpi in TOGETHER})


def test_small_counts_and_figures_of_several_steps_are_asked_for_alone():
    for kpi in all_kpis():
        if kpi.small_count_threshold or kpi.overlapping or kpi.last_within:
            assert not kpi_together.is_read_together(kpi, ())
        assert not kpi_together.is_read_together(kpi, ("country_code",))


def test_a_kpi_that_is_not_as_declared_is_not_taken_for_the_declared_one(demo_home):
    declared = STOCK_OUT_RATE
    other = replace(declared, where=(("item_group", "=", "nothing"),))
    warehouse = open_warehouse(EVERYTHING)
    assert kpi_value(warehouse, declared, Filters()).row_count > 0
    assert kpi_value(warehouse, other, Filters()).row_count == 0
    assert STOCK_BY_OFFICE.sums_of(declared) and STOCK_BY_OFFICE.sums_of(other) is None
