"""PostgreSQL as the warehouse: the same marts as on DuckDB, faults of the connection, corrections."""

import math
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg
import pytest

import manage
from data import postgres
from data.build import PROJECT
from data.load import load_lock
from data.stores import open_shelf
from tests.conftest import free_port, use_home
from tests.faults.homes import BOTH, SECOND, Where, new_database, run_manage, use, write_sites

RUN_COLUMNS = {"build_info": {"build_id", "built_at"}}
"""Columns in which two builds of the same rows differ."""


def built_on_postgres(home: Path, url: str, tmp_path: Path, monkeypatch) -> Where:
    """The raw rows of a home, built and published by the production build in a new database."""
    where = Where(tmp_path / "postgres", new_database(url), PROJECT)
    where.home.mkdir()
    (where.home / "raw").symlink_to(home / "raw")
    use(where, monkeypatch)
    with load_lock():
        manage.build_and_publish()
    return where


def tables(build: duckdb.DuckDBPyConnection) -> list[str]:
    return sorted(row[0] for row in build.execute("select table_name from duckdb_tables()").fetchall())


def plain(value):
    """A value as both databases have it."""
    if isinstance(value, Decimal):
        return float(value)
    return datetime(value.year, value.month, value.day) if type(value) is date else value


def order(row: tuple) -> tuple:
    """Sorts rows by everything but fractions, whose last digit may differ; these come last, rounded."""
    whole = [str(value) for value in row if not isinstance(value, float)]
    return (*whole, *(f"{value:.6g}" for value in row if isinstance(value, float)))


def agree(one, other) -> bool:
    if isinstance(one, float) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12) or (math.isnan(one) and math.isnan(other))
    return one == other


def differences(home: Path, where: Where) -> list[str]:
    """What differs between the current builds of a home on DuckDB and of one on PostgreSQL."""
    found = []
    current = (home / "builds" / "current").read_text().strip()
    with duckdb.connect(str(home / "builds" / f"{current}.duckdb"), read_only=True) as build:
        names = tables(build)
        schema = f"build_{where.current().replace('-', '_')}"
        there = where.ask(f"select tablename from pg_tables where schemaname = '{schema}'")
        assert names == sorted(row[0] for row in there)
        for name in names:
            cursor = build.execute(f"select * from {name}")
            columns = [column[0] for column in cursor.description if column[0] not in RUN_COLUMNS.get(name, ())]
            chosen = ", ".join(f'"{column}"' for column in columns)
            here = [tuple(map(plain, row)) for row in build.execute(f"select {chosen} from {name}").fetchall()]
            there = [tuple(map(plain, row)) for row in where.ask(f"select {chosen} from {schema}.{name}")]
            found += different_rows(name, columns, sorted(here, key=order), sorted(there, key=order))
    return found


def different_rows(name: str, columns: list[str], here: list[tuple], there: list[tuple]) -> list[str]:
    if len(here) != len(there):
        return [f"{name}: {len(here)} rows on DuckDB, {len(there)} on PostgreSQL"]
    found = []
    for one, other in zip(here, there, strict=True):
        odd = [f"{c} {a!r} {b!r}" for c, a, b in zip(columns, one, other, strict=True) if not agree(a, b)]
        if odd:
            found.append(f"{name}: {'; '.join(odd)} in {one}")
    return found[:5]


def test_samples_of_every_source_give_the_same_marts(sample_home, postgres_url, tmp_path, monkeypatch):
    where = built_on_postgres(sample_home, postgres_url, tmp_path, monkeypatch)
    assert differences(sample_home, where) == []
    mart = f"{postgres.schema_of(where.current())}.mart_delivery_line"
    line = f"(select min(delivery_line_id) from {mart} where ordered_qty > 0)"
    with postgres.connect() as connection:  # the comparison sees one changed cell
        connection.execute(f"update {mart} set ordered_qty = ordered_qty * 1.00001 where delivery_line_id = {line}")
    assert len(differences(sample_home, where)) == 1
    assert where.unfinished_schemas() == []


def test_real_data_give_the_same_marts(real_home, postgres_url, tmp_path, monkeypatch):
    where = built_on_postgres(real_home, postgres_url, tmp_path, monkeypatch)
    assert differences(real_home, where) == []


def test_a_second_load_corrects_and_adds(postgres_base, tmp_path, monkeypatch):
    where = postgres_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    first = where.current()
    file = write_sites(tmp_path / "new" / "sites.csv", SECOND)
    run_manage("load", file, "--as", "sites")
    assert where.site_names() == BOTH and where.rows("site_name", "ref_site", first) == [("One",), ("Two",)]
    run_manage("load", file, "--as", "sites")
    assert [info["build_id"] for info in open_shelf().builds()] == [where.current(), first]
    run_manage("builds", "rollback")
    assert where.current() == first and where.unfinished_schemas() == []


def test_a_passing_fault_of_the_connection_is_tried_again(postgres_base, tmp_path, monkeypatch):
    use(postgres_base, monkeypatch)
    calls, real, current = [], psycopg.connect, postgres_base.current()

    def failing_twice(**arguments):
        calls.append(arguments)
        if len(calls) <= 2:
            raise psycopg.OperationalError("the server is starting up")
        return real(**arguments)

    monkeypatch.setattr(psycopg, "connect", failing_twice)
    assert open_shelf().current() == current and len(calls) == 3


def test_a_lasting_fault_is_one_sentence(tmp_path, monkeypatch, capsys):
    port = free_port()
    use_home(tmp_path / "home", monkeypatch, warehouse=f"postgresql+psycopg://lagebild@127.0.0.1:{port}/postgres")
    monkeypatch.setattr(postgres.connect.retry, "sleep", lambda seconds: None)
    monkeypatch.setattr(sys, "argv", ["manage.py", "builds", "list"])
    with pytest.raises(SystemExit) as stopped:
        manage.main()
    told = capsys.readouterr().err.strip()
    assert stopped.value.code == 1 and len(told.splitlines()) == 1
    assert told.startswith("Stopped: ") and str(port) in told and "refused" in told


def test_a_database_that_goes_away_during_a_build_is_one_sentence(postgres_base, tmp_path, monkeypatch, capsys):
    """The connection ends after the raw rows were copied; the next load builds and leaves no schema behind."""
    where = postgres_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    current, real = where.current(), postgres.PostgresStore.finish

    def ended(store, info):
        with postgres.connect() as connection:
            connection.execute("select pg_terminate_backend(pg_backend_pid())")

    file = write_sites(tmp_path / "new" / "sites.csv", SECOND)
    monkeypatch.setattr(postgres.PostgresStore, "finish", ended)
    monkeypatch.setattr("data.build.run_dbt", lambda *arguments: None)
    monkeypatch.setattr(sys, "argv", ["manage.py", "load", str(file), "--as", "sites"])
    with pytest.raises(SystemExit) as stopped:
        manage.main()
    assert stopped.value.code == 1 and "Stopped: terminating connection" in capsys.readouterr().err
    assert where.current() == current and where.unfinished_schemas() == []
    monkeypatch.setattr(postgres.PostgresStore, "finish", real)
