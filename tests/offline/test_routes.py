"""What an open page asks by itself: the state of the server, the service worker, the page of kept pages."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from access import reading_as
from app import create_app
from ledger.database import now, opened
from ledger.sessions import hash_of, session
from offline.state import sign
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse
from statics import edition
from tests.conftest import SIGNED_IN, TOKEN, sign_in


@pytest.fixture
def client(demo_home):
    """Somebody who is signed in to the app by a cookie, and nobody else."""
    sign_in()
    with reading_as(None):
        yield create_app().test_client(use_cookies=False)


def test_the_state_names_build_and_edition_and_a_sign_of_the_reader(client):
    told = client.get("/state", headers=SIGNED_IN)
    assert told.json["edition"] == edition() and told.json["build"] == open_warehouse(EVERYTHING).build_id
    assert re.fullmatch("[0-9a-f]{16}", told.json["who"])
    again = client.get("/state", headers=SIGNED_IN | {"If-None-Match": told.headers["ETag"]})
    assert again.status_code == 304 and not again.data


def test_strangers_learn_neither_build_nor_reader(client):
    told = client.get("/state")
    assert told.json == {"edition": edition(), "build": None, "who": None}


def test_the_state_does_not_make_a_session_live_longer(client):
    earlier = now() - timedelta(minutes=5)
    own = session.c.session_hash == hash_of(TOKEN)

    def last_seen():
        with opened().connect() as connection:
            return connection.execute(select(session.c.last_seen_at).where(own)).scalar()

    with opened().begin() as connection:
        connection.execute(update(session).where(own).values(last_seen_at=earlier))
    client.get("/state", headers=SIGNED_IN)
    client.get("/who", headers=SIGNED_IN)
    assert last_seen() == earlier
    client.get("/glossary", headers=SIGNED_IN)
    assert last_seen() > earlier


@pytest.mark.parametrize(
    "other",
    [
        {"account_id": "other"},
        {"countries": frozenset({"AFG"})},
        {"domains": frozenset({"aid"})},
        {"areas": frozenset()},
        {"detail": "totals"},
        {"rights": frozenset()},
        {"compared": frozenset({"aid"})},
    ],
    ids=lambda other: next(iter(other)),
)
def test_the_sign_of_a_reader_differs_with_all_that_is_open(home, other):
    assert sign(replace(EVERYTHING, **other)) != sign(EVERYTHING) == sign(replace(EVERYTHING, why="told anew"))


def test_the_service_worker_names_what_it_needs_and_may_ask_nobody_else(client):
    got = client.get("/service-worker.js")
    shell = json.loads(re.search(r"SHELL = (\[.*?\]);", got.text)[1])
    assert edition() in got.text and got.headers["Cache-Control"] == "no-cache"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert [client.get(address).status_code for address in shell] == [200] * 4


def test_the_page_of_kept_pages_is_the_same_for_everybody(client):
    assert client.get("/offline").data == client.get("/offline", headers=SIGNED_IN).data
    assert "no-cache" in client.get("/offline").headers["Cache-Control"]


def test_leaving_clears_what_the_browser_has(client):
    page = client.get("/who", headers=SIGNED_IN).text
    csrf = re.search('value="([0-9a-f]+)" type="hidden" name="csrf"', page)[1]
    left = client.post("/sign-out", data={"csrf": csrf}, headers=SIGNED_IN | {"Origin": "http://localhost"})
    assert left.status_code == 303 and left.headers["Clear-Site-Data"] == '"cache", "storage"'
