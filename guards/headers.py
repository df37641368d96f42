"""What every answer tells browsers: what a page may load and run, who may keep it, and that nobody may frame it."""

from flask import Response, request

from guards.outer import ENDPOINT, REQUEST_ID
from settings import read_settings

EMPTY_STYLE = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
"""SHA-256 of an empty style sheet, which the library of charts adds and then fills by script."""
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "style-src-elem": f"'self' 'sha256-{EMPTY_STYLE}'",
    "style-src-attr": "'unsafe-inline'",  # charts place their parts by it; it reaches one element and loads nothing
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "form-action": "'self'",
}
PAGE = "; ".join(f"{name} {value}" for name, value in POLICY.items())
"""The policy of pages in one line."""
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The policy of what is no page: opened by itself, it runs and loads nothing."""
OF_ENDPOINTS = {"service_worker": "default-src 'none'; connect-src 'self'"}
"""Policies of answers that need one of their own: the service worker asks the server, and does nothing else."""
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
    "static_file",
    "service_worker",
    "offline_page",
)
"""Endpoints whose answers are the same for everybody, and which browsers may keep as they say themselves."""


def with_headers(response: Response) -> Response:
    """The answer with these headers."""
    request.environ[ENDPOINT] = request.endpoint or ""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    policy = PAGE if response.mimetype == "text/html" else NOTHING
    response.headers["Content-Security-Policy"] = OF_ENDPOINTS.get(request.endpoint, policy)
    response.headers["X-Request-Id"] = request.environ.get(REQUEST_ID, "")
    if read_settings().reached_at.startswith("https://"):
        response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}"
    if is_for_one_reader(response):
        response.headers["Cache-Control"] = "no-store"
    return response


def is_for_one_reader(response: Response) -> bool:
    """Whether nobody may keep an answer. Files of figures and the interface for machines say themselves that a browser
    may, if it asks each time whether they still hold: their tag stands for the bytes, so another reader's differ."""
    if request.endpoint in OPEN_TO_ALL and response.status_code in (200, 206, 304):
        return False
    control = response.cache_control
    return not (control.private and control.no_cache) or response.status_code >= 400
