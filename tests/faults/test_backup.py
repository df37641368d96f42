"""A restore gives back what was saved, from either store; what is damaged is refused, and nothing is half done."""

import hashlib
import io
import os
import shutil
import tarfile
import threading
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, insert, select
from sqlalchemy.engine import make_url

import ledger
import settings
from backup.making import make_backup
from backup.manifest import BrokenBackup, read_manifest
from backup.restoring import check_backup, restore_backup
from data.pseudonyms import pseudonyms
from data.publish import prune, publish
from doctor import stores
from ledger import audit, audit_chain, deliveries, links, sessions
from ledger.database import metadata, now, opened
from ledger.deliveries import delivery
from ledger.subscriptions import subscription
from tests.doctor.test_doctor import only
from tests.faults.homes import SECOND, Where, native, new_database, run_manage, use, write_sites

VOLATILE = {"session", "one_time_link", "delivery", "audit_event"}
"""Tables that a restore changes on purpose, or writes into."""


def files_of(home: Path) -> dict[str, str]:
    """Path -> hash of the raw files and builds of a home."""
    paths = [*home.glob("raw/[!.]*/**/*"), *home.glob("builds/*")]
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file()
    }


def rows_of_ledger() -> dict[str, list]:
    """Table -> its rows, of the ledger in use, without what a restore changes."""
    with opened().connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in metadata.sorted_tables
            if table.name not in VOLATILE
        }


def moved(where: Where, home: Path, monkeypatch, **variables: str) -> Where:
    """An empty place to restore into, in use by this process."""
    new = Where(home, new_database(where.warehouse) if where.warehouse else "", where.project)
    use(new, monkeypatch)
    for name, value in variables.items():
        monkeypatch.setenv(f"LAGEBILD_{name.upper()}", value)
    return new


def note_mail(state: str, occasion: str) -> None:
    words = dict.fromkeys(("secret", "reader_name", "email", "language", "address", "rhythm", "build_then"), "")
    first = {**words, "subscription_id": "s", "month_then": "", "rights": "{}", "only_if_changed": False}
    with opened().begin() as connection:
        if not connection.execute(select(subscription)).first():
            connection.execute(insert(subscription).values(**first, created_at=now()))
        values = {"subscription_id": "s", "occasion": occasion, "state": state}
        connection.execute(insert(delivery).values(**values, noted_at=now(), due_at=now(), changed_at=now()))


@pytest.mark.parametrize("name", ["kept", "kept.tar", "kept.tar.gz"])
def test_a_restore_gives_back_what_was_saved(own, name, tmp_path, monkeypatch):
    import pandas as pd

    code = pseudonyms(pd.Series(["a"])).tolist()
    files, rows, names, current = files_of(own.home), rows_of_ledger(), own.site_names(), own.current()
    make_backup(tmp_path / name, tmp_path / "keys")
    assert check_backup(tmp_path / name).build == current
    new = moved(own, tmp_path / "restored", monkeypatch)
    restore_backup(tmp_path / name, tmp_path / "keys")
    assert files_of(new.home) == files and rows_of_ledger() == rows
    assert (new.site_names(), new.current()) == (names, current)
    assert pseudonyms(pd.Series(["a"])).tolist() == code
    assert audit_chain.verdict().holds and new.home.stat().st_mode & 0o777 == 0o700
    run_manage("load", write_sites(tmp_path / "sites.csv", SECOND), "--as", "sites")
    assert new.current() != current and len(new.site_names()) == len(names) + 1


def test_a_ledger_in_postgresql_is_restored_and_counts_on(duckdb_base, postgres_url, tmp_path, monkeypatch):
    where = duckdb_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    monkeypatch.setenv("LAGEBILD_LEDGER", new_database(postgres_url))
    for number in range(3):
        with ledger.recorded_run("load", f"source {number}"):
            audit.record("loaded", f"source {number}", actor="a")
    rows = rows_of_ledger()
    make_backup(tmp_path / "kept")
    moved(where, tmp_path / "restored", monkeypatch, ledger=new_database(postgres_url))
    restore_backup(tmp_path / "kept")
    assert rows_of_ledger() == rows and audit_chain.verdict().holds
    with ledger.recorded_run("load", "next"):
        assert [run["run_number"] for run in ledger.runs()] == [4, 3, 2, 1]
    with pytest.raises(BrokenBackup, match="holds a ledger already"):
        moved(where, tmp_path / "again", monkeypatch)
        restore_backup(tmp_path / "kept")
    assert not (tmp_path / "again").exists()


