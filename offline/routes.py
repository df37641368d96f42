"""The addresses: the state of the server, the service worker, and the page of kept pages."""

import hashlib
import json
from pathlib import Path

from flask import Flask, Response, request

from components.document import Edition, document
from components.link_bar import KEPT_PAGES, kept_pages
from components.markup import markup
from components.words import _
from offline.state import state
from statics import address, edition
from statics.sources import smaller

STATE, WORKER = "/state", "/service-worker.js"
SOURCE = Path(__file__).parent / "service_worker.js"
FILES = ("lagebild.css", "lagebild.js", "favicon.svg")
"""Static files of the frame, which opens without a network."""


def add_offline(server: Flask) -> None:
    """Adds the addresses to a server."""
    server.add_url_rule(STATE, "state", told_state)
    server.add_url_rule(WORKER, "service_worker", service_worker)
    server.add_url_rule(KEPT_PAGES, "offline_page", offline_page)


def told_state() -> Response:
    """The state as JSON; small, as it is asked often."""
    return _asked_each_time(json.dumps(state(), separators=(",", ":")), "application/json", is_private=True)


def service_worker() -> Response:
    """The script that opens kept pages. It is another one for each edition, so browsers take the new one."""
    told = {"EDITION": edition(), "SHELL": [KEPT_PAGES, *map(address, FILES)]}
    lines = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in told.items())
    script = smaller(SOURCE.read_bytes(), ".js").decode()
    return _asked_each_time(lines + script, "text/javascript")


def offline_page() -> Response:
    """The document of kept pages. It is the same for everybody: what is kept, only the browser knows."""
    files = Edition((address("lagebild.css"),), (address("lagebild.js"),), address("favicon.svg"), edition())
    page = document(f"{_('Kept pages')} · Lagebild", markup(kept_pages()), files)
    return _asked_each_time(page, "text/html")


def _asked_each_time(body: str, kind: str, *, is_private: bool = False) -> Response:
    """An answer that browsers may keep, if they ask each time whether it still holds."""
    response = Response(body, mimetype=kind)
    response.cache_control.no_cache = True
    response.cache_control.private = is_private or None
    response.vary.add("Cookie") if is_private else None
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:24])
    return response.make_conditional(request)
