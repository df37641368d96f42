"""Requests for other hosts, and those that are too large, reach nothing; every answer has the number of its request."""

import pytest

from guards.outer import MOST_ADDRESS, MOST_FILES, MOST_FORM, MOST_HEADERS
from tests.conftest import use_home

OURS = ["localhost", "localhost:8050", "127.0.0.1:1234", "[::1]:8050", "LOCALHOST"]
FOREIGN = [
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example:8050",
    "user@localhost",
    "localhost@evil.example",
    "localhost/x",
    "localhost?x",
    "localhost#x",
    "localhost:x",
    "localhost:999999",
    "[::1",
    "10.0.0.1",
    "",
    "localhost, evil.example",
]


@pytest.mark.parametrize("host", OURS)
def test_a_request_for_this_computer_is_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", FOREIGN)
def test_a_request_for_another_host_is_refused(client, host):
    for path in ("/", "/api/v1/kpis", "/static/lagebild.css"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400 and not host or host not in answer.text


def test_only_the_public_name_counts_where_the_app_is_reached_from_elsewhere(tmp_path, monkeypatch, client):
    use_home(tmp_path / "home", monkeypatch, host="0.0.0.0", public_url="https://lage.example.org")
    assert client.get("/", headers={"Host": "lage.example.org"}).status_code != 400
    assert client.get("/", headers={"Host": "localhost"}).status_code == 400
    assert client.get("/health", headers={"Host": "10.1.2.3:8050"}).status_code != 400, "load balancers use addresses"


def test_a_header_that_says_another_host_changes_nothing(client):
    answer = client.get("/", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("path", ["/", "/api/v1/kpis", "/rows.csv", "/nothing", "/static/lagebild.css"])
def test_an_address_that_is_too_long_is_refused(client, path):
    assert client.get(f"{path}?a={'a' * MOST_ADDRESS}").status_code == 414
    assert client.get(f"{path.rstrip('/')}/{'a' * MOST_ADDRESS}").status_code == 414


def test_headers_that_are_too_large_are_refused(client):
    assert client.get("/", headers={"X-Something": "a" * MOST_HEADERS}).status_code == 431
    assert client.get("/", headers={f"X-{number}": "a" * 4000 for number in range(9)}).status_code == 431


@pytest.mark.parametrize("path", ["/report/issue", "/report/commentary", "/subscriptions/new", "/", "/api/v1/kpis"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(client, path):
    assert client.post(path, data=b"a" * (MOST_FORM + 1)).status_code == 413
    assert client.put(path, data=b"a" * (MOST_FORM + 1)).status_code == 413


def test_a_file_that_is_too_large_for_a_page_is_refused_before_it_is_read(client):
    said = {"CONTENT_LENGTH": str(MOST_FILES + 1), "wsgi.input": None}
    assert client.post("/verify", environ_overrides=said).status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "٣", "9" * 40, " 5", "5,5"])
def test_a_length_that_is_no_number_is_refused(client, length):
    assert client.post("/report/issue", environ_overrides={"CONTENT_LENGTH": length}).status_code == 400


def test_a_body_of_unknown_length_is_refused(client):
    answer = client.post("/report/issue", headers={"Transfer-Encoding": "chunked"})
    assert answer.status_code == 411


def test_a_refusal_says_nothing_about_the_app(client):
    answer = client.get("/", headers={"Host": "evil.example"})
    assert set(dict(answer.headers)) == {
        *("Content-Type", "Content-Length", "Cache-Control", "X-Content-Type-Options", "X-Request-Id", "Connection")
    }
    assert answer.text == "This request is not for this app, or is not written as requests are.\n"


def test_every_request_has_a_number_of_its_own_that_a_client_cannot_choose(client):
    given = {"X-Request-Id": "chosen"}
    numbers = {client.get(path, headers=given).headers["X-Request-Id"] for path in ("/", "/", "/nothing", "/health")}
    assert len(numbers) == 4 and "chosen" not in numbers
