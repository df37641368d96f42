"""What browsers may do with an answer: nothing is framed, sniffed or run that is not ours, and nothing personal kept."""

import re
import sys
from html import unescape
from importlib.metadata import version

import pytest

from guards.headers import ALWAYS
from statics import address
from tests.conftest import use_home

KEPT = ("/", "/supply", "/rows?mart=mart_supply_stock", "/supply?view=lite")
"""Pages that say nothing of who asks."""
PERSONAL = (
    "/account",
    "/accounts",
    "/audit",
    "/report",
    "/subscriptions",
    "/data/quarantine",
    "/record?mart=x",
    "/who",
)
PAGES = (*KEPT, "/nothing", "/account")
FILES = ("/api/v1/kpis", "/rows.csv?mart=mart_supply_stock", "/supply.csv", "/api/v1/openapi.json")
OPEN = ("lagebild.css", "lagebild.js", "favicon.svg")
"""Names of files that are the same for everybody."""
FAILING = ("/static/boundaries/x", "/a.csv", "/api/v1/x", "/static/x", "/data/quarantine/x.csv", "/api/v1/kpis?x=1")


def directives(answer) -> dict[str, list[str]]:
    said = answer.headers["Content-Security-Policy"]
    return {name: values.split() for name, _space, values in (one.partition(" ") for one in said.split("; "))}


@pytest.mark.parametrize("path", [*PAGES, *FILES, *FAILING, "/health", "/who", "/_dash-layout"])
def test_every_answer_has_the_headers_that_bind_browsers(client, path):
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert directives(answer)["frame-ancestors"] == ["'none'"]
    assert "Server" not in answer.headers and "X-Powered-By" not in answer.headers
    assert "Strict-Transport-Security" not in answer.headers, "there is no https on loopback"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_our_scripts_only(client, path):
    answer = client.get(path)
    told = directives(answer)
    assert told["default-src"] == told["object-src"] == told["base-uri"] == ["'none'"]
    assert told["form-action"] == told["connect-src"] == ["'self'"]
    assert set(told["img-src"]) == {"'self'", "data:", "blob:"}
    assert told["script-src"] == ["'self'"]
    assert "'unsafe-inline'" not in told["style-src"] + told["style-src-elem"]
    assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]


def test_what_is_no_page_runs_nothing(client):
    for path in ("/api/v1/kpis", address("favicon.svg"), "/supply.csv", "/static/boundaries/x"):
        assert directives(client.get(path))["default-src"] == ["'none'"]
        assert "script-src" not in directives(client.get(path))


@pytest.mark.parametrize("path", [*PERSONAL, *FAILING, "/nothing", "/figures/supply?figure=none", "/health"])
def test_nobody_keeps_a_personal_page_or_a_refusal(client, path):
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_nobody_keeps_what_was_found_in_files_of_readers(client):
    answer = client.post("/verify", data={}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_figures_of_pages_are_kept_as_their_pages_are(client):
    places = [unescape(one) for one in re.findall('data-figure="([^"]+)"', client.get("/supply").text)]
    assert places
    for path in places:
        first = client.get(path)
        assert {one.strip() for one in first.headers["Cache-Control"].split(",")} == {"private", "no-cache"}
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"") and directives(first)["default-src"] == ["'none'"]


@pytest.mark.parametrize("path", [*FILES, *KEPT])
def test_figures_are_kept_only_by_the_own_browser_which_asks_each_time(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert {one.strip() for one in answer.headers["Cache-Control"].split(",")} == {"private", "no-cache"}
    assert answer.headers["ETag"]


@pytest.mark.parametrize("name", OPEN)
def test_what_is_the_same_for_everybody_may_be_kept(client, name):
    answer = client.get(address(name))
    assert answer.status_code == 200 and not answer.cache_control.no_store and answer.headers["ETag"]


def test_browsers_come_back_by_https_only_where_the_app_is_reached_by_it(tmp_path, monkeypatch, client):
    use_home(tmp_path / "home", monkeypatch, public_url="https://lage.example.org")
    answer = client.get("/health", headers={"Host": "lage.example.org"})
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"


def test_the_document_names_no_version_of_what_it_is_made_with(client):
    text = client.get("/glossary").text
    made_with = [version(name) for name in ("dash", "plotly", "flask", "werkzeug")]
    assert not [one for one in (*made_with, sys.version.split()[0], "generator", "_dash") if one in text]


HOSTILE = "x%0d%0aSet-Cookie:%20a=b"


@pytest.mark.parametrize(
    "path",
    [f"/{HOSTILE}", f"/{HOSTILE}.csv", f"/supply.csv?only={HOSTILE}", f"/api/v1/{HOSTILE}", f"/rows?mart={HOSTILE}"],
)
def test_no_address_puts_a_header_into_an_answer(client, path):
    answer = client.get(path)
    assert "Set-Cookie" not in answer.headers
    assert not any("\r" in value or "\n" in value for _name, value in answer.headers)
    assert answer.status_code in (200, 400, 404)
