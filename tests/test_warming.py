"""After a publication the pages that were asked for most are there before somebody asks, as their readers see them."""

import threading
import time

import pytest

import warming
from access import reading_as
from access.session_way import COOKIE
from app import create_app
from queries.cache import forget_everything
from queries.reader import EVERYTHING, Reader
from queries.shared import Shared
from queries.stores import DuckdbStore, close_builds
from tests.conftest import sign_in
from tests.queries.small_build import write_build
from warming import Asked, make_pages

OLDER, NEWER = "20260101-000000-00000a", "20260201-000000-00000b"


def test_pages_are_counted_for_all_who_see_the_same():
    asked = Asked()
    for name, countries, address in [("a", "AFG", "/x"), ("b", "AFG", "/x"), ("c", "SSD", "/x"), ("a", "AFG", "/y")]:
        asked.count(Reader(name, {countries}), address)
    asked.count(Reader("c", {"SSD"}), "/y"), asked.count(Reader("c", {"SSD"}), "/y")
    found = [(address, sorted(reader.countries)) for address, reader in asked.most(3)]
    assert sorted(found[:2]) == [("/x", ["AFG"]), ("/y", ["SSD"])] and len(found) == 3


def test_what_is_asked_for_seldom_is_forgotten_first(monkeypatch):
    monkeypatch.setattr(warming, "MOST_COUNTED", 10)
    asked = Asked()
    for number in range(100):
        asked.count(EVERYTHING, "/often")
        asked.count(EVERYTHING, f"/{number}")
    assert asked.most(1)[0][0] == "/often" and len(asked.most(1000)) <= 11


def test_a_page_that_fails_stops_none_of_the_others(home):
    server = create_app()
    assert make_pages(server, "http://localhost", [("/nowhere", EVERYTHING), ("/", EVERYTHING)]) == 2


@pytest.fixture
def statements(monkeypatch):
    """How many statements ran."""
    ran, rows = [], DuckdbStore.rows

    def counting(self, *given):
        ran.append(threading.current_thread().name)
        return rows(self, *given)

    monkeypatch.setattr(DuckdbStore, "rows", counting)
    return ran


def test_what_readers_asked_for_is_made_after_a_publication(home, monkeypatch, statements):
    forget_everything()
    close_builds()
    monkeypatch.setattr(warming, "EVERY_SECONDS", 0.05)
    monkeypatch.setattr(warming, "asked", Asked())
    monkeypatch.setattr("repeated.asked", warming.asked)
    write_build(home, OLDER, {})
    sign_in("anna", role="reader", countries={"AFG"})
    with reading_as(None):
        server, done = create_app(), threading.Event()
        make = warming.make_pages
        monkeypatch.setattr(warming, "make_pages", lambda *given: (make(*given), done.set())[0])
        warming.keep_warm(server, "http://localhost")
        headers = {"Cookie": f"{COOKIE}=anna", "Accept-Encoding": "br"}
        client = server.test_client(use_cookies=False)
        assert client.get("/supply?country=AFG", headers=headers).status_code == 200
        time.sleep(0.2)
        assert not done.is_set(), "nothing is made while the build is the same"
        write_build(home, NEWER, {})
        assert done.wait(60)
        assert "warming" in statements
        statements.clear()
        answer = client.get("/supply?country=AFG", headers=headers)
    assert answer.status_code == 200 and statements == []
    forget_everything()
    close_builds()


def test_of_processes_that_share_their_results_one_makes_the_pages(redis, monkeypatch):
    first, second = Shared(redis.url, "a", b"x"), Shared(redis.url, "a", b"x")
    mine = []
    for at in (first, second):
        monkeypatch.setattr(warming, "shared", lambda at=at: at)
        mine += [warming._is_mine(OLDER), warming._is_mine(NEWER)]
    assert mine == [True, True, False, False]
    redis.stop()
    assert warming._is_mine("other"), "without Redis each makes its own"
