"""Finished answers in memory, and between processes: one of them makes an answer, once, whoever waits for it."""

import hashlib
import json
import threading
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from compression import BROTLI, GZIP, PLAIN, packed, unpacked
from queries.cache import BoundedMemory
from queries.shared import Shared, shared

MOST_BYTES = 64 * 1024**2
"""Answers that a process keeps, compressed; the ones unused for longest go first."""
WHOLE = ""
"""The part of an answer that is the answer; others are what was made along with it, by name."""
Parts = Mapping[str, "Answer"]


@dataclass(frozen=True)
class Answer:
    """An answer in one encoding. is_kept: False for one that is given to those who wait for it, and to nobody after.
    tag: stands for what the bytes mean, in every encoding; made from the bytes where it is not told."""

    body: bytes
    encoding: str
    status: int = 200
    content_type: str = "application/json"
    is_kept: bool = True
    tag: str = field(default="", compare=False)

    def __post_init__(self):
        if not self.tag:
            plain = unpacked(self.body, self.encoding)
            object.__setattr__(self, "tag", hashlib.sha256(plain).hexdigest()[:24])

    def __len__(self) -> int:
        return len(self.body)

    def encoded(self, encoding: str) -> "Answer":
        """The same in another encoding."""
        if encoding == self.encoding:
            return self
        return replace(self, body=packed(unpacked(self.body, self.encoding), encoding), encoding=encoding)

    def written(self) -> bytes:
        """The answer as other processes read it."""
        said = {"encoding": self.encoding, "status": self.status, "content_type": self.content_type, "tag": self.tag}
        return json.dumps(said).encode() + b"\n" + self.body

    @classmethod
    def read(cls, written: bytes) -> "Answer":
        """The answer that another process has written."""
        said, _end, body = written.partition(b"\n")
        return cls(body, **json.loads(said))


class Answers:
    """Answers by key, at most so many bytes of them. One thread at a time makes what belongs to a key, of all processes
    where they share their results; the others wait for it and get the same. is_shared: False for what each process
    keeps for itself."""

    def __init__(self, most_bytes: int = MOST_BYTES, *, is_shared: bool = True):
        self._most_bytes, self._is_shared = most_bytes, is_shared
        self._kept, self._lock = BoundedMemory(most_bytes), threading.Lock()
        self.era = object()
        self._under_way: dict[Hashable, Future] = {}

    def answer(self, key: Hashable, encoding: str, make: Callable[[], Answer]) -> Answer:
        """The answer of a key, or what make() gives, whose errors reach everybody who waits for it."""
        return self.part(key, WHOLE, encoding, lambda: {WHOLE: make()})

    def part(self, key: Hashable, name: str, encoding: str, make: Callable[[], Parts]) -> Answer | None:
        """A part of the answer of a key; None where the answer has no such part. make() gives all parts."""
        while True:
            found = self._here(key, name, encoding)
            if found is not None or self._lacks(key, name):
                return found
            with self._lock:
                is_first = key not in self._under_way
                future = self._under_way.setdefault(key, Future())
            if is_first:
                self._settle(key, future, lambda: self._brought(key, name, make))
            made = future.result()
            if made is not None:
                found = made.get(name)
                return None if found is None else found.encoded(encoding)

    def forget(self) -> None:
        """Starts again with nothing kept in this process."""
        self._kept, self.era = BoundedMemory(self._most_bytes), object()

    def _settle(self, key: Hashable, future: Future, bring: Callable[[], Parts | None]) -> None:
        try:
            future.set_result(bring())
        except BaseException as error:  # noqa: BLE001  whatever it was, nobody may wait for ever
            future.set_exception(error)
        finally:
            with self._lock:
                del self._under_way[key]

    def _brought(self, key: Hashable, name: str, make: Callable[[], Parts]) -> Parts | None:
        """What was made; None where it is here now, made a moment ago or by another process."""
        at = shared()
        if not (self._is_shared and at.is_named):
            return None if self._is_known(key, name) else self._made(key, make)
        digest = digest_of(key)
        if self._is_known(key, name) or self._fetched(at, (key, digest), name):
            return None
        turn = at.turn(digest)
        turn.acquire()
        try:
            if self._fetched(at, (key, digest), name):
                return None
            made = self._made(key, make)
            if all(one.is_kept for one in made.values()):
                give(at, digest, made)
            return made
        finally:
            turn.release()

    def _made(self, key: Hashable, make: Callable[[], Parts]) -> Parts:
        parts = make()
        if all(one.is_kept for one in parts.values()):
            for name, one in parts.items():
                self._kept[(key, name, one.encoding)] = one
            self._kept[(key, None)] = frozenset(parts)
        return parts

    def _fetched(self, at: Shared, key: tuple[Hashable, str], name: str) -> bool:
        """Whether another process has made it; a part that was made is here then."""
        own, digest = key
        names = at.get(f"{digest} parts")
        if names is None:
            return False
        known = frozenset(json.loads(names))
        written = at.get(f"{digest} part {name}") if name in known else None
        if written is None and name in known:
            return False
        self._kept[(own, None)] = known
        if written is not None:
            found = Answer.read(written)
            self._kept[(own, name, found.encoding)] = found
        return True

    def _is_known(self, key: Hashable, name: str) -> bool:
        return self._lacks(key, name) or any((key, name, one) in self._kept for one in (BROTLI, GZIP, PLAIN))

    def _lacks(self, key: Hashable, name: str) -> bool:
        """Whether the answer is known to have no such part."""
        names = self._kept.get((key, None))
        return names is not None and name not in names

    def _here(self, key: Hashable, name: str, encoding: str) -> Answer | None:
        """The part in this encoding, packed anew where it is known in another one only."""
        found = self._kept.get((key, name, encoding))
        if found is not None:
            return found
        for known in (BROTLI, GZIP, PLAIN):
            other = self._kept.get((key, name, known))
            if other is not None:
                found = self._kept[(key, name, encoding)] = other.encoded(encoding)
                return found
        return None


def give(at: Shared, digest: str, parts: Parts) -> None:
    """Keeps the parts of an answer for all processes; that they are complete is told last."""
    for name, one in parts.items():
        at.put(f"{digest} part {name}", one.written())
    at.put(f"{digest} parts", json.dumps(sorted(parts)).encode())


def digest_of(key: Hashable) -> str:
    """The key in signs that are the same in every process."""
    return key if isinstance(key, str) else key.digest
