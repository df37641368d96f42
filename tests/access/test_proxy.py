"""A proxy that names people: believed from its own address only, and worth nothing without it."""

from http import HTTPStatus

import pytest

from access import reading_as
from access.forms import FIELD, form_token
from access.session_way import COOKIE
from access.visitor import is_believed
from access.way_faults import way_faults
from app import create_app
from guards.start import UnsafeStart, refuse_unsafe_start
from ledger.accounts import Account, account_named, accounts, change_account, create_account
from ledger.sessions import begin_session, sessions_of, view_as
from settings import Settings
from tests.conftest import use_home

PROXY = {"REMOTE_ADDR": "10.0.0.4"}
GROUPS = """
- {group: kabul, role: office, countries: [AFG], areas: "*", domains: [supply], detail: rows}
- {group: heads, role: administrator, countries: "*", areas: "*", domains: "*", detail: rows}
"""
PAGE = {"Sec-Fetch-Mode": "navigate", "Accept": "text/html"}
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def app():
    return create_app()


@pytest.fixture
def behind(app, tmp_path, monkeypatch):
    """A browser behind the proxy, as get(name, groups, address) of a page."""
    (tmp_path / "groups.yaml").write_text(GROUPS, encoding="utf-8")
    told = {"proxy_header": "X-Forwarded-User", "proxy_groups_header": "X-Forwarded-Groups"}
    told |= {"proxy_addresses": "10.0.0.4, 10.1.0.0/24", "groups": str(tmp_path / "groups.yaml")}
    use_home(tmp_path / "home", monkeypatch, **told)
    with reading_as(None):
        yield app.test_client()


def named(name: str, groups: str = "kabul") -> dict:
    return {"X-Forwarded-User": name, "X-Forwarded-Groups": groups, **PAGE}


def status(client, headers: dict, peer: str = "10.0.0.4", address: str = "/who") -> int:
    return client.get(address, headers=headers, environ_base={"REMOTE_ADDR": peer}).status_code


def test_whoever_the_proxy_names_is_signed_in_with_what_the_groups_give(behind):
    assert status(behind, named("Anna@Example.org", "others, kabul")) == HTTPStatus.OK
    (account,) = accounts()
    assert (account.name, account.via, account.role) == ("anna@example.org", "proxy", "office")
    assert (account.countries, account.domains) == ({"AFG"}, {"supply"})
    (session,) = sessions_of(account.account_id)
    assert session.via == "proxy"
    assert status(behind, named("Anna@Example.org", "others, kabul")) == HTTPStatus.OK
    assert len(sessions_of(account.account_id)) == 1
    assert len(accounts()) == 1


@pytest.mark.parametrize("peer", ["10.0.0.5", "127.0.0.1", "::1", "10.1.1.1", "", "unix:", "10.0.0.4, 10.0.0.5"])
def test_the_header_from_elsewhere_is_refused(behind, peer):
    headers = named("Anna") | {"X-Forwarded-For": "10.0.0.4", "X-Real-IP": "10.0.0.4", "Forwarded": "for=10.0.0.4"}
    assert status(behind, headers, peer) == HTTPStatus.FORBIDDEN
    assert status(behind, headers, peer, "/sign-in") == HTTPStatus.FORBIDDEN
    assert accounts() == []


@pytest.mark.parametrize(
    "peer, listed, is_one",
    [
        ("10.0.0.4", "10.0.0.4", True),
        ("::ffff:10.0.0.4", "10.0.0.4", True),
        ("10.1.0.9", "10.0.0.4,10.1.0.0/24", True),
        ("fd00::7", "fd00::/64", True),
        ("10.1.1.9", "10.0.0.4,10.1.0.0/24", False),
        ("fd01::7", "fd00::/64", False),
        ("10.0.0.4", "", False),
        ("", "", False),
    ],
)
def test_who_is_believed(peer, listed, is_one):
    assert is_believed(peer, listed) is is_one


def test_without_the_setting_the_header_says_nothing(app, home):
    with reading_as(None):
        assert status(app.test_client(), named("Anna")) == HTTPStatus.SEE_OTHER
        assert accounts() == []


def test_the_session_is_worth_nothing_without_the_header(behind):
    status(behind, named("Anna"))
    assert behind.get_cookie(COOKIE)
    assert status(behind, PAGE) == HTTPStatus.SEE_OTHER
    assert status(behind, PAGE, "127.0.0.1") == HTTPStatus.SEE_OTHER


def test_another_name_is_another_person(behind):
    status(behind, named("Anna"))
    status(behind, named("Bob", "heads"))
    assert {one.name: one.role for one in accounts()} == {"anna": "office", "bob": "administrator"}
    (session,) = sessions_of(account_named("bob").account_id)
    assert session.via == "proxy"
    assert sessions_of(account_named("anna").account_id) == [], "the browser has given its session back"


@pytest.mark.parametrize("name", ["Anna,Bob", "Anna, Bob", "Anna Bob", "\xff\xfe", "a" * 330, ","])
def test_names_that_can_be_nobodys_are_refused(behind, name):
    assert status(behind, named(name)) == HTTPStatus.FORBIDDEN
    assert accounts() == []


def test_two_headers_of_one_name_are_refused(behind):
    headers = [("X-Forwarded-User", "boss"), *named("Anna").items()]
    answer = behind.get("/who", headers=headers, environ_base=PROXY)
    assert (answer.status_code, accounts()) == (403, [])


def test_names_keep_their_letters(behind):
    assert status(behind, named("Zoë@example.org".encode().decode("latin-1"))) == HTTPStatus.OK
    assert accounts()[0].name == "zoë@example.org"


