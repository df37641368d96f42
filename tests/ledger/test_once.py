"""What may happen once happens once, and groups are kept once, however many come at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from ledger.database import now, opened
from ledger.memberships import forget_groups, groups_of, keep_groups, membership, told_at
from ledger.once import use_once, used_word
from settings import read_settings


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request, home, monkeypatch):
    """An empty ledger on either database."""
    if request.param == "postgresql":
        monkeypatch.setenv("LAGEBILD_LEDGER", request.getfixturevalue("postgres_url"))
        read_settings.cache_clear()
    with opened().begin() as connection:
        connection.execute(delete(membership))
        connection.execute(delete(used_word))


def at_once(act, count: int = 12) -> list:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(act, range(count)))


def test_a_word_is_used_by_one(ledger):
    until = now() + timedelta(minutes=1)
    assert sum(at_once(lambda _number: use_once("word", until))) == 1
    assert not use_once("word", until)
    assert use_once("another", until)


def test_words_are_forgotten_when_they_are_worth_nothing(ledger):
    use_once("old", now() - timedelta(seconds=1))
    use_once("new", now() + timedelta(minutes=1))
    with opened().connect() as connection:
        assert connection.execute(select(func.count()).select_from(used_word)).scalar() == 1


def test_groups_are_kept_once(ledger):
    assert (groups_of("a"), told_at("a")) == (frozenset(), None)
    at_once(lambda number: keep_groups("a", {f"group {number}", "all"}))
    assert "all" in groups_of("a") and len(groups_of("a")) == 2
    before = told_at("a")
    keep_groups("a", [])
    assert groups_of("a") == frozenset()
    assert told_at("a") >= before
    forget_groups("a")
    assert told_at("a") is None
