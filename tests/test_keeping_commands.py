"""The commands that keep an installation whole say in a sentence what they did, or why not, and end with a code."""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine

import settings
from ledger import audit_list, migration
from ledger.database import connected, opened
from statics import edition
from statics.files import static_files
from tests.conftest import ROOT, free_port, use_home


def command(*words: object, program: str = "manage.py", **variables: str) -> subprocess.CompletedProcess:
    """A program of ours in a process of its own."""
    given = {f"LAGEBILD_{name.upper()}": value for name, value in variables.items()}
    return subprocess.run(
        [sys.executable, program, *map(str, words)],
        cwd=ROOT, env={**os.environ, "COLUMNS": "300", **given}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture
def old_database(postgres_url):
    """The address of a ledger in PostgreSQL that an older version left."""
    name = f"old_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"create database {name}")
    url = postgres_url.rsplit("/", 1)[0] + f"/{name}"
    engine = create_engine(url)
    migration.upgrade(engine, "0001")
    engine.dispose()
    return url


def test_the_ledger_goes_up_and_back(home):
    assert command("ledger", "version").returncode == 3
    assert command("ledger", "upgrade").stdout.strip().endswith(f"revision {migration.head()}.")
    assert command("ledger", "version").returncode == 0
    refused = command("ledger", "downgrade", "0002")
    assert refused.returncode == 2 and "--yes" in refused.stderr
    assert command("ledger", "downgrade", "0002", "--yes").stdout.strip().endswith("to 0002.")
    with connected().connect() as connection:
        assert migration.revision(connection) == "0002"
    unknown = command("ledger", "downgrade", "zzzz", "--yes")
    assert unknown.returncode == 2 and "Traceback" not in unknown.stderr


def test_static_files_are_packed_once(home, tmp_path):
    first, again = command("statics"), command("statics")
    assert first.returncode == 0 and edition() in first.stdout
    assert again.stdout.strip().endswith("0 written anew.")
    assert command("statics", "--to", tmp_path / "web").returncode == 0
    names = [{path.name for path in folder.rglob("*.*")} for folder in (home / "static", tmp_path / "web")]
    assert names[0] == names[1] and static_files()["lagebild.css"].path + ".br" in names[0]


def test_nothing_works_with_a_database_that_its_operator_must_bring_up(old_database, home):
    app = command(program="app.py", ledger=old_database, port=str(free_port()))
    runs = command("runs", ledger=old_database)
    for refused in (app, runs):
        assert refused.returncode and "manage.py ledger upgrade" in refused.stderr and "Traceback" not in refused.stderr
    assert command("ledger", "upgrade", ledger=old_database).returncode == 0
    assert command("runs", ledger=old_database).returncode == 0


def test_backup_and_restore_tell_what_they_did(demo_home, tmp_path, monkeypatch):
    kept, new = tmp_path / "kept.tar", tmp_path / "new"
    made = command("backup", "--to", kept, "--keys-to", tmp_path / "keys")
    assert made.returncode == 0 and "manifest " in made.stdout, made.stderr
    assert [path.stat().st_mode & 0o777 for path in (kept, tmp_path / "keys")] == [0o600, 0o600]
    again = command("backup", "--to", kept)
    assert again.returncode == 2 and "never overwrites" in again.stderr
    assert "is whole" in command("restore", kept, "--check").stdout
    refused = command("restore", kept)
    assert refused.returncode == 2 and "not empty" in refused.stderr
    assert command("restore", kept, "--keys-from", tmp_path / "keys", home=str(new)).returncode == 0
    use_home(new, monkeypatch)
    assert [one.action for one in audit_list.events(audit_list.Wanted(), 1)] == ["restored"]
    told = command("doctor", home=str(new))
    assert told.returncode == 0 and "FAIL  " not in told.stdout, told.stdout


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08 cut"])
def test_a_file_that_is_no_backup_is_refused_in_a_sentence(content, tmp_path, monkeypatch):
    use_home(tmp_path / "new", monkeypatch)
    (tmp_path / "kept.tar").write_bytes(content)
    for words in (("--check",), ()):
        refused = command("restore", tmp_path / "kept.tar", *words)
        assert refused.returncode == 2 and "Traceback" not in refused.stderr and refused.stderr.strip()
    assert not Path(tmp_path / "new").exists()


@pytest.fixture(autouse=True)
def settings_of_others():
    yield
    settings.read_settings.cache_clear()


def test_a_ledger_of_today_is_left_as_it_is(home):
    opened()
    assert command("ledger", "upgrade").stdout.strip().endswith("already.")
    assert audit_list.number_of(audit_list.Wanted()) == 0
