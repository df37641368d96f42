"""Every address, page and figure of the running app, asked by a stranger and by every role: the table below says by hand
who gets in. What the app has and the table has not, or the reverse, fails."""

import json
import re
from html import unescape

import dash
import pytest
from dash import Dash, html

from access import reading_as
from access.forms import form_token
from access.session_way import COOKIE
from app import create_app
from ledger.sessions import hash_of
from tests.conftest import sign_in

ALL = {"countries": "*", "areas": "*", "domains": "*", "detail": "rows"}
PEOPLE = {
    "stranger": None,
    "no role": {**ALL, "role": None, "may_export": True},
    "unknown role": {**ALL, "role": "chief", "may_export": True},
    "no scope": {"role": "reader", "countries": None, "areas": None, "domains": None, "detail": None},
    "reader": {**ALL, "role": "reader", "may_export": False},
    "exporting reader": {**ALL, "role": "reader"},
    "office": {**ALL, "role": "office", "countries": frozenset({"AFG"})},
    "controller": {**ALL, "role": "controller"},
    "maintainer": {**ALL, "role": "maintainer", "may_export": False},
    "administrator": {**ALL, "role": "administrator"},
}
EVERYBODY = set(PEOPLE)
SIGNED_IN = EVERYBODY - {"stranger"}
EXPORTING = {"exporting reader", "office", "controller", "administrator"}
WRITING = {"office", "controller", "administrator"}
ISSUING = {"controller", "administrator"}
ADMINISTRATOR = {"administrator"}
NO_ONE: set[str] = set()

ADDRESSES = {
    "static_file": EVERYBODY,
    "health": EVERYBODY,
    **dict.fromkeys(("state", "service_worker", "offline_page"), EVERYBODY),
    **dict.fromkeys(
        ("sign_in_page", "sign_in", "first_page", "make_first", "password_page", "set_password"), EVERYBODY
    ),
    **dict.fromkeys(("provider_begin", "provider_done", "provider_out", "mail_end_page", "sign_out"), EVERYBODY),
    **dict.fromkeys(("page", "page_below", "figure", "who", "check_files"), SIGNED_IN),
    "page_file": EXPORTING,
    "rows_csv": EXPORTING,
    "rows_json": EXPORTING,
    "rows_parquet": EXPORTING,
    "rows_xlsx": EXPORTING,
    "rows_csv-metadata.json": EXPORTING,
    "quarantine_file": EXPORTING,
    "audit_file": ADMINISTRATOR,
    "new_subscription": EXPORTING,
    "end_own_subscription": SIGNED_IN,
    "end_by_secret": EVERYBODY,
    "write_commentary": WRITING,
    "issue_report": ISSUING,
    **dict.fromkeys(("account_new_page", "account_new", "account_change_page", "account_change"), ADMINISTRATOR),
    **dict.fromkeys(("account_state", "account_sessions", "account_link", "account_view_as"), ADMINISTRATOR),
    **dict.fromkeys(("end_viewing", "own_password", "new_token", "end_own_token"), SIGNED_IN),
    **dict.fromkeys(("end_own_session", "end_own_sessions"), SIGNED_IN),
    "api.contents": SIGNED_IN,
    "api./": SIGNED_IN,
    "api./openapi_json": SIGNED_IN,
    "api./kpis": SIGNED_IN,
    "api./kpis/<name>": SIGNED_IN,
    "api./marts": SIGNED_IN,
    "api./marts/<name>": EXPORTING,
    "api./builds": SIGNED_IN,
    "api./countries": SIGNED_IN,
    "api.unknown": SIGNED_IN,
}
"""Endpoint -> who gets past the door; what lies behind it may still be not found."""
PAGES = {
    **dict.fromkeys(
        [
            "/",
            "/aid",
            "/aid/line/none",
            "/api",
            "/country",
            "/country/none",
            "/data",
            "/data/quarantine",
            "/explain",
            "/funding",
            "/glossary",
            "/not-found",
            "/projects",
            "/projects/none",
            "/record",
            "/report",
            "/risk",
            "/risk/areas",
            "/risk/food",
            "/rows",
            "/subscriptions",
            "/supply",
            "/supply/item/none",
            "/supply/site/none",
            "/verify",
        ],
        SIGNED_IN,
    ),
    "/account": SIGNED_IN,
    "/accounts": ADMINISTRATOR,
    "/audit": ADMINISTRATOR,
}
NO_TOKEN = {"check_files"}
"""Forms that need none, as they write nothing; they must come from a page of the app all the same."""
NOT_OPEN = "This page is not open to you"
CALL = {
    "output": ".._pages_content.children..._pages_store.data..",
    "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
    "inputs": [{"id": "_pages_location", "property": name, "value": "/"} for name in ("pathname", "search")],
    "changedPropIds": ["_pages_location.pathname"],
}
"""What a browser with the scripts of Dash would send for a page."""
EXAMPLES = {
    "name": "otif",
    "load_id": "none",
    "page": "supply",
    "ending": "json",
    "path": "supply",
    "anything": "nothing",
    "token": "none",
}


@pytest.fixture(scope="module")
def app():
    """The app as it runs."""
    return create_app()


@pytest.fixture(scope="module")
def doors(app):
    """The same app with nothing behind its doors: who is let in gets a word, and does nothing."""
    made = create_app()
    made.view_functions.update(dict.fromkeys(made.view_functions, lambda **_variables: "let in"))
    return made


