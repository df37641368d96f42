"""A token opens the interface and files, never more than its owner sees at that moment, and nothing once it ended."""

import random
import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from access import reading_as
from access.forms import form_token
from access.policy import ENDPOINTS
from access.token_way import OPENED
from access.tokens import MOST_IN_FORCE, WantedToken, WrongToken, make_token, reader_with, revoke_token
from app import create_app
from ledger import audit_list
from ledger.accounts import account_of, change_account
from ledger.audit_list import Wanted
from ledger.database import now, opened
from ledger.sessions import hash_of
from ledger.tokens import Token, api_token, tokens
from manage import app as command_line
from queries.reader import RIGHTS, Reader
from tests.conftest import sign_in

KPI, MART, FILE = "/api/v1/kpis/months_of_stock", "/api/v1/marts/mart_project", "/aid.csv"
FORM = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def server():
    return create_app()


@pytest.fixture
def client(server, demo_home):
    """Somebody whom no code of the house vouches for."""
    with reading_as(None):
        yield server.test_client(use_cookies=False)


def owner(name: str, **told):
    return account_of(sign_in(f"token-{name}", **told))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@contextmanager
def changed(account, **changes):
    """An account with something changed, as it was before at the end."""
    change_account(account.account_id, **changes)
    try:
        yield
    finally:
        change_account(account.account_id, **{name: getattr(account, name) for name in changes})


def test_a_token_opens_figures_and_with_export_rows_and_files(client):
    figures, _kept = make_token(owner("a"), WantedToken("a script", 30))
    whole, kept = make_token(owner("a"), WantedToken("another", 30, may_export=True))
    assert [client.get(address, headers=bearer(figures)).status_code for address in (KPI, MART, FILE)] == [
        200,
        403,
        403,
    ]
    assert [client.get(address, headers=bearer(whole)).status_code for address in (KPI, MART, FILE)] == [200, 200, 200]
    found = next(one for one in tokens(kept.account_id) if one.token_id == kept.token_id)
    assert found.last_used_on == now().date()
    told = audit_list.events(Wanted(action="exported"), 1)[0]
    assert told.actor == "token-a@example.org" and told.told["token"] == kept.prefix


@pytest.mark.parametrize(
    "address",
    ["/", "/account", "/audit", "/audit/events.csv", "/who", "/supply", "/figures/supply?figure=stock-months"],
)
def test_a_token_opens_no_page(client, address):
    token, _kept = make_token(owner("pages"), WantedToken("a script", 30, may_export=True))
    assert client.get(address, headers=bearer(token)).status_code == 403
    assert client.get(address, headers=bearer(token) | {"Cookie": "lagebild_session=token-pages"}).status_code == 403


def test_a_token_writes_nothing(client):
    token, _kept = make_token(owner("writes"), WantedToken("a script", 30, may_export=True))
    posts = [
        rule.rule for rule in client.application.url_map.iter_rules() if "POST" in rule.methods and "<" not in rule.rule
    ]
    assert "/account/tokens" in posts
    for address in posts:
        sent = client.post(address, data={"csrf": form_token("")}, headers=bearer(token) | FORM)
        assert sent.status_code in (403, 404), address


def test_no_page_and_no_form_is_among_what_tokens_open():
    assert set(OPENED) <= set(ENDPOINTS)
    assert not OPENED & {"page", "page_below", "figure", "who", "check_files", "new_token", "audit_file"}


def test_a_token_gives_no_session(client):
    token, _kept = make_token(owner("session"), WantedToken("a script", 30))
    answer = client.get(KPI, headers=bearer(token))
    assert "Set-Cookie" not in answer.headers
    assert client.get(KPI).status_code == 401


@pytest.mark.parametrize("shown", ["", "x", "lgb_00000000_" + "a" * 43, "lgb_\u00e9", "'; --"])
def test_an_unknown_token_refuses_also_those_who_are_signed_in(client, shown):
    owner("known")
    cookie = {"Cookie": "lagebild_session=token-known"}
    assert client.get(KPI, headers=cookie).status_code == 200
    refused = client.get(KPI, headers=cookie | {"Authorization": f"Bearer {shown}".encode().decode("latin-1")})
    assert refused.status_code == 401 and refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert refused.mimetype == "application/problem+json"


