"""On PostgreSQL the database itself gives a reader only the rows of the scope, and none to who names no scope."""

from datetime import date

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

import settings
from data import row_security
from data.row_security import UnfitReader, check_reader, secure
from kpis.row_security import setting_values
from kpis.scopes import OPEN_TABLES
from queries.limits import TooLong
from queries.reader import EVERYTHING, NOBODY, Reader
from queries.scope import scope_of
from queries.stores import schema_of
from queries.warehouse import NotAllowed, open_warehouse
from tests.conftest import use_home
from tests.queries.small_build import tables, write_build, write_postgres_build
from tests.queries.test_warehouse import in_postgres  # noqa: F401  a fixture

BUILD = "20260101-000000-00000a"
PLACES = [("AFG", "AFG-A1"), ("AFG", "AFG-A2"), ("AFG", None), ("SSD", "SSD-A1"), (None, None)]
KINDS = ("stock_balances", "indicator_results", "an_unknown_kind")
READERS = (
    EVERYTHING,
    NOBODY,
    Reader("office", countries={"AFG"}),
    Reader("two", countries={"AFG", "SSD"}, domains={"aid", "supply"}),
    Reader("area", countries={"AFG"}, areas={"AFG-A1"}),
    Reader("areas", areas={"AFG-A2", "SSD-A1"}, domains={"risk", "projects"}),
    Reader("star", countries={"*"}),
    Reader("domain", domains={"funding"}),
)


def rows_of_every_mart() -> dict[str, list[dict]]:
    """Rows of every place in every mart, with loads of which some brought rows to one place only."""
    found = {}
    for name, columns in tables().items():
        given = [_row(columns, *place, number) for number, place in enumerate(PLACES)]
        if name == "mart_reporting":
            given = [row | {"report_kind": kind} for row in given for kind in KINDS]
        if name == "ref_area":
            given = [_area("AFG", "AFG-A1", 1, "AFG"), _area("AFG", "AFG-A1-1", 2, "AFG-A1")]
        found[name] = given
    for name in ("mart_needs", "mart_food_security", "ref_population"):
        smaller = {"country_code": "AFG", "area_code": "AFG-A1-1", "area_level": 2, "load_id": "L0"}
        found[name].append(smaller)
    found["mart_lineage"] = [
        {"mart_name": "mart_needs", "load_id": f"L{number}", "row_count": 1, "rows_in_count": 10 + number}
        for number in range(len(PLACES))
    ]
    return found


def _row(columns: dict[str, str], country: str | None, area: str | None, number: int) -> dict:
    row = {"country_code": country, "admin1_code": area, "load_id": f"L{number}", "unit_code": f"S{number}"}
    row |= {"site_code": f"S{number}", "area_code": area or country, "area_level": 1 if area else 0}
    row |= {"month_date": date(2026, 1, 1), "project_code": f"P{number}"}
    return {name: value for name, value in row.items() if name in columns}


def _area(country: str, code: str, level: int, parent: str) -> dict:
    return {"country_code": country, "area_code": code, "area_level": level, "parent_code": parent, "load_id": "L0"}


