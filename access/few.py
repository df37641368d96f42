"""Saying something a few times in a while, and how often it was not said."""

import threading
import time
from collections import OrderedDict

MOST_KEYS = 4096
"""What happened longest ago is forgotten first."""


class Few:
    """Counts by key, each process by itself."""

    def __init__(self, seconds: float):
        self._seconds, self._lock = seconds, threading.Lock()
        self._kept: OrderedDict[tuple, list] = OrderedDict()

    def unsaid(self, key: tuple, most: int, at: float | None = None) -> int | None:
        """None when it was said `most` times within the while already; else how often it was not said before. at: the
        moment in seconds, of any clock that does not go back; now without it."""
        moment = time.monotonic() if at is None else at
        with self._lock:
            begun, said, left_out = self._kept.pop(key, (moment, 0, 0))
            if moment - begun >= self._seconds:
                begun, said = moment, 0
            is_said = said < most
            self._kept[key] = [begun, said + 1, 0] if is_said else [begun, said, left_out + 1]
            if len(self._kept) > MOST_KEYS:
                self._kept.popitem(last=False)
        return left_out if is_said else None
