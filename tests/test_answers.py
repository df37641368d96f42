"""Whole answers kept: made once for everybody who asks at once, never stale, never another reader's, compressed."""

import gzip
import json
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest
from flask import Response

import answers
from access import reading_as
from answers import Answer, Answers, page_address
from app import create_app
from bench.pages import page_request
from queries.cache import forget_everything
from queries.reader import EVERYTHING, Reader
from queries.stores import DuckdbStore, close_builds, numbered
from tests.queries.small_build import write_build

OLDER, NEWER = "20260101-000000-00000a", "20260201-000000-00000b"
PAGES = ("/", "/projects", "/aid", "/supply?country=AFG", "/risk", "/country/AFG", "/data", "/glossary")
READERS = 30


@pytest.fixture
def app(demo_home):
    forget_everything()
    yield create_app()
    forget_everything()
    close_builds()


@pytest.fixture
def statements(monkeypatch):
    """How often each statement ran, by build, text and values."""
    counted, lock, rows = Counter(), threading.Lock(), DuckdbStore.rows

    def counting(self, build_id, statement, scope=None):
        text, values = numbered(statement)
        with lock:
            counted[(build_id, text, repr(values))] += 1
        return rows(self, build_id, statement, scope)

    monkeypatch.setattr(DuckdbStore, "rows", counting)
    return counted


def asked(app, address: str, encoding: str = "identity", **body) -> Response:
    method, path, data = page_request(address)
    data = json.dumps(json.loads(data) | body)
    headers = {"Accept-Encoding": encoding, "Content-Type": "application/json"}
    return app.test_client().open(path, method=method, data=data, headers=headers)


def all_at_once(app, addresses) -> list[Response]:
    barrier = threading.Barrier(len(addresses))

    def ask(address):
        barrier.wait()
        with reading_as(EVERYTHING):  # a thread reads nothing unless it is told as whom
            return asked(app, address, "gzip")

    with ThreadPoolExecutor(len(addresses)) as pool:
        return list(pool.map(ask, addresses))


@pytest.mark.parametrize("address", ["/", "/supply?country=AFG", "/data"])
def test_thirty_readers_of_a_cold_page_run_each_statement_once(app, statements, address):
    asked(app, address)
    forget_everything()
    statements.clear()
    asked(app, address)
    alone = Counter(statements)
    forget_everything()
    statements.clear()
    found = all_at_once(app, [address] * READERS)
    assert statements == alone
    assert {one.status_code for one in found} == {200}
    assert len({one.data for one in found}) == 1
    asked(app, address)
    assert statements == alone


@pytest.mark.parametrize("address", PAGES)
def test_no_statement_of_a_page_runs_twice(app, statements, address):
    asked(app, address)
    assert statements
    assert not [text for (_build, text, _values), count in statements.items() if count > 1]


def test_answers_are_compressed_and_mean_the_same(app):
    plain, zipped, brotlied = (asked(app, "/aid", encoding) for encoding in ("identity", "gzip", "gzip;q=0.5, br"))
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert brotlied.headers["Content-Encoding"] == "br"
    assert gzip.decompress(zipped.data) == brotli.decompress(brotlied.data) == plain.data
    assert len(brotlied.data) < len(zipped.data) < len(plain.data) / 4
    assert all("Accept-Encoding" in one.vary for one in (plain, zipped, brotlied))


def test_a_kept_answer_is_the_answer_that_would_be_made(app):
    first = asked(app, "/supply?country=AFG")
    kept = asked(app, "/supply?country=AFG")
    forget_everything()
    assert first.data == kept.data == asked(app, "/supply?country=AFG").data


def test_a_publication_shows_at_the_next_request(home):
    forget_everything()
    close_builds()
    write_build(home, OLDER, {})
    app = create_app()
    assert OLDER in asked(app, "/").text
    write_build(home, NEWER, {})
    assert NEWER in asked(app, "/").text
    (home / "builds" / "current").write_text(OLDER)
    assert f"{OLDER}</" not in asked(app, "/").text and NEWER not in build_of(asked(app, "/"))


def build_of(response) -> str:
    """The part of a page that names its build."""
    text = response.text
    return text[text.index("build-line") - 600 : text.index("build-line")]


