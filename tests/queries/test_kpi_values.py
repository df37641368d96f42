"""Every KPI through SQL: its examples hold, and a naive loop over random rows agrees."""

import random
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import kpis
from kpis.kpi import Rollup
from queries.cache import forget_everything
from queries.filters import Filters
from queries.kpi_values import UnknownColumn, kpi_by, kpi_by_country, kpi_by_month, kpi_value
from queries.reader import EVERYTHING
from queries.stores import close_builds
from queries.warehouse import open_warehouse
from tests.kpis.naive import naive_figure, naive_groups
from tests.kpis.test_kpi_declarations import full_rows
from tests.queries.random_rows import random_row, random_rows
from tests.queries.small_build import write_build

ALL = kpis.all_kpis()
MARTS = sorted({kpi.mart for kpi in ALL})
FIGURES = ["value", "numerator", "denominator", "row_count", "first_month", "as_of"]


class Builds:
    """Writes builds of one home, each current in its turn."""

    def __init__(self, home):
        self.home, self.count = home, 0

    def with_rows(self, marts, **more):
        self.count += 1
        write_build(self.home, f"20260101-000000-{self.count:06x}", marts, **more)
        return open_warehouse(EVERYTHING)


@pytest.fixture
def builds(home):
    forget_everything()
    yield Builds(home)
    close_builds()


def assert_same(found, naive):
    for name, one, other in zip(FIGURES, found, naive, strict=True):
        if other is None:
            assert one is None or pd.isna(one), name
        elif isinstance(other, date):
            assert pd.Timestamp(one).date() == other, name
        else:
            assert one == pytest.approx(other, rel=1e-12, abs=1e-9), name


def assert_frames_agree(frame, naive, column):
    keys = [None if pd.isna(key) else key.date() if column == "month_date" else key for key in frame[column]]
    known = [key for key in keys if key is not None]
    assert known == sorted(known) and keys[: len(known)] == known
    assert len(keys) == len(set(keys)) and set(keys) == set(naive)
    for key, row in zip(keys, frame[FIGURES].itertuples(index=False), strict=True):
        assert_same(row, naive[key])


def without_suppression(kpi):
    return replace(kpi, small_count_threshold=None)


def assert_agrees(warehouse, kpi, rows, filters=Filters()):  # noqa: B008
    kpi = without_suppression(kpi)
    found = kpi_value(warehouse, kpi, filters)
    assert_same([getattr(found, name) for name in FIGURES], naive_figure(kpi, rows))
    assert_frames_agree(kpi_by_month(warehouse, kpi, filters), naive_groups(kpi, rows, "month_date"), "month_date")
    assert_frames_agree(
        kpi_by_country(warehouse, kpi, filters), naive_groups(kpi, rows, "country_code"), "country_code"
    )


def test_examples_hold_in_sql(builds):
    marts = {}
    for kpi in ALL:
        for number, one in enumerate(kpi.examples):
            rows = [row | {"source_name": f"{kpi.name}_{number}"} for row in full_rows(kpi, one)]
            marts.setdefault(kpi.mart, []).extend(rows)
    warehouse = builds.with_rows(marts)
    for kpi in ALL:
        for number, one in enumerate(kpi.examples):
            value = kpi_value(warehouse, without_suppression(kpi), Filters(sources=(f"{kpi.name}_{number}",))).value
            assert value == (None if one.value is None else pytest.approx(one.value)), (kpi.name, one.because)


def test_random_rows_agree_with_a_naive_loop(builds):
    rows = {kpi.name: random_rows(kpi, 60) for kpi in ALL}
    warehouse = builds.with_rows(
        {mart: [row for kpi in ALL if kpi.mart == mart for row in rows[kpi.name]] for mart in MARTS}
    )
    start, end = date(2025, 12, 1), date(2026, 1, 31)
    for kpi in ALL:
        every = Filters(sources=(kpi.name,))
        assert_agrees(warehouse, kpi, rows[kpi.name], every)
        inside = [row for row in rows[kpi.name] if row["month_date"] and start <= row["month_date"] <= end]
        inside = [row for row in inside if row["country_code"] in ("AFG", "MLI")]
        assert_agrees(warehouse, kpi, inside, every.replace(since=start, until=end, countries=("MLI", "AFG")))


