"""Guessing gets slower and slower, also by many at once and in another process."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ledger import attempts
from ledger.attempts import Limit, forgive, try_once
from ledger.database import now
from tests.conftest import ROOT

MINUTE = timedelta(minutes=1)
LIMITS = {"name": Limit(3, MINUTE)}


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request, home, monkeypatch):
    """An empty ledger in each kind of database."""
    import settings

    if request.param == "postgresql":
        monkeypatch.setenv("LAGEBILD_LEDGER", request.getfixturevalue("postgres_url"))
        settings.read_settings.cache_clear()
        with attempts.opened().begin() as connection:
            connection.execute(attempts.sign_in_attempt.delete())
    return request.param


def at(monkeypatch, moment) -> None:
    monkeypatch.setattr(attempts, "now", lambda: moment)


def test_pauses_double_and_end_at_the_longest(ledger, monkeypatch):
    moment, waits = now(), []
    for attempt in range(7):
        at(monkeypatch, moment)
        assert not try_once(LIMITS)
        waits.append(try_once(LIMITS).total_seconds() if attempt > 1 else 0)
        moment += timedelta(seconds=waits[-1])
    assert waits == [0, 0, 15, 30, 60, 60, 60]


def test_many_at_once_get_no_more_guesses_than_one_by_one(ledger):
    attempts.opened()
    with ThreadPoolExecutor(12) as pool:
        waits = list(pool.map(lambda _each: try_once(LIMITS), range(12)))
    assert sum(not wait for wait in waits) == 3


def test_the_count_outlives_the_process(home):
    for _attempt in range(3):
        assert not try_once(LIMITS)
    code = "from ledger.attempts import *; print(try_once({'name': Limit(3, timedelta(minutes=1))}).total_seconds())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) > 0


def test_an_attempt_in_a_pause_does_not_make_it_longer(ledger, monkeypatch):
    moment = now()
    at(monkeypatch, moment)
    for _attempt in range(3):
        try_once(LIMITS)
    for _attempt in range(50):
        assert try_once(LIMITS) == timedelta(seconds=15)
    at(monkeypatch, moment + timedelta(seconds=15))
    assert not try_once(LIMITS)


def test_success_forgets_a_name_but_not_an_address(ledger):
    limits = {"name": Limit(3, MINUTE), "address": Limit(4, MINUTE)}
    for _attempt in range(2):
        assert not try_once(limits)
    assert not try_once(limits)  # right this time
    forgive({"name": True, "address": False})
    assert not try_once(limits)
    assert not try_once(limits)  # the fourth failure from this address
    assert try_once(limits)
    assert not try_once({"name": Limit(3, MINUTE)})


def test_one_name_does_not_slow_another(ledger):
    for _attempt in range(3):
        try_once(LIMITS)
    assert try_once(LIMITS)
    assert not try_once({"other": LIMITS["name"]})


def test_a_day_later_nothing_counts_any_more(ledger, monkeypatch):
    for _attempt in range(3):
        try_once(LIMITS)
    at(monkeypatch, now() + attempts.FORGOTTEN_AFTER + MINUTE)
    for _attempt in range(3):
        assert not try_once(LIMITS)


def test_a_pause_stays_finite_after_however_many_failures():
    assert Limit(3, MINUTE).pause(10**9) == MINUTE
