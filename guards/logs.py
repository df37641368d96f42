"""The log: one line per request and per failure, without names, addresses of persons or what they asked for.

A line has the endpoint (a pattern, not the address), the status, how long it took, how many bytes were sent, the number
of the request, and a mark by which requests of one session can be told to belong together."""

import hashlib
import logging
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie

from pythonjsonlogger.json import JsonFormatter

from guards.outer import ENDPOINT, REQUEST_ID

LOG = "lagebild.requests"
COOKIE = "lagebild_session"
FIELDS = ("request", "endpoint", "method", "status", "ms", "bytes", "session")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
DEEPEST = 12
"""Places in code that are named of an error."""
OURS = ("lagebild", "data", "delivery")


class Logged:
    """A server of which each request becomes a line, when its answer has been sent or has broken off."""

    def __init__(self, app: Callable):
        self.app = app

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        began, status = time.monotonic(), ["500"]

        def started(line: str, headers: list, *rest):
            status[0] = line
            return start_response(line, headers, *rest)

        return _Counted(self.app(environ, started), lambda sent: log_request(environ, status[0], began, sent))


class _Counted:
    """The parts of an answer; says at the end how many bytes they were."""

    def __init__(self, parts: Iterable[bytes], ended: Callable[[int], None]):
        self._parts, self._ended, self._sent = parts, ended, 0

    def __iter__(self):
        for part in self._parts:
            self._sent += len(part)
            yield part

    def close(self) -> None:
        try:
            getattr(self._parts, "close", lambda: None)()
        finally:
            self._ended(self._sent)


def log_request(environ: dict, status: str, began: float, sent: int) -> None:
    """Writes the line of a request."""
    method = environ.get("REQUEST_METHOD", "")
    said = {
        "request": environ.get(REQUEST_ID, ""),
        "endpoint": environ.get(ENDPOINT, ""),
        "method": method if method in METHODS else "other",
        "status": int(status.split(" ")[0]),
        "ms": int((time.monotonic() - began) * 1000),
        "bytes": sent,
        "session": session_mark(environ.get("HTTP_COOKIE", "")),
    }
    logging.getLogger(LOG).info("request", extra=said)


def log_failure(error: Exception, request_id: str, endpoint: str) -> None:
    """Writes what failed and where in our code; the words of the error stay out, since they may hold data."""
    said = {"request": request_id, "endpoint": endpoint, "error": type(error).__name__, "at": where(error)}
    logging.getLogger(LOG).error("failure", extra=said)


def where(error: BaseException) -> list[str]:
    """The places in code from which an error came, the last ones; without its words."""
    places = traceback.extract_tb(error.__traceback__)
    return [f"{place.filename}:{place.lineno} {place.name}" for place in places[-DEEPEST:]]


@lru_cache(maxsize=4096)
def session_mark(cookies: str) -> str:
    """Twelve signs that are the same for all requests of a session, and from which it cannot be told; "" without one."""
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return hashlib.sha256(f"log {found.value}".encode(errors="replace")).hexdigest()[:12] if found else ""


class Discreet(logging.Formatter):
    """What tells of an error which kind it is and where it came from. Its words may quote a name or a value."""

    def formatException(self, ei) -> str:  # noqa: N802  the name that the library calls it by
        """The kind of the error, and the places in code."""
        return "\n".join((ei[0].__name__, *where(ei[1])))


class JsonLines(Discreet, JsonFormatter):
    """One JSON object per line."""


class TextFormatter(Discreet):
    """The same lines for people: the time, the level, what happened, then the fields."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the trace of an error that has one."""
        told = super().format(record)
        known = {name: getattr(record, name) for name in (*FIELDS, "error", "at") if hasattr(record, name)}
        return " ".join((told, *(f"{name}={value}" for name, value in known.items() if value != "")))


def set_logs(form: str) -> None:
    """Has the log written to the standard error output, as JSON or as text."""
    # No line has the thread or the process, and to ask for them takes a tenth of a kept answer.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler(sys.stderr)
    if form == "json":
        names = {"asctime": "at_time", "levelname": "level", "name": "log"}
        handler.setFormatter(JsonLines("%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=names))
    else:
        handler.setFormatter(TextFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # it would say addresses in colours
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
