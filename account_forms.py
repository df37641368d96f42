"""The forms of one's own account: another password, and the end of sessions elsewhere."""

from urllib.parse import urlencode

from dash import html
from flask import Flask, Response, redirect, request

from access.administration import sign_out_everywhere, sign_out_one
from access.door import acting, asker, token_of_forms
from access.sign_in import TooSoon, WrongPassword, WrongSignIn, change_password
from access.visitor import visitor_address
from components.form_token import with_form_tokens
from components.own_account import PATH, password_form
from components.plain_page import plain_page
from components.shell import notices
from components.sign_in_pages import wait_sentence
from components.words import _
from ledger.accounts import Account, account_of


def add_account_forms(server: Flask) -> None:
    """Adds the addresses that the forms of the own account are sent to."""
    server.add_url_rule(f"{PATH}/password", "own_password", password_changed, methods=["POST"])
    server.add_url_rule(f"{PATH}/sessions/end", "end_own_session", session_ended, methods=["POST"])
    server.add_url_rule(f"{PATH}/sessions/others", "end_own_sessions", others_ended, methods=["POST"])


def password_changed() -> Response:
    """Sets another password in place of the one that is told."""
    account = own_account()
    if account is None or account.via != "local":
        return back("gone")
    where = asker().session_hash, visitor_address()
    try:
        change_password(account, request.form.get("old", ""), request.form.get("new", ""), where)
    except TooSoon as too_soon:
        return _again(account, wait_sentence(too_soon.wait), 429)
    except WrongSignIn:
        return _again(account, _("The password now is not this one, so nothing was changed."), 403)
    except WrongPassword as wrong:
        return _again(account, _(str(wrong)), 400)
    return back("password")


def session_ended() -> Response:
    """Ends a session of the one who asks."""
    account = own_account()
    if account is None or not sign_out_one(account, request.form.get("session", ""), acting()):
        return back("gone")
    return back("ended")


def others_ended() -> Response:
    """Ends every session of the one who asks but this one."""
    account = own_account()
    if account is None:
        return back("gone")
    sign_out_everywhere(account, acting(), asker().session_hash)
    return back("ended")


def own_account() -> Account | None:
    """The account of the one who asks; None for readers without one."""
    return account_of(asker().reader.account_id)


def back(said: str) -> Response:
    """To the page of the account, with what it is to say."""
    return redirect(f"{PATH}?{urlencode({'said': said})}", 303)


def _again(account: Account, said: str, status: int) -> Response:
    """The form once more, with what was wrong."""
    body = html.Div([notices([said]), password_form(account.name)])
    with_form_tokens(body, token_of_forms())
    way_back = html.A(_("Your account"), href=PATH)
    answer = Response(plain_page(_("Change the password"), body, way_back), status, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    return answer
