"""Signing in and out, and what one-time links lead to: pages and the forms on them."""

from math import ceil

from flask import Flask, Response, redirect, request

from access.door import asker
from access.entering import entered, left
from access.forms import check_size
from access.next_address import local_address
from access.one_time import PATHS, opened_link
from access.sign_in import (
    TooSoon,
    UsedLink,
    WrongPassword,
    WrongSignIn,
    account_signing_in,
    account_with_password,
    new_administrator,
)
from access.visitor import visitor_address
from components.sign_in_pages import first_page, lost_link_page, password_page, sign_in_page, wait_sentence
from components.words import _
from kpis.words import _ as marked
from ledger.accounts import is_any_account
from provider_sign_in import add_provider_sign_in, other_ways, way_out

SAID = {
    "out": marked("You have signed out."),
    "ended": marked("You were signed out, because nothing was asked for long or the session was ended."),
}
"""What the page says of how somebody came to it."""


def add_sign_in_forms(server: Flask) -> None:
    """Adds the pages and the addresses that their forms are sent to."""
    server.add_url_rule("/sign-in", "sign_in_page", shown_sign_in)
    server.add_url_rule("/sign-in", "sign_in", sign_in, methods=["POST"])
    server.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    server.add_url_rule(f"{PATHS['first']}/<given>", "first_page", shown_first)
    server.add_url_rule(f"{PATHS['first']}/<given>", "make_first", make_first, methods=["POST"])
    server.add_url_rule(f"{PATHS['set']}/<given>", "password_page", shown_password)
    server.add_url_rule(f"{PATHS['set']}/<given>", "set_password", set_password, methods=["POST"])
    add_provider_sign_in(server)


def shown_sign_in() -> Response:
    """The page; whoever is signed in already goes where they wanted to."""
    wanted = local_address(request.args.get("next", ""))
    if asker().session_hash:
        return redirect(wanted, 303)
    said = _(SAID.get(request.args.get("said", ""), ""))
    if not said and not is_any_account():
        said = _("Nobody has an account here yet. When the app starts, it prints a link for the first administrator.")
    is_out = request.args.get("said") == "out"
    return _page(sign_in_page(wanted, said=said, others=other_ways(wanted), way_out=way_out() if is_out else ""))


def sign_in() -> Response:
    """Signs somebody in, or says why not."""
    check_size()
    name, wanted = request.form.get("name", ""), local_address(request.form.get("next", ""))
    try:
        account = account_signing_in(name, request.form.get("password", ""), visitor_address())
    except TooSoon as too_soon:
        answer = _page(sign_in_page(wanted, name, wait_sentence(too_soon.wait), other_ways(wanted)), 429)
        answer.headers["Retry-After"] = str(ceil(too_soon.wait.total_seconds()))
        return answer
    except WrongSignIn:
        said = _("Name and password do not belong together.")
        return _page(sign_in_page(wanted, name, said, other_ways(wanted)), 401)
    return entered(account, "local", wanted)


def sign_out() -> Response:
    """Ends the session of the browser that asks."""
    who = asker()
    return left(who.session_hash, (who.behind or who.reader).name)


def shown_first(given: str) -> Response:
    """The form of the first administrator. Looking at it does not use the link up: programs look at links, too."""
    return _page(first_page(request.path)) if opened_link(given, PATHS["first"]) else _page(lost_link_page(), 410)


def make_first(given: str) -> Response:
    """Makes the first account and signs it in."""
    check_size()
    opened = opened_link(given, PATHS["first"])
    name, shown_name = request.form.get("name", ""), request.form.get("shown_name", "")
    if opened is None:
        return _page(lost_link_page(), 410)
    try:
        account = new_administrator(opened, name, shown_name, _new_password())
    except ValueError:
        said = _("A name has 1 to 320 signs and no blanks.")
    except WrongPassword as wrong:
        said = _(str(wrong))
    except UsedLink:
        return _page(lost_link_page(), 410)
    else:
        return entered(account, "local")
    return _page(first_page(request.path, (name, shown_name), said), 400)


def shown_password(given: str) -> Response:
    """The form for a password. Looking at it does not use the link up."""
    opened = opened_link(given, PATHS["set"])
    return _page(password_page(request.path, opened.account.name)) if opened else _page(lost_link_page(), 410)


def set_password(given: str) -> Response:
    """Sets the password of the account of a link and signs it in."""
    check_size()
    opened = opened_link(given, PATHS["set"])
    if opened is None:
        return _page(lost_link_page(), 410)
    try:
        account = account_with_password(opened, _new_password())
    except WrongPassword as wrong:
        return _page(password_page(request.path, opened.account.name, _(str(wrong))), 400)
    except UsedLink:
        return _page(lost_link_page(), 410)
    return entered(account, "local")


def _new_password() -> str:
    """The password that a form gives twice. WrongPassword where the two differ."""
    password = request.form.get("password", "")
    if password != request.form.get("again", ""):
        raise WrongPassword(marked("The two passwords are not the same."))
    return password


def _page(content: str, status: int = 200) -> Response:
    response = Response(content, status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response
