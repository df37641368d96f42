"""Readers that ask all the time notice nothing of a publish but newer figures."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

import settings
from data.build import fresh_work_folder
from data.load import load_lock
from data.publish import prune, publish, rollback
from data.stores import UnknownBuild, open_shelf, open_store
from queries import engines, stores
from queries.reader import EVERYTHING
from queries.warehouse import NoSuchBuild, open_warehouse
from tests.conftest import ROOT
from tests.faults.homes import Where, environment, run_manage, use, write_items, write_sites
from tests.faults.reader import answer, answers_until

OLD = "20200101-000000-abcdef"
FLIPS = 20


def three_builds(base: Where, folder: Path) -> tuple[Where, dict[str, int]]:
    """A home with three builds, oldest first, with 2, 3 and 4 sites and items: build id -> number."""
    where = base.copied(folder / "home")
    found = {where.current(): 2}
    with pytest.MonkeyPatch.context() as patch:
        use(where, patch)
        for count in (3, 4):
            files = folder / str(count)
            write_sites(files / "sites" / "sites.csv", {f"S{n + 1}": f"Site {n}" for n in range(count)})
            write_items(files / "items" / "items.csv", count)
            run_manage("load", "upload", "--from", files)
            found[where.current()] = count
    return where, found


@pytest.fixture(scope="module")
def three_duckdb_builds(duckdb_base, tmp_path_factory):
    return three_builds(duckdb_base, tmp_path_factory.mktemp("three_duckdb"))


@pytest.fixture(scope="module")
def three_postgres_builds(postgres_base, tmp_path_factory):
    return three_builds(postgres_base, tmp_path_factory.mktemp("three_postgres"))


@pytest.fixture(params=["duckdb", "postgres"])
def builds(request, tmp_path, monkeypatch):
    """A copy of that home, and its builds. Reading evicts open files all the time."""
    made, found = request.getfixturevalue(f"three_{request.param}_builds")
    where = made.copied(tmp_path / "home")
    use(where, monkeypatch)
    monkeypatch.setattr(engines, "OPEN_BUILDS", 2)
    yield where, found
    stores.close_builds()
    stores._engine.cache_clear()


def add_old_build() -> None:
    """A complete build of a year that nobody keeps."""
    with load_lock():
        store = open_store(OLD, fresh_work_folder())
        store.prepare({})
        store.finish({"build_id": OLD, "rows_digest": "none"})


def prune_all_but(count: int, monkeypatch) -> list[str]:
    monkeypatch.setenv("LAGEBILD_KEEP_BUILDS", str(count))
    settings.read_settings.cache_clear()
    with load_lock():
        return prune()


def flip(builds: dict[str, int], monkeypatch) -> None:
    """Publishes the builds in turn; the old one is removed on the way."""
    ids = list(builds)
    for number in range(FLIPS):
        with load_lock():
            publish(ids[number % 3])
        assert answer() == (ids[number % 3], builds[ids[number % 3]])
        if number == FLIPS // 2:
            assert prune_all_but(3, monkeypatch) == [OLD]
        time.sleep(0.05)


def test_twenty_publishes_under_constant_reading(builds, tmp_path, monkeypatch):
    where, known = builds
    add_old_build()
    stop = tmp_path / "stop"
    command = [sys.executable, "-m", "tests.faults.reader", str(stop)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    other = subprocess.Popen(command, cwd=ROOT, env=environment(where.home, where.warehouse), **pipes)
    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(answers_until, stop.exists) for _ in range(4)]
        try:
            flip(known, monkeypatch)
        finally:
            stop.touch()
    seen = [set(reader.result()) for reader in readers]
    told, errors = other.communicate(timeout=60)
    assert other.returncode == 0, errors
    seen.append({(build, int(count)) for build, count in (line.split() for line in told.splitlines())})
    assert set.union(*seen) == set(known.items())
    assert all(part <= set(known.items()) for part in seen)
    assert all(len(part) == 3 for part in seen[:4])
    assert len(open_shelf().builds()) == 3


def test_an_answer_begun_is_finished_while_other_builds_are_opened(builds, monkeypatch):
    monkeypatch.setattr(engines, "OPEN_BUILDS", 1)
    monkeypatch.setattr(stores, "BATCH_ROWS", 20)
    oldest, *others = builds[1]
    warehouse = open_warehouse(EVERYTHING, oldest)
    batches = warehouse.batches(sa.select(warehouse.mart("ref_country")))
    begun = next(batches).num_rows
    for other in others:
        assert open_warehouse(EVERYTHING, other).info().build_id == other
    assert begun + sum(batch.num_rows for batch in batches) == warehouse.row_counts()["ref_country"] > 200


@pytest.mark.parametrize("builds", ["duckdb"], indirect=True)
def test_a_cursor_outlives_the_place_of_its_file_in_the_list(builds, monkeypatch):
    """Between getting a cursor and asking, another thread may open other builds."""
    monkeypatch.setattr(engines, "OPEN_BUILDS", 1)
    cursors = {build_id: stores.store()._cursor(build_id) for build_id in builds[1]}
    for build_id, cursor in cursors.items():
        assert cursor.execute("select count(*) from ref_site").fetchall() == [(builds[1][build_id],)]


def test_rollback_and_a_build_that_is_gone(builds, monkeypatch):
    _, known = builds
    oldest, middle, newest = known
    opened = open_warehouse(EVERYTHING, oldest)
    with load_lock():
        assert rollback() == middle
    assert answer() == (middle, 3)
    assert prune_all_but(1, monkeypatch) == [oldest]
    with pytest.raises(NoSuchBuild):
        opened.info()
    assert answer() == (middle, 3)
    run_manage("load")
    assert answer() == (middle, 3)  # no new rows: who rolled back knew why
    with load_lock(), pytest.raises(UnknownBuild, match="no older build"):
        rollback()
    with load_lock(), pytest.raises(UnknownBuild, match="There is no build"):
        publish(oldest)
    run_manage("builds", "publish", newest)
    assert answer() == (newest, 4)
