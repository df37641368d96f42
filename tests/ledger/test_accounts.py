"""Accounts are kept as they were told; what nobody said stays missing, and somebody can always give rights."""

from threading import Barrier, Thread

import pytest

from ledger import accounts
from ledger.accounts import Account, LastAdministrator, NameTaken, create_account


def test_an_account_comes_back_as_it_was_told(home):
    made = create_account(Account("Ada@Example.org", "Ada", role="office", countries={"AFG", "SSD"}, domains="*"))
    assert made == accounts.account_of(made.account_id) == accounts.account_named(" ADA@example.ORG ")
    assert (made.name, made.countries, made.domains) == ("ada@example.org", frozenset({"AFG", "SSD"}), accounts.ALL)
    assert (made.areas, made.compared, made.detail, made.password_hash) == (None, None, None, None)


def test_a_name_is_had_once_however_it_is_written(home):
    create_account(Account("ada"))
    with pytest.raises(NameTaken):
        create_account(Account("  ADA"))


@pytest.mark.parametrize("name", ["", " ", "a b", "a\nb", "a\x00b", "x" * 321])
def test_what_can_be_no_name_is_none(home, name):
    with pytest.raises(ValueError):
        create_account(Account(name))
    assert accounts.account_named(name) is None


def test_a_scope_is_never_one_text(home):
    with pytest.raises(ValueError):
        create_account(Account("ada", countries="AFG"))


def test_an_empty_scope_is_not_the_same_as_none_told(home):
    assert create_account(Account("ada", countries=())).countries == frozenset()


def test_nothing_but_what_is_told_can_be_changed(home):
    made = create_account(Account("ada"))
    for field in ("account_id", "name", "password_hash", "created_at"):
        with pytest.raises(ValueError):
            accounts.change_account(made.account_id, **{field: "x"})
    with pytest.raises(LookupError):
        accounts.change_account("nobody", role="reader")


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "reader"}, {"role": None}])
def test_the_last_administrator_stays(home, change):
    made = create_account(Account("ada", role="administrator"))
    create_account(Account("bob", role="administrator", is_active=False))
    with pytest.raises(LastAdministrator):
        accounts.change_account(made.account_id, **change)
    assert accounts.account_of(made.account_id) == made


def two_at_once(ids: list[str]) -> list[str]:
    """What became of administrators who are disabled in the same moment."""
    together, said = Barrier(len(ids)), []

    def disable(account_id: str) -> None:
        together.wait()
        try:
            accounts.change_account(account_id, is_active=False)
            said.append("done")
        except LastAdministrator:
            said.append("refused")

    threads = [Thread(target=disable, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def test_administrators_cannot_disable_each_other_at_once(home):
    ids = [create_account(Account(name, role="administrator")).account_id for name in ("ada", "bob")]
    assert two_at_once(ids) == ["done", "refused"]


def test_administrators_cannot_disable_each_other_at_once_on_postgresql(home, postgres_url, monkeypatch):
    import settings

    monkeypatch.setenv("LAGEBILD_LEDGER", postgres_url)
    settings.read_settings.cache_clear()
    ids = [create_account(Account(name, role="administrator")).account_id for name in ("ada", "bob")]
    assert two_at_once(ids) == ["done", "refused"]
