"""The tables of the ledger go from any revision to any other, on either database, and keep their rows."""

import re
import sqlite3
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import MetaData, create_engine, insert, inspect, select, text

import ledger
import settings
from ledger import migration
from ledger.database import metadata, now, opened
from ledger.diary import run
from tests.conftest import ROOT, use_home

STEPS = [step.revision for step in reversed(list(migration.scripts().walk_revisions()))]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    cluster, database = request.getfixturevalue("postgres_url"), f"steps_{uuid.uuid4().hex}"
    with psycopg.connect(cluster.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"create database {database}")
    return cluster.rsplit("/", 1)[0] + f"/{database}"


@pytest.fixture
def engine(url):
    made = create_engine(url)
    yield made
    made.dispose()


@pytest.fixture(autouse=True)
def settings_of_others():
    yield
    settings.read_settings.cache_clear()


def shape(engine) -> dict[str, list]:
    """Table -> its columns, indexes and constraints, without the table of the revision."""
    found = {}
    with engine.connect() as connection:
        look = inspect(connection)
        for table in sorted(set(look.get_table_names()) - {migration.VERSION_TABLE}):
            columns = [(one["name"], str(one["type"]), one["nullable"]) for one in look.get_columns(table)]
            indexes = [(one["name"], one["column_names"], one["unique"]) for one in look.get_indexes(table)]
            unique = [one["column_names"] for one in look.get_unique_constraints(table)]
            keys = [look.get_pk_constraint(table)["constrained_columns"], *look.get_foreign_keys(table)]
            found[table] = [columns, sorted(map(str, indexes)), sorted(unique), str(keys)]
    return found


def triggers(engine) -> list[str]:
    """The names of all triggers."""
    of_sqlite = "select name from sqlite_master where type = 'trigger'"
    of_postgres = "select tgname from pg_trigger where not tgisinternal"
    with engine.connect() as connection:
        statement = of_sqlite if engine.dialect.name == "sqlite" else of_postgres
        return sorted(connection.execute(text(statement)).scalars())


def note_run(engine) -> None:
    values = {"kind": "load", "subject": "a", "started_at": now(), "outcome": "done", "message": "", "counts": "{}"}
    with engine.begin() as connection:
        connection.execute(insert(run).values(**values))


def subjects(engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(run.c.subject)).scalars())


def test_the_steps_make_what_the_program_declares(engine, tmp_path):
    migration.upgrade(engine)
    with engine.connect() as connection:
        lacking = migration.differences(connection, metadata)
    assert not lacking, f"a step in ledger/migrations/versions is missing:\n{lacking}"
    assert set(shape(engine)) == set(metadata.tables)
    made = shape(engine), triggers(engine)
    migration.downgrade(engine, "base")
    assert shape(engine) == {} and triggers(engine) == []
    metadata.create_all(engine)
    assert (shape(engine), triggers(engine)) == made


def test_the_package_knows_all_of_its_tables():
    """A backup copies the tables that it finds there."""
    folder = ROOT / "ledger"
    with_tables = {path.stem for path in folder.glob("*.py") if "    metadata,\n" in path.read_text(encoding="utf-8")}
    assert {"diary", "audit"} <= with_tables
    known = (folder / "__init__.py").read_text(encoding="utf-8")
    assert not [name for name in with_tables if not re.search(rf"\b{name}\b", known)]


def test_a_difference_is_told(engine):
    migration.upgrade(engine, STEPS[0])
    lacking = MetaData()
    with engine.connect() as connection:
        assert "op.drop_table('run')" in migration.differences(connection, lacking)
        assert "op.create_table('audit_event'" in migration.differences(connection, metadata)


