"""A form from another site does nothing; one from our own pages is read."""

import pytest
from flask import Flask

from posted_forms import MOST_BYTES, refused_post


@pytest.fixture
def client(home):
    server = Flask("forms")
    server.add_url_rule("/form", "form", lambda: refused_post() or "read", methods=["POST"])
    return server.test_client()


OWN = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "http://localhost"},
    {"Origin": "http://127.0.0.1:8050"},
]
FOREIGN = [
    {},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Referer": "http://localhost/report"},
]


@pytest.mark.parametrize("headers", OWN)
def test_a_form_of_our_own_pages_is_read(client, headers):
    assert client.post("/form", data={"a": "1"}, headers=headers).text == "read"


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_of_another_site_is_refused(client, headers):
    assert client.post("/form", data={"a": "1"}, headers=headers).status_code == 403


def test_a_form_that_nobody_can_write_is_refused(client):
    sent = client.post("/form", data={"a": "1" * MOST_BYTES}, headers=OWN[0])
    assert sent.status_code == 413
