"""What is read ahead comes in order, errors come out, and the reading thread ends when nobody listens."""

import threading
import time

import pytest

from exports.ahead import MOST_WAITING, ahead


def readers() -> list[threading.Thread]:
    """Threads that read ahead at this moment."""
    return [one for one in threading.enumerate() if one.name == "ahead"]


def gone(deadline: float = 20) -> bool:
    """Whether no thread reads ahead any more, after waiting for it."""
    until = time.monotonic() + deadline
    while readers() and time.monotonic() < until:
        time.sleep(0.02)
    return not readers()


def test_all_pieces_come_in_order():
    assert list(ahead(iter(range(1000)))) == list(range(1000))
    assert list(ahead([])) == []
    assert gone()


def test_an_error_comes_out_after_the_pieces_before_it():
    def pieces():
        yield 1
        raise ValueError("broken")

    found = ahead(pieces())
    assert next(found) == 1
    with pytest.raises(ValueError, match="broken"):
        next(found)
    assert gone()


def test_reading_pauses_and_ends_when_nobody_takes_the_pieces():
    read = []

    def pieces():
        for number in range(1000):
            read.append(number)
            yield number

    found = ahead(pieces())
    assert next(found) == 0
    until = time.monotonic() + 20
    while len(read) < MOST_WAITING and time.monotonic() < until:
        time.sleep(0.02)
    found.close()
    assert gone()
    assert MOST_WAITING <= len(read) <= MOST_WAITING + 3
