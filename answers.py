"""Whole answers kept: the finished bytes of a page and of each of its figures, by address, build, scope and language.

A page is a pure function of its address and its reader, and a build never changes, so nothing expires. Which build is
the current one is read for each request. A page that failed is not kept."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from access import current_reader
from access.door import asker
from components.words import current_language
from compression import BROTLI, GZIP, PLAIN, packed, unpacked, wanted_encoding
from queries.cache import BoundedMemory, cache_key, forgotten_too
from queries.warehouse import edition, open_warehouse

MOST_BYTES = 64 * 1024**2
"""Answers that a process keeps, compressed; the ones unused for longest go first."""
LONGEST_QUERY = 2000
"""Characters; longer addresses are answered and not kept."""
NOT_KEPT = ("account", "audit", "record", "data/quarantine", "subscriptions", "report")
"""Beginnings of the paths of pages that read what lies beside the build: files, which may be moved or be unreadable for
a while, or what people did a moment ago."""
DOCUMENT = ""
"""The part of a page that is its document; the other parts are its figures, by name."""
Mark = Callable[[], object]
"""What changes whenever something changes that a page shows besides its build."""

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

    def keep(self, key: str, answer: Answer) -> None:
        """Keeps an answer that was made along with another one."""
        self._kept[f"{answer.encoding} {key}"] = answer.body

    def forget(self) -> None:
        """Starts again with nothing kept."""
        self._kept = BoundedMemory(self._most_bytes)


pages = Answers()
forgotten_too(pages.forget)


def kept_part(
    address: tuple, part: str, make: Callable[[], Mapping[str, Answer]], mark: Mark | None = None
) -> Answer | None:
    """A part of a page: kept, or from make(), which makes all of its parts; None where the page has no such part.

    address: what the page is a function of, its path first. mark: of a page that shows more than its build."""
    before = _state(mark) if asker().behind is None and _may_be_kept(address) else None
    if before is None:  # what an administrator sees through other eyes says so on each page
        found = make().get(part)
        return found and replace(found.encoded(wanted_encoding()), is_kept=False)
    key = _key(before, address, part)
    try:
        return pages.answer(key, wanted_encoding(), lambda: _made(make, before, (address, part), mark))
    except KeyError:
        return None


def leave_out() -> None:
    """Says that the answer being made in this request is not to be kept."""
    _may_keep.get([]).append(False)


def _may_be_kept(address: tuple) -> bool:
    return not address[0].strip("/").startswith(NOT_KEPT) and sum(len(str(one)) for one in address) <= LONGEST_QUERY


def _key(state: tuple, address: tuple, part: str) -> str:
    return cache_key("page", state[0], (address, part, state[1:], current_language()))


def _state(mark: Mark | None) -> tuple | None:
    """The warehouse as the reader sees it now, the builds at hand, the day, by which pages tell how old a build is,
    and the mark of the page; None where there is nothing to read."""
    try:
        beside = mark() if mark else None
        reader = current_reader()
        return open_warehouse(reader), tuple(sorted(reader.rights)), edition(), datetime.now(UTC).date(), beside
    except Exception:  # noqa: BLE001  the page itself finds the same, and says it in words
        return None


def _made(make: Callable[[], Mapping[str, Answer]], before: tuple, wanted: tuple, mark: Mark | None) -> Answer:
    """The part of a page that is wanted. All its parts are kept when the page did not fail and the builds are still
    those of its key. KeyError where the page has no such part."""
    (address, part), told = wanted, []
    token = _may_keep.set(told)
    try:
        parts = make()
    finally:
        _may_keep.reset(token)
    is_kept = parts[DOCUMENT].status == 200 and not told and _state(mark) == before
    encoded = {name: replace(one.encoded(wanted_encoding()), is_kept=is_kept) for name, one in parts.items()}
    if is_kept:
        for name in encoded.keys() - {part}:
            pages.keep(_key(before, address, name), encoded[name])
    return encoded[part]
