"""Signing in at a provider: who it says somebody is counts, and only where everything about the answer is right."""

from contextlib import ExitStack
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc.jwk import OctKey, RSAKey

from access import reading_as
from access.provider_answers import AT_ONCE, _discovered, asking
from access.session_way import COOKIE
from app import create_app
from ledger.accounts import Account, accounts, change_account, create_account
from ledger.audit_list import Wanted, events
from ledger.sessions import sessions_of
from provider_sign_in import BEGUN
from tests.access.provider import CLIENT, SECRET, provider_running, signed_with_public_key, unsigned
from tests.conftest import use_home

GROUPS = """
- {group: kabul, role: office, countries: [AFG], areas: "*", domains: [supply], detail: rows}
- {group: heads, role: administrator, countries: "*", areas: "*", domains: "*", detail: rows}
"""
FAULT = "does not answer as it should"
LOST = "was not begun in this browser"


@pytest.fixture(scope="module")
def app():
    return create_app()


@pytest.fixture
def provider(tmp_path, monkeypatch):
    (tmp_path / "groups.yaml").write_text(GROUPS, encoding="utf-8")
    with provider_running() as running:
        told = {"oidc_issuer": running.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
        use_home(tmp_path / "home", monkeypatch, groups=str(tmp_path / "groups.yaml"), **told)
        _discovered.cache_clear()
        with reading_as(None):
            yield running


@pytest.fixture
def client(app, provider):
    return app.test_client()


def sent_back(client, wanted: str = "/supply") -> str:
    """Begins a sign-in and goes through the provider; gives the address to which it sends the browser back."""
    begun = client.get("/sign-in/provider", query_string={"next": wanted})
    assert begun.status_code == HTTPStatus.SEE_OTHER, begun.text
    back = requests.get(begun.headers["Location"], allow_redirects=False, timeout=10).headers["Location"]
    return back.removeprefix("http://127.0.0.1:8050")


def signed_in(client, wanted: str = "/supply"):
    return client.get(sent_back(client, wanted))


def is_signed_in(client) -> bool:
    return client.get("/who").status_code == HTTPStatus.OK


def test_somebody_signs_in_and_gets_what_the_groups_give(client):
    assert not is_signed_in(client)
    answer = signed_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/supply")
    assert is_signed_in(client)
    (account,) = accounts()
    assert (account.name, account.shown_name, account.via) == ("anna@example.org", "Anna", "oidc")
    assert (account.role, account.countries, account.domains) == ("office", {"AFG"}, {"supply"})
    (session,) = sessions_of(account.account_id)
    assert session.via == "oidc"
    assert [event.action for event in events(Wanted(), 1)] == ["signed_in"]


def test_the_cookies_stay_with_this_app(client):
    begun = client.get("/sign-in/provider")
    assert all(part in begun.headers["Set-Cookie"] for part in ("HttpOnly", "SameSite=Lax", "Path=/sign-in/provider"))
    told = parse_qs(urlsplit(begun.headers["Location"]).query)
    carried = client.get_cookie(BEGUN, path="/sign-in/provider").value
    assert not [name for name in ("state", "nonce", "code_challenge") if told[name][0] in carried]
    client.get(sent_back(client))
    assert client.get_cookie(BEGUN, path="/sign-in/provider") is None
    assert client.get_cookie(COOKIE) is not None


def test_a_session_that_was_there_before_is_not_taken_up(client):
    client.set_cookie(COOKIE, "known-to-somebody-else")
    signed_in(client)
    assert client.get_cookie(COOKIE).value != "known-to-somebody-else"
    before = client.get_cookie(COOKIE).value
    signed_in(client)
    assert client.get_cookie(COOKIE).value != before
    client.set_cookie(COOKIE, before)
    assert not is_signed_in(client)


@pytest.mark.parametrize("wanted", ["//evil.example", "/\\evil.example", "https://evil.example", "/%2Fevil.example"])
def test_a_sign_in_leads_nowhere_else(client, wanted):
    assert signed_in(client, wanted).headers["Location"] == "/"


def test_a_way_back_is_used_once(client):
    back = sent_back(client)
    kept = client.get_cookie(BEGUN, path="/sign-in/provider").value
    assert client.get(back).status_code == HTTPStatus.SEE_OTHER
    client.delete_cookie(COOKIE)
    client.set_cookie(BEGUN, kept, path="/sign-in/provider")
    again = client.get(back)
    assert (again.status_code, LOST in again.text) == (400, True)
    assert not is_signed_in(client)


def test_a_code_is_used_once(client, provider):
    back = sent_back(client)
    provider.codes.clear()
    refused = client.get(back)
    assert (refused.status_code, FAULT in refused.text) == (503, True)
    assert not is_signed_in(client)


def test_the_way_back_of_another_browser_is_refused(client, app):
    back = sent_back(client)
    other = app.test_client()
    assert LOST in other.get(back).text
    sent_back(other)
    assert LOST in other.get(back).text, "a browser that has begun a sign-in of its own"
    assert not is_signed_in(other)


@pytest.mark.parametrize("change", [("state=", "state=0"), ("state=", "other="), ("code=", "other=")])
def test_a_changed_way_back_is_refused(client, change):
    answer = client.get(sent_back(client).replace(*change))
    assert answer.status_code in (400, 403)
    assert not is_signed_in(client)


def test_a_changed_cookie_is_refused(client):
    back = sent_back(client)
    kept = client.get_cookie(BEGUN, path="/sign-in/provider").value
    for forged in (kept[:-2], "x" + kept, "", "a.b.c", kept.split(".")[0]):
        client.set_cookie(BEGUN, forged, path="/sign-in/provider")
        assert LOST in client.get(back).text


def test_a_sign_in_that_took_too_long_is_refused(client, monkeypatch):
    back = sent_back(client)
    monkeypatch.setattr("provider_sign_in.VALID", timedelta(seconds=-1))
    assert LOST in client.get(back).text


def test_what_the_provider_says_of_an_error_is_not_repeated(client):
    sent_back(client)
    told = {"error": "access_denied", "error_description": "<b>call 0800-EVIL</b>"}
    answer = client.get("/sign-in/provider/done", query_string=told)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "Your organisation did not sign you in." in answer.text
    assert "EVIL" not in answer.text


BROKEN_TOKENS = {
    "another issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "somebody-else"},
    "no audience": {"aud": None},
    "other audiences": {"aud": ["somebody-else", "and-another"]},
    "for another party": {"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"},
    "for several, without a party": {"aud": [CLIENT, "somebody-else"]},
    "another sign-in": {"nonce": "0" * 64},
    "no sign-in": {"nonce": None},
    "expired": {"exp": 1_600_000_000},
    "without an end": {"exp": None},
    "made in the future": {"iat": 4_000_000_000},
    "not yet valid": {"nbf": 4_000_000_000},
    "nobody": {"sub": None},
    "an empty person": {"sub": ""},
    "a number as a person": {"sub": 7},
    "of another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("claims", BROKEN_TOKENS.values(), ids=BROKEN_TOKENS)
def test_a_token_that_is_not_for_this_sign_in_is_refused(client, provider, claims):
    provider.told = claims
    answer = signed_in(client)
    assert (answer.status_code, FAULT in answer.text) == (503, True)
    assert not is_signed_in(client)
    assert accounts() == []


def test_a_token_that_the_provider_did_not_sign_is_refused(client, provider):
    provider.raw_token = unsigned
    assert FAULT in signed_in(client).text
    provider.raw_token = signed_with_public_key(provider)
    assert FAULT in signed_in(client).text
    provider.raw_token = None
    provider.signed_with = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
    assert FAULT in signed_in(client).text
    provider.signed_with = RSAKey.generate_key(2048, {"kid": "two"}, private=True)
    assert FAULT in signed_in(client).text
    provider.raw_token = lambda claims: "no token"
    assert FAULT in signed_in(client).text
    assert accounts() == []


def test_a_shared_key_of_the_provider_makes_no_token(client, provider):
    provider.signed_with = OctKey.generate_key(256, {"kid": "one"})
    provider.keys_shown, provider.algorithm = [provider.signed_with], "HS256"
    provider.document = {"id_token_signing_alg_values_supported": ["HS256", "none"]}
    assert FAULT in signed_in(client).text


def test_a_new_key_of_the_provider_is_known_at_once(client, provider):
    signed_in(client)
    provider.signed_with = RSAKey.generate_key(2048, {"kid": "two"}, private=True)
    provider.keys_shown = [provider.key, provider.signed_with]
    assert signed_in(client).status_code == HTTPStatus.SEE_OTHER


BROKEN_DOCUMENTS = {
    "another issuer": {"issuer": "https://evil.example"},
    "an issuer that is alike": {"issuer": "http://127.0.0.1:1/"},
    "no issuer": {"issuer": None},
    "tokens elsewhere": {"token_endpoint": "https://evil.example/token"},
    "keys elsewhere": {"jwks_uri": "http://169.254.169.254/keys"},
    "people elsewhere": {"userinfo_endpoint": "https://evil.example/person"},
    "a sign-in elsewhere": {"authorization_endpoint": "https://evil.example/authorize"},
    "a way out elsewhere": {"end_session_endpoint": "https://evil.example/out"},
    "no addresses of tokens": {"token_endpoint": None},
    "a file": {"jwks_uri": "file:///etc/passwd"},
    "no text": {"jwks_uri": 7},
    "no address": {"jwks_uri": "http://["},
    "a name in front": {"token_endpoint": "http://127.0.0.1@evil.example/token"},
}


@pytest.mark.parametrize("document", BROKEN_DOCUMENTS.values(), ids=BROKEN_DOCUMENTS)
def test_a_provider_that_leads_elsewhere_is_not_believed(client, provider, document):
    provider.document = document
    answer = client.get("/sign-in/provider")
    assert (answer.status_code, FAULT in answer.text) == (503, True)
    assert "evil" not in answer.text


ADDRESSES = ("/.well-known/openid-configuration", "/token", "/keys")
ANSWERS = {
    "error": (500, {}),
    "elsewhere": (302, {}),
    "a list": (200, []),
    "no JSON": (200, b"<html>"),
    "none": (204, b""),
}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_a_provider_that_fails_lets_nobody_in(client, provider, address, answer):
    provider.broken[address] = answer
    begun = client.get("/sign-in/provider")
    if begun.status_code == HTTPStatus.SEE_OTHER:
        begun = signed_in(client)
    assert (begun.status_code, FAULT in begun.text) == (503, True)
    assert "/elsewhere" not in provider.seen, "no answer leads to another address"
    assert not is_signed_in(client)


def test_an_endless_answer_is_not_read_to_its_end(client, provider):
    provider.broken["/.well-known/openid-configuration"] = (200, b"[" * (3 * 1024**2))
    assert FAULT in client.get("/sign-in/provider").text


def test_a_provider_that_is_down_says_so_and_others_still_sign_in(app, tmp_path, monkeypatch):
    with provider_running() as running:
        issuer = running.issuer
    use_home(tmp_path / "home", monkeypatch, oidc_issuer=issuer, oidc_client_id=CLIENT)
    with reading_as(None):
        answer = app.test_client().get("/sign-in/provider?next=/aid")
        assert (answer.status_code, FAULT in answer.text) == (503, True)
        assert '<form action="/sign-in"' in answer.text or 'action="/sign-in"' in answer.text
        assert app.test_client().get("/sign-in").status_code == HTTPStatus.OK


def test_people_who_wait_for_a_slow_provider_do_not_stop_the_app(client, monkeypatch):
    monkeypatch.setattr("access.provider_answers.WAIT_SECONDS", 0)
    with ExitStack() as others:
        for _ in range(AT_ONCE):
            others.enter_context(asking())
        assert FAULT in client.get("/sign-in/provider").text
        assert client.get("/sign-in").status_code == HTTPStatus.OK
    assert client.get("/sign-in/provider").status_code == HTTPStatus.SEE_OTHER


def test_without_a_provider_there_is_nothing_at_its_addresses(app, home):
    with reading_as(None):
        client = app.test_client()
        for address in ("/sign-in/provider", "/sign-in/provider/done?code=a&state=b", "/sign-out/provider"):
            assert client.get(address).status_code == HTTPStatus.NOT_FOUND
        assert "/sign-in/provider" not in client.get("/sign-in").text


def test_groups_and_names_come_from_the_claims_that_the_settings_name(client, provider, monkeypatch, tmp_path):
    use_home(tmp_path / "home", monkeypatch, oidc_groups_claim="realm.roles", oidc_name_claim="upn")
    provider.told = {"realm": {"roles": ["heads", 7]}, "groups": ["kabul"], "upn": "Chief@Example.org"}
    signed_in(client)
    (account,) = accounts()
    assert (account.name, account.role) == ("chief@example.org", "administrator")


def test_groups_that_the_token_lacks_are_asked_for(client, provider):
    provider.told, provider.person = {"groups": None}, {"groups": "heads", "iss": "https://evil.example"}
    signed_in(client)
    assert accounts()[0].role == "administrator"
    provider.person = {"groups": "heads", "sub": "another"}
    assert FAULT in signed_in(client).text
    provider.person = {}
    signed_in(client)
    assert accounts()[0].role == "administrator", "the last one stays in the list, and is given nothing"


@pytest.mark.parametrize("groups", [None, [], "", ["Kabul"], {"kabul": True}, 7, [["kabul"]]])
def test_without_a_group_that_is_known_somebody_sees_nothing(client, provider, groups):
    provider.told = {"groups": groups}
    signed_in(client)
    (account,) = accounts()
    assert (account.role, account.countries, account.may_export) == (None, None, False)


def test_a_group_that_was_lost_ends_the_sessions_elsewhere(client, app, provider):
    signed_in(client)
    at_home = app.test_client()
    signed_in(at_home)
    assert is_signed_in(client) and is_signed_in(at_home)
    provider.told = {"groups": ["heads"]}
    signed_in(at_home)
    assert is_signed_in(at_home)
    assert not is_signed_in(client)


def test_a_change_of_the_file_ends_a_session(client, tmp_path):
    signed_in(client)
    (tmp_path / "groups.yaml").write_text(GROUPS.replace("[AFG]", "[TCD, SSD]"), encoding="utf-8")
    assert not is_signed_in(client)
    signed_in(client)
    assert accounts()[0].countries == {"TCD", "SSD"}


def test_an_unproved_mail_address_is_nobodys_name(client, provider):
    provider.told = {"preferred_username": None, "email": "chief@example.org", "email_verified": False}
    signed_in(client)
    assert accounts()[0].name == "u-1"


def test_the_name_of_a_local_account_is_not_taken(client):
    mine = create_account(Account("anna@example.org", role="administrator"))
    answer = signed_in(client)
    assert (answer.status_code, "Somebody else has an account of your name" in answer.text) == (403, True)
    assert accounts() == [mine]


def test_a_closed_account_does_not_come_in(client, provider):
    signed_in(client)
    change_account(accounts()[0].account_id, is_active=False)
    assert not is_signed_in(client)
    answer = signed_in(client)
    assert (answer.status_code, "Your account here is closed" in answer.text) == (403, True)
    (last,) = events(Wanted(), 1)
    assert (last.action, last.subject) == ("sign_in_failed", f"{provider.issuer}#u-1")


def test_the_way_out_leads_through_the_provider(client, provider):
    assert "Sign out at your organisation as well" in client.get("/sign-in?said=out").text
    out = urlsplit(client.get("/sign-out/provider").headers["Location"])
    assert f"{out.scheme}://{out.netloc}{out.path}" == f"{provider.issuer}/out"
    assert parse_qs(out.query) == {
        "client_id": [CLIENT],
        "post_logout_redirect_uri": ["http://127.0.0.1:8050/sign-in"],
    }
    _discovered.cache_clear()
    provider.document = {"end_session_endpoint": None}
    assert client.get("/sign-out/provider").headers["Location"] == "/sign-in?said=out"
