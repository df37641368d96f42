"""Forms that readers send to the app: only from its own pages, and of a size that a person can write."""

from urllib.parse import urlsplit

from flask import Response, request

from settings import read_settings

MOST_BYTES = 64 * 1024


def refused_post() -> Response | None:
    """The answer to a form that did not come from a page of this app, or is too large; None where it may be read.

    Browsers say where a form comes from: by Sec-Fetch-Site, older ones by Origin. Without either nobody can tell, and
    a page of another site could have sent it in the reader's name."""
    if request.content_length is None or request.content_length > MOST_BYTES:
        return _told(413, f"A form of at most {MOST_BYTES // 1024} KB is read here.")
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    is_own = site == "same-origin" if site else origin is not None and origin.rstrip("/").lower() in _own_origins()
    return None if is_own else _told(403, "This form was not sent from a page of this app, so nothing was done.")


def _own_origins() -> set[str]:
    """The addresses of the app, as readers reach it and as this request names it."""
    reached = urlsplit(read_settings().reached_at)
    return {f"{reached.scheme}://{reached.netloc}".lower(), request.host_url.rstrip("/").lower()}


def _told(status: int, sentence: str) -> Response:
    return Response(sentence + "\n", status, mimetype="text/plain")
