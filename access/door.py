"""The door: finds out who asks, and lets in whom the policy lets in, before anything else is done for a request."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, g, has_request_context, redirect, request
from werkzeug.exceptions import Forbidden, Unauthorized

from access.asking import current_reader, reads_in_process
from access.forms import check_origin, check_size, check_token, form_token
from access.policy import ENDPOINTS, NOTHING, SIGNED_IN, TOKEN, WHILE_VIEWING, Rule, may
from queries.reader import NOBODY, Reader

SIGN_IN = "/sign-in"
SAFE = ("GET", "HEAD", "OPTIONS")
PAGES = ("page", "page_below")
NOT_SIGNED_IN = "Sign in to see this."


@dataclass(frozen=True)
class Asker:
    """Who asks. session_hash: of the session that a cookie named; "" for tokens, headers and jobs. is_ambient: whether
    the browser sends the proof by itself, from any page, so that forms need a token. behind: the administrator who looks
    through the eyes of the reader; None where the reader is the one who asks. token: first signs of the token that was
    shown; "" without one."""

    reader: Reader
    session_hash: str = ""
    is_ambient: bool = False
    behind: Reader | None = None
    token: str = ""


STRANGER = Asker(NOBODY)
Way = Callable[[], Asker | None]
"""One way of telling who asks; None where the request does not use it."""


def add_door(server: Flask, ways: tuple[Way, ...]) -> None:
    """Lets nothing pass to a server but what the policy allows. ways: asked in turn, the first that knows decides."""
    server.before_request(lambda: _let_in(ways))


def asker() -> Asker:
    """Who asks, as the door found; nobody outside of requests."""
    return g.get("asker", STRANGER) if has_request_context() else STRANGER


def acting() -> str:
    """The name of the person who does what is done now: the administrator, where one looks through other eyes."""
    behind = asker().behind
    return (behind or current_reader()).name


def token_of_forms() -> str:
    """What a form on a page for this reader carries; "" where there is no session. Only for pages that are not kept
    for others."""
    return form_token(asker().session_hash) if asker().session_hash else ""


def _let_in(ways: tuple[Way, ...]) -> Response | None:
    g.asker = _found(ways)
    g.reader = g.asker.reader
    if request.endpoint is None:  # no such address: only those who have signed in are told so
        return _admitted(Rule(SIGNED_IN, NOTHING))
    rule = ENDPOINTS.get(request.endpoint)
    if rule is None:
        raise Forbidden("This address is open to nobody.")
    return _admitted(rule)


def _found(ways: tuple[Way, ...]) -> Asker:
    if reads_in_process():
        return Asker(current_reader())
    return next((found for way in ways if (found := way())), STRANGER)


def _admitted(rule: Rule) -> Response | None:
    """None for who may pass; a way to sign in for a person who has not."""
    if request.method not in SAFE:
        _check_writing(rule)
    if may(g.reader, rule.who):
        return None
    if g.reader != NOBODY:
        raise Forbidden("This is not open to you. Your account page says what is, and why.")
    if request.method in ("GET", "HEAD") and is_opened_by_a_person():
        return redirect(f"{SIGN_IN}?{urlencode({'next': request.full_path.removesuffix('?')})}", 303)
    raise Unauthorized(NOT_SIGNED_IN)


def _check_writing(rule: Rule) -> None:
    if rule.carries == NOTHING:
        return
    check_origin()
    if rule.carries == TOKEN:
        if g.asker.behind and request.endpoint not in WHILE_VIEWING:
            raise Forbidden("You look through the eyes of somebody else, so nothing was done. End that first.")
        check_size()
        if g.asker.is_ambient:
            check_token(g.asker.session_hash)


def is_opened_by_a_person() -> bool:
    """Whether the browser would show the answer as a page."""
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode:
        return mode == "navigate"
    return request.endpoint in PAGES or "text/html" in request.headers.get("Accept", "")
