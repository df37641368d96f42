"""Files that readers give are opened by a process with little memory and time, and with the rights of who asks."""

import base64
import subprocess
import sys
import threading

import pytest

import proof_apart
from access import reading_as
from app import create_app
from components.markup import markup
from proof_apart import KEPT_BACK, NotProved, apart, reader_told, told_reader
from queries.reader import EVERYTHING, NOBODY, Reader
from tests.conftest import ROOT
from verification import MOST_BYTES, outcome_apart

READERS = [EVERYTHING, NOBODY, Reader("a", frozenset({"AFG"}), None, "totals", areas=frozenset(), compared={"aid"})]


def sent(data: bytes) -> str:
    return "data:text/csv;base64," + base64.b64encode(data).decode()


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_arrives_as_it_was(reader):
    assert reader_told(told_reader(reader)) == reader


def test_a_file_is_proved_with_the_rights_of_who_asks(demo_home):
    data = create_app().test_client().get("/risk.csv?country=AFG").data
    assert "verdict-identical" in markup(outcome_apart([sent(data)], ["risk.csv"]))
    with reading_as(Reader("other", domains=frozenset({"supply"}))):
        assert "verdict-identical" not in markup(outcome_apart([sent(data)], ["risk.csv"]))


def test_a_file_that_takes_too_long_is_given_up(demo_home, monkeypatch):
    monkeypatch.setattr(proof_apart, "SECONDS", 0.05)
    said = markup(outcome_apart([sent(b"x")], ["a.csv"]))
    assert "takes too long" in said


def test_a_process_that_fails_says_nothing_of_itself(demo_home, monkeypatch):
    with pytest.raises(NotProved, match="damaged"):
        apart({"contents": 7})


def test_no_more_than_some_are_opened_at_once(monkeypatch):
    monkeypatch.setattr(proof_apart, "_turns", threading.BoundedSemaphore(1))
    monkeypatch.setattr(proof_apart, "PATIENCE", 0.01)
    proof_apart._turns.acquire()
    with pytest.raises(NotProved, match="Other files"):
        apart({})


@pytest.mark.parametrize("greedy", ["bytearray(2 * 1024**3)", "[0] * 2**30"])
def test_a_process_gets_no_more_memory(greedy):
    code = f"from proof_apart import bind\nbind(memory=1024**3)\n{greedy}"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode and "MemoryError" in done.stderr


def test_a_process_gets_no_more_time():
    code = "from proof_apart import bind\nbind(seconds=1)\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert done.returncode < 0, "ended by the system"


def test_the_process_is_not_told_secrets(monkeypatch):
    told = {}

    class Process:
        returncode = 0

        def __init__(self, *given, env, **options):
            told.update(env)

        def communicate(self, *given, **options):
            return b"1", b""

        def poll(self):
            return 0

    for name in KEPT_BACK:
        monkeypatch.setenv(name, "x" * 40)
    monkeypatch.setattr(proof_apart.subprocess, "Popen", Process)
    assert apart({}) == 1
    assert not set(KEPT_BACK) & set(told)


def test_what_is_too_large_is_not_even_handed_over(monkeypatch):
    monkeypatch.setattr(proof_apart.subprocess, "Popen", None)
    said = str(outcome_apart(["x" * (MOST_BYTES * 2)], ["a.csv"]).to_plotly_json())
    assert "too large for this page" in said
