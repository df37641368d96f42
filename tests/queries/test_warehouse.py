"""A warehouse is one build as one reader may see it, on DuckDB and on PostgreSQL."""

import threading
import uuid
from datetime import date

import duckdb
import pandas as pd
import psycopg
import pytest
import sqlalchemy as sa

import kpis
import settings
from kpis.scopes import OF_ALL_COUNTRIES
from queries import engines, stores
from queries.cache import forget_everything
from queries.filters import Filters
from queries.kpi_values import kpi_by_country, kpi_by_month, kpi_value
from queries.reader import EVERYTHING, Reader
from queries.reference import choices, countries, country_names
from queries.stores import close_builds
from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed, UnknownMart, open_warehouse
from tests.conftest import use_home
from tests.queries.random_rows import random_rows
from tests.queries.small_build import ADDED_UP, DICTIONARY, tables, write_build, write_postgres_build

FIRST, SECOND = "20260101-000000-00000a", "20260202-000000-00000b"
PLACES = ("AFG", "SSD", None)
AFGHANISTAN = Reader("office", countries=frozenset({"AFG"}))
OTIF = kpis.kpi("otif")


def lines(per_place: int) -> dict:
    row = {"month_date": date(2026, 1, 1), "otif_due_line_count": 4, "otif_line_count": per_place}
    return {
        "mart_aid_delivery": [row | {"country_code": place} for place in PLACES],
        "mart_delivery_line": [
            {"delivery_line_id": f"L{place}", "country_code": place, "lead_time_days": 9} for place in PLACES
        ],
        "mart_lineage": [{"mart_name": "mart_aid_delivery"}],
        "ref_country": [
            {"country_code": code, "name_en": code.title(), "name_fr": fr}
            for code, fr in (("AFG", "afg"), ("SSD", None))
        ],
    }


@pytest.fixture
def two_builds(home):
    forget_everything()
    write_build(home, FIRST, lines(1))
    write_build(home, SECOND, lines(2))
    yield home
    close_builds()


def test_nothing_is_published_yet(home):
    with pytest.raises(NoBuildYet, match="No data have been published yet."):
        open_warehouse(EVERYTHING)


def test_readers_follow_the_pointer_and_open_older_builds_by_id(two_builds):
    assert open_warehouse(EVERYTHING).build_id == SECOND
    assert kpi_value(open_warehouse(EVERYTHING), OTIF, Filters()).value == 50
    assert kpi_value(open_warehouse(EVERYTHING, FIRST), OTIF, Filters()).value == 25
    (two_builds / "builds/current").write_text(FIRST)
    assert kpi_value(open_warehouse(EVERYTHING), OTIF, Filters()).value == 25
    assert stores.store().builds() == [SECOND, FIRST]


@pytest.mark.parametrize("build", ["20250101-000000-00000a", "../current", "", "x" * 80, "a b", 7, f"{FIRST}.duckdb"])
def test_unknown_and_malformed_builds_are_named_as_such(two_builds, build):
    with pytest.raises(NoSuchBuild):
        open_warehouse(EVERYTHING, build)


def test_a_file_that_is_no_complete_build_is_not_opened(two_builds):
    (two_builds / "builds/20260303-000000-00000c.duckdb").write_bytes(b"rubbish")
    duckdb.connect(str(two_builds / "builds/20260304-000000-00000d.duckdb")).close()
    for build in ("20260303-000000-00000c", "20260304-000000-00000d"):
        with pytest.raises(NoSuchBuild):
            open_warehouse(EVERYTHING, build)


def test_warehouses_are_equal_when_the_data_seen_are_the_same(two_builds):
    same = open_warehouse(Reader("a", countries={"AFG", "SSD"})), open_warehouse(Reader("b", countries=["SSD", "AFG"]))
    assert same[0] == same[1] and hash(same[0]) == hash(same[1])
    others = [
        EVERYTHING,
        AFGHANISTAN,
        Reader("c", countries=()),
        Reader("d", domains={"aid"}),
        Reader("e", detail="totals"),
    ]
    assert len({open_warehouse(reader) for reader in others} | {open_warehouse(EVERYTHING, FIRST), same[0]}) == 7