def test_every_step_goes_back_and_keeps_what_older_tables_hold(engine):
    shapes = []
    for step in STEPS:
        assert migration.upgrade(engine, step) == step
        shapes.append(shape(engine))
        if step == STEPS[0]:
            note_run(engine)
    for step, then in zip(reversed(STEPS[:-1]), reversed(shapes[:-1]), strict=True):
        assert migration.downgrade(engine, step) == step
        assert shape(engine) == then and subjects(engine) == ["a"]
    assert migration.upgrade(engine) == migration.head() == STEPS[-1]
    assert shape(engine) == shapes[-1] and subjects(engine) == ["a"]


def test_a_ledger_from_before_the_steps_were_counted_is_recognised(engine):
    old = MetaData()
    run.to_metadata(old)
    old.create_all(engine)
    note_run(engine)
    with engine.connect() as connection:
        assert migration.revision(connection) is None and len(migration.pending(connection)) == len(STEPS)
    migration.upgrade(engine)
    assert set(shape(engine)) == set(metadata.tables) and subjects(engine) == ["a"]
    with engine.connect() as connection:
        assert migration.pending(connection) == [] and not migration.differences(connection, metadata)


def test_a_table_of_somebody_else_is_left_alone(engine):
    with engine.begin() as connection:
        connection.execute(text("create table run (distance integer)"))
    with pytest.raises(migration.WrongLedger, match="LAGEBILD_LEDGER"):
        migration.upgrade(engine)
    assert set(shape(engine)) == {"run"}


def test_a_newer_ledger_is_refused(url, engine, tmp_path, monkeypatch):
    migration.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text(f"update {migration.VERSION_TABLE} set version_num = '9999'"))
    use_home(tmp_path / "home", monkeypatch, ledger=url)
    with pytest.raises(migration.WrongLedger, match="newer version"):
        opened()
    with pytest.raises(migration.WrongLedger, match="newer version"):
        migration.downgrade(engine, STEPS[0])


def test_a_step_that_fails_leaves_everything_as_it_was(engine, monkeypatch):
    migration.upgrade(engine, STEPS[0])
    note_run(engine)
    before = shape(engine)
    broken = migration.scripts().get_revision(STEPS[-1]).module
    whole = broken.upgrade

    def fail():
        whole()
        raise RuntimeError("in the middle")

    monkeypatch.setattr(broken, "upgrade", fail)
    with pytest.raises(RuntimeError):
        migration.upgrade(engine)
    assert shape(engine) == before and subjects(engine) == ["a"]
    with engine.connect() as connection:
        assert migration.revision(connection) == STEPS[0]


def test_a_file_of_ours_is_brought_up_and_a_shared_database_is_not(url, engine, tmp_path, monkeypatch):
    migration.upgrade(engine, STEPS[0])
    use_home(tmp_path / "home", monkeypatch, ledger=url)
    if engine.dialect.name == "sqlite":
        assert shape(opened()) == shape(engine) and set(shape(engine)) == set(metadata.tables)
    else:
        with pytest.raises(migration.WrongLedger, match="manage.py ledger upgrade"):
            opened()


def test_many_who_come_first_make_the_tables_once(url, engine):
    engines = [create_engine(url) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(migration.prepare, engines))
    assert set(shape(engine)) == set(metadata.tables)
    with engine.connect() as connection:
        assert connection.execute(text(f"select version_num from {migration.VERSION_TABLE}")).scalars().all() == [
            STEPS[-1]
        ]
    for one in engines:
        one.dispose()


def test_processes_that_come_first_wait_for_one_another(tmp_path, monkeypatch):
    home = use_home(tmp_path / "home", monkeypatch)
    words = [sys.executable, "-c", "import ledger; print(ledger.runs())"]
    started = [subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    told = [process.communicate(timeout=120) for process in started]
    assert [out for out, _ in told] == [b"[]\n"] * 3, told
    assert ledger.runs() == []
    with sqlite3.connect(home / "ledger.sqlite") as connection:
        assert connection.execute(f"select count(*) from {migration.VERSION_TABLE}").fetchone() == (1,)