@pytest.fixture
def people(demo_home):
    for name, told in PEOPLE.items():
        if told is not None:
            sign_in(name, **{"name": name.replace(" ", "-"), **told})


def request_of(rule) -> tuple[str, str]:
    """A method and an address that a rule answers."""
    method = "GET" if "GET" in rule.methods else "POST"
    return method, re.sub("<(?:[^<>:]+:)?([^<>]+)>", lambda found: EXAMPLES.get(found[1], "none"), rule.rule)


def client_of(app, person: str):
    client = app.test_client()
    if PEOPLE[person] is not None:
        client.set_cookie(COOKIE, person, domain="localhost")
    return client


def is_let_in(answer) -> bool:
    """Whether the door let a request pass: neither refused nor sent to sign in."""
    return answer.status_code not in (401, 403) and "/sign-in" not in answer.headers.get("Location", "")


def ask(app, person: str, method: str, address: str, **given):
    headers = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
    if method == "POST" and "json" not in given:
        given["data"] = {"csrf": form_token(hash_of(person)), "a": "b"}
    with reading_as(None):
        return client_of(app, person).open(address, method=method, headers=headers, **given)


def test_the_table_names_every_address(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ADDRESSES)


def test_the_table_names_every_page(app):
    assert {page["path"] for page in dash.page_registry.values()} == set(PAGES)


@pytest.mark.parametrize("person", PEOPLE)
def test_addresses_let_in_whom_the_table_says(doors, people, person):
    wrong = []
    for rule in doors.url_map.iter_rules():
        method, address = request_of(rule)
        answer = ask(doors, person, method, address)
        if (answer.text == "let in") != (person in ADDRESSES[rule.endpoint]) or answer.status_code >= 500:
            wrong.append(f"{method} {address}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("person", PEOPLE)
def test_pages_open_to_whom_the_table_says(app, people, person):
    wrong = []
    for path, allowed in PAGES.items():
        answer = ask(app, person, "GET", path)
        is_open = answer.status_code == (404 if path == "/not-found" else 200) and NOT_OPEN not in answer.text
        if is_open != (person in allowed):
            wrong.append(f"{path}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("person", PEOPLE)
def test_files_of_pages_open_to_whom_the_table_says(app, people, person):
    wrong = []
    for path, allowed in PAGES.items():
        answer = ask(app, person, "GET", f"{'/home' if path == '/' else path}.json")
        if is_let_in(answer) > (person in allowed & EXPORTING):
            wrong.append(f"{path}: {answer.status_code}")
    assert wrong == []


@pytest.fixture
def figures(app, people):
    """Page -> the addresses of its figures, as an administrator sees them."""
    return {path: figures_of(ask(app, "administrator", "GET", path)) for path in (*PAGES, "/country/AFG")}


def figures_of(answer) -> set[str]:
    """The addresses of figures that stand in a document."""
    return {unescape(address) for address in re.findall('data-figure="([^"]+)"', answer.text)}


@pytest.mark.parametrize("person", PEOPLE)
def test_figures_open_to_whom_their_pages_show_them(app, people, figures, person):
    """A figure is where the page of the same person has it, and nowhere else."""
    assert sum(map(len, figures.values())) > 10
    wrong = []
    for path, addresses in figures.items():
        shown = figures_of(ask(app, person, "GET", path))
        for address in addresses | shown:
            answer = ask(app, person, "GET", address)
            if (answer.status_code == 200) != (address in shown) or (person == "stranger" and is_let_in(answer)):
                wrong.append(f"{address}: {answer.status_code}")
    assert wrong == []


@pytest.fixture(scope="module")
def of_dash():
    """The addresses that Dash adds to a server of its own: what browsers would ask for."""
    made = Dash("a server of its own", use_pages=False)
    made.layout = html.Div()
    made.server.test_client().get("/_dash-layout")
    found = {rule.rule for rule in made.server.url_map.iter_rules() if "_" in rule.rule}
    return sorted(re.sub("<[^>]*>", "dash", one) for one in found)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_addresses_of_dash_are_open_to_nobody(app, people, of_dash, person, method):
    assert {"/_dash-layout", "/_dash-dependencies", "/_dash-update-component"} <= set(of_dash)
    for address in of_dash:
        given = {} if method == "GET" else {"json": CALL}
        answer = ask(app, person, method, address, **given)
        assert answer.status_code in ((401,) if person == "stranger" else (403, 404, 405)), address
        assert "pages_content" not in answer.text and "script-src" not in answer.text, address


@pytest.mark.parametrize("person", sorted(SIGNED_IN))
def test_files_are_checked_for_pages_of_this_app_only(app, people, person):
    with reading_as(None):
        answer = client_of(app, person).post("/verify", data={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize("person", sorted(SIGNED_IN))
def test_a_form_without_its_token_does_nothing(app, people, person):
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods and "GET" not in rule.methods]
    posts = [
        rule for rule in posts if ADDRESSES[rule.endpoint] not in (EVERYBODY, NO_ONE) and rule.endpoint not in NO_TOKEN
    ]
    assert posts
    for rule in posts:
        for token in ("", form_token(hash_of("another session")), json.dumps(None)):
            with reading_as(None):
                answer = client_of(app, person).post(
                    request_of(rule)[1], data={"csrf": token}, headers={"Sec-Fetch-Site": "same-origin"}
                )
            assert answer.status_code == 403, rule.rule