def test_a_reader_sees_only_the_own_countries_in_every_mart(two_builds):
    rows = {
        name: [{"country_code": place} for place in PLACES]
        for name, columns in tables().items()
        if "country_code" in columns
    }
    write_build(two_builds, "20260404-000000-00000e", rows)
    everything, office, nowhere = (
        open_warehouse(reader) for reader in (EVERYTHING, AFGHANISTAN, Reader("x", countries=()))
    )
    for name in set(rows) - {"ref_country"}:
        for house, seen in ((everything, ["", "AFG", "SSD"]), (office, ["AFG"]), (nowhere, [])):
            found = house.rows(sa.select(house.mart(name).c.country_code))
            of_all = [""] if name in OF_ALL_COUNTRIES and house is office else []
            assert sorted(row[0] or "" for row in found) == of_all + seen, name
    assert OF_ALL_COUNTRIES == ("mart_event",)


def test_cached_values_do_not_leak_between_scopes(two_builds):
    assert kpi_value(open_warehouse(EVERYTHING), OTIF, Filters()).denominator == 12
    assert kpi_value(open_warehouse(AFGHANISTAN), OTIF, Filters()).denominator == 4
    assert kpi_value(open_warehouse(AFGHANISTAN), OTIF, Filters(countries=("SSD",))).value is None
    assert kpi_by_country(open_warehouse(AFGHANISTAN), OTIF, Filters())["country_code"].tolist() == ["AFG"]


def test_names_of_countries_are_open_to_all(two_builds):
    office = open_warehouse(AFGHANISTAN)
    assert country_names(office, "fr") == {"AFG": "afg", "SSD": "Ssd"} == country_names(office, "fr")
    assert country_names(office, "xx; drop") == {"AFG": "Afg", "SSD": "Ssd"}
    assert countries(office)["country_code"].tolist() == ["AFG", "SSD"]
    assert choices(office, "mart_aid_delivery", "country_code") == ["AFG"]
    assert choices(office, "mart_aid_delivery", "nothing") == choices(office, "mart_nothing", "x") == []


def test_other_domains_and_single_rows_can_be_closed(two_builds):
    funding = open_warehouse(Reader("f", domains={"funding"}))
    with pytest.raises(NotAllowed, match="aid"):
        kpi_value(funding, OTIF, Filters())
    assert funding.mart("mart_funding") is not None and funding.mart("mart_reporting") is not None
    totals = open_warehouse(Reader("t", detail="totals"))
    assert kpi_value(totals, kpis.kpi("lead_time_median"), Filters()).value == 9
    with pytest.raises(NotAllowed, match="Single rows"):
        totals.detail("mart_delivery_line")


@pytest.mark.parametrize("name", ["mart_nothing", "build_info; drop", "information_schema.tables", "", "pg_catalog"])
def test_only_marts_of_the_build_can_be_named(two_builds, name):
    with pytest.raises(UnknownMart):
        open_warehouse(EVERYTHING).mart(name)


def test_the_build_tells_about_itself(two_builds):
    info = open_warehouse(EVERYTHING).info()
    assert (info.build_id, info.data_date, info.is_demo, info.code_version) == (SECOND, date(2026, 2, 3), True, "test")
    assert set(open_warehouse(EVERYTHING).marts()) == set(DICTIONARY["marts"]) - set(ADDED_UP), (
        "builds of before lack them"
    )


@pytest.mark.parametrize(
    "text",
    ["create table x (a int)", "delete from mart_aid_delivery", "copy mart_aid_delivery to '/tmp/x'", "set threads = 4"]
    + ["select * from read_text('/etc/passwd')", "attach '/tmp/other.duckdb'"],
)
def test_a_build_file_is_read_only_and_closed_to_the_outside(two_builds, text):
    with pytest.raises(duckdb.Error):
        stores._files.cursor(two_builds / "builds" / f"{SECOND}.duckdb").execute(text)


