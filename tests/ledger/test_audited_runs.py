"""Loads, publications, returns to older builds and removals stand in the audit, whatever became of them."""

import pytest

from ledger.diary import AUDITED, close_interrupted_runs, recorded_run
from tests.ledger.test_audit import all_events


@pytest.mark.parametrize("kind", AUDITED)
def test_a_run_that_changed_something_is_told(home, kind):
    with recorded_run(kind, "it") as report:
        report["counts"] = {"rows_in": 3}
    (only,) = all_events()
    assert (only.action, only.subject, only.told["counts"]) == (AUDITED[kind], "it", {"rows_in": 3})
    assert only.actor.startswith("command line: ")


@pytest.mark.parametrize("kind", AUDITED)
def test_a_run_that_failed_or_was_killed_is_told(home, kind):
    with pytest.raises(OSError), recorded_run(kind, "it"):
        raise OSError("disk /secret/path")
    assert [(one.action, one.told["outcome"]) for one in all_events()] == [("run_failed", "failed")]
    assert "/secret/path" not in all_events()[0].details
    killed = recorded_run(kind, "it")  # held, as a process holds it until it is killed
    killed.__enter__()
    close_interrupted_runs()
    close_interrupted_runs()
    assert [one.told["outcome"] for one in all_events()] == ["failed", "interrupted"]


def test_what_changes_nothing_is_not_told(home):
    with recorded_run("load", "it") as report:
        report["outcome"] = "unchanged"
    with recorded_run("deliver", "2 due"):
        pass
    assert all_events() == []
