"""A session is what the ledger says: idle, old, ended and disabled ones open nothing."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from ledger import accounts, sessions
from ledger.accounts import Account, create_account
from ledger.database import now, opened


@pytest.fixture
def ada(home):
    return create_account(Account("ada"))


def later(monkeypatch, **by) -> None:
    """Moves the clock of the sessions."""
    moment = now() + timedelta(**by)
    monkeypatch.setattr(sessions, "now", lambda: moment)


def test_a_token_opens_its_session(ada):
    token = sessions.begin_session(ada.account_id, "local", "Firefox")
    found = sessions.session_of(token)
    assert (found.account_id, found.via, found.device) == (ada.account_id, "local", "Firefox")
    assert [found] == sessions.sessions_of(ada.account_id)


def test_the_ledger_does_not_hold_the_token(ada, home):
    token = sessions.begin_session(ada.account_id, "local")
    with opened().connect() as connection:
        kept = connection.exec_driver_sql("select * from session").all()
    assert kept
    assert token not in str(kept)


def test_the_hash_opens_nothing(ada):
    token = sessions.begin_session(ada.account_id, "local")
    assert sessions.session_of(sessions.hash_of(token)) is None


@pytest.mark.parametrize("token", ["", "x", "\ud800", "x" * 100_000, "' or 1=1 --"])
def test_a_made_up_token_opens_nothing(ada, token):
    sessions.begin_session(ada.account_id, "local")
    assert sessions.session_of(token) is None


def test_an_idle_session_has_ended(ada, monkeypatch):
    token = sessions.begin_session(ada.account_id, "local")
    later(monkeypatch, minutes=479)
    assert sessions.session_of(token)
    later(monkeypatch, minutes=479 + 479)
    assert sessions.session_of(token), "the request in between was not noticed"
    later(monkeypatch, minutes=479 + 479 + 481)
    assert sessions.session_of(token) is None
    assert sessions.sessions_of(ada.account_id) == []


def test_a_busy_session_ends_at_last(ada, monkeypatch):
    token = sessions.begin_session(ada.account_id, "local")
    for hour in range(7, 7 * 24, 7):
        later(monkeypatch, hours=hour)
        assert sessions.session_of(token)
    later(monkeypatch, days=7, minutes=1)
    assert sessions.session_of(token) is None


def test_a_session_is_touched_once_a_minute_at_most(ada, monkeypatch):
    token = sessions.begin_session(ada.account_id, "local")
    seen = sessions.session_of(token).last_seen_at
    later(monkeypatch, seconds=50)
    sessions.session_of(token)
    assert sessions.session_of(token).last_seen_at == seen
    later(monkeypatch, seconds=70)
    sessions.session_of(token)
    assert sessions.session_of(token).last_seen_at > seen


def test_an_ended_session_stays_ended(ada):
    token = sessions.begin_session(ada.account_id, "local")
    named = sessions.hash_of(token)
    assert sessions.end_session(named)
    assert not sessions.end_session(named)
    assert sessions.session_of(token) is None
    assert not sessions.view_as(token, "somebody")


def test_all_sessions_but_one_are_ended(ada):
    tokens = [sessions.begin_session(ada.account_id, "local") for _each in range(3)]
    bob = create_account(Account("bob"))
    other = sessions.begin_session(bob.account_id, "local")
    assert sessions.end_sessions_of(ada.account_id, but=sessions.hash_of(tokens[1])) == 2
    assert [bool(sessions.session_of(token)) for token in tokens] == [False, True, False]
    assert sessions.session_of(other)


def test_the_sessions_of_a_disabled_account_open_nothing(ada):
    token = sessions.begin_session(ada.account_id, "local")
    accounts.change_account(ada.account_id, is_active=False)
    assert sessions.session_of(token) is None


def test_eyes_are_lent_and_given_back(ada):
    token = sessions.begin_session(ada.account_id, "local")
    assert sessions.view_as(token, "other")
    assert sessions.session_of(token).viewed_account_id == "other"
    assert sessions.view_as(token, None)
    assert sessions.session_of(token).viewed_account_id is None


def test_old_sessions_leave_the_ledger(ada, monkeypatch):
    old = sessions.begin_session(ada.account_id, "local")
    later(monkeypatch, days=36)
    sessions.begin_session(ada.account_id, "local")
    later(monkeypatch, days=38)
    new = sessions.begin_session(ada.account_id, "local")
    with opened().connect() as connection:
        kept = {row.session_hash for row in connection.execute(sessions.session.select())}
    assert sessions.hash_of(old) not in kept
    assert sessions.hash_of(new) in kept
    assert len(kept) == 2


def test_a_ledger_that_is_busy_turns_no_reader_away(ada, monkeypatch):
    token = sessions.begin_session(ada.account_id, "local")
    later(monkeypatch, minutes=5)

    def busy(*_conditions, **_values):
        raise OperationalError("update session", {}, Exception("database is locked"))

    monkeypatch.setattr(sessions, "_change", busy)
    assert sessions.session_of(token).account_id == ada.account_id
