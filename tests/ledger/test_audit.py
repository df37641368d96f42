"""Events of the audit are only added, one behind the other, whoever writes at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from components.audit_words import action_words
from ledger.audit import ACTIONS, GENESIS, MOST_SIGNS, Event, audit_event, record
from ledger.database import opened


def all_events() -> list[Event]:
    with opened().connect() as connection:
        rows = connection.execute(select(audit_event).order_by(audit_event.c.sequence)).mappings().all()
    return [Event(**row) for row in rows]


def test_each_event_is_sealed_with_the_one_before(ledger_home):
    record("signed_in", "/sign-in", actor="a@example.org", way="local")
    record("exported", "/rows.csv", actor="a@example.org", rows=7, since=date(2026, 10, 1), country={"TCD", "AFG"})
    first, second = all_events()
    assert (first.sequence, first.previous, first.hash) == (1, GENESIS, first.seal)
    assert (second.sequence, second.previous, second.hash) == (2, first.hash, second.seal)
    assert second.details == '{"country": ["AFG", "TCD"], "rows": 7, "since": "2026-10-01"}'


def test_texts_that_no_database_keeps_are_made_plain(ledger_home):
    record("refused", "/a\0b\ud800" + "x" * 600, actor="ü\0" + "n" * 300, why="\0\ud800")
    (only,) = all_events()
    assert only.hash == only.seal and len(only.subject) == 500 and only.actor.startswith("ün")


def test_details_that_are_too_long_leave_their_hash(ledger_home):
    record("exported", "/rows.csv", actor="a", filters="x" * MOST_SIGNS)
    (only,) = all_events()
    assert "left_out_signs" in only.details and len(only.details) < 200


@pytest.mark.parametrize("given", [{"action": "danced"}, {"action": "signed_in", "password": "x"}])
def test_what_is_not_for_the_audit_is_refused(ledger_home, given):
    with pytest.raises(ValueError):
        record(**{"actor": "a", **given})
    assert all_events() == []


@pytest.mark.parametrize(
    "change", [update(audit_event).values(actor="b"), delete(audit_event), text("truncate audit_event")]
)
def test_events_are_neither_changed_nor_removed(ledger_home, change):
    record("signed_in", actor="a")
    if "truncate" in str(change) and opened().dialect.name == "sqlite":
        pytest.skip("SQLite has no truncate")
    with pytest.raises(DatabaseError, match="not changed or removed"), opened().begin() as connection:
        connection.execute(change)
    assert [one.actor for one in all_events()] == ["a"]


def test_many_writers_make_one_chain(ledger_home):
    opened()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: record("refused", str(number), actor="a"), range(60)))
    found = all_events()
    assert [one.sequence for one in found] == list(range(1, 61))
    assert [one.previous for one in found] == [GENESIS, *(one.hash for one in found[:-1])]


def test_every_action_has_words():
    assert list(action_words()) == list(ACTIONS) and max(map(len, ACTIONS)) <= 40
    assert all(words[0].isupper() for words in action_words().values())
