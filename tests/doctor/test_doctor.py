"""The doctor says what is well and what is not, each in a line with what to do, and ends with a code for machines."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from flask import Flask, Response
from sqlalchemy import text
from typer.testing import CliRunner

import manage
import settings
from doctor import exposure, machine, organisation, programs, stores
from doctor.examination import CHECKS, examination
from doctor.finding import Finding
from ledger import audit, migration
from ledger.audit_triggers import lift_removal
from ledger.database import connected, now, opened
from queries.freshness import build_age
from statics import packed
from statics.files import made_of
from tests.conftest import free_port, use_home


@pytest.fixture(autouse=True)
def settings_of_others():
    yield
    settings.read_settings.cache_clear()


@pytest.fixture
def put(tmp_path, monkeypatch):
    """put(host="0.0.0.0") gives the setting a value."""

    def set_values(**values: str) -> Path:
        return use_home(tmp_path / "home", monkeypatch, **values)

    set_values()
    (tmp_path / "home").mkdir(mode=0o700)
    return set_values


def only(found) -> Finding:
    (one,) = found
    return one


def test_every_check_of_the_modules_is_made():
    named = {check.__name__ for check in CHECKS}
    written = {
        name
        for module in (machine, stores, programs, exposure, organisation)
        for name, value in vars(module).items()
        if callable(value) and getattr(value, "__annotations__", {}).get("return") is not None
        and value.__module__ == module.__name__ and "Iterator[doctor" in str(value.__annotations__["return"])
        and not name.startswith("_")
    }  # fmt: skip
    assert named == written and len(written) == len(CHECKS)


def test_the_command_tells_all_and_fails_where_something_fails(put):
    done = CliRunner().invoke(manage.app, ["doctor"])
    assert done.exit_code == 1 and "FAIL  build" in done.stdout and "manage.py demo" in done.stdout
    assert "OK    home" in done.stdout and "OK    hosts" in done.stdout and "OK    versions" in done.stdout
    assert "Cannot be looked at" not in done.stdout


def test_a_home_that_is_not_there_ends_it(tmp_path, monkeypatch):
    use_home(tmp_path / "none", monkeypatch)
    assert [one.state for one in examination()] == ["FAIL"]
    assert not (tmp_path / "none").exists()


def test_a_check_that_breaks_is_a_finding(put):
    def broken():
        raise RuntimeError("first line\nsecond line")
        yield

    assert only(examination((broken,))).words == "Cannot be looked at: first line"


def test_a_home_open_to_others_fails(put):
    home = put()
    assert only(machine.home()).state == "OK"
    home.chmod(0o750)
    assert only(machine.home()).state == "FAIL" and "chmod 700" in only(machine.home()).remedy


def test_a_key_open_to_others_fails(put):
    (put() / "secret").write_text("x")
    os.chmod(put() / "secret", 0o644)
    assert only(machine.key_files()).state == "FAIL"
    os.chmod(put() / "secret", 0o600)
    assert only(machine.key_files()).state == "OK"


def test_a_clock_that_was_set_back_fails(put, monkeypatch):
    assert only(machine.clock()).state in ("OK", "WARN")
    monkeypatch.setattr(audit, "now", lambda: now() + timedelta(days=3))
    audit.record("published", "b", actor="a")
    assert only(machine.clock()).state == "FAIL"


def test_a_full_disk_fails(put, monkeypatch):
    assert only(machine.disk()).subject == "disk"
    monkeypatch.setattr(machine, "LEAST_FREE", 10**18)
    assert only(machine.disk()).state == "FAIL"


def test_tables_that_are_behind_are_told(put):
    migration.upgrade(connected(), "0001")
    assert only(stores.ledger_tables()).state == "WARN"
    opened()
    assert only(stores.ledger_tables()).state == "OK"
    with opened().begin() as connection:
        connection.execute(text("alter table run drop column message"))
    assert only(stores.ledger_tables()).state == "FAIL"


def test_an_altered_audit_fails(put):
    for number in range(3):
        audit.record("published", str(number), actor="a")
    assert only(stores.audit_holds()).state == "OK"
    with opened().begin() as connection:
        lift_removal(connection)
        connection.execute(text("delete from audit_event where sequence = 2"))
    assert only(stores.audit_holds()).state == "FAIL"


def test_a_build_that_is_fresh_old_or_gone_is_told(demo_home, monkeypatch, tmp_path):
    assert only(stores.build()).state == "OK"
    monkeypatch.setattr(stores, "build_age", lambda at, today: build_age(at, today + timedelta(days=400)))
    assert only(stores.build()).state == "WARN"
    use_home(tmp_path / "empty", monkeypatch)
    (tmp_path / "empty").mkdir()
    assert only(stores.build()).state == "FAIL"


def test_a_backup_is_asked_for(put, monkeypatch):
    assert only(stores.last_backup()).state == "WARN"
    audit.record("backup_made", "a", actor="a")
    assert only(stores.last_backup()).state == "OK"
    monkeypatch.setattr(stores, "BACKUP_RHYTHM", timedelta())
    assert only(stores.last_backup()).state == "WARN"


@pytest.mark.parametrize(
    "values, state",
    [
        ({}, "OK"),
        ({"secret": "short"}, "FAIL"),
        ({"secret": "0123456789abcdef0123456789abcdef"}, "OK"),
        ({"host": "0.0.0.0"}, "FAIL"),
    ],
)
def test_a_secret_that_is_weak_or_missing_fails(values, state, put):
    put(**values)
    assert only(exposure.secret()).state == state


@pytest.mark.parametrize(
    "values, state",
    [
        ({}, "OK"),
        ({"public_url": "https://lagebild.example.org"}, "OK"),
        ({"public_url": "http://lagebild.example.org"}, "FAIL"),
        ({"host": "0.0.0.0"}, "FAIL"),
        ({"host": "0.0.0.0", "public_url": "https://lagebild.example.org"}, "OK"),
        ({"smtp_host": "127.0.0.1"}, "WARN"),
    ],
)
def test_an_address_without_https_fails(values, state, put):
    put(**values)
    assert only(exposure.address()).state == state


def page(markup: str, policy: str):
    """Something like the app, whose page says this."""
    server = Flask("other")

    @server.get("/sign-in")
    def sign_in():
        return Response(markup, headers={"Content-Security-Policy": policy})

    return server


@pytest.mark.parametrize(
    "markup, policy, word",
    [
        ("<p>", "script-src 'self' cdn.example.org; img-src data:", "cdn.example.org"),
        ("<script src='//cdn.example.org/a.js'>", "script-src 'self'", "//cdn.example.org/a.js"),
        ("<style>@import url(https://a.example.org/x.css)", "script-src 'self'", "https://a.example.org/x.css"),
        ("<p>", "", "no Content-Security-Policy"),
    ],
)
def test_another_host_in_a_page_or_its_policy_fails(markup, policy, word, put, monkeypatch):
    assert only(exposure.strangers()).state == "OK"
    monkeypatch.setattr("app.create_app", lambda: page(markup, policy))
    found = only(exposure.strangers())
    assert found.state == "FAIL" and word in found.words


def test_a_library_of_another_version_fails(put, monkeypatch):
    assert only(programs.libraries()).state == "OK"
    monkeypatch.setattr(programs, "_installed", lambda name: "0.1" if name == "dash" else "")
    assert only(programs.libraries()).state == "FAIL"
    assert "dash" in programs.pins("requirements.txt") and "psycopg" in programs.pins("requirements.txt")


def test_static_files_that_are_not_packed_are_told(put, monkeypatch):
    monkeypatch.setattr(packed, "static_files", lambda: made_of({"lagebild.css": b"a{color:red}" * 99}))
    assert only(programs.static_files()).state == "WARN"
    packed.write_packed(packed.packed_folder())
    assert only(programs.static_files()).state == "OK"


def test_a_missing_chromium_or_font_is_told(put, monkeypatch):
    put(chromium="no-such-program")
    assert only(programs.browser()).state == "WARN"
    monkeypatch.setattr(programs, "_font_of", lambda program, code: "" if code == "ar" else "Some")
    monkeypatch.setattr(programs.shutil, "which", lambda name: "/usr/bin/fc-list")
    assert "Arabic" in only(programs.fonts()).words
    monkeypatch.setattr(programs.shutil, "which", lambda name: None)
    assert only(programs.fonts()).state == "WARN"


class Box:
    """A mail server that must not get anything."""

    got: list = []

    async def handle_DATA(self, _server, _session, envelope):
        self.got.append(envelope)
        return "250 taken"


def test_the_mail_server_is_greeted_and_gets_nothing(put):
    assert only(programs.mail_server()).state == "OK"
    port = free_port()
    values = {"smtp_host": "127.0.0.1", "smtp_port": str(port), "smtp_security": "none", "mail_from": "a@example.org"}
    put(**values)
    assert only(programs.mail_server()).state == "FAIL"
    controller = Controller(Box(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert only(programs.mail_server()).state == "OK" and Box.got == []
    finally:
        controller.stop()
