"""Calls are made at their time, by one thread that is not there when nothing is watched."""

import subprocess
import sys
import threading
import time

from queries import watcher as module
from queries.watcher import Watcher, watcher


def wait_until(test) -> bool:
    """Whether something becomes true within a time that is long enough for every machine."""
    until = time.monotonic() + 30
    while time.monotonic() < until and not test():
        time.sleep(0.01)
    return test()


def test_a_call_is_made_when_it_is_due_and_the_next_ones_before_those_that_are_due_later():
    made, watching = [], Watcher()
    watching.watch(lambda: made.append("late"), 1.0)
    watching.watch(lambda: made.append("soon"), 0.05)
    assert wait_until(lambda: len(made) == 2)
    assert made == ["soon", "late"]


def test_who_leaves_is_not_called():
    made, watching = [], Watcher()
    numbers = [watching.watch(lambda: made.append("left"), 0.3) for _again in range(50)]
    for number in numbers:
        watching.leave(number)
    watching.watch(lambda: made.append("stayed"), 0.4)
    assert wait_until(lambda: made)
    assert made == ["stayed"]


def test_many_at_once_need_one_thread_and_it_ends_when_nothing_is_watched(monkeypatch):
    monkeypatch.setattr(module, "IDLE_SECONDS", 0.1)
    watching, before = Watcher(), threading.active_count()
    numbers = [watching.watch(lambda: None, 60) for _again in range(200)]
    assert threading.active_count() == before + 1
    for number in numbers:
        watching.leave(number)
    assert wait_until(lambda: threading.active_count() == before)
    made = []
    watching.watch(lambda: made.append(1), 0.01)
    assert wait_until(lambda: made)


def test_a_call_that_fails_does_not_end_the_watching(monkeypatch):
    monkeypatch.setattr(threading, "excepthook", lambda _what: None)
    made, watching = [], Watcher()
    watching.watch(lambda: 1 / 0, 0.01)
    assert wait_until(lambda: watching._thread is None)
    watching.watch(lambda: made.append(1), 0.01)
    assert wait_until(lambda: made)


def test_a_process_ends_although_something_was_watched():
    text = "from queries.watcher import watcher\nw = watcher()\nw.leave(w.watch(print, 3600))"
    ended = subprocess.run([sys.executable, "-c", text], timeout=60, capture_output=True, check=True)
    assert not ended.stdout


def test_a_process_has_one_watcher():
    assert watcher() is watcher()
