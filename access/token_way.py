"""The way of programs: a token in the header `Authorization: Bearer`, for the interface for machines and for files."""

from flask import g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from access.door import Asker
from access.policy import ENDPOINTS
from access.session_way import reader_of_account
from access.tokens import reader_with
from kpis.words import _
from ledger.accounts import account_of
from ledger.tokens import note_use, token_of
from queries.reader import NOBODY

SCHEME = "bearer"
OPENED = frozenset(
    endpoint for endpoint, rule in ENDPOINTS.items() if endpoint.startswith("api.") or rule.who == "export"
)
"""Endpoints that a token opens: no page, no form, no session."""


def by_token() -> Asker | None:
    """Whoever the token of the request stands for; None for a request without one. A token that is not in force refuses
    the request, whatever else it carries: a program is told, and does not read as somebody else."""
    scheme, _blank, text = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != SCHEME:
        return None
    if request.endpoint not in OPENED:
        raise Forbidden(_("A token opens the interface for machines and files, not pages."))
    token = token_of(text.strip())
    if token is None:
        raise _refusal(_("This token is not known here."))
    g.asker = Asker(NOBODY, token=token.prefix)  # whom a refusal is about
    if token.state != "in_force":
        raise _refusal(_("This token was revoked.") if token.state == "revoked" else _("This token has expired."))
    owner = account_of(token.account_id)
    if owner is None or not owner.is_active:
        raise _refusal(_("The account of this token is closed."))
    note_use(token)
    return Asker(reader_with(token, reader_of_account(owner)), token=token.prefix)


def _refusal(sentence: str) -> Unauthorized:
    return Unauthorized(sentence, www_authenticate=WWWAuthenticate("bearer", {"error": "invalid_token"}))
