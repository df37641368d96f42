"""A process killed at any stage of load, build and publish leaves the current build as it was, and the next load
completes what it had begun."""

import signal
import time
from pathlib import Path

import duckdb
import pytest

import ledger
from data import build, raw_store
from data.build import PROJECT
from tests.faults.driver import STAGES
from tests.faults.homes import BOTH, FIRST, SECOND, leftovers, run_manage, started, use, write_sites

_names = list(STAGES)
LOADED = _names[_names.index("with the run complete") :]
"""Stages at which the new run is complete."""
UNLOADED = [stage for stage in STAGES if stage not in LOADED]
REAL = {"with the run complete", "while raw tables are prepared", "while dbt builds", "before the build is complete"}
REAL |= {"before the pointer moves"}
"""Stages after which the next load builds the whole dbt project; the others build few marts."""
ON_POSTGRES = ["while raw tables are prepared", "while dbt builds", "before the build is complete"]
ON_POSTGRES += ["before the pointer moves"]
"""Stages that are not the same for both warehouses."""


def dbt_processes(home: Path) -> list[str]:
    """Commands of processes that work in the dbt project of a home."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().decode(errors="replace")
        except OSError:  # it ended meanwhile
            continue
        if str(home / "work" / "project") in command:
            found.append(command)
    return found


def killed(where, stage: str, file: Path) -> None:
    process = started(where, stage, "load", file, "--as", "sites")
    output = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, output
    deadline = time.monotonic() + 2
    while dbt_processes(where.home) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert dbt_processes(where.home) == []


def kill_and_check(where, stage: str, file: Path) -> list[int]:
    """Kills a load and gives the numbers of the runs that it left open."""
    current, runs = where.current(), [run.run_id for run in raw_store.all_runs()]
    killed(where, stage, file)
    assert (where.current() == current) == (stage != "with the pointer moved")
    assert where.rows("site_code, site_name", "ref_site", current) == sorted(FIRST.items())
    assert len(raw_store.all_runs()) == len(runs) + (stage in LOADED)
    running = [run["run_number"] for run in ledger.runs() if run["outcome"] == "running"]
    assert len(running) == (stage != "while the upload is copied")  # which comes before the run of the load
    return running


def recover_and_check(where, file: Path, running: list[int], *options: str) -> None:
    """The next load completes what was begun, once."""
    run_manage("load", file, "--as", "sites", *options)
    assert [run["run_number"] for run in ledger.runs() if run["outcome"] == "interrupted"] == running
    assert len(raw_store.runs_of("upload")) == 2 and leftovers(where.home) == []
    with duckdb.connect() as connection:
        query = f"select site_code, site_name from ({raw_store.rows_sql('upload', 'sites')}) order by all"
        assert connection.execute(query).fetchall() == BOTH


def publish_and_check(where, file: Path, running: list[int], before: str) -> None:
    """The same with a build that readers see; and another load finds nothing to do."""
    recover_and_check(where, file, running)
    assert where.site_names() == BOTH and where.current() != before
    last = where.current()
    run_manage("load", file, "--as", "sites")
    assert where.current() == last


@pytest.fixture
def file(tmp_path):
    return write_sites(tmp_path / "new" / "sites.csv", SECOND)


@pytest.mark.parametrize("stage", UNLOADED)
def test_killed_before_the_run_is_complete(stage, duckdb_base, file, tmp_path, monkeypatch):
    where = duckdb_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    running = kill_and_check(where, stage, file)
    if stage == UNLOADED[-1]:
        publish_and_check(where, file, running, duckdb_base.current())
    else:  # the same rows: another build of them would tell nothing
        recover_and_check(where, file, running, "--no-publish")


@pytest.mark.parametrize("stage", LOADED)
def test_killed_on_duckdb(stage, duckdb_base, file, tmp_path, monkeypatch):
    where = duckdb_base.copied(tmp_path / "home", PROJECT if stage == "while dbt builds" else None)
    use(where, monkeypatch)
    running = kill_and_check(where, stage, file)
    if stage in REAL:
        monkeypatch.setattr(build, "PROJECT", PROJECT)
    publish_and_check(where, file, running, duckdb_base.current())


@pytest.mark.parametrize("stage", ON_POSTGRES)
def test_killed_on_postgres(stage, postgres_base, file, tmp_path, monkeypatch):
    where = postgres_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    running = kill_and_check(where, stage, file)
    publish_and_check(where, file, running, postgres_base.current())
    assert where.unfinished_schemas() == []


def test_every_rename_and_commit_of_a_load_is_a_stage():
    """A new step that makes something visible needs a stage here."""
    visible = {"raw_store.py": 1, "stores.py": 2}
    for name, count in visible.items():
        assert (Path(raw_store.__file__).parent / name).read_text(encoding="utf-8").count("os.replace(") == count
