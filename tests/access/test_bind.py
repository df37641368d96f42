"""What the operator says of accounts that others vouch for, at the command line."""

import pytest
from typer.testing import CliRunner

from access.outside import NotWelcome, Vouched, welcomed
from access.session_way import reader_of_account
from ledger.accounts import Account, account_named, create_account
from ledger.sessions import begin_session, sessions_of
from manage import app
from tests.conftest import use_home

FILE = (
    '- {group: kabul, role: office, countries: [AFG], areas: "*", domains: [supply], detail: rows, may_export: true}\n'
)
ISSUER = "https://login.example"
ANNA = Vouched(f"{ISSUER}#u-1", ("anna",), frozenset({"kabul"}), "oidc")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command; gives its code and what it printed."""
    (tmp_path / "groups.yaml").write_text(FILE, encoding="utf-8")
    use_home(tmp_path / "home", monkeypatch, groups=str(tmp_path / "groups.yaml"), oidc_issuer=ISSUER)

    def done(*words: str) -> tuple[int, str]:
        result = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["user", *words])
        return result.exit_code, result.output

    return done


def test_a_local_account_becomes_one_of_the_provider_and_back(run):
    mine = create_account(Account("anna", role="reader", countries="*", areas="*", domains="*", detail="rows"))
    begin_session(mine.account_id, "local")
    with pytest.raises(NotWelcome):
        welcomed(ANNA)
    assert run("bind", "anna", "oidc", "--id", "u-1") == (0, "anna signs in by oidc now\n")
    assert sessions_of(mine.account_id) == []
    assert reader_of_account(account_named("anna")).sees_nothing, "until the provider has said something"
    assert welcomed(ANNA).account_id == mine.account_id
    assert reader_of_account(account_named("anna")).countries == {"AFG"}
    assert run("bind", "anna", "local")[0] == 0
    assert account_named("anna").external_id is None


def test_one_person_has_one_account(run):
    welcomed(ANNA)
    create_account(Account("other"))
    assert run("bind", "other", "oidc", "--id", "u-1") == (2, "Another account stands for that person already.\n")
    assert run("bind", "other", "elsewhere")[0] == 2
    assert run("bind", "nobody", "local")[0] == 2


def test_what_groups_give_is_not_changed_elsewhere(run):
    welcomed(ANNA)
    for words in (("role", "anna", "administrator"), ("scope", "anna", "countries=*"), ("link", "anna")):
        code, told = run(*words)
        assert code == 2, words
        assert "groups" in told or "signs in elsewhere" in told
    assert account_named("anna").role == "office"


def test_the_groups_are_listed_or_what_is_wrong_with_them(run, tmp_path):
    code, told = run("groups")
    assert code == 0
    assert all(word in told for word in ("kabul", "office", "AFG", "supply", "rows", "yes"))
    (tmp_path / "groups.yaml").write_text("- {group: kabul, role: king}\n", encoding="utf-8")
    code, told = run("groups")
    assert code == 2
    assert "entry 1 (kabul): countries, areas, domains, detail: has to be told" in told
