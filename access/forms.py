"""Forms that readers send to the app: only from its own pages, with the token of their session, and of a size that a
person can write."""

import hmac
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import Forbidden, RequestEntityTooLarge

from access.secret import sealed
from settings import read_settings

MOST_BYTES = 64 * 1024
FIELD = "csrf"
"""Name of the hidden field with the token."""


def check_size() -> None:
    """RequestEntityTooLarge for a form that no person can have written, or that does not say how large it is."""
    if request.content_length is None or request.content_length > MOST_BYTES:
        raise RequestEntityTooLarge(f"A form of at most {MOST_BYTES // 1024} KB is read here.")


def check_origin() -> None:
    """Forbidden for a request that did not come from a page of this app.

    Browsers say where a form comes from: by Sec-Fetch-Site, older ones by Origin. Without either nobody can tell, and
    a page of another site could have sent it in the reader's name."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    is_own = site == "same-origin" if site else origin is not None and origin.rstrip("/").lower() in _own_origins()
    if not is_own:
        raise Forbidden("This form was not sent from a page of this app, so nothing was done.")


def check_token(session_hash: str) -> None:
    """Forbidden for a form without the token of the session."""
    given = request.form.get(FIELD, "")
    if not hmac.compare_digest(given.encode(), form_token(session_hash).encode()):
        raise Forbidden("This form belongs to another session, so nothing was done. Open its page again and repeat it.")


def form_token(session_hash: str) -> str:
    """What the forms of a session carry; it is worth nothing in any other session."""
    return sealed("form", session_hash)


def _own_origins() -> set[str]:
    """The addresses of the app, as readers reach it and as this request names it."""
    reached = urlsplit(read_settings().reached_at)
    return {f"{reached.scheme}://{reached.netloc}".lower(), request.host_url.rstrip("/").lower()}