def test_an_empty_header_names_nobody(behind):
    assert status(behind, named("")) == HTTPStatus.SEE_OTHER


def test_groups_hold_from_the_next_request_on(behind):
    status(behind, named("Anna", "kabul"))
    status(behind, named("Anna", "heads"))
    assert accounts()[0].role == "administrator"
    status(behind, named("Bea", "heads"))  # two, so that one may go
    status(behind, named("Anna", ""))
    assert (account_named("anna").role, account_named("anna").countries) == (None, None)


def test_a_form_needs_the_token_of_the_session(behind):
    status(behind, named("Anna", "heads"))
    sent = {"headers": named("Anna", "heads") | SAME, "environ_base": PROXY}
    for token in ("", "0" * 64, form_token("")):
        assert behind.post("/sign-out", data={FIELD: token}, **sent).status_code == HTTPStatus.FORBIDDEN
    (session,) = sessions_of(accounts()[0].account_id)
    right = behind.post("/sign-out", data={FIELD: form_token(session.session_hash)}, **sent)
    assert right.status_code == HTTPStatus.SEE_OTHER
    assert sessions_of(accounts()[0].account_id) == []
    assert behind.post("/sign-out", data={FIELD: ""}, **sent).status_code == HTTPStatus.FORBIDDEN


def test_only_opened_pages_begin_a_session(behind):
    script = named("Anna") | {"Sec-Fetch-Mode": "cors", "Accept": "*/*"}
    assert status(behind, script) == HTTPStatus.OK
    assert sessions_of(accounts()[0].account_id) == []


def test_the_page_after_signing_out_signs_nobody_in(behind):
    assert status(behind, named("Anna"), address="/sign-in?said=out") == HTTPStatus.OK
    assert sessions_of(accounts()[0].account_id) == []


def test_an_account_that_signed_in_here_itself_comes_first(behind):
    mine = create_account(Account("root", role="administrator", countries="*", areas="*", domains="*", detail="rows"))
    behind.set_cookie(COOKIE, begin_session(mine.account_id, "local"))
    assert status(behind, named("Anna")) == HTTPStatus.OK
    assert [one.name for one in accounts()] == ["root"]


def test_an_administrator_looks_through_other_eyes_here_too(behind):
    seen = create_account(Account("reader"))
    status(behind, named("Anna", "heads"))
    view_as(behind.get_cookie(COOKIE).value, seen.account_id)
    answer = behind.get("/data/quarantine", headers=named("Anna", "heads"), environ_base=PROXY)
    assert answer.status_code == HTTPStatus.OK
    (session,) = sessions_of(account_named("anna").account_id)
    assert session.viewed_account_id == seen.account_id


def test_a_closed_account_stays_out(behind):
    status(behind, named("Anna"))
    change_account(accounts()[0].account_id, is_active=False)
    assert status(behind, named("Anna")) == HTTPStatus.FORBIDDEN


def test_the_name_of_a_local_account_is_not_taken(behind):
    create_account(Account("anna", role="administrator"))
    assert status(behind, named("Anna")) == HTTPStatus.FORBIDDEN


FAULTS = [
    ({"oidc_issuer": "https://login.example"}, "LAGEBILD_OIDC_CLIENT_ID is not"),
    ({"oidc_issuer": "http://login.example", "oidc_client_id": "a"}, "begin with https://"),
    ({"oidc_issuer": "login.example", "oidc_client_id": "a"}, "begin with https://"),
    ({"oidc_issuer": "https://login.example?a=b", "oidc_client_id": "a"}, "as it calls itself"),
    ({"proxy_header": "X-User"}, "LAGEBILD_PROXY_ADDRESSES names no proxy"),
    ({"proxy_header": "X-User", "proxy_addresses": "0.0.0.0/0"}, "anybody could be anybody"),
    ({"proxy_header": "X-User", "proxy_addresses": "10.0.0.1,::/0"}, "anybody could be anybody"),
    ({"proxy_header": "X_User", "proxy_addresses": "10.0.0.1"}, "LAGEBILD_PROXY_HEADER names no header"),
    ({"proxy_header": "Cookie", "proxy_addresses": "10.0.0.1"}, "LAGEBILD_PROXY_HEADER names no header"),
    (
        {"proxy_header": "X-User", "proxy_groups_header": "Host", "proxy_addresses": "10.0.0.1"},
        "LAGEBILD_PROXY_GROUPS_HEADER names no header",
    ),
]


@pytest.mark.parametrize("told, fault", FAULTS)
def test_settings_that_let_in_the_wrong_people_are_named(home, told, fault):
    with pytest.raises(UnsafeStart, match=fault):
        refuse_unsafe_start(Settings(**told))


def test_settings_that_are_right_have_no_fault(home):
    right = {"oidc_issuer": "https://login.example/realm", "oidc_client_id": "a", "proxy_header": "X-User"}
    assert way_faults(Settings(**right, proxy_addresses="10.0.0.1")) == []
    assert way_faults(Settings()) == []


@pytest.mark.parametrize("listed", ["10.0.0.1/8", "proxy.example", "10.0.0.300"])
def test_an_address_that_is_none_is_named(listed):
    with pytest.raises(ValueError, match="proxy_addresses"):
        Settings(proxy_addresses=listed)


def test_a_wrong_file_of_groups_keeps_the_app_from_starting(tmp_path, monkeypatch):
    path = tmp_path / "groups.yaml"
    path.write_text("- {group: heads, role: king}", encoding="utf-8")
    use_home(tmp_path / "home", monkeypatch, groups=str(path))
    with pytest.raises(UnsafeStart, match=r"groups.yaml: entry 1 \(heads\): countries, areas, domains, detail"):
        refuse_unsafe_start(Settings())
