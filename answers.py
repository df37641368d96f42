"""Whole answers kept: the finished bytes of a page, by address, build, scope of the reader and language.

A page is a pure function of its address and its reader, and a build never changes, so nothing expires. Which build is
the current one is read for each request. A page that failed is not kept."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import wraps
from urllib.parse import parse_qsl

from dash._pages import _path_to_page
from flask import Flask, Response, request

from access import current_reader
from access.door import asker
from access.witness import note_view
from components.words import current_language
from compression import BROTLI, GZIP, PLAIN, packed, unpacked, wanted_encoding, with_compression
from queries.cache import BoundedMemory, cache_key, forgotten_too
from queries.warehouse import edition, open_warehouse

MOST_BYTES = 64 * 1024**2
"""Answers that a process keeps, compressed; the ones unused for longest go first."""
LONGEST_QUERY = 2000
"""Characters; longer addresses are answered and not kept."""
NOT_KEPT = ("account", "audit", "record", "data/quarantine", "subscriptions", "report")
"""Beginnings of the paths of pages that read what lies beside the build: files, which may be moved or be unreadable for
a while, or what people did a moment ago."""
CALLBACKS = "/_dash-update-component"
CONTENT, LOCATION, STORE = "_pages_content", "_pages_location", "_pages_store"
OUTPUTS = [{"id": CONTENT, "property": "children"}, {"id": STORE, "property": "data"}]

_may_keep: ContextVar[list] = ContextVar("may_keep")


@dataclass(frozen=True)
class Answer:
    """An answer in one encoding. is_kept: False for one that is given to those who wait for it, and to nobody after."""

    body: bytes
    encoding: str
    status: int = 200
    content_type: str = "application/json"
    is_kept: bool = True

    def encoded(self, encoding: str) -> "Answer":
        """The same in another encoding."""
        if encoding == self.encoding:
            return self
        return replace(self, body=packed(unpacked(self.body, self.encoding), encoding), encoding=encoding)


class Answers:
    """Answers by key, at most so many bytes of them. One thread at a time makes the answer of a key; the others
    wait for it and get the same."""

    def __init__(self, most_bytes: int = MOST_BYTES):
        self._most_bytes, self._kept, self._lock = most_bytes, BoundedMemory(most_bytes), threading.Lock()
        self._under_way: dict[str, Future] = {}

    def answer(self, key: str, encoding: str, make: Callable[[], Answer]) -> Answer:
        """The answer of a key, from memory, or from make(), whose errors reach everybody who waits for it."""
        found = self._remembered(key, encoding)
        if found:
            return found
        with self._lock:
            is_first = key not in self._under_way
            future = self._under_way.setdefault(key, Future())
        if is_first:
            self._settle(key, future, lambda: self._remembered(key, encoding) or make())
        return future.result().encoded(encoding)

    def _settle(self, key: str, future: Future, make: Callable[[], Answer]) -> None:
        try:
            made = make()
            if made.is_kept:
                self._kept[f"{made.encoding} {key}"] = made.body
            future.set_result(made)
        except BaseException as error:  # noqa: BLE001  whatever it was, nobody may wait for ever
            future.set_exception(error)
        finally:
            with self._lock:
                del self._under_way[key]

    def _remembered(self, key: str, encoding: str) -> Answer | None:
        """The answer in this encoding, packed anew where it is known in another one only."""
        for known in dict.fromkeys((encoding, BROTLI, GZIP, PLAIN)):
            body = self._kept.get(f"{known} {key}")
            if body is not None:
                found = Answer(body, known).encoded(encoding)
                if known != encoding:
                    self._kept[f"{encoding} {key}"] = found.body
                return found
        return None

    def forget(self) -> None:
        """Starts again with nothing kept."""
        self._kept = BoundedMemory(self._most_bytes)


pages = Answers()
forgotten_too(pages.forget)


def keep_whole_answers(server: Flask, marks: Mapping[str, Callable[[], object]] | None = None) -> None:
    """Lets a server keep the answers of pages, compress everything, and say 404 where there is no page.
    marks: path of a page that shows more than the build -> what changes whenever the rest of it does."""
    server.view_functions[CALLBACKS] = kept_whole(server.view_functions[CALLBACKS], marks or {})
    server.after_request(with_compression)
    server.after_request(with_true_status)


def with_true_status(response: Response) -> Response:
    """404 for an address that is no page; its body is the page that says so."""
    is_page = request.endpoint == "/<path:path>" and response.status_code == 200
    if is_page and not _path_to_page(request.path.strip("/"))[0]:
        response.status_code = 404
    return response


def leave_out() -> None:
    """Says that the answer being made in this request is not to be kept."""
    _may_keep.get([]).append(False)


def kept_whole(view: Callable[[], Response], marks: Mapping[str, Callable[[], object]]) -> Callable[[], Response]:
    """The view that answers Dash's requests, with the answers of pages kept; other requests go through to it."""

    @wraps(view)
    def answered():
        address = page_address(request.get_json(silent=True))
        mark = marks.get(f"/{address[0].strip('/')}") if address else None
        before = _state(mark) if address and asker().behind is None else None  # what others see says so on each page
        if before is None:
            return view()
        key = cache_key("page", before[0], (address, before[1:], current_language()))
        found = pages.answer(key, wanted_encoding(), lambda: _made(view, before, mark))
        note_view(address[0], dict(address[1]))
        answer = Response(found.body, found.status, content_type=found.content_type)
        if found.encoding != PLAIN:
            answer.headers["Content-Encoding"] = found.encoding
        answer.vary.add("Accept-Encoding")
        return answer

    return answered


def page_address(body) -> tuple | None:
    """Path and sorted query of the page that a body asks for; None for any other body, and for one that is strange
    in any way: what it gets must not become the answer for others."""
    try:
        asked = {(one["id"], one["property"]): one["value"] for one in body["inputs"]}
        path, search = asked.pop((LOCATION, "pathname")), asked.pop((LOCATION, "search"))
        is_page = body["output"] == f"..{CONTENT}.children...{STORE}.data.." and body["outputs"] == OUTPUTS
        is_page = is_page and len(body["inputs"]) == 2 and not path.strip("/").startswith(NOT_KEPT)
        is_known = is_page and not asked and not body.get("state") and len(path) + len(search) <= LONGEST_QUERY
        query = parse_qsl(search.removeprefix("?"), keep_blank_values=True)
    except (TypeError, KeyError, AttributeError, ValueError):
        return None
    return (path, tuple(sorted(query, key=lambda pair: pair[0]))) if is_known and isinstance(path, str) else None


def _state(mark: Callable[[], object] | None) -> tuple | None:
    """The warehouse as the reader sees it now, the builds at hand, the day, by which pages tell how old a build is,
    and the mark of the page; None where there is nothing to read."""
    try:
        beside = mark() if mark else None
        reader = current_reader()
        return open_warehouse(reader), tuple(sorted(reader.rights)), edition(), datetime.now(UTC).date(), beside
    except Exception:  # noqa: BLE001  the page itself finds the same, and says it in words
        return None


def _made(view: Callable[[], Response], before: tuple, mark: Callable[[], object] | None) -> Answer:
    """The answer of the view. It is kept when the page did not fail and the builds are still those of its key."""
    told: list = []
    token = _may_keep.set(told)
    try:
        response = view()
    finally:
        _may_keep.reset(token)
    is_kept = response.status_code == 200 and not told and _state(mark) == before
    encoding = wanted_encoding()
    body = packed(response.get_data(), encoding)
    return Answer(body, encoding, response.status_code, response.content_type, is_kept)
