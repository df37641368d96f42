"""Files that are made while they are sent, always of the same bytes, so that a broken download can go on.

A process remembers where the sections of a file that it has sent begin, and what the bytes before them hash to. To go
on in the middle it makes the section that holds the place anew, and not all that lies before it."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

MOST_REMEMBERED = 64
"""Files; some kilobytes each."""


@dataclass(frozen=True)
class StreamedFile:
    """A file to be made. tag: the same for the same bytes, and for no others. pieces: the bytes from a section on, each
    piece with the number of its section, from 0 on; a section always has the same bytes. tail: the end of the file, from
    the SHA-256 of all bytes before it, as hexadecimal digits."""

    tag: str
    name: str
    media_type: str
    pieces: Callable[[int], Iterator[tuple[int, bytes]]]
    tail: Callable[[str], bytes] = lambda _seal: b""


@dataclass(frozen=True)
class Measured:
    """What is known of a file when its last byte has been made. seal: SHA-256 of all of it."""

    length: int
    seal: str


@dataclass
class _Known:
    """sections: where each begins, and the hash of what lies before it."""

    sections: list[tuple[int, object]] = field(default_factory=list)
    measured: Measured | None = None


class _Memory:
    """What is known of files by their tags; the ones unused for longest are forgotten first."""

    def __init__(self):
        self._lock, self._known = threading.Lock(), OrderedDict()

    def of(self, tag: str) -> _Known:
        with self._lock:
            known = self._known.setdefault(tag, _Known())
            self._known.move_to_end(tag)
            while len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)
            return known

    def forget(self) -> None:
        with self._lock:
            self._known.clear()


_memory = _Memory()


def bytes_of(file: StreamedFile, first: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The bytes of a file from the place `first` on, counted from 0, up to the place `stop`."""
    known = _memory.of(file.tag)
    section, at, seal = _nearest(known, first)
    begun = section - 1
    for number, piece in _with_tail(file, section, seal):
        if number > begun:
            begun = number
            if number == len(known.sections):  # another download may have come further
                known.sections.append((at, seal.copy()))
        seal.update(piece)
        at += len(piece)
        if at > first:
            yield piece[
                max(0, first - at + len(piece)) : len(piece) if stop is None else max(0, stop - at + len(piece))
            ]
        if stop is not None and at >= stop:
            return
    known.measured = Measured(at, seal.hexdigest())


def measured(file: StreamedFile) -> Measured:
    """Length and SHA-256 of a file, which is made once for it, unless that is known already."""
    known = _memory.of(file.tag)
    if known.measured is None:
        for _piece in bytes_of(file, first=2**63):
            pass
    return known.measured


def length_known(file: StreamedFile) -> int | None:
    """The number of bytes where it is known without making the file."""
    found = _memory.of(file.tag).measured
    return found.length if found else None


def forget_files() -> None:
    """Starts again with nothing known of any file."""
    _memory.forget()


def _nearest(known: _Known, first: int) -> tuple[int, int, object]:
    """The last section that is known to begin at the place or before it: number, beginning, hash before it."""
    for number in range(len(known.sections) - 1, -1, -1):
        at, seal = known.sections[number]
        if at <= first:
            return number, at, seal.copy()
    return 0, 0, hashlib.sha256()


def _with_tail(file: StreamedFile, section: int, seal) -> Iterator[tuple[int, bytes]]:
    """The pieces from a section on, and the tail as part of the last section."""
    number = section
    for number, piece in file.pieces(section):
        yield number, piece
    yield number, file.tail(seal.hexdigest())
