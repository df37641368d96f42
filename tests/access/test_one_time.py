"""A one-time link opens one door, once, in its time; a link that was changed in any place opens none."""

import time

import pytest
from itsdangerous import URLSafeTimedSerializer

from access import one_time
from access.one_time import first_words, link_address, opened_link
from ledger.accounts import Account, change_account, create_account
from ledger.links import new_link, use_link
from tests.conftest import use_home

PATH = "/set-password"


@pytest.fixture
def ada(home):
    return create_account(Account("ada", role="reader"))


def given_by(address: str) -> str:
    return address.rpartition("/")[2]


def test_a_link_opens_the_account_that_it_was_made_for(ada):
    address = link_address("set", ada, "bob")
    assert address.startswith("http://127.0.0.1:8050/set-password/")
    opened = opened_link(given_by(address), PATH)
    assert (opened.account, opened.link.made_by) == (ada, "bob")
    assert use_link(opened.word)
    assert opened_link(given_by(address), PATH) is None


def test_a_link_that_was_changed_in_any_place_opens_nothing(ada):
    given = given_by(link_address("set", ada, "bob"))
    for at in range(len(given)):
        changed = given[:at] + ("A" if given[at] != "A" else "B") + given[at + 1 :]
        opened = opened_link(changed, PATH)
        # The last sign of a part in base 64 has bits that mean nothing; what it says is the same then.
        assert opened is None or opened == opened_link(given, PATH)


@pytest.mark.parametrize("given", ["", ".", "a.b.c", "x" * 501, "ü", "%00", "W10.x.y", "../first"])
def test_a_made_up_link_opens_nothing(ada, given):
    assert opened_link(given, PATH) is None


def test_a_link_signed_with_another_secret_opens_nothing(ada):
    word = new_link("set", ada.account_id, "eve", one_time._valid())
    forged = URLSafeTimedSerializer("another secret", salt="one-time link").dumps(["set", word])
    assert opened_link(forged, PATH) is None


def test_a_link_signed_for_something_else_opens_nothing(ada):
    word = new_link("set", ada.account_id, "eve", one_time._valid())
    assert opened_link(URLSafeTimedSerializer(one_time.secret(), salt="other").dumps(["set", word]), PATH) is None
    for content in (word, ["reset", word], ["first", word], [], {}, None, ["set"], ["set", None], [["set"], word]):
        assert opened_link(one_time._signer().dumps(content), PATH) is None


def test_a_link_for_a_password_does_not_make_an_administrator(ada):
    given = given_by(link_address("set", ada, "bob"))
    assert opened_link(given, "/first") is None


def test_a_link_ends_after_its_hours(ada, monkeypatch):
    given = given_by(link_address("set", ada, "bob"))
    moment = time.time() + 49 * 3600
    monkeypatch.setattr(time, "time", lambda: moment)
    assert opened_link(given, PATH) is None


def test_shorter_hours_hold_for_links_made_before(ada, home, monkeypatch):
    given = given_by(link_address("set", ada, "bob"))
    use_home(home, monkeypatch, link_hours="1")
    moment = time.time() + 3700
    monkeypatch.setattr(time, "time", lambda: moment)
    assert opened_link(given, PATH) is None


def test_a_closed_account_has_no_link(ada):
    given = given_by(link_address("set", ada, "bob"))
    change_account(ada.account_id, is_active=False)
    assert opened_link(given, PATH) is None


def test_the_first_administrator_gets_a_link_on_loopback_until_there_is_an_account(home):
    words = [first_words(is_loopback=True) for _start in range(2)]
    given = [given_by(one) for one in words]
    assert opened_link(given[0], "/first") is None, "the link of an earlier start still holds"
    assert opened_link(given[1], "/first").account is None
    assert "/first/" not in first_words(is_loopback=False)
    assert "user add" in first_words(is_loopback=False)
    create_account(Account("ada"))
    assert opened_link(given[1], "/first") is None
    assert first_words(is_loopback=True) == first_words(is_loopback=False) == ""
