"""Files that readers give are opened in a process of their own, with little memory and time: what harms it, harms
nothing else. `python -m proof_apart` is that process: it reads one question in JSON and writes one answer."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from components.tree import component_again
from components.words import _
from queries.reader import Reader

MEMORY = 3 * 1024**3
"""Bytes of addresses, of which the libraries take more than they ever touch."""
CPU_SECONDS, SECONDS = 60, 120
AT_ONCE, PATIENCE = 2, 20
"""Processes of this kind, and seconds that a further one waits for its turn."""
KEPT_BACK = ("LAGEBILD_SECRET", "LAGEBILD_PSEUDONYM_KEY", "LAGEBILD_SMTP_PASSWORD")
"""Settings that proving a file does not need."""
SETS = ("countries", "domains", "areas", "compared", "rights")

_turns = threading.BoundedSemaphore(AT_ONCE)


class NotProved(Exception):
    """The file could not be looked at; the message says why."""


def apart(question: dict) -> object:
    """The answer of the process to a question, as components. NotProved when it took too much, or others are at it."""
    if not _turns.acquire(timeout=PATIENCE):
        raise NotProved(_("Other files are being checked. Try again in a while."))
    try:
        return component_again(json.loads(_asked(json.dumps(question).encode())))
    except ValueError:
        raise NotProved(_("The file cannot be looked at here: it is damaged.")) from None
    finally:
        _turns.release()


def _asked(question: bytes) -> bytes:
    process = subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=Path(__file__).parent,
        env={name: value for name, value in os.environ.items() if name not in KEPT_BACK},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        answer, _errors = process.communicate(question, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise NotProved(_("The file takes too long to be looked at here.")) from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    if process.returncode:
        raise NotProved(_("The file cannot be looked at here: it is damaged, or unpacks to more than this page takes."))
    return answer


def told_reader(reader: Reader) -> dict:
    """A reader as JSON has it."""
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in asdict(reader).items()}


def reader_told(told: dict) -> Reader:
    """The reader again."""
    return Reader(
        **{name: frozenset(value) if name in SETS and value is not None else value for name, value in told.items()}
    )


def bind(memory: int = MEMORY, seconds: int = CPU_SECONDS) -> None:
    """Lets this process have so much memory and so much time, and leave nothing behind when it fails."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer() -> None:
    """Reads the question, looks at the files with the rights of the reader who asks, and writes what the page shows."""
    bind()
    question = json.loads(sys.stdin.buffer.read())
    from access import reading_as
    from app import create_app
    from verification import outcome

    create_app()  # the pages that files were made from
    with reading_as(reader_told(question["reader"])):
        shown = outcome(question["contents"], question["names"])
    sys.stdout.write(json.dumps(shown, default=lambda part: part.to_plotly_json()))


if __name__ == "__main__":
    answer()
