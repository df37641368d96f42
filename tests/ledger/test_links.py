"""A one-time link opens its door once, in its time, and only the newest one does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ledger import links
from ledger.database import now, opened

HOUR = timedelta(hours=1)


def test_a_link_opens_what_it_was_made_for(home):
    word = links.new_link("reset", "ada", "bob", HOUR)
    found = links.link_of(word)
    assert (found.purpose, found.account_id, found.made_by) == ("reset", "ada", "bob")
    assert links.link_of(word), "looking used it up"


def test_a_link_is_used_once(home):
    word = links.new_link("set", "ada", "bob", HOUR)
    assert links.use_link(word)
    assert not links.use_link(word)
    assert links.link_of(word) is None


def test_of_many_at_once_one_uses_a_link(home):
    word = links.new_link("set", "ada", "bob", HOUR)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _each: links.use_link(word), range(8))) == 1


def test_a_link_that_is_too_old_opens_nothing(home, monkeypatch):
    word = links.new_link("set", "ada", "bob", HOUR)
    late = now() + HOUR
    monkeypatch.setattr(links, "now", lambda: late)
    assert links.link_of(word) is None
    assert not links.use_link(word)


@pytest.mark.parametrize("purpose, account_id", [("reset", "ada"), ("first", None)])
def test_only_the_newest_link_counts(home, purpose, account_id):
    old, other = links.new_link(purpose, account_id, "x", HOUR), links.new_link("set", "bob", "x", HOUR)
    new = links.new_link(purpose, account_id, "x", HOUR)
    assert [bool(links.link_of(word)) for word in (old, new, other)] == [False, True, True]
    assert links.end_links_of(account_id) == 1
    assert [bool(links.link_of(word)) for word in (new, other)] == [False, True]


def test_the_ledger_does_not_hold_the_link(home):
    word = links.new_link("set", "ada", "bob", HOUR)
    with opened().connect() as connection:
        kept = connection.exec_driver_sql("select * from one_time_link").all()
    assert kept
    assert word not in str(kept)
    assert links.link_of(kept[0].link_hash) is None


@pytest.mark.parametrize("purpose, account_id", [("admin", "ada"), ("first", "ada"), ("reset", None)])
def test_a_link_without_sense_is_not_made(home, purpose, account_id):
    with pytest.raises(ValueError):
        links.new_link(purpose, account_id, "x", HOUR)


def test_old_links_leave_the_ledger(home, monkeypatch):
    links.new_link("set", "ada", "bob", HOUR)
    late = now() + links.KEPT_AFTER + 2 * HOUR
    monkeypatch.setattr(links, "now", lambda: late)
    links.new_link("set", "eve", "bob", HOUR)
    with opened().connect() as connection:
        assert [row.account_id for row in connection.execute(links.one_time_link.select())] == ["eve"]
