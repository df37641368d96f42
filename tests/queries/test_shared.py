"""Results that several processes share: made once, sealed, and done without while Redis is away."""

import logging
import threading
import time
from pathlib import Path

import pytest

from queries import cache
from queries.cache import BoundedMemory, SharedResults, cached, forget_everything
from queries.shared import Shared, _shared
from queries.stores import DuckdbStore
from queries.warehouse import Scope, Warehouse
from tests.conftest import use_home

HERE = Warehouse(DuckdbStore(Path("/tmp/a")), "20260101-000000-00000a", Scope(None, None, "rows"))


@pytest.fixture
def using_redis(redis, tmp_path, monkeypatch):
    use_home(tmp_path / "home", monkeypatch, redis=redis.url)
    forget_everything()
    _shared.cache_clear()
    yield redis
    _shared.cache_clear()
    forget_everything()


def other_process(of: Shared) -> Shared:
    """The same Redis as another process of the installation sees it."""
    return Shared(of._url, of._prefix, of._seal)


def region_of(at: Shared):
    return SharedResults({"memory": BoundedMemory(), "shared": at})


def test_a_result_of_one_process_is_known_to_the_others(using_redis):
    calls = []

    @cached
    def listing(warehouse, number):
        calls.append(number)
        return [number]

    assert listing(HERE, 1) == [1]
    forget_everything()  # the memory of this process, as if it had begun anew
    assert listing(HERE, 1) == [1]
    assert calls == [1]


def test_what_is_kept_is_kept_under_the_mark_of_the_installation(redis):
    one, other = Shared(redis.url, "a", b"x"), Shared(redis.url, "b", b"x")
    one.put("key", b"value")
    assert one.get("key") == b"value"
    assert other.get("key") is None


def test_a_value_that_somebody_else_wrote_is_none(redis):
    at = Shared(redis.url, "a", b"secret")
    at.put("key", b"value")
    written = at.told(lambda client: client.get(at.name("key")))
    for forged in (b"", b"value", written[:-1] + b"x", Shared(redis.url, "a", b"guessed")._sealed("key", b"v") + b"v"):
        at.told(lambda client, forged=forged: client.set(at.name("key"), forged))
        assert at.get("key") is None
    at.told(lambda client: client.set(at.name("other"), written))
    assert at.get("other") is None, "nor one that was kept under another key"


def test_thirty_threads_of_two_processes_make_it_once(redis):
    made, gate = [], threading.Barrier(30)
    first = Shared(redis.url, "a", b"x")
    processes = [region_of(first), region_of(other_process(first))]
    registries = [{"lock": results.get_mutex("key")} for results in processes]

    def ask(number):
        results, mutex = processes[number % 2], registries[number % 2]["lock"]
        gate.wait()
        with_lock = mutex.acquire()
        try:
            if results.get_serialized("key") is cache.NO_VALUE:
                made.append(number)
                time.sleep(0.1)
                results.set_serialized("key", b"value")
        finally:
            mutex.release()
        assert with_lock and results.get_serialized("key") == b"value"

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(30)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(made) == 1


def test_a_turn_that_is_taken_is_not_free(redis):
    at = Shared(redis.url, "a", b"x")
    one, other = at.turn("key"), other_process(at).turn("key")
    assert one.acquire() and not other.acquire(wait=False)
    one.release()
    assert other.acquire(wait=False)


def test_without_redis_everything_is_made_here(using_redis):
    using_redis.stop()
    calls = []

    @cached
    def listing(warehouse, number):
        calls.append(number)
        return [number]

    assert [listing(HERE, 1), listing(HERE, 1), listing(HERE, 2)] == [[1], [1], [2]]
    assert calls == [1, 2]


def test_a_redis_that_goes_and_comes_is_told_to_the_log_once_each(redis, caplog, monkeypatch):
    monkeypatch.setattr("queries.shared.AWAY_SECONDS", 0.05)
    at = Shared(redis.url, "a", b"x")
    with caplog.at_level(logging.INFO, "lagebild"):
        at.put("key", b"value")
        redis.stop()
        assert [at.get("key") for _ in range(5)] == [None] * 5
        time.sleep(0.1)
        assert at.get("key") is None
        redis.start()
        time.sleep(0.1)
        at.put("key", b"newer")
    assert at.get("key") == b"newer"
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_while_redis_is_away_only_one_request_in_a_while_tries_it(redis, monkeypatch):
    at, tried = Shared(redis.url, "a", b"x"), []
    redis.stop()
    at.get("key")
    monkeypatch.setattr(at, "_client", lambda: tried.append(1))
    assert [at.get("key") for _ in range(10)] == [None] * 10
    assert not tried


def test_a_large_value_stays_with_its_process(redis, monkeypatch):
    monkeypatch.setattr("queries.shared.LARGEST", 10)
    at = Shared(redis.url, "a", b"x")
    at.put("key", b"x" * 11)
    assert at.get("key") is None
