"""What every answer tells browsers: what a page may load and run, who may keep it, and that nobody may frame it."""

from collections.abc import Callable

from dash import Dash
from flask import Response, request

from guards.outer import ENDPOINT, REQUEST_ID
from settings import read_settings

STYLES = (
    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "Do5Z9ZqsPvCQTUBQS9BnDm/2+on7omuzuLYk5sbA+2s=",
    "ITR5T9OwskhdqdsliUJRmgp9ltOFAHgXe1F7eRvGnmQ=",
    "0IJGrxhCP5NUIafylLkj5118xkZH1kp5FmNio7NOckI=",
    "Z8VokGxeiKThZOEmkdUgfW+jxbvItBwAXC8M1c4wqAM=",
    "VUA+tqvhK3niMn7AdszqidMFPRh9FLqxB2iINUrsiTw=",
    "Aq43X0SlmB69maWGob4rp/UuSHhwePalkRRExtsxOJ8=",
    "SkhFDxgIcEjMhRh19uSHWrkdnAlZ9rlskgr9yLsipa8=",
    "uDiOZWps1U7E8/0BTaQrclYMhVhRVE4dT0vb5X6nXOw=",
    "+QoPrsxO0auPnxSulD3bAr9CoDGgzv7YRfYE0vfxeQI=",
    "MJs2ke1SA6Cy3tTCZu2QH0rj0r//iNqU0idy9bM4leg=",
    "X2TqJwnIiE/ceDVeAdr7v7BOWBU6CEzE6qxlNzBzvBk=",
    "ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o=",
    "A4M82qpFcs4fh4BcX78xvLxBsvCreJUzTY4AaTi749I=",
)
"""SHA-256 of the style sheets that scripts put into pages: the empty one, which charts fill by script, then those of
Dash's renderer and components and of the library of charts. A new version of these may bring others; browsers then say
the hash that is missing, and the test in a browser fails."""
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "style-src-elem": "'self' " + " ".join(f"'sha256-{one}'" for one in STYLES),
    "style-src-attr": "'unsafe-inline'",  # charts place their parts by it; it reaches one element and loads nothing
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "form-action": "'self'",
}
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The policy of what is no page: opened by itself, it runs and loads nothing."""
UNUSED = (
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
"""What a browser can do and no page of this app asks for."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TWO_YEARS = 2 * 365 * 24 * 3600
OPEN_TO_ALL = (
    "_dash_assets.static",
    "static",
    "boundaries",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    "/_favicon.ico",
)
"""Endpoints whose answers are the same for everybody, and which browsers may keep as they say themselves."""


def headers_for(app: Dash) -> Callable[[Response], Response]:
    """What puts the headers on an answer of this app."""
    hashes: list[str] = []

    def with_headers(response: Response) -> Response:
        if not hashes:  # only now: the first request adds scripts of its own to the page
            hashes.extend(app.csp_hashes())
        request.environ[ENDPOINT] = request.endpoint or ""
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers["Content-Security-Policy"] = policy(hashes) if response.mimetype == "text/html" else NOTHING
        response.headers["X-Request-Id"] = request.environ.get(REQUEST_ID, "")
        if read_settings().reached_at.startswith("https://"):
            response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}"
        if is_for_one_reader(response):
            response.headers["Cache-Control"] = "no-store"
        return response

    return with_headers


def policy(hashes: list[str]) -> str:
    """The policy in one line. hashes: of the scripts that stand in the page itself."""
    told = POLICY | {"script-src": " ".join((POLICY["script-src"], *hashes))}
    return "; ".join(f"{name} {value}" for name, value in told.items())


def is_for_one_reader(response: Response) -> bool:
    """Whether nobody may keep an answer. Files of figures and the interface for machines say themselves that a browser
    may, if it asks each time whether they still hold: their tag stands for the bytes, so another reader's differ."""
    if request.endpoint in OPEN_TO_ALL and response.status_code in (200, 206, 304):
        return False
    control = response.cache_control
    return not (control.private and control.no_cache) or response.status_code >= 400
