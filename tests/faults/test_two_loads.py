"""Two loads at once on the same home: one waits for the other, or is told."""

import pytest

import ledger
from data import raw_store
from data.load import load_lock
from tests.faults.homes import FIRST, leftovers, run_manage, started, use, write_sites


@pytest.fixture
def own(duckdb_base, tmp_path, monkeypatch):
    where = duckdb_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    return where


def test_two_loads_and_publishes_at_once(own, tmp_path):
    files = [
        write_sites(tmp_path / "a" / "sites.csv", {"S3": "Three", "S1": "One, renamed"}),
        write_sites(tmp_path / "b" / "sites.csv", {"S4": "Four"}),
    ]
    both = [started(own, "none", "load", file, "--as", "sites") for file in files]
    for process in both:
        output = process.communicate(timeout=120)
        assert process.returncode == 0, output
    assert own.site_names() == [("S1", "One, renamed"), ("S2", "Two"), ("S3", "Three"), ("S4", "Four")]
    assert len(raw_store.runs_of("upload")) == 3 and leftovers(own.home) == []
    assert {run["outcome"] for run in ledger.runs()} == {"done", "unchanged"}


def test_the_same_file_at_once_is_loaded_once(own, tmp_path):
    file = write_sites(tmp_path / "a" / "sites.csv", {"S3": "Three"})
    both = [started(own, "none", "load", file, "--as", "sites", "--no-publish") for _ in range(2)]
    outputs = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted("upload: unchanged" in output for output in outputs) == [False, True]
    assert len(raw_store.runs_of("upload")) == 2


def test_a_load_under_way_keeps_the_home_for_itself(own, tmp_path):
    """What the second process does first, closing open runs and clearing the incoming folder, waits too."""
    file = write_sites(tmp_path / "a" / "sites.csv", FIRST | {"S9": "Nine"})
    with load_lock():
        number = ledger.diary._start("load", "upload")
        under_way = raw_store.incoming_folder() / "under way"
        under_way.mkdir(parents=True)
        other = started(own, "none", "load", file, "--as", "sites", "--no-publish")
        with pytest.raises(Exception, match="timed out"):
            other.communicate(timeout=3)
        assert under_way.exists() and ledger.runs()[0]["run_number"] == number
        ledger.diary._finish(number, "done", "", {})
        under_way.rmdir()
    other.communicate(timeout=60)
    assert other.returncode == 0 and len(raw_store.runs_of("upload")) == 2
    run_manage("runs")