def test_a_token_that_ended_opens_nothing(client):
    account = owner("ends")
    expired, first = make_token(account, WantedToken("expired", 30))
    revoked, second = make_token(account, WantedToken("revoked", 30))
    assert (
        client.get(KPI, headers=bearer(expired)).status_code
        == 200
        == client.get(KPI, headers=bearer(revoked)).status_code
    )
    with opened().begin() as connection:
        of_it = api_token.c.token_id == first.token_id
        connection.execute(update(api_token).where(of_it).values(expires_at=now() - timedelta(seconds=1)))
    assert revoke_token(second.token_id, "ends", account.account_id).state == "revoked"
    late, gone = client.get(KPI, headers=bearer(expired)), client.get(KPI, headers=bearer(revoked))
    assert (late.status_code, gone.status_code) == (401, 401)
    assert "expired" in late.text and "revoked" in gone.text
    told = audit_list.events(Wanted(action="refused"), 1)[0]
    assert told.told["token"] == second.prefix and revoked not in told.details


def test_a_token_shows_what_its_owner_sees_now(client):
    account = owner("now", role="controller")
    token, _kept = make_token(account, WantedToken("a script", 30, may_export=True))
    url = "/api/v1/marts/mart_project?limit=200"
    everywhere = {row["country_code"] for row in client.get(url, headers=bearer(token)).json["rows"]}
    with changed(account, countries={"AFG"}):
        here = {row["country_code"] for row in client.get(url, headers=bearer(token)).json["rows"]}
    assert here == {"AFG"} < everywhere
    with changed(account, may_export=False):
        assert client.get(url, headers=bearer(token)).status_code == 403
    with changed(account, is_active=False):
        assert client.get(url, headers=bearer(token)).status_code == 401
    with changed(account, role="nonsense"):
        assert client.get(url, headers=bearer(token)).status_code == 403


def test_the_limits_of_a_token_hold(client):
    limits = {"countries": ["TCD"], "domains": ["projects"]}
    token, _kept = make_token(owner("limits"), WantedToken("a script", 30, limits, may_export=True))
    rows = client.get("/api/v1/marts/mart_project?limit=200", headers=bearer(token)).json["rows"]
    assert {row["country_code"] for row in rows} == {"TCD"}
    assert client.get("/api/v1/marts/mart_stock_month", headers=bearer(token)).status_code in (403, 404)
    assert client.get(KPI, headers=bearer(token)).status_code == 403


CODES = {"countries": ("AFG", "TCD", "SSD"), "areas": ("AF01", "TD02"), "domains": ("aid", "supply", "risk")}


def some(chance: random.Random, codes) -> frozenset | None:
    return None if chance.random() < 0.3 else frozenset(one for one in codes if chance.random() < 0.5)


def sees(reader: Reader) -> set:
    """Every combination of country, area and domain that a reader sees; a row without one of them has None there."""
    held = [({None, *codes} if (own := getattr(reader, name)) is None else own) for name, codes in CODES.items()]
    return set(product(*held))


@pytest.mark.parametrize("seed", range(200))
def test_a_token_never_shows_more_than_its_owner_nor_than_its_limits(seed):
    chance = random.Random(seed)
    drawn = {name: some(chance, codes) for name, codes in CODES.items()}
    rights = frozenset(one for one in RIGHTS if chance.random() < 0.5)
    compared = some(chance, CODES["domains"]) or frozenset()
    person = Reader("p", **drawn, detail=chance.choice(["rows", "totals"]), compared=compared, rights=rights)
    limits = {name: some(chance, codes) for name, codes in (CODES | {"compared": CODES["domains"]}).items()}
    limits = {name: sorted(codes) for name, codes in limits.items() if codes is not None}
    limits |= {"detail": chance.choice(["rows", "totals"])} if chance.random() < 0.5 else {}
    kept = Token("t", "lgb_00000000", "a", "x", limits, chance.random() < 0.5, "p", now(), now())
    found = reader_with(kept, person)
    asked = Reader("p", **{name: limits.get(name) for name in CODES})
    assert sees(found) == sees(person) & sees(asked)
    assert found.rights <= person.rights & {"export"} and (kept.may_export or not found.rights)
    assert found.compared <= person.compared & frozenset(limits.get("compared", person.compared))
    assert "totals" not in (person.detail, limits.get("detail")) or found.detail == "totals"