@pytest.fixture
def role(postgres_url):
    """A role that has no rights but to sign in."""
    name = f"reader_{os.urandom(4).hex()}"
    with psycopg.connect(native(postgres_url), autocommit=True) as connection:
        connection.execute(f"create role {name} login")
        yield name
        connection.execute(f"drop owned by {name}")


def test_restored_builds_are_open_to_the_role_that_reads_and_to_nobody_without_a_scope(
    postgres_base, role, tmp_path, monkeypatch
):
    where = postgres_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    make_backup(tmp_path / "kept")
    new = moved(where, tmp_path / "restored", monkeypatch)
    url = make_url(new.warehouse).set(username=role).render_as_string(hide_password=False)
    monkeypatch.setenv("LAGEBILD_WAREHOUSE_READER", url)
    settings.read_settings.cache_clear()
    assert only(stores.reading_role()).state == "OK"
    restore_backup(tmp_path / "kept")
    assert new.site_names() == postgres_base.site_names() != []
    with psycopg.connect(native(url)) as connection:
        schema = f"build_{new.current().replace('-', '_')}"
        assert connection.execute(f"select count(*) from {schema}.ref_site").fetchone() == (0,)


def test_a_role_that_sees_everything_is_told(postgres_base, tmp_path, monkeypatch):
    use(postgres_base, monkeypatch)
    assert only(stores.reading_role()).state == "WARN"
    monkeypatch.setenv("LAGEBILD_WAREHOUSE_READER", postgres_base.warehouse)
    settings.read_settings.cache_clear()
    assert only(stores.reading_role()).state == "FAIL"


def test_what_must_not_come_back_is_ended(duckdb_base, tmp_path, monkeypatch):
    where = duckdb_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    token = sessions.begin_session("someone", "local")
    word = links.new_link("first", None, "start", timedelta(hours=1))
    for state in ("waiting", "preparing", "sending", "sent"):
        note_mail(state, state)
    make_backup(tmp_path / "kept")
    assert links.link_of(word)
    moved(where, tmp_path / "restored", monkeypatch)
    restore_backup(tmp_path / "kept")
    assert sessions.session_of(token) is None and links.link_of(word) is None
    found = {one.occasion: one.state for one in deliveries.deliveries()}
    assert found == {"waiting": "unknown", "preparing": "unknown", "sending": "unknown", "sent": "sent"}


def altered(kept: Path) -> None:
    path = next((kept / "builds").glob("*.duckdb"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def cut_off(kept: Path) -> None:
    os.truncate(kept / "ledger.sqlite", 4096)


def removed(kept: Path) -> None:
    next((kept / "raw").rglob("*.parquet")).unlink()


def added(kept: Path) -> None:
    (kept / "builds" / "more").write_text("x")


def linked(kept: Path) -> None:
    (kept / "ledger.sqlite").unlink()
    (kept / "ledger.sqlite").symlink_to("/etc/hostname")


def without_manifest(kept: Path) -> None:
    (kept / "manifest.json").unlink()


def with_a_name_outside(kept: Path) -> None:
    text = (kept / "manifest.json").read_text().replace('"ledger.sqlite"', '"../ledger.sqlite"')
    (kept / "manifest.json").write_text(text)


DAMAGES = [altered, cut_off, removed, added, linked, without_manifest, with_a_name_outside]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__)
def test_a_damaged_backup_is_refused(damage, duckdb_base, tmp_path, monkeypatch):
    where = duckdb_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    make_backup(tmp_path / "kept")
    damage(tmp_path / "kept")
    moved(where, tmp_path / "restored", monkeypatch)
    with pytest.raises(BrokenBackup):
        restore_backup(tmp_path / "kept")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "kept"]