def test_a_build_that_comes_or_goes_shows_in_the_list_of_builds(home):
    forget_everything()
    close_builds()
    write_build(home, NEWER, {})
    app = create_app()
    assert OLDER not in asked(app, "/data").text
    write_build(home, OLDER, {}, current=False)
    assert OLDER in asked(app, "/data").text


def test_a_publication_while_a_page_is_made_leaves_nothing_stale(home, monkeypatch):
    forget_everything()
    close_builds()
    write_build(home, OLDER, {})
    app = create_app()
    state = answers._state

    def published_after(mark, *, seen=[]):  # noqa: B006  counts the calls
        seen.append(state(mark))
        if len(seen) == 1:
            write_build(home, NEWER, {})
        return seen[-1]

    monkeypatch.setattr(answers, "_state", published_after)
    assert NEWER in asked(app, "/").text
    monkeypatch.undo()
    monkeypatch.setenv("LAGEBILD_HOME", str(home))
    (home / "builds" / f"{NEWER}.duckdb").unlink()
    (home / "builds" / "current").write_text(OLDER)
    close_builds()
    assert NEWER not in asked(app, "/").text


def test_readers_of_different_scope_share_nothing(app, statements, monkeypatch):
    def as_reader(reader, address):
        for module in ("answers", "pages.opening", "pages.data_status", "pages.builds_compared"):
            monkeypatch.setattr(sys.modules[module], "current_reader", lambda: reader, raising=False)
        return asked(app, address).data

    one, other, third = Reader("a", {"AFG"}), Reader("b", {"SSD"}), Reader("c", {"AFG"})
    for address in ("/country", "/supply", "/"):
        first, second = as_reader(one, address), as_reader(other, address)
        assert first != second
        statements.clear()
        assert as_reader(third, address) == first
        assert not statements
        forget_everything()
        assert as_reader(other, address) == second


def test_a_page_that_failed_is_made_again(app, monkeypatch):
    def broken(*_arguments, **_named):
        raise RuntimeError("on purpose")

    monkeypatch.setattr(sys.modules["pages.glossary"], "opening", broken)
    assert "could not be made" in asked(app, "/glossary").text
    monkeypatch.undo()
    assert "could not be made" not in asked(app, "/glossary").text


@pytest.mark.parametrize(
    "change",
    [
        {"outputs": [{"id": "_pages_content", "property": "children"}]},
        {"output": "_pages_content.children"},
        {"state": [{"id": "x", "property": "y", "value": 1}]},
        {"inputs": []},
        {"inputs": [{"id": "_pages_location", "property": "pathname", "value": 3}]},
    ],
)
def test_a_strange_request_is_no_request_for_a_page(change):
    body = json.loads(page_request("/aid")[2])
    assert page_address(body) == ("/aid", ())
    assert page_address(body | change) is None
    assert page_address(body | {"inputs": [*body["inputs"], body["inputs"][0]]}) is None
    assert all(page_address(other) is None for other in (None, [], "x", {}))


def test_the_order_of_keys_does_not_matter_but_that_of_values_does():
    def address(text):
        return page_address(json.loads(page_request(text)[2]))

    assert address("/aid?since=2026-01&country=AFG") == address("/aid?country=AFG&since=2026-01")
    assert address("/aid?country=AFG&country=SSD") != address("/aid?country=SSD&country=AFG")
    assert address("/aid?" + "a" * 5000) is None
    assert address("/record?mart=x") is None  # reads files that do not belong to the build


def test_what_is_kept_stays_within_its_bytes():
    kept = Answers(most_bytes=1000)
    for number in range(20):
        kept.answer(str(number), "identity", lambda: Answer(b"x" * 300, "identity"))
    assert len(kept._kept) == 3


def test_an_error_reaches_everybody_who_waits_and_is_not_kept():
    kept, begun, go_on, calls = Answers(), threading.Event(), threading.Event(), []

    def fails():
        calls.append(1)
        begun.set()
        go_on.wait(10)
        raise RuntimeError("on purpose")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(kept.answer, "a", "br", fails)
        begun.wait(10)
        second = pool.submit(kept.answer, "a", "br", fails)
        while not second.running():
            pass
        threading.Timer(0.2, go_on.set).start()
        assert all(isinstance(one.exception(10), RuntimeError) for one in (first, second))
    assert len(calls) == 1
    assert kept.answer("a", "identity", lambda: Answer(b"fine", "identity")).body == b"fine"