WRONG = [
    {"label": ""}, {"label": " " * 9}, {"label": "x" * 101}, {"label": "a\nb"}, {"days": 0}, {"days": -1},
    {"days": 366}, {"limits": {"colour": ["red"]}}, {"limits": {"countries": "AFG"}}, {"limits": {"detail": "all"}},
]  # fmt: skip


@pytest.mark.parametrize("change", WRONG)
def test_a_token_without_sense_is_not_made(home, change):
    with pytest.raises(WrongToken):
        make_token(owner("wrong"), replace(WantedToken("a script", 30), **change))
    assert tokens() == []


def test_an_account_has_its_fill_and_a_closed_one_gets_none(home):
    account = owner("many", role="reader")
    for number in range(MOST_IN_FORCE):
        make_token(account, WantedToken(f"script {number}", 30))
    with pytest.raises(WrongToken, match="at most 20"):
        make_token(account, WantedToken("one more", 30))
    with pytest.raises(WrongToken, match="closed"):
        make_token(replace(account, is_active=False), WantedToken("a script", 30))


def test_a_form_makes_a_token_that_is_told_once_and_ends_it(client):
    owner("form")
    cookie = {"Cookie": "lagebild_session=token-form"} | FORM
    csrf = {"csrf": form_token(hash_of("token-form"))}
    given = {"label": "<b>script</b>", "days": "30", "export": "yes", "country": "afg, TCD", "domain": "", "detail": ""}
    answer = client.post("/account/tokens", data=given | csrf, headers=cookie)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    (text,) = set(re.findall(r"lgb_[0-9a-f]{8}_[\w-]{43}", answer.text))
    assert "<b>script" not in answer.text and client.get(KPI, headers=bearer(text)).status_code == 200
    (kept,) = [one for one in tokens() if text.startswith(one.prefix)]
    assert kept.limits == {"countries": ["AFG", "TCD"]}
    made = audit_list.events(Wanted(action="token_made"), 1)[0]
    assert made.actor == "token-form@example.org" and text not in made.details
    ended = client.post("/account/tokens/end", data={"token": kept.token_id} | csrf, headers=cookie)
    assert ended.status_code == 303 and client.get(KPI, headers=bearer(text)).status_code == 401


def test_forms_of_tokens_want_the_token_of_the_form_and_know_their_owner(client):
    mine, _other = owner("mine"), owner("other", role="reader")
    _text, kept = make_token(mine, WantedToken("a script", 30))
    cookie = {"Cookie": "lagebild_session=token-other"} | FORM
    given = {"label": "x", "days": "30"}
    assert client.post("/account/tokens", data=given, headers=cookie).status_code == 403
    assert client.post("/account/tokens", data=given).status_code in (401, 403)
    csrf = {"csrf": form_token(hash_of("token-other"))}
    assert client.post("/account/tokens/end", data={"token": kept.token_id} | csrf, headers=cookie).status_code == 303
    assert next(one for one in tokens() if one.token_id == kept.token_id).state == "in_force"
    for wrong in ({"days": "x"}, {"days": "9" * 9}, {"country": "<script>"}, {"detail": "x"}, {"label": ""}):
        assert client.post("/account/tokens", data=given | wrong | csrf, headers=cookie).status_code == 400


def test_the_commands_make_list_and_revoke(home):
    owner("line")
    run, name = CliRunner(), "token-line@example.org"
    made = run.invoke(command_line, ["token", "add", name, "--for", "nightly", "--only", "country=afg,TCD", "--export"])
    (kept,) = tokens()
    assert made.exit_code == 0 and kept.prefix in made.output and kept.limits == {"countries": ["AFG", "TCD"]}
    assert kept.prefix in run.invoke(command_line, ["token", "list", name]).output
    assert run.invoke(command_line, ["token", "revoke", kept.prefix]).exit_code == 0
    assert tokens()[0].state == "revoked"
    assert run.invoke(command_line, ["token", "revoke", kept.prefix]).exit_code == 2
    assert run.invoke(command_line, ["token", "add", "nobody", "--for", "x"]).exit_code == 2
    assert run.invoke(command_line, ["token", "add", name, "--for", "x", "--only", "colour=red"]).exit_code == 2
