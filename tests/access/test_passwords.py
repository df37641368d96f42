"""Passwords that are easily guessed are not taken; the others are kept as hashes that cost the same to try for any name."""

import argon2
import pytest

from access import passwords
from access.passwords import is_password, password_fault, password_hash
from ledger.accounts import Account, account_of, change_account, create_account, keep_password_hash

GOOD = "copper lantern 4 otters"


@pytest.fixture
def ada(home):
    made = create_account(Account("ada.lovelace@example.org", role="reader"))
    keep_password_hash(made.account_id, password_hash(GOOD))
    return account_of(made.account_id)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevensigns",
        "x" * 501,
        "aaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "passwordpassword",
        "123456789012",
        "qwertyuiop123456",
        "abcdefghijklmnop",
        "zyxwvutsrqponmlk",
        "Password12345!",
        "Administrator1",
        "2026-Welcome-2026",
        "P@ssw0rd!!!!!",
        "Ada.Lovelace 2026!",
        "my ada.lovelace@example.org",
        "\u0308" * 20,
    ],
)
def test_a_weak_password_is_refused_in_words(password):
    assert password_fault(password, "ada.lovelace@example.org").endswith(".")


@pytest.mark.parametrize(
    "password", [GOOD, "Füchse reden über Zäune", "vK3#pq9!Lm2x", "четыре разных слова тут", "x y z w 1 2 3 !"]
)
def test_any_other_password_is_taken(password):
    assert password_fault(password, "ada@example.org") == ""


def test_a_password_is_kept_as_argon2id(ada):
    assert ada.password_hash.startswith("$argon2id$")
    assert GOOD not in ada.password_hash
    assert password_hash(GOOD) != password_hash(GOOD)


def test_only_the_right_password_is_right(ada):
    assert is_password(ada, GOOD)
    for wrong in ("", GOOD + " ", GOOD.upper(), ada.password_hash, "x" * 100_000, "\ud800", "\0"):
        assert not is_password(ada, wrong)


def test_the_same_text_from_another_keyboard_is_right(home):
    made = create_account(Account("bob"))
    keep_password_hash(made.account_id, password_hash("Caf\u00e9 au lait et pain"))
    assert is_password(account_of(made.account_id), "Cafe\u0301 au lait et pain")


def test_nobody_and_the_disabled_have_no_password(ada):
    assert not is_password(None, GOOD)
    assert not is_password(Account("bob"), GOOD)
    change_account(ada.account_id, is_active=False)
    assert not is_password(account_of(ada.account_id), GOOD)


def test_a_broken_hash_opens_nothing(home):
    for broken in ("", "x", "$argon2id$v=19$m=65536,t=3,p=4$broken"):
        assert not is_password(Account("bob", password_hash=broken), GOOD)


def test_every_name_costs_one_verification_of_the_same_parameters(ada, monkeypatch):
    asked = []
    true_verify = argon2.PasswordHasher.verify

    def verify(self, kept, given):
        asked.append(str(argon2.extract_parameters(kept)))
        return true_verify(self, kept, given)

    monkeypatch.setattr(passwords.PasswordHasher, "verify", verify)
    for account in (ada, None, Account("bob"), Account("eve", password_hash=ada.password_hash, is_active=False)):
        is_password(account, "a wrong password")
    assert len(asked) == 4
    assert len(set(asked)) == 1


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(ada):
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    keep_password_hash(ada.account_id, weak)
    changed_at = account_of(ada.account_id).password_changed_at
    assert not is_password(account_of(ada.account_id), "a wrong password")
    assert account_of(ada.account_id).password_hash == weak
    assert is_password(account_of(ada.account_id), GOOD)
    renewed = account_of(ada.account_id)
    assert not argon2.PasswordHasher().check_needs_rehash(renewed.password_hash)
    assert renewed.password_changed_at == changed_at
    assert is_password(renewed, GOOD)