KINDS = {
    (kpi.time_rollup, kpi.place_rollup, kpi.is_ratio, kpi.overlapping, kpi.single, kpi.last_within): kpi for kpi in ALL
}
INVENTED = [
    replace(kpis.kpi("stock_value"), time_rollup=Rollup.MAX, place_rollup=Rollup.MAX),
    replace(kpis.kpi("stock_value"), time_rollup=Rollup.NEVER),
    replace(kpis.kpi("people_reached"), time_rollup=Rollup.LAST),
    replace(
        kpis.kpi("otif"), where=(("donor_name", "is_known", None), ("line_count", "<=", 3), ("item_code", "!=", "a"))
    ),
]


@pytest.mark.parametrize(
    "kpi", [*KINDS.values(), *INVENTED], ids=lambda kpi: f"{kpi.name}-{kpi.time_rollup}-{kpi.place_rollup}"
)
@given(seed=st.integers(0, 2**32), size=st.integers(0, 12))
@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_kind_of_kpi_agrees_on_any_rows(kpi, builds, seed, size):
    pick = random.Random(seed)
    rows = [random_row(kpi, pick) for _ in range(size)]
    assert_agrees(builds.with_rows({kpi.mart: rows}, only_these=True), kpi, rows)


def test_division_by_any_column_and_month(builds):
    kpi = kpis.kpi("otif")
    rows = [
        {
            "donor_name": donor,
            "otif_line_count": top,
            "otif_due_line_count": 4,
            "country_code": "AFG",
            "month_date": date(2026, month, 1),
        }
        for donor, top, month in (("X, Y", 1, 1), ("X, Y", 3, 2), (None, 2, 2))
    ]
    warehouse = builds.with_rows({kpi.mart: rows})
    by_donor = kpi_by(warehouse, kpi, Filters(), "donor_name")
    assert by_donor["value"].tolist() == [50.0, 50.0]
    assert by_donor["donor_name"][0] == "X, Y" and pd.isna(by_donor["donor_name"][1])
    by_month = kpi_by_month(warehouse, kpi, Filters(donors=("X, Y",)), "donor_name")
    assert by_month["value"].tolist() == [25.0, 75.0] and by_month["donor_name"].tolist() == ["X, Y", "X, Y"]


def test_unknown_columns_are_refused(builds):
    warehouse = builds.with_rows({})
    with pytest.raises(UnknownColumn, match="passwd"):
        kpi_by(warehouse, kpis.kpi("otif"), Filters(), "passwd")


def test_an_empty_build_gives_no_value(builds):
    warehouse = builds.with_rows({})
    for kpi in ALL:
        found = kpi_value(warehouse, kpi, Filters())
        assert (found.value, found.numerator, found.row_count, found.as_of) == (None, None, 0, None)
        assert kpi_by_month(warehouse, kpi, Filters()).empty and kpi_by_country(warehouse, kpi, Filters()).empty


def test_an_older_build_without_the_mart_or_column_gives_no_value(builds):
    warehouse = builds.with_rows({"mart_aid_delivery": []}, only_these=True)
    kpi = kpis.kpi("funding_gap")
    assert kpi_value(warehouse, kpi, Filters(items=("x",))).value is None
    assert list(kpi_by_country(warehouse, kpi, Filters()).columns) == [
        "country_code",
        *FIGURES,
        "is_suppressed",
        "is_small",
    ]
    assert kpi_value(warehouse, replace(kpis.kpi("otif"), numerator="later_column"), Filters()).row_count == 0


def test_filters_that_do_not_apply_are_named(builds):
    warehouse = builds.with_rows({})
    filters = Filters(items=("x",), countries=("AFG",))
    assert kpi_value(warehouse, kpis.kpi("funding_gap"), filters).ignored == ("items",)
    assert kpi_value(warehouse, kpis.kpi("otif"), filters).ignored == ()


def test_quotes_in_filters_are_only_text(builds):
    row = {"donor_name": "x'); drop table mart_aid_delivery; --", "received_usd": 5.0, "country_code": "AFG"}
    warehouse = builds.with_rows({"mart_aid_delivery": [row]})
    kpi = kpis.kpi("received_value")
    assert kpi_value(warehouse, kpi, Filters(donors=(row["donor_name"],))).value == 5
    assert kpi_value(warehouse, kpi, Filters(donors=("' or 1=1 --",))).value is None
