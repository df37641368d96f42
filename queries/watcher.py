"""One thread that calls what is due: it stops the statements of a process that take too long."""

import os
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from itertools import count

IDLE_SECONDS = 2.0
"""How long the thread stays without anything to watch."""
STEP_SECONDS = 0.25
"""How often it looks whether the process ends. It is no daemon, which would end a process with an abort if it woke
while the interpreter goes away; so it must end by itself."""


class Watcher:
    """Calls to make at their time unless somebody leaves before. Watching costs two entries in a table, not a thread."""

    def __init__(self):
        self._changed = threading.Condition(threading.Lock())
        self._calls: dict[int, tuple[float, Callable[[], None]]] = {}
        self._numbers, self._thread, self._wakes_at = count(), None, 0.0

    def watch(self, call: Callable[[], None], seconds: float) -> int:
        """Has the call made after so many seconds; gives the number with which to leave."""
        number, due = next(self._numbers), time.monotonic() + seconds
        with self._changed:
            self._calls[number] = (due, call)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="statements")
                self._thread.start()
            elif due < self._wakes_at:
                self._changed.notify()
        return number

    def leave(self, number: int) -> None:
        """After this the call is not made any more; one that is being made ends before."""
        with self._changed:
            self._calls.pop(number, None)

    def _watch(self) -> None:
        with self._changed:
            try:
                idle_since = time.monotonic()
                while self._calls or (
                    time.monotonic() < idle_since + IDLE_SECONDS and threading.main_thread().is_alive()
                ):
                    idle_since = time.monotonic() if self._calls else idle_since
                    self._make_due_calls()
                    first = min((due for due, _call in self._calls.values()), default=float("inf"))
                    self._wakes_at = min(first, time.monotonic() + STEP_SECONDS)
                    self._changed.wait(max(0.0, self._wakes_at - time.monotonic()))
            finally:
                self._thread = None

    def _make_due_calls(self) -> None:
        now = time.monotonic()
        for number in [number for number, (due, _call) in self._calls.items() if due <= now]:
            self._calls.pop(number)[1]()


def watcher() -> Watcher:
    """The watcher of this process; a process that was forked off has one of its own."""
    return _watcher(os.getpid())


@lru_cache(maxsize=1)
def _watcher(_process: int) -> Watcher:
    return Watcher()
