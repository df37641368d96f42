"""What the processes of an installation share in Redis: results, finished answers, and whose turn it is to make one.

Nothing depends on it. While Redis is away, each process goes on by itself, and looks again after some seconds. Values
carry a seal of the installation, as whoever could write a result of their own would have it unpickled here."""

import hashlib
import hmac
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

from installation import mark, secret
from settings import read_settings

AWAY_SECONDS = 5
"""How long a Redis that did not answer is left alone; one request then tries again."""
KEPT_SECONDS = 7 * 24 * 3600
"""After which Redis may forget a value; builds that nobody asks for any more do not fill it."""
LARGEST = 8 * 1024**2
"""Bytes of a value; larger ones are kept by each process alone."""
TURN_SECONDS = 40
"""After which a turn passes to the next, as whoever had it may have been killed."""
CONNECT_SECONDS, ANSWER_SECONDS = 0.5, 2.0
SEAL_BYTES = 32


class Shared:
    """A Redis that may be away. url: "" for none. prefix: what keeps installations and versions apart."""

    def __init__(self, url: str, prefix: str, seal: bytes):
        self._url, self._prefix, self._seal = url, prefix, seal
        self._lock, self._made, self._away_until, self._is_away = threading.Lock(), None, 0.0, False

    @property
    def is_named(self) -> bool:
        """Whether the settings name a Redis."""
        return bool(self._url)

    def get(self, key: str) -> bytes | None:
        """The value of a key; None where there is none, it is not of ours, or Redis is away."""
        kept = self.told(lambda client: client.get(self.name(key)))
        if not kept or not hmac.compare_digest(kept[:SEAL_BYTES], self._sealed(key, kept[SEAL_BYTES:])):
            return None
        return kept[SEAL_BYTES:]

    def put(self, key: str, value: bytes) -> None:
        """Keeps a value for all processes, if it is not too large."""
        if self._url and len(value) <= LARGEST:
            self.told(lambda client: client.set(self.name(key), self._sealed(key, value) + value, ex=KEPT_SECONDS))

    def turn(self, key: str) -> "Turn":
        """Whose turn it is to make the value of a key."""
        return Turn(self, key)

    def name(self, key: str) -> str:
        """What a key is called in Redis."""
        return f"lagebild:{self._prefix}:{key}"

    def told(self, ask: Callable):
        """What ask(client) gives; None where there is no Redis, or while it is away."""
        if not self._url or not self._may_ask():
            return None
        from redis.exceptions import RedisError

        try:
            found = ask(self._client())
        except (RedisError, OSError) as error:
            self._note(error)
            return None
        self._note(None)
        return found

    def _may_ask(self) -> bool:
        """True also for the one request that tries again after a while."""
        if not self._is_away:
            return True
        with self._lock:
            is_time = time.monotonic() >= self._away_until
            if is_time:
                self._away_until = time.monotonic() + AWAY_SECONDS
            return is_time

    def _note(self, error: Exception | None) -> None:
        """Notes whether Redis answered, and tells the log of a change."""
        if (error is not None) == self._is_away:
            return
        with self._lock:
            was_away, self._is_away = self._is_away, error is not None
            self._away_until = time.monotonic() + AWAY_SECONDS
        log = logging.getLogger("lagebild")
        if error and not was_away:
            log.warning("Redis does not answer (%s): each process keeps its own results.", type(error).__name__)
        elif was_away and not error:
            log.info("Redis answers again.")

    def _client(self):
        with self._lock:
            if self._made is None:
                self._made = _connected(self._url)
            return self._made

    def _sealed(self, key: str, value: bytes) -> bytes:
        return hmac.new(self._seal, key.encode() + b"\0" + value, hashlib.sha256).digest()


class Turn:
    """The turn of one process to make the value of a key. Where Redis is away, or whoever has the turn takes too long,
    everybody may go on: the same is then made twice."""

    def __init__(self, shared: Shared, key: str):
        self._shared, self._key, self._held = shared, key, None

    def acquire(self, wait: bool = True) -> bool:
        """Waits for the turn; wait=False says whether it is free at once."""

        def begun(client):
            name = self._shared.name(f"turn {self._key}")
            lock = client.lock(name, timeout=TURN_SECONDS, sleep=0.02, thread_local=False)
            is_mine = lock.acquire(blocking=wait, blocking_timeout=TURN_SECONDS if wait else None)
            return (lock if is_mine else None, is_mine)

        held, is_mine = self._shared.told(begun) or (None, True)
        self._held = held
        return wait or is_mine

    def release(self) -> None:
        """Lets the next one begin."""
        from redis.exceptions import LockError

        def ended(_client):
            with suppress(LockError):  # it passed on by itself
                self._held.release()

        if self._held is not None:
            self._shared.told(ended)
            self._held = None


def shared() -> Shared:
    """What the settings of this process name."""
    return _shared(read_settings().redis)


@lru_cache(maxsize=4)
def _shared(url: str) -> Shared:
    if not url:
        return Shared("", "", b"")
    return Shared(url, mark(), hmac.new(secret(), b"shared results", hashlib.sha256).digest())


def _connected(url: str):
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    times = {"socket_connect_timeout": CONNECT_SECONDS, "socket_timeout": ANSWER_SECONDS}
    return Redis.from_url(url, retry=Retry(NoBackoff(), 1), **times)  # once more: a kept connection may have ended
