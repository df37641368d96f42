"""What the process that answers readers can do with a database: read, for a while, so many rows, and nothing else."""

import time
from contextlib import closing

import duckdb
import pytest
import sqlalchemy as sa

from access import reading_as
from queries import engines, raw_files
from queries.cache import forget_everything
from queries.limits import TooLong, TooMany
from queries.reader import EVERYTHING, Reader
from queries.stores import close_builds
from queries.warehouse import open_warehouse
from tests.conftest import use_home
from tests.queries.small_build import write_build

BUILD = "20260101-000000-00000a"
SLOW = sa.func.range(1, 10**13).table_valued("range")
"""More numbers than can be counted within any test."""
FORBIDDEN = (
    "create table x (a integer)",
    "create temp view x as select * from read_text('{file}')",
    "insert into {build}mart_event (event_title) values ('x')",
    "delete from {build}mart_event",
    "drop table {build}mart_event",
    "select * from read_text('{file}')",
    "select * from read_csv('{file}')",
    "select * from '{file}'",
    "select * from glob('/etc/*')",
    "select * from read_parquet('http://127.0.0.1:9/x.parquet')",
    "attach '{file}' as other",
    "attach ':memory:' as other",
    "copy (select 1) to '{file}.out'",
    "export database '{file}.folder'",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set memory_limit = '100GB'",
    "set temp_directory = '{folder}'",
    "set allowed_paths = ['{file}']",
    "pragma enable_profiling",
    "reset lock_configuration",
    "select * from a_list_of_the_process",
)
MEMORY_ONLY = ("create table x (a integer)", "attach ':memory:' as other")
"""What an engine in memory may do: it touches nothing but its own memory."""


@pytest.fixture
def build(home):
    forget_everything()
    write_build(home, BUILD, {"mart_event": [{"event_title": f"E{number}"} for number in range(5)]})
    yield home / "builds" / f"{BUILD}.duckdb"
    close_builds()
    forget_everything()


def engine(kind: str, path):
    """Every way in which the app opens DuckDB, and the name before a table of the build."""
    if kind == "pages":
        return engines.connect(path), ""
    if kind == "files":
        return engines.connect_for_streams(path), "build."
    return raw_files._reader_of(str(path.with_suffix(".parquet"))), "build."


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kind, text)
        for kind in ("pages", "files", "raw rows")
        for text in FORBIDDEN
        if kind == "pages" or text not in MEMORY_ONLY
    ],
)
def test_no_engine_writes_reads_files_or_changes_its_settings(kind, text, build, tmp_path):
    secret, a_list_of_the_process = tmp_path / "secret.csv", [{"a": 1}]
    secret.write_text("a,b\n1,secret\n")
    before = sorted(tmp_path.rglob("*"))
    opened, prefix = engine(kind, build)
    with closing(opened), pytest.raises(duckdb.Error):
        opened.execute(text.format(file=secret, folder=tmp_path, build=prefix)).fetchall()
    assert sorted(tmp_path.rglob("*")) == before and a_list_of_the_process


def test_the_app_opens_duckdb_in_these_ways_only():
    from tests.house.code import python_files, shown

    opening = [shown(path) for path in python_files() if "duckdb.connect(" in path.read_text(encoding="utf-8")]
    assert [one for one in opening if not one.startswith("data/")] == ["queries/engines.py", "queries/raw_files.py"]


@pytest.mark.parametrize("read", ["rows", "batches"])
def test_a_slow_statement_is_stopped_and_the_engine_goes_on(read, build, home, monkeypatch):
    use_home(home, monkeypatch, statement_seconds="0.3", export_seconds="0.3")
    house = open_warehouse(EVERYTHING)
    begun = time.monotonic()
    with pytest.raises(TooLong, match="Choose a shorter period"):
        list(getattr(house, read)(sa.select(sa.func.sum(SLOW.c.range)).select_from(SLOW)))
    assert time.monotonic() - begun < 600  # it would count for years
    assert house.rows(sa.select(sa.func.count()).select_from(house.mart("mart_event"))) == [(5,)]


def test_more_rows_than_a_page_may_hold_are_refused_and_files_have_them_all(build, home, monkeypatch):
    house = open_warehouse(EVERYTHING)
    titles = sa.select(house.mart("mart_event").c.event_title)
    use_home(home, monkeypatch, statement_rows="4")
    with pytest.raises(TooMany, match="file of all rows"):
        house.rows(titles)
    assert len(house.rows(titles.limit(4))) == 4
    assert sum(batch.num_rows for batch in house.batches(titles)) == 5
    use_home(home, monkeypatch, statement_rows="5")
    assert len(house.rows(titles)) == 5
    use_home(home, monkeypatch, statement_rows="0")
    assert len(house.rows(titles)) == 5


@pytest.mark.parametrize(("error", "status"), [(TooLong, 503), (TooMany, 413)])
def test_a_stopped_statement_is_a_sentence_on_pages_in_files_and_for_machines(error, status, build, monkeypatch):
    from app import create_app
    from pages.frame import made

    client, stopped = create_app().test_client(), _raising(error)
    monkeypatch.setattr("queries.warehouse.Warehouse.rows", stopped)
    shown = str(made(lambda **_query: open_warehouse(EVERYTHING).rows(None), "/risk", {}, lambda: None))
    assert "Too much at once" in shown and str(error()) in shown
    with reading_as(Reader("r", rights={"export"})):
        file = client.get("/risk.csv")
        assert (file.status_code, file.text.strip()) == (status, str(error()))
        told = client.get("/api/v1/kpis/otif")
        assert told.status_code == status and told.json["detail"] == str(error())


def _raising(error):
    def rows(*_arguments):
        raise error

    return rows
