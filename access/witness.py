"""The witness: tells the audit who was refused, who took which file, and who looked at single rows."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping

from flask import Flask, Response, g, has_request_context, request
from sqlalchemy.exc import SQLAlchemyError

from access.asking import current_reader
from access.door import asker
from access.few import Few
from access.policy import ENDPOINTS
from ledger.audit import record
from queries.reader import EVERYTHING, NOBODY

VIEWS = {
    "/rows": "rows_viewed",
    "/record": "record_viewed",
    "/data/quarantine": "quarantine_viewed",
    "/audit": "audit_viewed",
}
"""Path of a page that shows single rows -> action."""
FILES = {"audit_file": "audit_exported", "api./kpis/<name>": "exported"} | {
    endpoint: "exported" for endpoint, rule in ENDPOINTS.items() if rule.who == "export"
}
"""Endpoint that gives figures away -> action: every one that needs the right to export, and those named here."""
TOLD = "lagebild.told"
"""Key of the environment of a request of which the audit was told; the next of its kind must be told as well."""
REFUSED = (401, 403)
STRANGERS, KNOWN = 1, 30
"""Refusals of one address within a minute that are told one by one; the rest are told by their number. Strangers are
many, and whoever tries every address must not fill the disk."""

refusals = Few(seconds=60)


def add_witness(server: Flask) -> None:
    """Lets the audit know of refusals and files. Called when all other parts are there: what is added last runs first,
    before an answer is packed."""
    server.after_request(_note_answer)


def note(action: str, subject: str = "", **details) -> None:
    """Adds an event to the audit, done by whoever asks: the administrator, not the one through whose eyes they look."""
    if has_request_context():
        request.environ[TOLD] = True
    record(action, subject, **_who(), **details)


def note_view(path: str, query: Mapping[str, object]) -> None:
    """Tells the audit that single rows were looked at, where the page of the path shows such; once for a request."""
    seen = g.setdefault("viewed", set()) if has_request_context() else set()
    own = "/" + path.strip("/")
    if own in VIEWS and own not in seen:
        note(VIEWS[own], own, filters=_told(query))
        seen.add(own)


def note_refusal(subject: str, **details) -> None:
    """Tells the audit that somebody was refused; of many refusals in a minute, how many there were."""
    who = _who()
    most = STRANGERS if current_reader() == NOBODY and not who.get("token") else KNOWN
    unsaid = refusals.unsaid((who["actor"], who.get("token"), subject), most)
    if unsaid is not None:
        record("refused", subject, **who, **details, unsaid_before=unsaid or None)


def tell_file(**facts) -> None:
    """Says of the file that this request gives what only its maker knows: rows, and what else the audit should keep."""
    if has_request_context():
        g.file_facts = g.get("file_facts", {}) | facts


def _who() -> dict[str, str | None]:
    """Who acts: name, id of the account, and the account through whose eyes they look."""
    reader = current_reader()
    asked = asker() if has_request_context() else None
    actor = asked.behind if asked and asked.behind else reader
    if actor == EVERYTHING:
        return {"actor": ""}
    seen_as = reader.name if actor is not reader else None
    token = asked.token if asked else ""
    return {"actor": actor.name, "account": actor.account_id or None, "seen_as": seen_as, "token": token or None}


def _note_answer(response: Response) -> Response:
    if response.status_code in REFUSED:
        endpoint = request.endpoint or "none"
        note_refusal(f"{request.method} {endpoint}", status=response.status_code, path=request.path[:200])
    elif request.endpoint in FILES and request.method == "GET" and response.status_code in (200, 206):
        _note_file(response, FILES[request.endpoint])
    return response


def _note_file(response: Response, action: str) -> None:
    """Tells that a file goes out, and its hash: at once where its bytes are there, at its end where they are made while
    they are sent. A part of a file is told with its place."""
    facts = g.get("file_facts", {}) | {"part": response.headers.get("Content-Range")}
    if response.is_streamed:
        note(action, request.path, filters=_told(request.args), tag=response.get_etag()[0], **facts)
        if response.status_code == 200:
            response.direct_passthrough = False
            response.response = _to_its_end(response.response, request.path, _who())
        return
    body = response.get_data()
    digest = hashlib.sha256(body).hexdigest()
    note(action, request.path, filters=_told(request.args), size=len(body), **({"sha256": digest} | facts))


def _to_its_end(pieces: Iterable[bytes], path: str, who: Mapping) -> Iterator[bytes]:
    """The pieces of a file; when the last one was taken, the audit gets their number of bytes and their hash."""
    seal, size = hashlib.sha256(), 0
    for piece in pieces:
        seal.update(piece)
        size += len(piece)
        yield piece
    try:
        record("export_ended", path, **who, sha256=seal.hexdigest(), size=size)
    except SQLAlchemyError:  # that it was taken is told already, and it must not break off at its end
        logging.getLogger("lagebild").exception("The end of a file could not be told to the audit.")


def _told(query: Mapping[str, object]) -> dict[str, object] | None:
    """What an address asks for, as the audit keeps it."""
    return {name[:60]: value if isinstance(value, int) else str(value)[:500] for name, value in query.items()} or None
