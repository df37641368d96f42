"""Whole answers kept: made once for everybody who asks at once, never stale, never another reader's, compressed."""

import gzip
import re
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape

import brotli
import dash
import pytest
from flask import Response

import answers
from access import reading_as
from app import create_app
from documents import routes
from kept_answers import Answer, Answers
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


def asked(app, address: str, encoding: str = "identity", **headers: str) -> Response:
    return app.test_client().get(address, headers={"Accept-Encoding": encoding, **headers})


def figures_of(text: str) -> list[str]:
    """The addresses of the figures of a document."""
    return [unescape(one) for one in re.findall('data-figure="([^"]+)"', text)]


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
    assert OLDER in build_of(asked(app, "/")) and NEWER not in build_of(asked(app, "/"))


def build_of(response) -> str:
    """The part of a page that names its build."""
    text = response.text
    return text[text.index("build-line") : text.index("build-line") + 600]


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
        for module in ("answers", "documents.whole", "pages.opening", "pages.data_status", "pages.builds_compared"):
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


def test_figures_are_made_with_their_document_and_asked_of_nobody_again(app, statements):
    text = asked(app, "/supply?country=AFG").text
    statements.clear()
    found = [asked(app, one) for one in figures_of(text)]
    assert found and {one.status_code for one in found} == {200} and not statements
    assert len({one.headers["ETag"] for one in found}) > 1


def test_figures_of_a_page_that_is_not_kept_are_at_hand_for_its_reader_alone(app, monkeypatch):
    made, page = [], dash.page_registry["pages.report"]
    layout = page["layout"]
    monkeypatch.setitem(page, "layout", lambda *given, **query: made.append(1) or layout(*given, **query))
    addresses = figures_of(asked(app, "/report?country=AFG").get_data(as_text=True))
    assert len(addresses) > 2 and len(made) == 1
    assert {asked(app, one).status_code for one in addresses} == {200} and len(made) == 1
    with reading_as(replace(EVERYTHING, name="somebody else")):
        assert asked(app, addresses[0]).status_code == 200 and len(made) == 2
    again = asked(app, "/report?country=AFG")
    assert len(made) == 3 and again.headers["Cache-Control"] == "no-store"


def test_many_readers_of_figures_of_a_cold_page_make_it_once(app, statements):
    addresses = figures_of(asked(app, "/supply?country=AFG").text)
    forget_everything()
    statements.clear()
    asked(app, "/supply?country=AFG")
    alone = Counter(statements)
    forget_everything()
    statements.clear()
    found = all_at_once(app, (["/supply?country=AFG", *addresses] * READERS)[:READERS])
    assert {one.status_code for one in found} == {200} and statements == alone


def test_figures_of_different_scope_share_nothing(app):
    one, other = Reader("a", {"AFG"}), Reader("b", {"SSD"})
    with reading_as(one):
        addresses = figures_of(asked(app, "/supply").text)
        first = [asked(app, address) for address in addresses]
    with reading_as(other):
        second = [
            asked(app, address, **{"If-None-Match": kept.headers["ETag"]})
            for address, kept in zip(addresses, first, strict=True)
        ]
    unlike = [address for address, a, b in zip(addresses, first, second, strict=True) if a.data != b.data]
    assert len(unlike) > 2
    assert all(b.status_code != 304 or a.data == b.data for a, b in zip(first, second, strict=True))


def test_a_figure_that_a_page_has_not_is_not_found_and_makes_nothing_twice(app, statements):
    asked(app, "/supply")
    statements.clear()
    for name in ("none", "", "%00", "a" * 500):
        assert asked(app, f"/figures/supply?figure={name}").status_code == 404
    assert asked(app, "/figures/supply").status_code == asked(app, "/figures/nothing?figure=x").status_code == 404
    assert asked(app, "/figures/supply?figure=a&figure=b").status_code == 404
    assert not statements


def test_a_browser_that_has_the_answer_gets_no_bytes(app):
    for address in ("/supply?country=AFG", *figures_of(asked(app, "/supply?country=AFG").text)[:1]):
        first = asked(app, address)
        again = asked(app, address, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        assert asked(app, address, **{"If-None-Match": '"other"'}).data == first.data
        assert first.headers["Cache-Control"] == "private, no-cache"


def test_other_methods_ask_for_no_page(app):
    for address in ("/aid", "/figures/aid?figure=aid-places", "/who"):
        sent = app.test_client().post(address, data={"a": "b"}, headers={"Sec-Fetch-Site": "same-origin"})
        assert sent.status_code in (403, 405), address


def test_the_order_of_keys_does_not_matter_but_that_of_values_does(app, statements):
    first = asked(app, "/aid?since=2026-01&country=AFG")
    statements.clear()
    assert asked(app, "/aid?country=AFG&since=2026-01").data == first.data and not statements
    one, other = asked(app, "/aid?country=AFG&country=SSD"), asked(app, "/aid?country=SSD&country=AFG")
    assert one.headers["ETag"] != other.headers["ETag"] or one.data == other.data


@pytest.mark.parametrize("address", ["/aid?" + "a" * 5000, "/record?mart=x", "/account", "/audit"])
def test_what_is_long_or_lies_beside_the_build_is_not_kept(app, address, monkeypatch):
    made = []
    monkeypatch.setattr("documents.routes.parts_of", lambda asked, make=routes.parts_of: made.append(1) or make(asked))
    for _time in range(2):
        assert asked(app, address).headers["Cache-Control"] == "no-store"
    assert len(made) == 2


def test_what_is_kept_stays_within_its_bytes():
    kept = Answers(most_bytes=1000)
    for number in range(20):
        kept.answer(str(number), "identity", lambda: Answer(b"x" * 300, "identity"))
    made = []
    for number in reversed(range(20)):
        kept.answer(str(number), "identity", lambda at=number: made.append(at) or Answer(b"x" * 300, "identity"))
    assert made == list(reversed(range(17)))


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
