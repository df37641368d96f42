"""A form from another site does nothing; one from our own pages is read."""

import pytest
from flask import Flask, request

from access.forms import FIELD, MOST_BYTES, check_origin, check_size, check_token, form_token


def view():
    check_size()
    check_origin()
    if request.args:
        check_token(request.args["session"])
    return "read"


@pytest.fixture
def client(home):
    server = Flask("forms")
    server.add_url_rule("/form", "form", view, methods=["POST"])
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


def test_a_form_carries_the_token_of_its_session(client):
    mine, others = form_token("mine"), form_token("another")
    for token, status in ((mine, 200), (others, 403), ("", 403), (mine[:-1], 403), ("é", 403)):
        sent = client.post("/form?session=mine", data={FIELD: token}, headers=OWN[0])
        assert sent.status_code == status, token
    assert client.post("/form?session=mine", data={"a": "1"}, headers=OWN[0]).status_code == 403