def test_threads_ask_one_connection_at_a_time(two_builds):
    warehouse, answers = open_warehouse(EVERYTHING), []
    mart = warehouse.mart("mart_aid_delivery")

    def ask(number):
        answers.append(warehouse.rows(sa.select(sa.literal(number), sa.func.sum(mart.c.otif_due_line_count)))[0])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(40)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answers) == [(number, 12) for number in range(40)]


def test_a_process_keeps_a_bounded_number_of_builds_open(two_builds):
    for number in range(engines.OPEN_BUILDS + 3):
        write_build(two_builds, f"20260505-000000-{number:06x}", lines(1))
        open_warehouse(EVERYTHING)
    assert len(stores._files._connections) == engines.OPEN_BUILDS
    assert kpi_value(open_warehouse(EVERYTHING, FIRST), OTIF, Filters()).value == 25


def test_batches_carry_all_rows(two_builds):
    warehouse = open_warehouse(EVERYTHING)
    mart = warehouse.mart("mart_aid_delivery")
    batches = list(warehouse.batches(sa.select(mart.c.country_code, mart.c.otif_due_line_count)))
    assert sum(batch.num_rows for batch in batches) == 3 and batches[0].schema.names == [
        "country_code",
        "otif_due_line_count",
    ]


def test_readers_are_declared_soundly():
    with pytest.raises(ValueError, match="countries"):
        Reader("x", countries="AFG")
    with pytest.raises(ValueError, match="detail"):
        Reader("x", detail="all")


@pytest.fixture
def in_postgres(tmp_path, monkeypatch, postgres_url):
    """Gives a function that makes an empty PostgreSQL database the warehouse of this process and gives its URL."""
    forget_everything()
    database = f"queries_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"create database {database}")
    url = postgres_url.rsplit("/", 1)[0] + f"/{database}"

    def use():
        use_home(tmp_path, monkeypatch, warehouse=url)
        return url

    yield use
    settings.read_settings.cache_clear()


def test_builds_of_postgresql(in_postgres):
    url = in_postgres()
    with pytest.raises(NoBuildYet):
        open_warehouse(EVERYTHING)
    write_postgres_build(url, FIRST, lines(1))
    write_postgres_build(url, SECOND, lines(2))
    houses = open_warehouse(EVERYTHING), open_warehouse(AFGHANISTAN), open_warehouse(EVERYTHING, FIRST)
    assert [kpi_value(house, OTIF, Filters()).value for house in houses] == [50, 50, 25]
    assert stores.store().builds() == [SECOND, FIRST]
    mart = houses[1].mart("mart_aid_delivery")
    assert [batch.num_rows for batch in houses[1].batches(sa.select(mart.c.country_code))] == [1]
    with pytest.raises(NoSuchBuild):
        open_warehouse(EVERYTHING, "20990101-000000-00000a")
    with pytest.raises(sa.exc.DBAPIError, match="read-only"):
        houses[0].store._ask("create table lagebild.x (a int)")


def test_postgresql_and_duckdb_give_the_same(two_builds, in_postgres):
    rows = {}
    for kpi in kpis.all_kpis():
        rows.setdefault(kpi.mart, []).extend(random_rows(kpi, 15))
    build = "20260606-000000-00000f"
    write_build(two_builds, build, rows)
    here = open_warehouse(EVERYTHING)
    write_postgres_build(in_postgres(), build, rows)
    there = open_warehouse(EVERYTHING)
    for kpi in kpis.all_kpis():
        filters = Filters(sources=(kpi.name,))
        one, other = (kpi_value(house, kpi, filters) for house in (here, there))
        assert (one.value, one.row_count, one.as_of) == (pytest.approx(other.value), other.row_count, other.as_of), (
            kpi.name
        )
        for ask in (kpi_by_month, kpi_by_country):
            pd.testing.assert_frame_equal(ask(here, kpi, filters), ask(there, kpi, filters), check_dtype=False)