@pytest.mark.parametrize("name, link", [("../outside", ""), ("inside", "/etc/hostname"), ("/outside", "")])
def test_an_archive_reaches_nothing_outside(name, link, duckdb_base, tmp_path, monkeypatch):
    where = duckdb_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    make_backup(tmp_path / "kept.tar")
    with tarfile.open(tmp_path / "kept.tar", "a") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = (tarfile.SYMTYPE, link) if link else (tarfile.REGTYPE, "")
        member.size = 0 if link else 3
        archive.addfile(member, None if link else io.BytesIO(b"abc"))
    moved(where, tmp_path / "restored", monkeypatch)
    with pytest.raises(BrokenBackup):
        restore_backup(tmp_path / "kept.tar")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "kept.tar"]
    assert not Path("/outside").exists()


def test_nothing_is_overwritten(duckdb_base, tmp_path, monkeypatch):
    where = duckdb_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    make_backup(tmp_path / "kept")
    for target in (tmp_path / "kept", where.home / "inside", tmp_path / "none" / "kept"):
        with pytest.raises(BrokenBackup):
            make_backup(target)
    before = files_of(where.home)
    with pytest.raises(BrokenBackup, match="not empty"):
        restore_backup(tmp_path / "kept")
    assert files_of(where.home) == before


def test_keys_of_another_installation_are_refused(duckdb_base, tmp_path, monkeypatch):
    import pandas as pd

    for name in ("one", "two"):
        use(duckdb_base.copied(tmp_path / name), monkeypatch)
        (tmp_path / name / "pseudonym.key").unlink(missing_ok=True)
        pseudonyms(pd.Series(["a"]))
        make_backup(tmp_path / f"kept {name}", tmp_path / f"keys {name}")
    assert "pseudonym.key" in read_manifest(tmp_path / "kept one").keys
    assert not list((tmp_path / "kept one").rglob("pseudonym.key"))
    moved(duckdb_base, tmp_path / "restored", monkeypatch)
    with pytest.raises(BrokenBackup, match="does not belong"):
        restore_backup(tmp_path / "kept one", tmp_path / "keys two")
    assert not (tmp_path / "restored").exists()


def test_a_backup_is_consistent_while_others_write(duckdb_base, tmp_path, monkeypatch):
    """Events are added, and builds come, become the current one and go, as fast as they can."""
    where = duckdb_base.copied(tmp_path / "home")
    use(where, monkeypatch)
    monkeypatch.setenv("LAGEBILD_KEEP_BUILDS", "1")
    first, over, wrong = where.current(), threading.Event(), []

    def write() -> None:
        number = 0
        try:
            while not over.is_set():
                number += 1
                build_id = f"2020{1 + number // 28 % 12:02d}{1 + number % 28:02d}-000000-{number:06x}"
                shutil.copyfile(where.home / f"builds/{first}.duckdb", where.home / f"builds/{build_id}.duckdb")
                audit.record("loaded", build_id, actor="a")
                publish(build_id)
                publish(first)
                prune()
        except Exception as error:  # noqa: BLE001  told below
            wrong.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            make_backup(tmp_path / f"kept{number}")
    finally:
        over.set()
        writer.join(60)
    assert not wrong
    for number in range(4):
        manifest = check_backup(tmp_path / f"kept{number}")
        assert f"builds/{manifest.build}.duckdb" in manifest.files
        moved(where, tmp_path / f"restored{number}", monkeypatch)
        restore_backup(tmp_path / f"kept{number}")
        assert audit_chain.verdict().holds
        assert duckdb_base.site_names() == Where(tmp_path / f"restored{number}", "", where.project).site_names()


def test_the_copy_of_the_ledger_is_a_ledger(duckdb_base, tmp_path, monkeypatch):
    use(duckdb_base.copied(tmp_path / "home"), monkeypatch)
    make_backup(tmp_path / "kept", with_builds=False)
    assert not (tmp_path / "kept" / "builds").exists()
    engine = create_engine(f"sqlite:///{tmp_path / 'kept' / 'ledger.sqlite'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
    engine.dispose()
