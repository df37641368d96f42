"""Where it is worst, and what changed since an earlier build, against plain loops."""

from datetime import date

import pytest
import sqlalchemy as sa

from kpis import all_kpis, kpi
from kpis.map_legends import DECISION_KINDS
from queries import decisions
from queries.changes import build_before, changed_figures
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING, Reader
from queries.warehouse import open_warehouse
from queries.worst import decision_kinds_by_country
from tests.queries.small_build import write_build

MARTS = ("mart_supply_pipeline", "mart_delivery_line", "mart_project_budget", "mart_country_risk", "mart_reporting")
QUERIES = ("stock_outs_to_come", "overdue_deliveries", "burn_out_of_band", "risk_that_rose", "missing_reports")
FILTERS = [Filters(), Filters(countries=("AFG", "SSD", "CHE")), Filters(until=date(2026, 8, 1))]


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def countries_of(warehouse, name: str) -> set[str]:
    """Countries with rows in a mart, by a loop over its rows."""
    table = warehouse.mart(name)
    return {code for (code,) in warehouse.rows(sa.select(table.c.country_code)) if code is not None}


@pytest.mark.parametrize("filters", FILTERS)
def test_kinds_are_counted_as_a_plain_loop_counts_them(warehouse, filters):
    known = [countries_of(warehouse, name) for name in MARTS]
    concerned = [
        {row.country_code for row in getattr(decisions, name)(warehouse, filters).itertuples()} for name in QUERIES
    ]
    naive = {
        code: (sum(code in codes for codes in concerned), sum(code in codes for codes in known))
        for code in set().union(*known)
        if not filters.countries or code in filters.countries
    }
    found = decision_kinds_by_country(warehouse, filters)
    assert {row.country_code: (row.kind_count, row.judged_count) for row in found.itertuples()} == naive
    assert max(found["kind_count"]) >= 3 and all(
        row.kinds.count(",") + bool(row.kinds) == row.kind_count for row in found.itertuples()
    )
    scores = {}
    for row in found.itertuples():
        value = kpi_value(warehouse, kpi("inform_risk"), filters.replace(since=None, countries=(row.country_code,)))
        scores[row.country_code] = value.value if value.value is not None else -1.0
    order = [(-row.kind_count, -scores[row.country_code], row.country_code) for row in found.itertuples()]
    assert order == sorted(order)


def test_each_count_has_a_class_of_its_own(warehouse):
    classes = [DECISION_KINDS.legend.class_of(count).code for count in range(6)]
    assert classes == ["very_low", "low", "medium", "high", "very_high", "very_high"]


def test_a_narrow_reader_is_told_of_the_open_kinds_only(demo_home):
    supply = decision_kinds_by_country(open_warehouse(Reader("supply", domains={"supply"})), Filters())
    assert set(",".join(supply["kinds"]).split(",")) <= {"stock", "reports", ""}
    assert supply["risk_score"].isna().all() and max(supply["judged_count"]) == 2
    yemen = decision_kinds_by_country(open_warehouse(Reader("yemen", {"YEM"})), Filters())
    assert set(yemen["country_code"]) == {"YEM"}


def test_a_build_without_marts_has_no_country(home):
    write_build(home, "20260101-000000-aaaaaa", {}, only_these=True)
    assert decision_kinds_by_country(open_warehouse(EVERYTHING), Filters()).empty


def test_changes_are_those_of_a_plain_comparison(home):
    row = {"source_name": "s", "country_code": "AFG", "month_date": date(2026, 1, 1), "load_id": "l"}
    old = {"mart_displacement": [row | {"refugees_hosted": 10, "conflict_idps": 5}]}
    new = {"mart_displacement": [row | {"refugees_hosted": 12, "conflict_idps": 5}]}
    write_build(home, "20260101-000000-aaaaaa", old)
    write_build(home, "20260102-000000-aaaaaa", new)
    older, newer = open_warehouse(EVERYTHING, "20260101-000000-aaaaaa"), open_warehouse(EVERYTHING)
    assert build_before(EVERYTHING, newer) == older and build_before(EVERYTHING, older) is None
    values = [(one, kpi_value(newer, one, Filters())) for one in all_kpis()]
    naive = [one.name for one, value in values if value.value != kpi_value(older, one, Filters()).value]
    found = changed_figures(older, values, Filters())
    assert [one.kpi.name for one in found] == naive == ["refugees_hosted"]
    assert (found[0].older.value, found[0].newer.value, found[0].word) == (10, 12, "changed")