@pytest.fixture
def guarded(in_postgres, monkeypatch, tmp_path):  # noqa: F811
    """A build on PostgreSQL that a role without rights reads; gives the address of the owner."""
    owner = in_postgres()
    write_postgres_build(owner, BUILD, rows_of_every_mart())
    with psycopg.connect(owner.replace("+psycopg", ""), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_roles where rolname = 'lagebild_reader'").fetchone():
            connection.execute("create role lagebild_reader login")
        reader = make_url(owner).set(username="lagebild_reader").render_as_string(hide_password=False)
        use_home(tmp_path, monkeypatch, warehouse_reader=reader)
        secure(connection, schema_of(BUILD))
        secure(connection, schema_of(BUILD))
    yield owner, reader
    monkeypatch.delenv("LAGEBILD_WAREHOUSE_READER")
    settings.read_settings.cache_clear()


def seen(warehouse, name: str) -> list | str:
    try:
        table = warehouse.mart(name)
    except NotAllowed:
        return "not allowed"
    told = [
        column for column in ("load_id", "country_code", "admin1_code", "area_code", "report_kind") if column in table.c
    ]
    rows = warehouse.rows(sa.select(*(table.c[column] for column in told)))
    return sorted(repr(row) for row in rows)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_both_stores_give_a_reader_the_same_rows(reader, guarded, tmp_path, monkeypatch):
    there = open_warehouse(reader)
    assert there.store.url == guarded[1]
    monkeypatch.setenv("LAGEBILD_WAREHOUSE", "")
    monkeypatch.setenv("LAGEBILD_WAREHOUSE_READER", "")
    use_home(tmp_path / "duck", monkeypatch)
    write_build(tmp_path / "duck", BUILD, rows_of_every_mart())
    here = open_warehouse(reader)
    for name in tables():
        assert seen(here, name) == seen(there, name), name


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_the_database_alone_gives_no_row_outside_of_the_scope(reader, guarded):
    """The app is left out: what a fault in its own tests would let through, the database holds back."""
    house = open_warehouse(EVERYTHING)
    scope = scope_of(reader)
    with psycopg.connect(guarded[1].replace("+psycopg", "")) as connection:
        for name, value in setting_values(scope).items():
            connection.execute("select set_config(%s, %s, true)", [name, value])
        for name in set(tables()) - set(OPEN_TABLES):
            count = connection.execute(f"select count(*) from {schema_of(BUILD)}.{name}").fetchone()[0]
            try:
                table = open_warehouse(reader).mart(name)
            except NotAllowed:
                assert count == 0, name
                continue
            wanted = house.store.rows(BUILD, sa.select(sa.func.count()).select_from(table), scope_of(EVERYTHING))[0][0]
            if name in ("mart_lineage", "mart_data_quality") and not scope.is_nothing:
                assert count >= wanted, name
            else:
                assert count == wanted, name


def test_who_names_no_scope_gets_no_row(guarded):
    with psycopg.connect(guarded[1].replace("+psycopg", "")) as connection:
        for name in set(tables()) - set(OPEN_TABLES):
            assert connection.execute(f"select count(*) from {schema_of(BUILD)}.{name}").fetchone() == (0,), name
        for part in ("countries", "domains", "areas"):
            connection.execute("select set_config(%s, '*', true)", [f"lagebild.{part}"])
            count = connection.execute(f"select count(*) from {schema_of(BUILD)}.mart_needs").fetchone()[0]
            assert (count > 0) == (part == "areas")  # the last of the three
        connection.rollback()
        assert connection.execute(f"select count(*) from {schema_of(BUILD)}.mart_needs").fetchone() == (0,)


def test_a_scope_does_not_outlive_its_transaction(guarded):
    everything, nobody = open_warehouse(EVERYTHING), open_warehouse(Reader("x", countries={"SSD"}))
    for house, count in ((everything, 6), (nobody, 1), (everything, 6)):
        assert house.rows(sa.select(sa.func.count()).select_from(house.mart("mart_needs"))) == [(count,)]
        bare = house.store.rows(BUILD, sa.select(sa.func.count()).select_from(everything.mart("mart_needs")))
        assert bare == [(0,)]


@pytest.mark.parametrize(
    "text",
    [
        "set default_transaction_read_only = off; insert into {s}.mart_needs (country_code) values ('AFG')",
        "begin read write; delete from {s}.mart_needs",
        "begin read write; alter table {s}.mart_needs disable row level security",
        "begin read write; create table {s}.x (a int)",
        "begin read write; drop policy lagebild_scope on {s}.mart_needs",
        "begin read write; update lagebild.current_build set build_id = 'x'",
    ],
)
def test_the_role_that_reads_cannot_write(text, guarded):
    as_reader = psycopg.connect(guarded[1].replace("+psycopg", ""), autocommit=True)
    with as_reader as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(text.format(s=schema_of(BUILD)))


def test_a_slow_statement_is_stopped(guarded, tmp_path, monkeypatch):
    use_home(tmp_path, monkeypatch, statement_seconds="0.2")
    house = open_warehouse(EVERYTHING)
    with pytest.raises(TooLong, match="longer than is allowed"):
        house.rows(sa.select(sa.func.pg_sleep(60)))
    assert house.rows(sa.select(sa.literal(1))) == [(1,)]


def test_a_role_that_passes_by_the_guard_is_refused(guarded, monkeypatch, tmp_path):
    owner = guarded[0]
    with psycopg.connect(owner.replace("+psycopg", ""), autocommit=True) as connection:
        check_reader(connection)
        for name, words in (("nobody_at_all", "no role"), (make_url(owner).username, "may see every row")):
            monkeypatch.setattr(row_security, "reading_role", lambda name=name: name)
            with pytest.raises(UnfitReader, match=words):
                check_reader(connection)
