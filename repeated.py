"""The same question again, while nothing has changed: the answer that was given then, without making it anew.

An answer is remembered under all of the request that it can depend on, its address and its headers, with who asked and
with the state of the data. At each question the ledger is asked whether anybody wrote to it since, and if so who asks now
and with what rights; and the store which build is current. Where any of it differs, the question goes its whole way. So
does every question that writes, that comes without the cookie of a session, or that the audit was told of."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from flask import Request

from access import reading_as
from access.asking import reads_in_process
from access.door import Asker
from access.session_way import COOKIE, sure_asker
from access.witness import TOLD
from answers import KEPT, Kept, pages
from guards.outer import ENDPOINT, REQUEST_ID
from ledger.database import now
from ledger.lookup import written
from queries.cache import BoundedMemory
from queries.warehouse import edition
from settings import read_settings
from warming import asked

MOST_BYTES = 32 * 1024**2
OVERHEAD = 2048
"""Bytes that a remembered answer takes besides its body and its question."""
WHOLE_WAY = ("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE")
"""Headers with which a question goes its whole way."""
NOT_READ = frozenset(
    ("HTTP_IF_NONE_MATCH", "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_CONNECTION", "HTTP_CACHE_CONTROL", "HTTP_PRAGMA")
)
"""Headers on which no answer that is kept depends; every other one is part of the question."""
ADDRESS = ("RAW_URI", "REQUEST_URI", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "wsgi.url_scheme")
FIGURES = "/figures/"
SENT, HAD = 200, 304
OF_ONE_REQUEST = frozenset(("X-Request-Id", "Date"))
Told = tuple[str, list[tuple[str, str]]]
"""The line of a status, and the headers that went with it."""


@dataclass(frozen=True)
class Remembered:
    """An answer that was given. token: of the cookie. asker: whom it stood for. told: SENT or HAD -> what was said then;
    HAD is the answer to a browser that has it already. body: b"" as long as only such have asked. sure: what was seen
    when it last held, and until when it holds as long as that is seen; empty where it is looked at anew each time."""

    token: str
    asker: Asker
    kept: Kept
    endpoint: str
    size: int
    body: bytes = b""
    told: tuple[tuple[int, Told], ...] = ()
    sure: list[tuple[tuple, datetime]] = field(default_factory=list, compare=False)

    def __len__(self) -> int:
        return len(self.body) + self.size

    def holds(self) -> bool:
        """Whether whoever asked then is who asks now, with the same rights, and sees the same data."""
        try:
            seen = look() if self.kept.mark is None else None
            if any(seen == before and now() < until for before, until in self.sure):
                return True
            asker, until = sure_asker(self.token)
            if asker != self.asker:
                return False
            with reading_as(asker.reader):
                holds = self.kept.holds()
            self.sure[:] = [(seen, until)] if holds and seen and until else []
            return holds
        except Exception:  # noqa: BLE001  on its whole way the question meets the same, and is told so
            return False


class Look:
    """Looks at something; questions that wait for each other share a look. Each gets what was seen after it came."""

    def __init__(self, see: Callable[[], tuple | None]):
        self._see, self._one_look, self._begun, self._seen = see, threading.Lock(), 0, (0, ())

    def __call__(self) -> tuple | None:
        enough = self._begun + 1
        with self._one_look:
            if self._seen[0] < enough:
                self._begun += 1
                self._seen = self._begun, self._see()
            return self._seen[1]


def all_that_changes() -> tuple | None:
    """What changes when anybody writes to the ledger, a build comes or goes, all is forgotten, or a day begins; None where
    the ledger does not tell that it was written."""
    told = written()
    return None if told is None else (told, edition(), pages.era, datetime.now(UTC).date())


look = Look(all_that_changes)
"""Threads let each other run at each call to SQLite and to the disk. With ten connections in one worker an answer took
0.63 ms of processor time when each question looked for itself, and 0.49 ms since they share (a bare route: 0.36)."""


class Repeated:
    """A server whose kept answers are given again as long as they hold."""

    def __init__(self, app: Callable):
        self._app, self._known = app, BoundedMemory(MOST_BYTES)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        question = question_of(environ)
        if question is None:
            return self._app(environ, start_response)
        found = self._known.get(question)
        if found is not None:
            told = dict(found.told).get(HAD if is_had(environ, found.kept.tag) else SENT)
            if told and found.holds():
                count(environ, found.asker)
                return again(found, told, environ, start_response)
        return self._answered(question, environ, start_response)

    def _answered(self, question: tuple, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """The answer of the server, remembered where it is one that is kept."""
        said: list = []

        def started(line: str, headers: list, *rest):
            said[:] = line, headers
            return start_response(line, headers, *rest)

        parts = self._app(environ, started)
        status = int(said[0][:3]) if said else 0
        if KEPT not in environ or TOLD in environ or status not in (SENT, HAD) or _sets_cookie(said[1]):
            return parts
        body = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        self._remember(question, environ, (said[0], said[1]), body)
        count(environ, environ[KEPT][0])
        return [body]

    def _remember(self, question: tuple, environ: dict, told: Told, body: bytes) -> None:
        asker, kept = environ[KEPT]
        size = OVERHEAD + sum(len(part) for part in question)
        token = Request(environ).cookies.get(COOKIE, "")
        new = Remembered(token, asker, kept, environ.get(ENDPOINT, ""), size)
        old = self._known.get(question)
        if old is not None and replace(old, body=b"", told=()) == new:
            new = old
        line, headers = told
        said = {int(line[:3]): (line, [pair for pair in headers if pair[0] not in OF_ONE_REQUEST])}
        self._known[question] = replace(new, body=body or new.body, told=tuple((dict(new.told) | said).items()))


def question_of(environ: dict) -> tuple[str, ...] | None:
    """All of a request that a kept answer can depend on; None for one that goes its whole way."""
    if environ["REQUEST_METHOD"] != "GET" or COOKIE not in environ.get("HTTP_COOKIE", "") or reads_in_process():
        return None
    if read_settings().proxy_header or any(name in environ for name in WHOLE_WAY):
        return None
    address = [str(environ.get(name, "")) for name in ADDRESS]
    headers = [f"{k}:{v}" for k, v in environ.items() if k.startswith("HTTP_") and k not in NOT_READ]
    return (*address, *headers)


def is_had(environ: dict, tag: str) -> bool:
    """Whether the browser says that it has the answer of a tag."""
    return f'"{tag}"' in environ.get("HTTP_IF_NONE_MATCH", "")


def again(found: Remembered, told: Told, environ: dict, start_response: Callable) -> list[bytes]:
    """Sends a remembered answer, under the number of this request."""
    line, headers = told
    environ[ENDPOINT] = found.endpoint
    start_response(line, [*headers, ("X-Request-Id", environ.get(REQUEST_ID, ""))])
    return [found.body] if line.startswith(str(SENT)) else []


def count(environ: dict, asker: Asker) -> None:
    """Counts that a document was asked for; its figures are made with it."""
    path = environ.get("PATH_INFO", "")
    if not path.startswith(FIGURES):
        query = environ.get("QUERY_STRING", "")
        asked.count(asker.reader, environ.get("RAW_URI") or (f"{path}?{query}" if query else path))


def _sets_cookie(headers: Iterable[tuple[str, str]]) -> bool:
    return any(name.lower() == "set-cookie" for name, _value in headers)
