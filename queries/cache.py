"""Keeps results of queries. There are no time-outs: a build never changes, and its id is part of the key."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache, wraps
from inspect import signature
from pathlib import PurePath

from dogpile.cache import CacheRegion, make_region, register_backend
from dogpile.cache.api import NO_VALUE, BytesBackend

from kpis.kpi import Kpi
from queries.shared import Turn, shared

MEMORY_BYTES = 64 * 1024**2
"""Results that a process keeps; the ones unused for longest go first."""


class BoundedMemory:
    """A mapping of bytes, or of what has a length, that forgets what was unused for longest when it grows over its
    size."""

    def __init__(self, most_bytes: int = MEMORY_BYTES):
        self._most, self._held, self._lock = most_bytes, 0, threading.Lock()
        self._values: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str, default=None):
        with self._lock:
            if key not in self._values:
                return default
            self._values.move_to_end(key)
            return self._values[key]

    def pop(self, key: str, default=None):
        with self._lock:
            if key not in self._values:
                return default
            value = self._values.pop(key)
            self._held -= len(value)
            return value

    def __setitem__(self, key: str, value: bytes) -> None:
        self.pop(key)
        with self._lock:
            self._values[key] = value
            self._held += len(value)
            while self._held > self._most:
                self._held -= len(self._values.popitem(last=False)[1])

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._values.clear()
            self._held = 0

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._values)


class SharedResults(BytesBackend):
    """Results in the memory of the process first, then in what the processes share."""

    def __init__(self, arguments: Mapping):
        self._memory, self._shared = arguments["memory"], arguments["shared"]

    def get_serialized(self, key: str):
        """The pickled result, remembered from now on."""
        found = self._memory.get(key)
        if found is None and (found := self._shared.get(key)) is not None:
            self._memory[key] = found
        return NO_VALUE if found is None else found

    def set_serialized(self, key: str, value: bytes) -> None:
        """Keeps a result here and for the other processes."""
        self._memory[key] = value
        self._shared.put(key, value)

    def delete(self, key: str) -> None:
        """Forgets a result here."""
        self._memory.pop(key)

    def get_mutex(self, key: str) -> "OneAtATime":
        """What lets one thread of one process make the result."""
        return OneAtATime(self._shared.turn(key))


class OneAtATime:
    """Lets one thread of this process through, and of all processes the one whose turn it is."""

    def __init__(self, turn: Turn):
        self._thread, self._turn = threading.Lock(), turn

    def acquire(self, wait: bool = True) -> bool:
        """Waits for both; wait=False says whether both are free at once."""
        if not self._thread.acquire(wait):
            return False
        if self._turn.acquire(wait):
            return True
        self._thread.release()
        return False

    def release(self) -> None:
        """Lets the next one through."""
        self._turn.release()
        self._thread.release()

    def locked(self) -> bool:
        """Whether somebody of this process is through."""
        return self._thread.locked()


def cached(function: Callable) -> Callable:
    """Keeps what a query function returns, by its name and arguments, the first being the warehouse.

    One computation at a time for each key; the others wait for it. Each caller gets its own copy.
    Nothing is kept when the function raises.
    """

    written = signature(function)

    @wraps(function)
    def asked(warehouse, *arguments, **named):
        bound = written.bind(warehouse, *arguments, **named)
        bound.apply_defaults()  # so that a default that is named and one that is not are one key
        key = cache_key(f"{function.__module__}.{function.__qualname__}", warehouse, bound.args[1:], bound.kwargs)
        return _region().get_or_create(key, lambda: function(warehouse, *arguments, **named))

    return asked


def cache_key(name: str, warehouse, arguments: tuple = (), named: Mapping | None = None) -> str:
    """A key that differs when the function, the data seen, or any argument differs in value or type."""
    text = repr((name, canonical(warehouse), canonical(arguments), canonical(named or {})))
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value):
    """A value as nested tuples that name their types; TypeError for what has no canonical form."""
    if isinstance(value, Kpi):
        return ("Kpi", value.fingerprint)
    if is_dataclass(value) and not isinstance(value, type):
        counting = (field for field in fields(value) if field.metadata.get("in_cache_key", True))
        return (type(value).__qualname__, *(canonical(getattr(value, field.name)) for field in counting))
    if isinstance(value, Enum):
        return (type(value).__qualname__, value.name)
    if value is None or isinstance(value, str | bytes | bool | int | float):
        return (type(value).__name__, value)
    if isinstance(value, date | datetime | PurePath):
        return (type(value).__name__, str(value))
    if isinstance(value, Mapping):
        pairs = ((canonical(key), canonical(held)) for key, held in value.items())
        return ("mapping", *sorted(pairs, key=repr))
    if isinstance(value, set | frozenset):
        return ("set", *sorted((canonical(held) for held in value), key=repr))
    if isinstance(value, Iterable) and isinstance(value, list | tuple):
        return (type(value).__name__, *(canonical(held) for held in value))
    raise TypeError(f"no cache key can be made of {type(value).__name__}")


def forget_everything() -> None:
    """Starts again with an empty cache in this process."""
    _made_region.cache_clear()
    for forget in _forgotten_too:
        forget()


def forgotten_too(forget: Callable[[], None]) -> None:
    """Has something else that is kept forgotten together with the results of queries."""
    _forgotten_too.append(forget)


def _region() -> CacheRegion:
    with _one_region:
        return _made_region()


_one_region = threading.Lock()
_forgotten_too: list[Callable[[], None]] = []


@lru_cache(maxsize=1)
def _made_region() -> CacheRegion:
    region, memory, at = make_region(), BoundedMemory(), shared()
    if not at.is_named:
        return region.configure("dogpile.cache.memory_pickle", arguments={"cache_dict": memory})
    register_backend("lagebild.shared", __name__, SharedResults.__name__)
    return region.configure("lagebild.shared", arguments={"memory": memory, "shared": at})
