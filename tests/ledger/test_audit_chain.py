"""Whatever is done to the audit behind its back is found; what the retention rule removes is not missed."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import DDL, delete, insert, update
from typer.testing import CliRunner

import settings
from ledger import audit_list
from ledger.audit import audit_event, record
from ledger.audit_chain import prune, verdict
from ledger.audit_list import Wanted
from ledger.audit_triggers import POSTGRESQL, SQLITE
from ledger.database import now, opened
from manage import app
from tests.ledger.test_audit import all_events


def with_events(count: int) -> None:
    for number in range(1, count + 1):
        record("exported", f"/rows.csv?page={number}", actor="a@example.org", rows=number)


def behind_its_back(*changes) -> None:
    """Does what somebody can who owns the database: without the triggers."""
    with opened().begin() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        for name in SQLITE if is_sqlite else POSTGRESQL:
            connection.execute(DDL(f"drop trigger {name}" + ("" if is_sqlite else " on audit_event")))
        for change in changes:
            connection.execute(change)


def numbered(number: int):
    return audit_event.c.sequence == number


def test_an_untouched_chain_holds(ledger_home):
    assert verdict().holds and verdict().events == 0
    with_events(5)
    found = verdict()
    assert (found.holds, found.events, found.first, found.last) == (True, 5, 1, 5)
    assert found.head == all_events()[-1].hash


@pytest.mark.parametrize("column", ["at", "actor", "action", "subject", "details", "previous", "hash"])
def test_a_value_that_was_altered_is_found(home, column):
    with_events(4)
    other = now() if column == "at" else "0" * 64
    behind_its_back(update(audit_event).where(numbered(2)).values({column: other}))
    assert any("2" in fault for fault in verdict().faults)


def test_an_event_rewritten_with_its_hash_is_found(ledger_home):
    with_events(4)
    other = replace(all_events()[1], actor="b")
    behind_its_back(update(audit_event).where(numbered(2)).values(actor="b", hash=other.seal))
    assert verdict().faults == ("Event 3 does not follow event 2: one of them was replaced.",)


def test_events_that_are_missing_are_found(ledger_home):
    with_events(6)
    anchor = (6, all_events()[-1].hash)
    behind_its_back(delete(audit_event).where(numbered(3)))
    assert verdict().faults == ("Events are missing between 2 and 4.",)
    behind_its_back_again = delete(audit_event).where(audit_event.c.sequence <= 3)
    with opened().begin() as connection:
        connection.execute(behind_its_back_again)
    assert "What stood before event 4 is missing" in verdict().faults[0]
    with opened().begin() as connection:
        connection.execute(delete(audit_event).where(numbered(6)))
    assert any("missing at the end" in fault for fault in verdict(anchor).faults)


def test_an_anchor_finds_a_chain_that_was_written_anew(home):
    with_events(3)
    noted = verdict()
    assert verdict((noted.last, noted.head)).holds
    behind_its_back(delete(audit_event))
    assert verdict((noted.last, noted.head)).faults
    for _number in range(3):
        record("exported", "/harmless.csv", actor="a@example.org")
    assert verdict().holds
    assert verdict((noted.last, noted.head)).faults == ("Event 3 is not the one that was noted down.",)


def test_an_event_put_at_the_end_by_hand_is_found(home):
    with_events(2)
    last = all_events()[-1]
    forged = replace(last, sequence=3, previous=last.hash, actor="b")
    with opened().begin() as connection:
        connection.execute(insert(audit_event).values(**vars(forged)))
    assert verdict().faults == ("Event 3 was altered: its hash is not that of its content.",)


def test_the_retention_rule_leaves_a_chain_that_holds(ledger_home, monkeypatch):
    monkeypatch.setenv("LAGEBILD_AUDIT_DAYS", "30")
    settings.read_settings.cache_clear()
    with_events(5)
    assert prune() == 0
    assert prune(now() + timedelta(days=31)) == 5
    (left,) = all_events()
    assert (left.sequence, left.action, left.told["through"], left.told["events"]) == (6, "audit_pruned", 5, 5)
    assert verdict().holds
    with_events(2)
    assert prune(now() + timedelta(days=31)) == 3
    assert verdict().holds and [one.sequence for one in all_events()] == [9]
    with pytest.raises(Exception, match="not changed or removed"), opened().begin() as connection:
        connection.execute(delete(audit_event))


def test_a_removal_that_claims_to_be_the_rule_is_found(home):
    with_events(5)
    record("audit_pruned", actor="a", through=3, head="f" * 64, events=3)
    behind_its_back(delete(audit_event).where(audit_event.c.sequence <= 3))
    assert "no retention rule removed it" in verdict().faults[0]


def test_for_ever_is_for_ever(home, monkeypatch):
    monkeypatch.setenv("LAGEBILD_AUDIT_DAYS", "0")
    settings.read_settings.cache_clear()
    with_events(1)
    assert prune(now() + timedelta(days=9999)) == 0 and len(all_events()) == 1


def test_only_the_newest_are_looked_at_when_asked(home):
    with_events(6)
    behind_its_back(update(audit_event).where(numbered(2)).values(actor="b"))
    assert verdict(newest=3).holds and verdict(newest=3).events == 3
    assert not verdict(newest=6).holds and not verdict(newest=60).holds


def test_events_are_found_by_person_action_and_day(ledger_home):
    with_events(3)
    record("refused", "/accounts", actor="b")
    today = now().date()
    assert [one.sequence for one in audit_list.events(Wanted(), 2)] == [4, 3]
    assert [one.sequence for one in audit_list.events(Wanted(before=3), 9)] == [2, 1]
    assert [one.actor for one in audit_list.events(Wanted(action="refused"), 9)] == ["b"]
    assert audit_list.number_of(Wanted(actor="a@example.org", since=today, until=today)) == 3
    assert audit_list.number_of(Wanted(until=date(2000, 1, 1))) == 0
    assert [one.sequence for one in audit_list.every_event(Wanted())] == [1, 2, 3, 4]
    assert audit_list.actors() == ["a@example.org", "b"] and audit_list.actions() == ["refused", "exported"]


def test_the_commands_tell_and_export(home, tmp_path):
    run = CliRunner()
    with_events(2)
    record("refused", "/[bold]\x1b[2J", actor="b")
    assert "/[bold]" in (told := run.invoke(app, ["audit", "list"]).output) and "\x1b[2J" not in told
    done = run.invoke(app, ["audit", "verify"])
    anchor = done.output.split("anchor ")[1].strip()
    assert done.exit_code == 0 and "3 events" in done.output
    assert run.invoke(app, ["audit", "verify", "--anchor", anchor]).exit_code == 0
    assert run.invoke(app, ["audit", "export", "--to", str(tmp_path / "a.jsonl")]).exit_code == 0
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert [line["hash"] for line in lines] == [one.hash for one in all_events()]
    behind_its_back(update(audit_event).where(numbered(1)).values(actor="x"))
    broken = run.invoke(app, ["audit", "verify"])
    assert broken.exit_code == 3 and "Event 1 was altered" in broken.output
    assert run.invoke(app, ["audit", "list", "--action", "danced"]).exit_code == 2
