"""What an examination finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

OK, WARN, FAIL = "OK", "WARN", "FAIL"


@dataclass(frozen=True)
class Finding:
    """One line: state (OK, WARN, FAIL), what was looked at, how it is in words, and what to do about it (empty for
    OK)."""

    state: str
    subject: str
    words: str
    remedy: str = ""


Check = Callable[[], Iterator[Finding]]


def well(subject: str, words: str) -> Finding:
    return Finding(OK, subject, words)


def attention(subject: str, words: str, remedy: str) -> Finding:
    return Finding(WARN, subject, words, remedy)


def fault(subject: str, words: str, remedy: str) -> Finding:
    return Finding(FAIL, subject, words, remedy)
