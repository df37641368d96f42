"""Signing in, out and setting a password: what a browser sends, and what somebody could send who means harm."""

from datetime import timedelta
from html.parser import HTMLParser
from http import HTTPStatus

import pytest
from flask import Flask

from access import reading_as
from access.administration import link_for, set_active
from access.door import add_door
from access.forms import FIELD, form_token
from access.one_time import link_address
from access.passwords import password_hash
from access.session_way import COOKIE
from access.ways import WAYS
from guards.errors import tell_errors
from ledger import attempts, sessions
from ledger.accounts import Account, account_named, account_of, create_account, keep_password_hash
from ledger.audit_list import Wanted, events
from ledger.database import now
from ledger.sessions import hash_of, session_of, sessions_of
from sign_in_forms import add_sign_in_forms
from tests.conftest import use_home

GOOD, OTHER = "copper lantern 4 otters", "seven violet ladders sing"
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def app():
    """The addresses of signing in, and one page behind the door."""
    server = Flask("sign-in")
    add_door(server, WAYS)
    add_sign_in_forms(server)
    server.add_url_rule("/", "page", lambda: "inside")
    tell_errors(server)
    return server


@pytest.fixture
def client(app, home):
    with reading_as(None):
        yield app.test_client()


@pytest.fixture
def ada(home):
    made = create_account(Account("ada@example.org", "Ada", role="reader"))
    keep_password_hash(made.account_id, password_hash(GOOD))
    return account_of(made.account_id)


def sign_in(client, password: str = GOOD, name: str = "ada@example.org", **more):
    told = {"name": name, "password": password, "next": more.pop("next", "/supply")}
    return client.post("/sign-in", data=told, headers={**OWN, **more})


def is_in(client) -> bool:
    return client.get("/").status_code == HTTPStatus.OK


def token_of(client) -> str:
    return client.get_cookie(COOKIE).value


def actions() -> list[str]:
    return [event.action for event in events(Wanted(), 50)]


class Inputs(HTMLParser):
    """The fields of a page and what they are labelled with."""

    def __init__(self, page: str):
        super().__init__()
        self.fields, self.labelled, self.others = [], set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "input" and told.get("type") != "hidden":
            self.fields.append(told)
        elif tag == "label":
            self.labelled.add(told["for"])
        elif tag in ("script", "iframe", "style") or any(name.startswith("on") for name in told):
            self.others.append(tag)


def test_somebody_signs_in_and_comes_to_the_wanted_page(client, ada):
    assert not is_in(client)
    answer = sign_in(client, name=" ADA@Example.org ")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/supply")
    assert is_in(client)
    assert actions() == ["signed_in"]


