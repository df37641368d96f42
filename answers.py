"""Whole answers kept: the finished bytes of a page and of each of its figures, by address, build, scope and language.

A page is a pure function of its address and its reader, and a build never changes, so nothing expires. Which build is
the current one is read for each request. A page that failed is not kept."""

import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import has_request_context, request

from access import current_reader
from access.door import asker
from components.words import current_language
from compression import PLAIN, wanted_encoding
from kept_answers import WHOLE, Answer, Answers
from queries.cache import BoundedMemory, cache_key, forgotten_too
from queries.warehouse import edition, open_warehouse

LONGEST_QUERY = 2000
"""Characters; longer addresses are answered and not kept."""
NOT_KEPT = ("account", "audit", "record", "data/quarantine", "subscriptions", "report")
"""Beginnings of the paths of pages that read what lies beside the build: files, which may be moved or be unreadable for
a while, or what people did a moment ago."""
AT_HAND_BYTES = 16 * 1024**2
"""Of figures of pages that are not kept, until their document has fetched them."""
DOCUMENT = WHOLE
"""The part of a page that is its document; the other parts are its figures, by name."""
Mark = Callable[[], object]
"""What changes whenever something changes that a page shows besides its build."""

_may_keep: ContextVar[list] = ContextVar("may_keep")


@dataclass(frozen=True)
class Key:
    """What the answer of a page depends on. state: the build and the scope of the reader first."""

    state: tuple
    address: tuple
    language: str

    @property
    def digest(self) -> str:
        """The same in 64 signs."""
        return cache_key("page", self.state[0], (self.address, self.state[1:], self.language))


@dataclass(frozen=True)
class Kept:
    """What a kept answer rests on. state: of the data, as the reader saw them. tag: of the answer. era: of the memory,
    which begins anew when everything is forgotten."""

    state: tuple
    mark: Mark | None
    tag: str
    era: object

    def holds(self) -> bool:
        """Whether the current reader sees the same data now."""
        return self.era is pages.era and _state(self.mark) == self.state


KEPT = "lagebild.kept"
"""Key of the environment of a request whose answer is kept: who asked, and what the answer rests on."""
pages = Answers()
_at_hand = BoundedMemory(AT_HAND_BYTES)
forgotten_too(pages.forget)
forgotten_too(_at_hand.clear)


def kept_part(
    address: tuple, part: str, make: Callable[[], Mapping[str, Answer]], mark: Mark | None = None
) -> Answer | None:
    """A part of a page: kept, or from make(), which makes all of its parts; None where the page has no such part.

    address: what the page is a function of, its path first. mark: of a page that shows more than its build."""
    before = _state(mark) if asker().behind is None and _may_be_kept(address) else None
    if before is None:  # what an administrator sees through other eyes says so on each page
        found = _figure_at_hand(address, part) if part != DOCUMENT else None
        found = found or _all_at_hand(address, make()).get(part)
        return found and replace(found.encoded(wanted_encoding()), is_kept=False)
    key = Key(before, address, current_language())
    found = pages.part(key, part, wanted_encoding(), lambda: _made(make, before, mark))
    if found is not None and found.is_kept and found.status == 200 and has_request_context():
        request.environ[KEPT] = asker(), Kept(before, mark, found.tag, pages.era)
    return found


def _all_at_hand(address: tuple, parts: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """The parts of a page that is not kept. Its figures are at hand for the same reader for a minute or two: the
    document that was just sent asks for each of them, and none should take making the whole page anew."""
    for part in parts.keys() - {DOCUMENT}:
        if key := _key_at_hand(address, part, _minute()):
            _at_hand[key] = parts[part].encoded(PLAIN).body
    return parts


def _figure_at_hand(address: tuple, part: str) -> Answer | None:
    for minute in (_minute(), _minute() - 1):
        key = _key_at_hand(address, part, minute)
        body = _at_hand.get(key) if key else None
        if body is not None:
            return Answer(body, PLAIN)
    return None


def _key_at_hand(address: tuple, part: str, minute: int) -> str:
    """Of whoever asks, with what they see at this moment; "" where there is nothing to read."""
    state = _state(None)
    told = state and (current_reader().name, address, part, state[1:], current_language(), minute)
    return cache_key("figure at hand", state[0], told) if state else ""


def _minute() -> int:
    return int(time.monotonic() // 60)


def leave_out() -> None:
    """Says that the answer being made in this request is not to be kept."""
    _may_keep.get([]).append(False)


def _may_be_kept(address: tuple) -> bool:
    return not address[0].strip("/").startswith(NOT_KEPT) and sum(len(str(one)) for one in address) <= LONGEST_QUERY


def _state(mark: Mark | None) -> tuple | None:
    """The warehouse as the reader sees it now, the builds at hand, the day, by which pages tell how old a build is,
    and the mark of the page; None where there is nothing to read."""
    try:
        beside = mark() if mark else None
        reader = current_reader()
        known = edition()
        return open_warehouse(reader, known[0]), tuple(sorted(reader.rights)), known, datetime.now(UTC).date(), beside
    except Exception:  # noqa: BLE001  the page itself finds the same, and says it in words
        return None


def _made(make: Callable[[], Mapping[str, Answer]], before: tuple, mark: Mark | None) -> dict[str, Answer]:
    """All parts of a page. They are kept when the page did not fail and the builds are still those of its key."""
    told: list = []
    token = _may_keep.set(told)
    try:
        parts = make()
    finally:
        _may_keep.reset(token)
    is_kept = parts[DOCUMENT].status == 200 and not told and _state(mark) == before
    return {name: replace(one.encoded(wanted_encoding()), is_kept=is_kept) for name, one in parts.items()}
