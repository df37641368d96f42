"""Looking up who has signed in: the same as SQLAlchemy gives, and what another process wrote a moment ago."""

import os
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy import select

from ledger.accounts import _BY_ID, Account, account, account_of, create_account
from ledger.database import opened
from ledger.lookup import _reading
from ledger.sessions import _BY_HASH, begin_session, hash_of, session, session_of
from tests.conftest import ROOT


@pytest.fixture
def anna(home):
    return create_account(Account("anna", role="reader", countries={"AFG"}, domains="*", detail="rows"))


def kept(statement) -> dict:
    with opened().connect() as connection:
        return dict(connection.execute(statement).mappings().one())


def test_a_row_is_as_sqlalchemy_gives_it(anna):
    token = begin_session(anna.account_id, "local", "Firefox")
    assert _BY_ID.row(account_id=anna.account_id) == kept(select(account))
    found = _BY_HASH.row(token_hash=hash_of(token))
    assert found.pop("is_active") is True
    assert found == kept(select(session))


def test_what_is_not_there_is_none(anna):
    assert _BY_ID.row(account_id="nobody") is None and account_of("nobody") is None
    assert session_of("no token") is None and session_of("") is None


def test_what_another_process_writes_holds_at_once(anna):
    token = begin_session(anna.account_id, "local")
    assert session_of(token) and account_of(anna.account_id).is_active
    code = f"from ledger.accounts import change_account; change_account({anna.account_id!r}, is_active=False)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert session_of(token) is None and not account_of(anna.account_id).is_active


def test_nothing_can_be_written_through_it(anna):
    _BY_ID.row(account_id=anna.account_id)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        _reading(opened().url.database, os.getpid()).connection.execute("delete from account")


def test_a_row_is_asked_for_again_when_anything_was_written(anna):
    asked = []
    connection = _reading(opened().url.database, os.getpid()).connection
    connection.set_trace_callback(asked.append)
    for _again in range(3):
        account_of(anna.account_id)
    assert sum("account" in one for one in asked) <= 1
    begin_session(anna.account_id, "local")
    del asked[:]
    assert account_of(anna.account_id) == anna
    assert sum("account" in one for one in asked) == 1


def test_rows_that_are_remembered_stay_few(anna, monkeypatch):
    monkeypatch.setattr("ledger.lookup.MOST_ROWS", 10)
    for number in range(50):
        assert session_of(f"guessed {number}") is None
    assert account_of(anna.account_id) == anna
    assert len(_reading(opened().url.database, os.getpid())._rows) <= 10