def test_the_cookie_is_for_this_app_only(client, ada):
    cookie = sign_in(client).headers["Set-Cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "Domain" not in cookie
    assert "Expires" not in cookie


def test_behind_https_the_cookie_goes_no_other_way(client, ada, home, monkeypatch):
    use_home(home, monkeypatch, public_url="https://app.example")
    assert "Secure" in sign_in(client).headers["Set-Cookie"].split("; ")


@pytest.mark.parametrize("name, password", [("ada@example.org", "x" * 12), ("eve", GOOD), ("", ""), ("a b", GOOD)])
def test_every_wrong_sign_in_gets_the_same_words(client, ada, name, password):
    answer = sign_in(client, password, name)
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert "Name and password do not belong together." in answer.text
    assert password == "" or password not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert actions() == ["sign_in_failed"]


def test_what_is_typed_as_a_name_is_not_kept(client, ada):
    sign_in(client, name=GOOD)
    assert GOOD not in str(events(Wanted(), 50))


def test_a_closed_account_does_not_come_in(client, ada):
    set_active(ada, "bob", is_active=False)
    assert sign_in(client).status_code == HTTPStatus.UNAUTHORIZED


def test_a_name_in_the_page_is_text(client, ada):
    answer = sign_in(client, name='"><script>alert(1)</script>')
    assert "<script" not in answer.text


def test_guessing_has_to_wait_whatever_is_guessed(client, ada, monkeypatch):
    for _guess in range(5):
        assert sign_in(client, "a wrong password").status_code == HTTPStatus.UNAUTHORIZED
    answer = sign_in(client, GOOD)
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert 0 < int(answer.headers["Retry-After"]) <= 15
    assert "Try again in" in answer.text
    assert not is_in(client)
    assert "sign_in_paused" in actions()
    later = now() + timedelta(seconds=16)
    monkeypatch.setattr(attempts, "now", lambda: later)
    assert sign_in(client, GOOD).status_code == HTTPStatus.SEE_OTHER


def test_a_name_that_nobody_has_waits_as_well(client, ada):
    answers = [sign_in(client, GOOD, "eve").status_code for _guess in range(6)]
    assert answers == [401] * 5 + [429]


def test_a_stranger_elsewhere_does_not_shut_somebody_out(client, ada):
    for _guess in range(6):
        client.post("/sign-in", data={"name": "ada@example.org", "password": "x"}, headers=OWN, environ_base=ELSEWHERE)
    assert sign_in(client).status_code == HTTPStatus.SEE_OTHER


ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


def test_addresses_of_one_network_guess_as_one(client, ada):
    answers = []
    for guess in range(6):
        place = {"REMOTE_ADDR": f"2001:db8:1:2::{guess + 1}"}
        sent = {"name": "ada@example.org", "password": "x"}
        answers.append(client.post("/sign-in", data=sent, headers=OWN, environ_base=place).status_code)
    assert answers == [401] * 5 + [429]


def test_a_made_up_chain_of_proxies_does_not_make_a_new_visitor(client, ada):
    answers = [sign_in(client, "x", **{"X-Forwarded-For": f"10.9.8.{guess}"}).status_code for guess in range(6)]
    assert answers == [401] * 5 + [429]


def test_visitors_behind_a_believed_proxy_guess_apart(client, ada, home, monkeypatch):
    use_home(home, monkeypatch, proxy_addresses="127.0.0.1")
    for _guess in range(6):
        answer = sign_in(client, "x", **{"X-Forwarded-For": "10.9.8.7, 198.51.100.7"})
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert sign_in(client, **{"X-Forwarded-For": "198.51.100.7, 203.0.113.5"}).status_code == HTTPStatus.SEE_OTHER


def test_a_session_that_somebody_else_put_there_is_worth_nothing_after_sign_in(client, ada):
    eve = create_account(Account("eve", role="reader"))
    planted = sessions.begin_session(eve.account_id, "local")
    client.set_cookie(COOKIE, planted)
    sign_in(client)
    assert token_of(client) != planted
    assert session_of(planted) is None
    assert session_of(token_of(client)).account_id == ada.account_id


def test_a_made_up_session_is_not_taken_over(client, ada):
    client.set_cookie(COOKIE, "chosen-by-somebody-else")
    sign_in(client)
    assert token_of(client) != "chosen-by-somebody-else"
    assert session_of("chosen-by-somebody-else") is None


def test_signing_out_ends_the_session_on_the_server(client, ada):
    sign_in(client)
    token = token_of(client)
    sent = {FIELD: form_token(hash_of(token))}
    answer = client.post("/sign-out", data=sent, headers=OWN)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?said=out")
    assert client.get_cookie(COOKIE) is None
    client.set_cookie(COOKIE, token)
    assert not is_in(client)
    assert "signed_out" in actions()


def test_another_site_signs_nobody_in_or_out(client, ada):
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    told = {"name": "ada@example.org", "password": GOOD}
    assert client.post("/sign-in", data=told, headers=elsewhere).status_code == HTTPStatus.FORBIDDEN
    sign_in(client)
    assert client.post("/sign-out", headers=elsewhere).status_code == HTTPStatus.FORBIDDEN
    assert client.post("/sign-out", data={FIELD: "x"}, headers=OWN).status_code == HTTPStatus.FORBIDDEN
    assert is_in(client)


@pytest.mark.parametrize("wanted", ["//evil.example", "/\\evil.example", "https://evil.example", "/%0d%0aX: y"])
def test_signing_in_leads_to_this_app_only(client, ada, wanted):
    shown = client.get("/sign-in", query_string={"next": wanted})
    assert "evil" not in shown.text
    assert sign_in(client, next=wanted).headers["Location"] == "/"
    assert client.get("/sign-in", query_string={"next": wanted}).headers["Location"] == "/"


def test_a_form_that_nobody_can_write_is_refused(client, ada):
    assert sign_in(client, "x" * 70_000).status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_link_sets_a_password_once_and_ends_what_was_open(client, ada):
    other = sessions.begin_session(ada.account_id, "local")
    address = link_for(ada, "bob").removeprefix("http://127.0.0.1:8050")
    for _look in range(2):
        assert client.get(address).status_code == HTTPStatus.OK
    answer = client.post(address, data={"password": OTHER, "again": OTHER}, headers=OWN)
    assert answer.headers["Location"] == "/"
    assert is_in(client)
    assert session_of(other) is None
    assert len(sessions_of(ada.account_id)) == 1
    assert client.get(address).status_code == HTTPStatus.GONE
    again = client.post(address, data={"password": GOOD, "again": GOOD}, headers=OWN)
    assert again.status_code == HTTPStatus.GONE
    assert sign_in(client, GOOD).status_code == HTTPStatus.UNAUTHORIZED
    assert sign_in(client, OTHER).status_code == HTTPStatus.SEE_OTHER


@pytest.mark.parametrize("password, again", [("short", "short"), (OTHER, GOOD), ("", ""), ("ada@example.org 1", "")])
def test_a_password_that_is_not_taken_leaves_link_and_password(client, ada, password, again):
    address = link_for(ada, "bob").removeprefix("http://127.0.0.1:8050")
    answer = client.post(address, data={"password": password, "again": again}, headers=OWN)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert 'role="alert"' in answer.text
    assert client.get(address).status_code == HTTPStatus.OK
    assert sign_in(client).status_code == HTTPStatus.SEE_OTHER


def test_another_site_sets_no_password(client, ada):
    address = link_for(ada, "bob").removeprefix("http://127.0.0.1:8050")
    sent = {"password": OTHER, "again": OTHER}
    assert client.post(address, data=sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == HTTPStatus.FORBIDDEN
    assert client.post(address, data=sent).status_code == HTTPStatus.FORBIDDEN


def test_the_first_administrator_makes_the_own_account(client, home):
    address = link_address("first", None, "start").removeprefix("http://127.0.0.1:8050")
    told = {"name": "Ada@example.org", "shown_name": "Ada", "password": GOOD, "again": GOOD}
    assert client.post(address, data={**told, "name": "a b"}, headers=OWN).status_code == HTTPStatus.BAD_REQUEST
    assert client.post(address, data={**told, "again": ""}, headers=OWN).status_code == HTTPStatus.BAD_REQUEST
    assert client.post(address, data=told, headers=OWN).status_code == HTTPStatus.SEE_OTHER
    assert is_in(client)
    made = account_named("ada@example.org")
    assert (made.role, made.countries, made.detail, made.may_export) == ("administrator", "*", "rows", True)
    assert client.post(address, data={**told, "name": "eve"}, headers=OWN).status_code == HTTPStatus.GONE
    assert account_named("eve") is None


def test_no_link_makes_a_second_first_administrator(client, home):
    address = link_address("first", None, "start").removeprefix("http://127.0.0.1:8050")
    create_account(Account("ada", role="reader"))
    told = {"name": "eve", "password": GOOD, "again": GOOD}
    assert client.get(address).status_code == HTTPStatus.GONE
    assert client.post(address, data=told, headers=OWN).status_code == HTTPStatus.GONE
    assert account_named("eve") is None


def test_every_field_has_a_label_and_tells_password_managers_what_it_is(client, ada):
    address = link_for(ada, "bob").removeprefix("http://127.0.0.1:8050")
    kinds = []
    for path in ("/sign-in", address):
        answer = client.get(path)
        page = Inputs(answer.text)
        assert answer.headers["Cache-Control"] == "no-store"
        assert {field["id"] for field in page.fields} == page.labelled
        assert not page.others
        kinds.append([field["autocomplete"] for field in page.fields])
    assert kinds == [["username", "current-password"], ["username", "new-password", "new-password"]]


def test_where_somebody_signed_in_is_told_in_words(client, ada):
    said = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    sign_in(client, **{"User-Agent": said})
    assert sessions_of(ada.account_id)[0].device == "Firefox, Linux"
