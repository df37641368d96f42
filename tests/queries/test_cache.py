"""The cache computes once, keeps types and scopes apart, and forgets by size."""

import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

import kpis
from queries.cache import BoundedMemory, cache_key, cached, forget_everything
from queries.filters import Filters
from queries.stores import DuckdbStore
from queries.warehouse import Scope, Warehouse
from tests.conftest import ROOT

HERE = Warehouse(DuckdbStore(Path("/tmp/a")), "20260101-000000-00000a", Scope(None, None, "rows"))


@pytest.fixture(autouse=True)
def fresh(home):
    forget_everything()
    yield
    forget_everything()


def test_thirty_threads_ask_once():
    calls, gate = [], threading.Barrier(30)

    @cached
    def slow(warehouse, number):
        calls.append(number)
        time.sleep(0.2)
        return {"number": number}

    answers = []

    def ask():
        gate.wait()
        answers.append(slow(HERE, 7))

    threads = [threading.Thread(target=ask) for _ in range(30)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert calls == [7] and answers == [{"number": 7}] * 30
    assert len({id(answer) for answer in answers}) == 30, "each caller has its own copy"


def test_a_changed_answer_does_not_change_the_next():
    @cached
    def listing(warehouse):
        return [1, 2]

    listing(HERE).append(3)
    assert listing(HERE) == [1, 2]


def test_none_is_kept_and_errors_are_not():
    calls = []

    @cached
    def sometimes(warehouse, fails):
        calls.append(fails)
        if fails and len(calls) < 3:
            raise ValueError("not now")

    assert sometimes(HERE, False) is None and sometimes(HERE, False) is None
    assert calls == [False]
    with pytest.raises(ValueError, match="not now"):
        sometimes(HERE, True)
    assert sometimes(HERE, True) is None and calls == [False, True, True]


ARGUMENTS = [
    1,
    "1",
    1.0,
    True,
    None,
    "None",
    (1,),
    [1],
    ("1",),
    date(2026, 1, 1),
    "2026-01-01",
    (),
    "",
    b"1",
    frozenset({1}),
]
ARGUMENTS += [
    {1: 2},
    Filters(),
    Filters(items=("1",)),
    Filters(donors=("1",)),
    kpis.kpi("otif"),
    kpis.kpi("stock_value"),
]


def test_keys_tell_types_and_values_apart():
    keys = [cache_key("f", HERE, (argument,)) for argument in ARGUMENTS]
    assert len(set(keys)) == len(ARGUMENTS)
    assert cache_key("f", HERE, (1, 2)) != cache_key("f", HERE, ((1, 2),))
    assert cache_key("f", HERE, (1,)) != cache_key("g", HERE, (1,)) != cache_key("g", HERE, (), {"x": 1})
    assert cache_key("f", HERE, (Filters(items=("b", "a")),)) == cache_key("f", HERE, (Filters(items=("a", "b")),))


def test_keys_tell_builds_and_scopes_apart():
    scopes = [Scope(None, None, "rows"), Scope(frozenset(), None, "rows"), Scope(frozenset({"AFG"}), None, "rows")]
    scopes += [
        Scope(frozenset({"AFG", "SSD"}), None, "rows"),
        Scope(None, frozenset({"AFG"}), "rows"),
        Scope(None, None, "totals"),
    ]
    seen = [
        Warehouse(DuckdbStore(Path(f"/tmp/{folder}")), build, scope)
        for folder in "ab"
        for build in ("x", "y")
        for scope in scopes
    ]
    assert len({cache_key("f", warehouse) for warehouse in seen}) == len(seen)
    assert cache_key("f", Warehouse(HERE.store, HERE.build_id, Scope(None, None, "rows"))) == cache_key("f", HERE)


def test_what_has_no_canonical_form_is_refused():
    with pytest.raises(TypeError, match="object"):
        cache_key("f", HERE, (object(),))


def test_memory_is_bounded_and_drops_what_was_unused_for_longest():
    memory = BoundedMemory(most_bytes=10)
    memory["a"], memory["b"] = b"1234", b"1234"
    assert memory.get("a") == b"1234"
    memory["c"] = b"1234"
    assert memory.get("b") is None and memory.get("a") and memory.get("c") and len(memory) == 2
    memory["a"] = b"12345678"
    assert memory.get("c") is None and memory.pop("a") == b"12345678" and memory.get("a", "gone") == "gone"
    memory["d"] = b"x" * 11
    assert len(memory) == 0


def test_redis_is_imported_only_when_it_is_asked_for(home):
    code = "import sys; from queries import cache; cache._region(); sys.exit('redis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
