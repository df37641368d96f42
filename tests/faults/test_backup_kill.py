"""A backup, a restore, a change of tables or a write of the ledger that is killed leaves everything whole."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

import ledger
from backup.making import make_backup
from backup.restoring import check_backup, restore_backup
from ledger import audit_chain, migration
from ledger.audit import audit_event
from ledger.database import connected, opened
from tests.conftest import ROOT
from tests.faults.backup_driver import BACKUP, RESTORE
from tests.faults.homes import Where, environment, use


def killed(home: Path, stage: str, *words: object) -> None:
    """A command in a process of its own, which dies at a stage."""
    command = [sys.executable, "-m", "tests.faults.backup_driver", stage, *map(str, words)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr


def hidden(folder: Path) -> list[str]:
    """What an unfinished backup or restore left in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


@pytest.fixture
def own_files(duckdb_base, tmp_path, monkeypatch):
    """A copy of the home with builds in files, in use by this process."""
    where = duckdb_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    return where


@pytest.mark.parametrize("stage", BACKUP)
def test_a_killed_backup_is_not_there(stage, own_files, tmp_path):
    (tmp_path / "safe").mkdir()
    target, names = tmp_path / "safe" / "kept.tar", own_files.site_names()
    killed(own_files.home, stage, "backup", "--to", target)
    assert target.exists() == (stage == "with its name")
    if target.exists():
        check_backup(target)
        target.unlink()
    make_backup(target)
    assert check_backup(target).build == own_files.current() and own_files.site_names() == names
    assert hidden(own_files.home) == [] and hidden(tmp_path / "safe") == []
    assert audit_chain.verdict().holds


@pytest.mark.parametrize("stage", RESTORE)
def test_a_killed_restore_is_not_there(stage, own_files, tmp_path, monkeypatch):
    (tmp_path / "new").mkdir()
    kept, home, names = tmp_path / "kept.tar", tmp_path / "new" / "restored", own_files.site_names()
    make_backup(kept)
    killed(home, stage, "restore", kept)
    assert home.exists() == (stage == "with the home in place")
    new = Where(home, "", own_files.project)
    use(new, monkeypatch)
    if not home.exists():
        restore_backup(kept)
    assert new.site_names() == names and audit_chain.verdict().holds
    if stage != "with the home in place":
        assert hidden(tmp_path / "new") == []


def test_a_killed_change_of_tables_did_not_happen(tmp_path, monkeypatch):
    home = tmp_path / "home"
    use(Where(home, "", ROOT), monkeypatch)
    migration.upgrade(connected(), "0001")
    killed(home, "with the steps taken", "ledger", "upgrade")
    with connected().connect() as connection:
        assert migration.revision(connection) == "0001"
    assert ledger.runs() == []
    with opened().connect() as connection:
        assert migration.pending(connection) == []


WRITER = """
import itertools
from ledger import audit, recorded_run
for number in itertools.count(1):
    with recorded_run("load", str(number)):
        audit.record("loaded", str(number), actor="writer")
    print(number, flush=True)
"""


@pytest.mark.parametrize("seconds", [0.05, 0.13, 0.29])
def test_what_a_killed_writer_was_told_is_there(seconds, tmp_path, monkeypatch):
    home = tmp_path / "home"
    use(Where(home, "", ROOT), monkeypatch)
    with opened().connect():
        pass
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER], cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, text=True
    )
    told = [process.stdout.readline()]
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    told += process.stdout.read().splitlines()
    process.wait(30)
    last = int([line for line in told if line.strip()][-1])
    with opened().connect() as connection:
        assert connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
        of_writer = select(audit_event.c.subject).where(audit_event.c.actor == "writer")
        subjects = list(connection.execute(of_writer.order_by(audit_event.c.sequence)).scalars())
    assert subjects[:last] == [str(number) for number in range(1, last + 1)] and len(subjects) <= last + 1
    assert audit_chain.verdict().holds
    done = [run for run in ledger.runs(100_000) if run["outcome"] == "done"]
    assert len(done) >= last
