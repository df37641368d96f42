"""The forms about one's own tokens: a new one, which is told once, and the end of one."""

import re

from dash import html
from flask import Flask, Response, request
from werkzeug.exceptions import Forbidden

from access.door import acting, asker, token_of_forms
from access.tokens import WantedToken, WrongToken, make_token, revoke_token
from account_forms import back, own_account
from components.form_token import with_form_tokens
from components.own_account import PATH as ACCOUNT
from components.own_tokens import PATH, token_told
from components.plain_page import plain_page
from components.words import _
from ledger.accounts import Account
from settings import read_settings

CODE = re.compile(r"[A-Za-z0-9_-]{2,10}")
MOST_CODES = 60


def add_token_forms(server: Flask) -> None:
    """Adds the addresses that the forms of tokens are sent to."""
    server.add_url_rule(PATH, "new_token", token_made, methods=["POST"])
    server.add_url_rule(f"{PATH}/end", "end_own_token", token_ended, methods=["POST"])


def token_made() -> Response:
    """Makes a token of the one who asks and tells it on a page that nobody keeps."""
    owner = _owner()
    try:
        token, kept = make_token(owner, wanted(request.form.to_dict()), acting())
    except WrongToken as error:
        return _told(_("No token was made"), html.P(_(str(error)), role="alert"), 400)
    address = f"{read_settings().reached_at}/api/v1/kpis"
    return _told(_("Your new token"), token_told(token, kept, address))


def token_ended() -> Response:
    """Revokes a token of the one who asks, and of nobody else."""
    ended = revoke_token(request.form.get("token", ""), acting(), _owner().account_id)
    return back("revoked" if ended else "no-token")


def wanted(form: dict[str, str]) -> WantedToken:
    """What a form asks for. WrongToken where it cannot be understood."""
    codes = [one.strip() for one in form.get("country", "").split(",") if one.strip()]
    if len(codes) > MOST_CODES or not all(CODE.fullmatch(one) for one in codes):
        raise WrongToken(_("The countries are codes with commas between them, such as AFG, TCD."))
    limits: dict = {"countries": sorted({one.upper() for one in codes})} if codes else {}
    limits |= {"domains": [form["domain"]]} if form.get("domain") else {}
    limits |= {"detail": form["detail"]} if form.get("detail") else {}
    days = form.get("days", "")
    if not (days.isascii() and days.isdecimal() and len(days) < 6):
        raise WrongToken(_("Say after how many days the token ends."))
    return WantedToken(form.get("label", ""), int(days), limits, form.get("export") == "yes")


def _owner() -> Account:
    """The account of the one who asks, at their own keyboard. Forbidden for programs and through the eyes of others."""
    account, asked = own_account(), asker()
    if account is None or asked.token or asked.behind is not None:
        raise Forbidden("Tokens are made and revoked by their owner, who has signed in.")
    return account


def _told(title: str, body, status: int = 200) -> Response:
    with_form_tokens(body, token_of_forms())
    way_back = html.A(_("Your account"), href=f"{ACCOUNT}#tokens")
    answer = Response(plain_page(title, body, way_back), status, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    return answer
