"""Signing in at the provider of the organisation: the way there, the way back, and the way out of it."""

import logging
import secrets
from datetime import timedelta
from hmac import compare_digest
from urllib.parse import urlencode

from flask import Flask, Response, abort, redirect, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from access.entering import entered, is_by_https
from access.next_address import local_address
from access.outside import NotWelcome, welcomed
from access.provider import (
    DONE,
    Attempt,
    is_there_a_provider,
    person_of,
    way_out_of_provider,
    way_to_provider,
)
from access.provider_answers import ProviderFault, asking
from access.secret import secret
from access.visitor import visitor_address
from components.sign_in_pages import sign_in_page
from components.words import _
from kpis.words import _ as marked
from ledger import audit
from ledger.database import now
from ledger.once import use_once
from settings import read_settings

BEGUN = "lagebild_provider"
"""Cookie that binds a sign-in to the browser in which it was begun."""
PATH = "/sign-in/provider"
OUT = "/sign-out/provider"
VALID = timedelta(minutes=10)
LONGEST_CODE = 4096
LOST = marked(
    "This sign-in was not begun in this browser, was begun too long ago, or was used before. Begin it once more."
)
DENIED = marked("Your organisation did not sign you in.")
FAULT = marked(
    "The sign-in of your organisation does not answer as it should. Try again in a while; accounts of this app work."
)


def add_provider_sign_in(server: Flask) -> None:
    """Adds the addresses; without a provider, there is nothing at them."""
    server.add_url_rule(PATH, "provider_begin", begin)
    server.add_url_rule(DONE, "provider_done", done)
    server.add_url_rule(OUT, "provider_out", leave)


def other_ways(wanted: str) -> list[tuple[str, str]]:
    """Label and address of the sign-in at the provider, for the page to sign in; none without a provider."""
    if not is_there_a_provider():
        return []
    label = read_settings().oidc_label or _("The account of your organisation")
    return [(label, f"{PATH}?{urlencode({'next': wanted})}")]


def way_out() -> str:
    """The address where somebody signs out at the provider as well; "" without a provider."""
    return OUT if is_there_a_provider() else ""


def begin() -> Response:
    """Sends somebody to the provider."""
    _check_provider()
    wanted, word = local_address(request.args.get("next", "")), secrets.token_urlsafe(32)
    try:
        with asking():
            response = redirect(way_to_provider(Attempt(word)), 303)
    except ProviderFault as fault:
        return _failed(wanted, FAULT, 503, fault)
    response.set_cookie(BEGUN, _sealing().dumps([word, wanted]), max_age=VALID, **_kept())
    response.headers["Cache-Control"] = "no-store"
    return response


def done() -> Response:
    """Signs somebody in whom the provider sent back; each sign-in comes back once."""
    _check_provider()
    word, wanted = _begun()
    if request.args.get("error"):  # some say so without the state; the page that tells of it does nothing else
        return _without_cookie(_failed(wanted, DENIED, 403))
    attempt = Attempt(word)
    state, code = request.args.get("state", ""), request.args.get("code", "")
    is_ours = word and compare_digest(state.encode(), attempt.state.encode())
    if not is_ours or not use_once(attempt.state, now() + VALID):
        return _without_cookie(_failed(wanted, LOST, 400))
    if not 0 < len(code) <= LONGEST_CODE:
        return _without_cookie(_failed(wanted, LOST, 400))
    return _without_cookie(_let_in(attempt, code, wanted))


def leave() -> Response:
    """Sends somebody who has signed out here to sign out at the provider as well."""
    _check_provider()
    try:
        with asking():
            return redirect(way_out_of_provider() or "/sign-in?said=out", 303)
    except ProviderFault as fault:
        return _failed("/", FAULT, 503, fault)


def _let_in(attempt: Attempt, code: str, wanted: str) -> Response:
    try:
        with asking():
            person = person_of(attempt, code)
    except ProviderFault as fault:
        return _failed(wanted, FAULT, 503, fault)
    try:
        account = welcomed(person)
    except NotWelcome as refused:
        # Only people for whom the provider vouched are written down; strangers could fill the audit.
        audit.record("sign_in_failed", person.external_id, actor="nobody", via="oidc", address=visitor_address())
        return _failed(wanted, refused.reason, 403)
    return entered(account, "oidc", wanted)


def _failed(wanted: str, said: str, status: int, fault: ProviderFault | None = None) -> Response:
    """The page to sign in, with what went wrong."""
    if fault:
        logging.getLogger("lagebild").warning("Sign-in at the provider: %s", fault)
    response = Response(sign_in_page(wanted, said=_(said), others=other_ways(wanted)), status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def _begun() -> tuple[str, str]:
    """The word of the sign-in that this browser began, and where it leads; "" where it began none lately."""
    try:
        word, wanted = _sealing().loads(request.cookies.get(BEGUN, ""), max_age=VALID.total_seconds())
    except (BadSignature, ValueError, TypeError):
        return "", "/"
    return word, local_address(wanted)


def _without_cookie(response: Response) -> Response:
    response.delete_cookie(BEGUN, **_kept())
    return response


def _kept() -> dict:
    return {"path": PATH, "secure": is_by_https(), "httponly": True, "samesite": "Lax"}


def _sealing() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret(), salt=BEGUN)


def _check_provider() -> None:
    if not is_there_a_provider():
        abort(404)
