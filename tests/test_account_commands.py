"""The commands about accounts do what they say, refuse in a sentence, and leave a line in the audit."""

import pytest
from typer.testing import CliRunner

from access.one_time import opened_link
from access.passwords import password_hash
from access.session_way import reader_of_account
from ledger.accounts import account_named, keep_password_hash
from ledger.audit_list import Wanted, events
from ledger.sessions import begin_session, session_of
from manage import app


@pytest.fixture
def user(home):
    """Runs a command; gives its exit code and what it said."""

    def run(*given: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["user", *given], env={"COLUMNS": "200"})
        return done.exit_code, done.output

    return run


def test_an_account_is_made_with_a_link_and_sees_nothing_at_first(user):
    code, said = user("add", "Bob@example.org", "--role", "office", "--shown", "Bob")
    assert code == 0
    made = account_named("bob@example.org")
    assert opened_link(said.split()[-1].rpartition("/")[2], "/set-password").account == made
    assert reader_of_account(made).sees_nothing
    assert [event.action for event in events(Wanted(), 10)] == ["link_made", "account_made"]


def test_a_scope_is_given_part_by_part(user):
    user("add", "bob", "--role", "office")
    assert user("scope", "bob", "countries=Afghanistan,SSD", "areas=*", "domains=supply", "detail=rows")[0] == 0
    assert user("scope", "bob", "export=yes", "compared=")[0] == 0
    bob = account_named("bob")
    assert (bob.countries, bob.areas, bob.domains, bob.compared) == ({"AFG", "SSD"}, "*", {"supply"}, frozenset())
    reader = reader_of_account(bob)
    assert (reader.countries, reader.detail, "export" in reader.rights) == ({"AFG", "SSD"}, "rows", True)
    assert "AFG, SSD" in user("list")[1]


@pytest.mark.parametrize(
    "given",
    [
        ("add", "bob", "--role", "king"),
        ("add", "a b", "--role", "reader"),
        ("add", "Ada", "--role", "reader"),
        ("role", "ada", "king"),
        ("role", "ada", "reader"),
        ("role", "nobody", "reader"),
        ("disable", "ada"),
        ("link", "nobody"),
        ("scope", "ada", "countries=Atlantis"),
        ("scope", "ada", "domains=supplies"),
        ("scope", "ada", "detail=all"),
        ("scope", "ada", "export=perhaps"),
        ("scope", "ada", "country=AFG"),
        ("scope", "ada", "export"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(user, given):
    user("add", "ada", "--role", "administrator")
    before = account_named("ada")
    code, said = user(*given)
    assert code == 2
    assert said.rstrip().endswith((".", "?", "`."))
    assert "Traceback" not in said
    assert account_named("ada") == before
    assert account_named("bob") is None


def test_an_administrator_sees_everything(user):
    user("add", "ada", "--role", "administrator")
    reader = reader_of_account(account_named("ada"))
    assert (reader.countries, reader.domains, reader.detail) == (None, None, "rows")
    assert {"administer", "export", "audit"} <= reader.rights


def test_a_disabled_account_loses_sessions_and_links_at_once(user):
    given = user("add", "bob", "--role", "reader")[1].split()[-1].rpartition("/")[2]
    token = begin_session(account_named("bob").account_id, "local", "Firefox, Linux")
    assert "Firefox, Linux" in user("sessions", "bob")[1]
    assert user("disable", "bob")[0] == 0
    assert user("link", "bob")[0] == 2
    assert user("enable", "bob")[0] == 0
    assert session_of(token) is None
    assert opened_link(given, "/set-password") is None


def test_all_sessions_of_an_account_are_ended(user):
    user("add", "bob", "--role", "reader")
    token = begin_session(account_named("bob").account_id, "local")
    assert "ended: 1" in user("sign-out", "bob")[1]
    assert session_of(token) is None


def test_no_list_shows_a_hash(user):
    user("add", "bob", "--role", "reader")
    bob = account_named("bob")
    keep_password_hash(bob.account_id, password_hash("copper lantern 4 otters"))
    token = begin_session(bob.account_id, "local")
    said = user("list")[1] + user("sessions", "bob")[1]
    assert "argon2" not in said
    assert token not in said
