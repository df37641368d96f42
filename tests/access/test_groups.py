"""The file of groups: the first entry that fits counts, and what cannot be used is told by file, entry and reason."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import update

from access.group_entries import WrongGroups
from access.groups import NoGroup, entries, entry_of
from access.one_time import link_address, opened_link
from access.outside import NotWelcome, Vouched, identity_outside, is_as_vouched, welcomed
from access.passwords import is_password, password_hash
from access.session_way import reader_of_account
from ledger.accounts import Account, account_of, change_account, create_account, keep_password_hash
from ledger.audit_list import Wanted, events
from ledger.database import now, opened
from ledger.memberships import groups_of, membership
from ledger.sessions import begin_session, sessions_of
from tests.conftest import use_home

ISSUER = "https://issuer.example"
REST = "areas: '*', domains: '*', detail: rows"
ALL = f"countries: '*', {REST}"
FILE = f"""
- {{group: heads, role: administrator, {ALL}, may_export: true}}
- {{group: kabul, role: office, countries: [AFG], areas: '*', domains: [supply, aid], detail: totals, compared: [aid]}}
- {{group: everybody, role: reader, countries: [TCD], areas: [TD01], domains: '*', detail: rows}}
"""


@pytest.fixture
def groups_file(tmp_path, monkeypatch):
    path = tmp_path / "groups.yaml"
    path.write_text(FILE, encoding="utf-8")
    use_home(tmp_path / "home", monkeypatch, groups=str(path), oidc_issuer=ISSUER)
    return path


def person(*groups: str, number: int = 1) -> Vouched:
    return Vouched(f"{ISSUER}#{number}", (f"anna{number}",), frozenset(groups), "oidc", "Anna")


def rewrite(path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000))


def test_the_first_entry_that_fits_counts(groups_file):
    assert [one.group for one in entries()] == ["heads", "kabul", "everybody"]
    assert entry_of({"everybody", "kabul"}).group == "kabul"
    assert entry_of({"kabul"}).told() == {
        "role": "office",
        "countries": frozenset({"AFG"}),
        "areas": "*",
        "domains": frozenset({"supply", "aid"}),
        "detail": "totals",
        "compared": frozenset({"aid"}),
        "may_export": False,
    }


@pytest.mark.parametrize("groups", [set(), {"Heads"}, {"heads "}, {"*"}, {""}])
def test_groups_without_an_entry_give_nothing(groups_file, groups):
    with pytest.raises(NoGroup, match="None of the groups"):
        entry_of(groups)


@pytest.mark.parametrize(
    "text, reason",
    [
        ("", "has to be a list of entries"),
        ("heads: administrator", "has to be a list of entries"),
        ("- heads", "entry 1: an entry has keys and values"),
        (f"- {{group: a, role: chief, {ALL}}}", "entry 1 (a): role: 'chief' is unknown; there are reader, office"),
        (
            "- {group: a, role: reader, areas: '*', domains: '*', detail: rows}",
            "entry 1 (a): countries: has to be told",
        ),
        (f"- {{role: reader, {ALL}}}", "entry 1: group: has to be told"),
        (f"- {{group: a, role: reader, {ALL}, country: [AFG]}}", "entry 1 (a): country: no key of an entry"),
        (
            f"- {{group: a, role: reader, {ALL}}}\n- {{group: b, role: reader, countries: [NO], {REST}}}",
            "entry 2 (b): countries: False is read as no text; put it in quotes",
        ),
        (
            f"- {{group: a, role: reader, countries: AFG, {REST}}}",
            "a list as [A, B], or \"*\" for all, not 'AFG'",
        ),
        (f"- {{group: a, role: reader, countries: [Kabul], {REST}}}", "countries: 'Kabul' is no code"),
        (f"- {{group: a, role: reader, {ALL}, compared: [money]}}", "compared: 'money' is unknown"),
        (f"- {{group: a, role: reader, {ALL}, may_export: 'no'}}", "may_export: 'no' is neither true nor false"),
        (f"- {{group: 17, role: reader, {ALL}}}", "entry 1: group: 17 is read as no text"),
        (f"- {{group: a, role: reader, {ALL}}}\n" * 2, "entry 2 (a): this group has an entry further up"),
        (f"- {{group: a, role: reader, role: administrator, {ALL}}}", "'role' stands twice"),
        ("- {group: a", "no YAML"),
        ("- !!python/object/apply:os.system ['true']", "no YAML"),
        ("\udc80", "cannot be read"),
    ],
)
def test_what_is_wrong_with_the_file_is_told(groups_file, text, reason):
    groups_file.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(WrongGroups) as told:
        entries()
    assert str(told.value).startswith(f"{groups_file}: ")
    assert reason in str(told.value)


def test_a_file_that_is_not_there_opens_nothing(groups_file):
    groups_file.unlink()
    with pytest.raises(WrongGroups, match="No such file"):
        entries()
    with pytest.raises(NoGroup, match="cannot be used now") as told:
        entry_of({"heads"})
    assert str(groups_file) not in told.value.reason


def test_an_account_follows_its_groups_at_each_sign_in(groups_file):
    first = welcomed(person("kabul"))
    assert (first.role, first.countries, first.via) == ("office", frozenset({"AFG"}), "oidc")
    reader = reader_of_account(first)
    assert (reader.countries, reader.detail, reader.compared) == ({"AFG"}, "totals", {"aid"})
    assert "groups" in reader.why

    begin_session(first.account_id, "oidc")
    again = welcomed(person("everybody"))
    assert (again.account_id, again.role) == (first.account_id, "reader")
    assert sessions_of(first.account_id) == [], "a session from before the change has ended"

    nothing = welcomed(person())
    assert (nothing.role, nothing.countries) == (None, None)
    assert reader_of_account(nothing).sees_nothing
    assert "None of the groups" in reader_of_account(nothing).why


def test_the_audit_says_what_groups_have_changed(groups_file):
    account = welcomed(person("kabul"))
    welcomed(person("everybody"))
    told = [(event.action, event.subject, event.actor) for event in events(Wanted(subject=account.name), 9)]
    each = [(action, account.name, "the provider") for action in ("account_made", "role_changed", "scope_changed")]
    assert sorted(told) == sorted([*each, *each[1:]])


def test_a_change_of_the_file_holds_at_once(groups_file):
    account = welcomed(person("kabul"))
    assert is_as_vouched(account)
    rewrite(groups_file, "- {group: kabul, role: office, countries: [TCD], areas: '*', domains: '*', detail: rows}")
    assert not is_as_vouched(account)
    assert reader_of_account(account).countries == {"TCD"}
    rewrite(groups_file, f"- {{group: heads, role: administrator, {ALL}}}")
    assert reader_of_account(account).sees_nothing


def test_a_broken_file_opens_nothing_and_changes_no_account(groups_file):
    account = welcomed(person("kabul"))
    rewrite(groups_file, "- {group: kabul, role: king}")
    reader = reader_of_account(account)
    assert reader.sees_nothing
    assert reader.why.startswith("The list of groups of this installation cannot be used")
    assert welcomed(person("kabul")).role == "office"
    rewrite(groups_file, FILE)
    assert reader_of_account(account).countries == {"AFG"}


def test_without_a_file_administrators_say_what_an_account_has(home, monkeypatch):
    use_home(home, monkeypatch, oidc_issuer=ISSUER)
    account = welcomed(person("heads"))
    assert reader_of_account(account).sees_nothing
    told = {"role": "reader", "countries": "*", "areas": "*", "domains": "*", "detail": "rows"}
    change_account(account.account_id, **told)
    again = welcomed(person("others"))
    assert again.role == "reader"
    assert not reader_of_account(again).sees_nothing
    assert groups_of(account.account_id) == {"others"}


def test_a_local_account_never_follows_groups_nor_is_taken_over(groups_file):
    mine = create_account(Account("anna1", role="administrator", countries="*", areas="*", domains="*", detail="rows"))
    assert reader_of_account(mine).countries is None
    with pytest.raises(NotWelcome, match="Somebody else has an account of your name"):
        welcomed(person("everybody"))
    assert account_of(mine.account_id) == mine


def test_a_closed_account_stays_out(groups_file):
    account = welcomed(person("kabul"))
    change_account(account.account_id, is_active=False)
    with pytest.raises(NotWelcome, match="closed"):
        welcomed(person("heads"))
    assert account_of(account.account_id).role == "office"


def test_the_last_administrator_is_told_and_has_no_rights(groups_file):
    account = welcomed(person("heads"))
    with pytest.raises(NotWelcome, match="there is no other"):
        welcomed(person("everybody"))
    assert account_of(account.account_id).role == "administrator"
    assert "administer" not in reader_of_account(account_of(account.account_id)).rights


def test_names_that_cannot_be_kept_are_passed_over(groups_file):
    odd = Vouched("https://issuer.example#2", ("Anna B", "\n", "x" * 400, "anna@example.org"), frozenset(), "oidc")
    assert welcomed(odd).name == "anna@example.org"
    with pytest.raises(NotWelcome, match="cannot be kept"):
        welcomed(Vouched("https://issuer.example#3", ("", " "), frozenset(), "oidc"))
    with pytest.raises(NotWelcome, match="too long"):
        welcomed(Vouched("x" * 501, ("b",), frozenset(), "oidc"))


@pytest.mark.parametrize("with_file", [True, False])
def test_somebody_who_does_not_come_again_is_given_nothing_after_a_while(groups_file, monkeypatch, with_file):
    if not with_file:
        use_home(groups_file.parent / "home", monkeypatch, groups="")
    account = welcomed(person("kabul"))
    told = {"role": "reader", "countries": "*", "areas": "*", "domains": "*", "detail": "rows"}
    account = account if with_file else change_account(account.account_id, **told)
    with opened().begin() as connection:
        connection.execute(update(membership).values(told_at=now() - timedelta(days=29)))
    assert is_as_vouched(account) and not reader_of_account(account).sees_nothing
    with opened().begin() as connection:
        connection.execute(update(membership).values(told_at=now() - timedelta(days=30)))
    assert not is_as_vouched(account)
    assert reader_of_account(account).sees_nothing
    assert "Sign in there once more" in reader_of_account(account).why
    assert not reader_of_account(welcomed(person("kabul"))).sees_nothing


def test_a_password_does_not_lead_past_the_provider(groups_file):
    account = welcomed(person("kabul"))
    keep_password_hash(account.account_id, password_hash("four words not together"))
    assert not is_password(account_of(account.account_id), "four words not together")
    address = link_address("reset", account, "anybody")
    assert opened_link(address.rpartition("/")[2], "/set-password") is None


@pytest.mark.parametrize("issuer", ["", "https://another.example", "https://issuer.example.evil"])
def test_a_provider_that_is_believed_no_more_vouches_for_nobody(groups_file, monkeypatch, issuer):
    account = welcomed(person("kabul"))
    use_home(groups_file.parent / "home", monkeypatch, oidc_issuer=issuer)
    assert not is_as_vouched(account)
    assert reader_of_account(account).sees_nothing


@pytest.mark.parametrize("header, sees", [("X-Forwarded-User", True), ("", False)])
def test_a_proxy_that_is_believed_no_more_vouches_for_nobody(groups_file, monkeypatch, header, sees):
    account = welcomed(Vouched(identity_outside("proxy", "Bob"), ("bob",), frozenset({"kabul"}), "proxy"))
    use_home(groups_file.parent / "home", monkeypatch, proxy_header=header)
    assert reader_of_account(account).sees_nothing is not sees
