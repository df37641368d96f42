"""What every answer tells browsers: what a page may load and run, who may keep it, and that nobody may frame it."""

from collections.abc import Callable

from dash import Dash
from flask import Response, request

from guards.outer import ENDPOINT, REQUEST_ID
from settings import read_settings

EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""An empty style sheet, which the library of charts fills by script."""
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "form-action": "'self'",
}
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
        response.headers["Content-Security-Policy"] = policy(hashes)
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
