"""Which rows of each mart a reader sees: by areas, by loads, by kinds of reports; and what nobody sees without being told."""

import pytest
import sqlalchemy as sa

from kpis.kpi import REPORT_KINDS
from kpis.scopes import DOMAIN_OF_MART, DOMAIN_OF_REPORTS
from queries.cache import forget_everything
from queries.filters import Filters
from queries.lineage import loads, quality
from queries.mart_sources import mart_loads
from queries.quarantine import loads_with_refused_rows
from queries.reader import EVERYTHING, NOBODY, Reader
from queries.scope import NotAllowed, scope_of
from queries.stores import close_builds
from queries.warehouse import open_warehouse
from tests.queries.small_build import tables, write_build
from tests.queries.test_row_security import BUILD, rows_of_every_mart

AREA = Reader("area", countries={"AFG"}, areas={"AFG-A1"})
OFFICE = Reader("office", countries={"AFG"})
CLOSED_TO_AREAS = {
    "mart_supply_pipeline", "mart_aid_delivery", "mart_project", "mart_project_budget", "mart_milestone", "mart_funding",
    "mart_plan_funding", "mart_funding_flow",
}  # fmt: skip
"""Marts of whole countries."""


@pytest.fixture
def warehouse(home):
    forget_everything()
    rows = rows_of_every_mart()
    rows["mart_lineage"] = [
        {"mart_name": mart, "load_id": load, "row_count": count, "rows_in_count": 100, "source_name": "s"}
        for mart, load, count in (
            *(("mart_needs", load, count) for load, count in (("L0", 2), ("L1", 1), ("L2", 1), ("L3", 1), ("L4", 1))),
            *(("mart_funding", load, 1) for load in ("L0", "L1")),
            ("mart_delivery_line", "L0", 7),
            *(("mart_data_quality", load, 1) for load in ("L0", "L1", "L3")),
        )
    ]
    rows["mart_data_quality"] = [
        {"load_id": f"L{number}", "source_name": "s", "table_name": f"t{number}", "dimension_code": "validity"}
        | {"checked_count": 10, "passed_count": 9}
        for number in (0, 1, 3)
    ]
    write_build(home, BUILD, rows)
    yield open_warehouse
    close_builds()


def places(house, name: str) -> list:
    table = house.mart(name)
    area = next((one for one in ("admin1_code", "area_code", "site_code", "unit_code") if one in table.c), None)
    columns = [table.c[one] for one in ("country_code", area) if one and one in table.c]
    return sorted(tuple(str(cell) for cell in row) for row in house.rows(sa.select(*columns).distinct()))


def test_a_reader_of_areas_sees_what_names_them(warehouse):
    house = warehouse(AREA)
    for name, columns in tables().items():
        if name in CLOSED_TO_AREAS:
            assert places(house, name) == [], name
        elif "admin1_code" in columns:
            assert places(house, name) == [("AFG", "AFG-A1")], name
    smaller = [("AFG", "AFG-A1"), ("AFG", "AFG-A1-1")]
    for name in ("mart_needs", "mart_food_security", "ref_area"):
        assert places(house, name) == smaller, name
    assert places(house, "ref_population") == [("AFG", "AFG"), *smaller]
    assert places(house, "mart_reporting") == [("AFG", "S0")]
    assert places(house, "mart_country_risk") == places(house, "mart_displacement") == [("AFG",)]
    assert places(house, "mart_event") == [("AFG",), ("None",)]


def test_areas_of_another_country_open_nothing(warehouse):
    house = warehouse(Reader("x", countries={"AFG"}, areas={"SSD-A1"}))
    assert all(places(house, name) == [] for name in ("mart_needs", "mart_supply_stock", "mart_reporting", "ref_site"))


@pytest.mark.parametrize("nothing", [{"countries": ()}, {"domains": ()}, {"areas": ()}], ids=str)
def test_an_empty_part_of_a_scope_opens_nothing(nothing, warehouse):
    house = warehouse(Reader("x", **nothing))
    for name in set(tables()) - {"ref_country"}:
        try:
            assert house.rows(sa.select(sa.func.count()).select_from(house.mart(name))) == [(0,)], name
        except NotAllowed:
            assert house.scope.domains == frozenset()
    assert open_warehouse(NOBODY).scope.is_nothing


def test_loads_are_those_that_brought_rows_which_are_seen(warehouse):
    office = {one.load_id: (one.row_count, one.rows_in) for one in mart_loads(warehouse(OFFICE), "mart_needs")}
    # L0 also brought lines of deliveries that are not there to be seen: what is counted over it stays untold.
    assert office == {"L0": (2, None), "L1": (1, 100), "L2": (1, 100)}
    assert {one.load_id for one in loads(warehouse(OFFICE))} == {"L0", "L1", "L2"}
    assert [one.table_name for one in quality(warehouse(OFFICE), Filters())] == ["t1"]
    every = {one.load_id: (one.row_count, one.rows_in) for one in mart_loads(warehouse(EVERYTHING), "mart_needs")}
    assert every == dict.fromkeys(("L1", "L2", "L3", "L4"), (1, 100)) | {"L0": (2, 100)}


def test_loads_of_closed_domains_are_not_told(warehouse):
    risk = warehouse(Reader("risk", domains={"risk"}))
    assert mart_loads(risk, "mart_funding") == () and len(mart_loads(risk, "mart_needs")) == 5
    assert {one.load_id: one.rows_in for one in mart_loads(risk, "mart_needs")} == {
        "L0": None, "L1": None, "L2": 100, "L3": 100, "L4": 100,
    }  # fmt: skip
    assert [one.table_name for one in quality(risk, Filters())] == ["t3"]


def test_reports_are_told_of_open_domains(warehouse):
    def kinds(reader):
        table = warehouse(reader).mart("mart_reporting")
        return {row[0] for row in warehouse(reader).rows(sa.select(table.c.report_kind))}

    assert kinds(EVERYTHING) == {"stock_balances", "indicator_results", "an_unknown_kind"}
    assert kinds(Reader("s", domains={"supply"})) == {"stock_balances"}
    assert kinds(Reader("p", domains={"projects", "risk"})) == {"indicator_results"}
    assert kinds(Reader("f", domains={"funding"})) == set()
    assert set(filter(None, REPORT_KINDS)) <= set(DOMAIN_OF_REPORTS)
    assert set(DOMAIN_OF_REPORTS.values()) <= set(DOMAIN_OF_MART.values())


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ({"rights": {"operate"}}, True),
        ({}, False),
        ({"rights": {"audit", "administer"}}, False),
        ({"rights": {"operate"}, "countries": {"AFG"}}, False),
        ({"rights": {"operate"}, "areas": {"AFG-A1"}}, False),
        ({"rights": {"operate"}, "domains": {"aid"}}, False),
        ({"rights": {"operate"}, "detail": "totals"}, False),
    ],
)
def test_refused_rows_are_for_those_who_look_after_loads_and_see_everything(given, is_open, warehouse):
    house = warehouse(Reader("x", **given))
    assert house.scope.refused == is_open
    if is_open:
        assert loads_with_refused_rows(house) == []
    else:
        with pytest.raises(NotAllowed, match="look after loads"):
            loads_with_refused_rows(house)


def test_scopes_differ_when_any_part_of_them_does():
    given = [{}, {"areas": {"A"}}, {"areas": {"B"}}, {"areas": ()}, {"compared": {"aid"}}, {"countries": {"A"}}]
    assert len({scope_of(Reader("x", **one)) for one in given}) == len(given)
