"""A full disk stops a load or a build with one sentence; the current build stays, and with space the next run completes."""

import os
import resource
import shutil
import subprocess
from pathlib import Path

import pytest

from data import raw_store
from data.build import _last_words
from tests.conftest import missing
from tests.faults.homes import BOTH, FIRST, SECOND, Where, leftovers, run_manage, started, use, write_sites

SPARE = 64 * 1024**2
"""Size of the small disk."""


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SPARE}", "lagebild", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        missing("The right to mount a small disk (root, or CAP_SYS_ADMIN)")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path, leave: int) -> Path:
    """Takes the free space of the disk except some bytes; gives the file that takes it."""
    filler = folder / "filler"
    filler.unlink(missing_ok=True)
    space = os.statvfs(folder)
    with open(filler, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, space.f_bavail * space.f_frsize - leave)
    return filler


def stopped(where: Where, file: Path, **options) -> str:
    """The one sentence with which a load ends."""
    process = started(where, "none", "load", file, "--as", "sites", **options)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 1
    assert len(told.strip().splitlines()) == 1 and "Traceback" not in told
    return told


def as_before(where: Where, current: str) -> None:
    assert where.current() == current and where.site_names() == sorted(FIRST.items())
    assert not list(where.home.glob("builds/.*.duckdb*"))
    for run in raw_store.all_runs():
        assert all((run.folder / f"{load.load_id}.parquet").stat().st_size for load in run.loads)


def many_sites(folder: Path) -> Path:
    """A file of about 1 MB, which puts the second sites among many others."""
    others = {f"X{number}": f"Site {number:090d}" for number in range(7000)}
    return write_sites(folder / "sites.csv", SECOND | others)


def test_a_full_disk(duckdb_base, small_disk, tmp_path, monkeypatch):
    where = duckdb_base.copied(small_disk / "home")
    use(where, monkeypatch)
    current, file = where.current(), many_sites(tmp_path / "new")

    fill(small_disk, leave=0)
    assert "disk is full" in stopped(where, file) and len(raw_store.runs_of("upload")) == 1
    as_before(where, current)

    fill(small_disk, leave=512 * 1024)
    assert "No space left on device" in stopped(where, file)
    as_before(where, current)
    assert len(raw_store.runs_of("upload")) == 1 and leftovers(where.home) == []

    fill(small_disk, leave=4 * 1024**2)
    assert "No space left on device" in stopped(where, file)
    as_before(where, current)
    assert len(raw_store.runs_of("upload")) == 2

    (small_disk / "filler").unlink()
    run_manage("load", file, "--as", "sites")
    names = [pair for pair in where.site_names() if pair[0].startswith("S")]
    assert names == BOTH and len(where.site_names()) == 7003
    assert where.current() != current and leftovers(where.home) == []


def test_dbt_that_cannot_write_its_log_is_one_sentence():
    output = "Encountered an error:\n[Errno 28] No space left on device: '/home/work/logs/dbt.log'\nTraceback ...\n"
    assert _last_words(output) == "dbt stopped: [Errno 28] No space left on device: '/home/work/logs/dbt.log'"


def test_files_that_may_not_grow(duckdb_base, tmp_path, monkeypatch):
    """The same by a limit of the process, for machines where no disk can be mounted."""
    where = duckdb_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    current, file = where.current(), many_sites(tmp_path / "new")

    def limited(size: int):
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    assert "File too large" in stopped(where, file, preexec_fn=limited(512 * 1024))
    as_before(where, current)
    assert len(raw_store.runs_of("upload")) == 1 and leftovers(where.home) == []

    shutil.rmtree(where.home / "work")
    assert "File too large" in stopped(where, file, preexec_fn=limited(1100 * 1024))
    as_before(where, current)
    assert len(raw_store.runs_of("upload")) == 2

    run_manage("load", file, "--as", "sites")
    assert len(where.site_names()) == 7003 and where.current() != current
    assert leftovers(where.home) == []
