"""What goes wrong is told in words: no path, no version, no trace, and the number by which the log knows it."""

import json
import logging
import sys

import pytest

from access.policy import ENDPOINTS, PUBLIC, Rule
from app import create_app

TELLING = (
    "Traceback",
    "site-packages",
    ".py",
    "/work",
    "/home",
    "/tmp",
    "werkzeug",
    "Flask",
    "Dash ",
    sys.version.split()[0],
)
PATHS = (
    "/..%2f..%2fetc%2fpasswd",
    "/static/..%2f..%2fapp.py",
    "/static/%2e%2e/app.py",
    "/static//etc/passwd",
    "/static/..%5c..%5capp.py",
    "/static/%00",
    "/static/boundaries/..%2fcurrent",
    "/static/boundaries/%2e%2e%2f%2e%2e%2fledger.sqlite",
    "/data/quarantine/..%2f..%2fledger.sqlite.csv",
    "/_dash-component-suites/dash/..%2f..%2f..%2fapp.py",
    "/_dash-component-suites/os/os.py",
    "/_dash-component-suites/x/y.js",
    "/..%2fapp.json",
    "/%2e%2e/%2e%2e/etc/passwd.csv",
    "/static/..%2fapp.py",
    "/_reload-hash",
    "/%ff%fe",
    "/%00.csv",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*"])
def test_tricks_with_paths_give_a_sentence_and_no_file(client, path, accept):
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code in (400, 403, 404), answer.status
    assert not [one for one in TELLING if one in answer.text.replace(path, "")], answer.text[:300]
    assert "root:" not in answer.text and "create_app" not in answer.text


@pytest.fixture
def failing(demo_home, monkeypatch):
    """A client of an app with an address that fails while it holds a secret."""
    monkeypatch.setitem(ENDPOINTS, "failing", Rule(PUBLIC))
    app = create_app()

    def fail():
        raise RuntimeError("the password is tulip, and the person is Jane Doe")

    app.add_url_rule("/failing", "failing", fail)
    return app.test_client()


@pytest.mark.parametrize(
    "accept, kind", [("text/html", "text/html"), ("application/json", "application/json"), ("*/*", "text/plain")]
)
def test_a_failure_is_told_in_the_form_that_was_asked_for(failing, caplog, accept, kind):
    with caplog.at_level(logging.ERROR, logger="lagebild.requests"):
        answer = failing.get("/failing", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (500, kind)
    assert "An error on our side." in answer.text and answer.headers["X-Request-Id"] in answer.text
    assert not [one for one in (*TELLING, "tulip", "Jane", "RuntimeError") if one in answer.text]
    assert answer.headers["Cache-Control"] == "no-store"
    (line,) = caplog.records
    assert (line.error, line.request, line.endpoint) == ("RuntimeError", answer.headers["X-Request-Id"], "failing")
    assert line.at[-1].endswith("fail") and "tulip" not in json.dumps(line.__dict__, default=str)


def test_a_method_that_an_address_does_not_take_is_told_with_those_that_it_takes(client):
    answer = client.delete("/supply", headers={"Accept": "application/json", "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]
    assert answer.json["message"] == "This address does not take requests of this kind."
