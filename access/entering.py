"""The cookie of a session: set when somebody has shown who they are, taken away when they leave."""

from flask import Response, redirect, request

from access.door import SIGN_IN
from access.next_address import local_address
from access.session_way import COOKIE
from access.visitor import visitor_address
from ledger import audit
from ledger.accounts import Account
from ledger.sessions import begin_session, end_session, hash_of
from settings import read_settings

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
"""Sign in what a browser says of itself -> name; the first that is there counts."""


def entered(account: Account, via: str, wanted: str = "/") -> Response:
    """Signs somebody in and sends them to the page that they wanted. The session is always a new one: whatever name
    of a session the browser had before, somebody else may have put there."""
    return with_session(redirect(local_address(wanted), 303), account, via)


def with_session(response: Response, account: Account, via: str) -> Response:
    """An answer that begins a session in the browser, in place of the one that it had."""
    end_session(hash_of(request.cookies.get(COOKIE, "")))
    token = begin_session(account.account_id, via, device(request.headers.get("User-Agent", "")))
    audit.record("signed_in", account.name, actor=account.name, via=via, address=visitor_address())
    response.set_cookie(COOKIE, token, path="/", httponly=True, samesite="Lax", secure=is_by_https())
    return response


def is_by_https() -> bool:
    """Whether readers reach the app by https, so that a cookie must go no other way."""
    return request.is_secure or read_settings().reached_at.startswith("https://")


def left(session_hash: str, name: str) -> Response:
    """Ends a session here and in the browser, and leads to where one signs in."""
    if end_session(session_hash):
        audit.record("signed_out", name, actor=name)
    response = redirect(f"{SIGN_IN}?said=out", 303)
    response.delete_cookie(COOKIE, path="/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'  # pages that the browser has, and those kept in it
    return response


def device(said: str) -> str:
    """Browser and system in words, from what a browser says of itself; "" where nothing of it is known."""
    known = (next((name for sign, name in names.items() if sign in said), "") for names in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, known))
