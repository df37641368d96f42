"""Finished answers: made once for all parts, in one process and in several, bounded, the same in every encoding."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import kept_answers
from compression import BROTLI, GZIP, PLAIN, unpacked
from kept_answers import WHOLE, Answer, Answers
from queries.shared import Shared

PARTS = {WHOLE: Answer(b"words " * 200, PLAIN, content_type="text/html"), "chart": Answer(b"{}", PLAIN)}


@pytest.fixture
def sharing(redis, monkeypatch):
    """Makes the answers of this test share one Redis, as those of several processes do."""
    at = Shared(redis.url, "test", b"seal")
    monkeypatch.setattr(kept_answers, "shared", lambda: at)
    return redis


def counted(calls: list, parts=PARTS, seconds: float = 0.0):
    def make():
        calls.append(1)
        time.sleep(seconds)
        return parts

    return make


def test_parts_that_are_asked_for_at_once_are_made_once():
    kept, calls, gate = Answers(), [], threading.Barrier(20)

    def ask(number):
        gate.wait()
        return kept.part("key", ("chart", WHOLE)[number % 2], BROTLI, counted(calls, seconds=0.1))

    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(ask, range(20)))
    assert len(calls) == 1
    assert {unpacked(one.body, one.encoding) for one in found} == {one.body for one in PARTS.values()}


def test_a_part_that_there_is_not_is_known_not_to_be():
    kept, calls = Answers(), []
    assert kept.part("key", "other", PLAIN, counted(calls)) is None
    assert kept.part("key", "other", PLAIN, counted(calls)) is None
    assert kept.part("key", "chart", PLAIN, counted(calls)).body == b"{}"
    assert len(calls) == 1


def test_an_answer_means_the_same_in_every_encoding_and_has_one_tag():
    kept = Answers()
    found = [kept.part("key", WHOLE, one, lambda: PARTS) for one in (GZIP, BROTLI, PLAIN, BROTLI)]
    assert len({one.tag for one in found}) == 1 and found[0].tag != PARTS["chart"].tag
    assert {unpacked(one.body, one.encoding) for one in found} == {PARTS[WHOLE].body}
    assert {one.content_type for one in found} == {"text/html"}
    assert Answer.read(found[0].written()) == found[0] and Answer.read(found[0].written()).tag == found[0].tag


def test_what_is_not_to_be_kept_is_made_again():
    kept, calls = Answers(), []
    once = {WHOLE: Answer(b"x", PLAIN, is_kept=False)}
    assert [kept.part("key", WHOLE, PLAIN, counted(calls, once)).body for _ in range(2)] == [b"x", b"x"]
    assert len(calls) == 2


def test_processes_make_an_answer_once(sharing):
    processes, calls, gate = [Answers(), Answers()], [], threading.Barrier(30)

    def ask(number):
        gate.wait()
        return processes[number % 2].part("key", ("chart", WHOLE)[number % 3 == 0], GZIP, counted(calls, seconds=0.2))

    with ThreadPoolExecutor(30) as pool:
        found = list(pool.map(ask, range(30)))
    assert len(calls) == 1
    assert {one.content_type for one in found} == {"text/html", "application/json"}
    assert Answers().part("key", "other", GZIP, counted(calls)) is None
    assert len(calls) == 1


def test_what_is_not_to_be_kept_is_given_to_no_other_process(sharing):
    once, calls = {WHOLE: Answer(b"x", PLAIN, is_kept=False)}, []
    for kept in (Answers(), Answers()):
        kept.part("key", WHOLE, PLAIN, counted(calls, once))
    assert len(calls) == 2


def test_answers_that_each_process_keeps_for_itself_are_not_shared(sharing):
    calls = []
    for kept in (Answers(is_shared=False), Answers(is_shared=False)):
        kept.part("key", WHOLE, PLAIN, counted(calls))
    assert len(calls) == 2


def test_an_answer_of_which_redis_has_lost_a_part_is_made_again(sharing):
    calls, at = [], kept_answers.shared()
    Answers().part("key", WHOLE, PLAIN, counted(calls))
    at.told(lambda client: client.delete(at.name("key part chart")))
    assert Answers().part("key", WHOLE, PLAIN, counted(calls)).body == PARTS[WHOLE].body
    assert len(calls) == 1
    assert Answers().part("key", "chart", PLAIN, counted(calls)).body == b"{}"
    assert len(calls) == 2


def test_a_redis_that_goes_away_while_an_answer_is_made_is_not_noticed(sharing):
    def make():
        sharing.stop()
        return PARTS

    assert Answers().part("key", "chart", PLAIN, make).body == b"{}"
    assert Answers().part("key", "chart", PLAIN, make).body == b"{}"


def test_an_error_reaches_everybody_and_lets_the_next_one_try(sharing):
    kept, gate, calls = [Answers(), Answers()], threading.Barrier(6), []

    def fail():
        calls.append(1)
        raise RuntimeError("on purpose")

    def ask(number):
        gate.wait()
        with pytest.raises(RuntimeError):
            kept[number % 2].part("key", WHOLE, PLAIN, fail)
        return True

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(ask, range(6)))
    assert calls
    assert kept[0].part("key", WHOLE, PLAIN, lambda: PARTS).body == PARTS[WHOLE].body
