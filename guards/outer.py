"""What a request must be before anything of it is read: for a host of ours, of a size that pages and programs ask for.

This stands around the whole server, so that it holds for every address, known or not."""

import secrets
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from settings import Settings, read_settings

MOST_ADDRESS, MOST_HEADERS = 8 * 1024, 32 * 1024
"""Bytes of the address with its query, and of all headers together."""
MOST_FORM = 64 * 1024
"""Bytes of a form, or of any other body."""
MOST_FILES = 26 * 1024**2
"""Bytes of a form with files to be checked."""
FILES, HEALTH = "/verify", "/health"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
REQUEST_ID, ENDPOINT = "lagebild.request_id", "lagebild.endpoint"
"""Keys of the environment of a request."""

REFUSALS = {
    "400 Bad Request": "This request is not for this app, or is not written as requests are.",
    "411 Length Required": "Say how long the body is, in the header Content-Length.",
    "413 Content Too Large": "The body is larger than this address takes.",
    "414 URI Too Long": "The address is longer than any page needs.",
    "431 Request Header Fields Too Large": "The headers of the request are too large.",
}


class Outer:
    """The server behind these checks. A refused request never reaches it, and nothing of its body is read."""

    def __init__(self, app: Callable):
        self.app = app

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        environ[REQUEST_ID] = secrets.token_hex(8)
        status = refused(environ, read_settings())
        if status is None:
            return self.app(environ, start_response)
        body = b"" if environ["REQUEST_METHOD"] == "HEAD" else f"{REFUSALS[status]}\n".encode()
        told = {
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Request-Id": environ[REQUEST_ID],
            "Connection": "close",
        }
        start_response(status, list(told.items()))
        return [body]


def refused(environ: dict, settings: Settings) -> str | None:
    """The status with which a request is refused; None for one that may go on."""
    if not is_host_of_ours(environ, settings):
        return "400 Bad Request"
    address = environ.get("RAW_URI") or environ.get("REQUEST_URI") or _address(environ)
    if len(address) > MOST_ADDRESS:
        return "414 URI Too Long"
    if sum(len(key) + len(value) for key, value in environ.items() if key.startswith("HTTP_")) > MOST_HEADERS:
        return "431 Request Header Fields Too Large"
    return _refused_body(environ)


def _address(environ: dict) -> str:
    return f"{environ.get('PATH_INFO', '')}?{environ.get('QUERY_STRING', '')}"


def _refused_body(environ: dict) -> str | None:
    """A body is read only when its length is known beforehand, and said in one way."""
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return "411 Length Required"
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        return "400 Bad Request"
    most = MOST_FILES if environ.get("PATH_INFO") == FILES else MOST_FORM
    return "413 Content Too Large" if int(length) > most else None


def is_host_of_ours(environ: dict, settings: Settings) -> bool:
    """Whether the request names this app as its host. A page of a stranger whose name was pointed at this computer
    names the stranger's. The address for load balancers, which tells nothing, answers to every name."""
    name = host_named(environ.get("HTTP_HOST") or "")
    return bool(name) and (environ.get("PATH_INFO") == HEALTH or name in own_hosts(settings))


@lru_cache(maxsize=256)
def host_named(given: str) -> str:
    """The name in the header Host; "" where it is more than a name and a port, or none."""
    try:
        asked = urlsplit(f"//{given}")
        name, _port = asked.hostname or "", asked.port
    except ValueError:
        return ""
    return "" if asked.netloc != given or asked.username is not None or asked.path else name


def own_hosts(settings: Settings) -> frozenset[str]:
    """Names under which the app is reached: that of its public address, and those of this computer when it listens
    nowhere else."""
    return _own_hosts(settings.reached_at, settings.host)


@lru_cache(maxsize=8)
def _own_hosts(reached_at: str, host: str) -> frozenset[str]:
    public = urlsplit(reached_at).hostname or ""
    return frozenset((public, *LOOPBACK)) if is_loopback(host) else frozenset((public,))


def is_loopback(host: str) -> bool:
    """Whether a host can be reached from this computer only."""
    try:
        return host.lower() == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
