"""The pages and forms with which administrators make accounts and give them their rights."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request

from access.administration import (
    change,
    link_for,
    look_no_more,
    look_through,
    made_account,
    set_active,
    sign_out_everywhere,
)
from access.door import acting, asker, token_of_forms
from access.fields import WrongField, as_filled, new_name, wanted
from access.groups import is_told_by_groups
from access.session_way import COOKIE
from components.account_forms import Choices, new_account_form
from components.account_page import PATH, account_page, one_time_page, way_back
from components.form_token import with_form_tokens
from components.plain_page import plain_page
from components.shell import notices
from components.words import _, current_language
from ledger.accounts import Account, LastAdministrator, NameTaken, account_of
from ledger.sessions import sessions_of
from queries.reader import EVERYTHING
from queries.reference import choices as values_of
from queries.reference import country_names
from queries.warehouse import NoBuildYet, open_warehouse
from settings import read_settings


def add_administration_forms(server: Flask) -> None:
    """Adds the addresses of the administration of accounts."""
    pages = {"new": (new_page, new_account), "change": (change_page, changed)}
    for name, (page, act) in pages.items():
        server.add_url_rule(f"{PATH}/{name}", f"account_{name}_page", page, methods=["GET"])
        server.add_url_rule(f"{PATH}/{name}", f"account_{name}", act, methods=["POST"])
    deeds = {"state": state_set, "sessions": sessions_ended, "link": link_made, "view-as": viewing_begun}
    for name, act in deeds.items():
        server.add_url_rule(f"{PATH}/{name}", f"account_{name.replace('-', '_')}", act, methods=["POST"])
    server.add_url_rule("/view-as/end", "end_viewing", viewing_ended, methods=["POST"])


def new_page() -> Response:
    """The form for a new account."""
    return _new(Account(""), [])


def new_account() -> Response:
    """Makes an account, and shows the link with which its owner sets a password."""
    try:
        made = made_account(Account(new_name(request.form), **_fields()), acting())
    except NameTaken:
        return _new(_filled(Account("")), [_("There is an account of this name already.")], 409)
    except WrongField as wrong:
        return _new(_filled(Account("")), [str(wrong)], 400)
    return _link_page(made, is_new=True)


def change_page() -> Response:
    """One account with its form."""
    account = account_of(request.args.get("id", ""))
    return _gone() if account is None else _one(account, _said(request.args.get("said", "")))


def changed() -> Response:
    """Changes what was told of an account."""
    account = _asked_account()
    if account is None or is_told_by_groups(account.via):
        return _gone()
    try:
        change(account, _fields(account), acting())
    except WrongField as wrong:
        return _one(_filled(account), [str(wrong)], 400)
    except LastAdministrator:
        return _one(_filled(account), [_last()], 409)
    return _back(account, "changed")


def state_set() -> Response:
    """Disables an account, which ends its sessions and links, or enables it again."""
    account, is_active = _asked_account(), request.form.get("active") == "yes"
    if account is None:
        return _gone()
    try:
        set_active(account, acting(), is_active=is_active)
    except LastAdministrator:
        return _one(account, [_last()], 409)
    return _back(account, "enabled" if is_active else "disabled")


def sessions_ended() -> Response:
    """Ends the sessions of an account."""
    account = _asked_account()
    if account is None:
        return _gone()
    sign_out_everywhere(account, acting())
    return _back(account, "sessions")


def link_made() -> Response:
    """Makes a link with which the owner of an account sets a password, and shows it once."""
    account = _asked_account()
    if account is None or account.via != "local" or not account.is_active:
        return _gone()
    return _link_page(account)


def viewing_begun() -> Response:
    """Lets an administrator see what another account sees."""
    account = _asked_account()
    if account is None or not look_through(request.cookies.get(COOKIE, ""), account, acting()):
        return _gone()
    return redirect("/", 303)


def viewing_ended() -> Response:
    """Ends it."""
    look_no_more(request.cookies.get(COOKIE, ""), asker().reader.name, acting())
    return redirect(PATH, 303)


def _asked_account() -> Account | None:
    """The account that a form is about; None where there is none."""
    return account_of(request.form.get("id", ""))


def _fields(account: Account | None = None) -> dict:
    """What the form says, of the countries and areas of the build in force and those that the account has."""
    own = [getattr(account, name, None) for name in ("countries", "areas")]
    countries, areas = (told if isinstance(told, frozenset) else frozenset() for told in own)
    known = _known_areas()
    return wanted(request.form, {*_choices().countries, *countries}, None if known is None else {*known, *areas})


def _choices() -> Choices:
    try:
        return Choices(country_names(open_warehouse(EVERYTHING), current_language()))
    except NoBuildYet:
        return Choices({})


def _known_areas() -> list[str] | None:
    """Codes of the areas of the build in force; None where it tells of none."""
    try:
        return values_of(open_warehouse(EVERYTHING), "ref_area", "area_code") or None
    except NoBuildYet:
        return None


def _filled(account: Account) -> Account:
    """The account as the form has it, to show the form again."""
    given = as_filled(request.form)
    return replace(account, **given | {"name": account.name or given["name"]})


def _link_page(account: Account, *, is_new: bool = False) -> Response:
    address = link_for(account, acting())
    body = one_time_page(account.name, address, read_settings().link_hours, is_new=is_new)
    return _page(_("A link to set a password"), body)


def _new(told: Account, said: list[str], status: int = 200) -> Response:
    return _page(_("A new account"), [notices(said), new_account_form(f"{PATH}/new", told, _choices())], status)


def _one(account: Account, said: list[str], status: int = 200) -> Response:
    choices = None if is_told_by_groups(account.via) else _choices()
    body = account_page(account, choices, sessions_of(account.account_id), said)
    return _page(_("Account {name}").format(name=account.shown_name or account.name), body, status)


def _gone() -> Response:
    said = _("There is no such account, or this cannot be done with it.")
    return _page(_("No such account"), notices([said]), 404)


def _back(account: Account, said: str) -> Response:
    return redirect(f"{PATH}/change?{urlencode({'id': account.account_id, 'said': said})}", 303)


def _said(code: str) -> list[str]:
    """The sentence on what was done; none for a code that is not known."""
    sentences = {
        "changed": _("Saved. It holds from the next request on."),
        "enabled": _("The account is enabled again."),
        "disabled": _("The account is disabled, and its sessions have ended."),
        "sessions": _("The sessions have ended."),
    }
    return [sentences[code]] if code in sentences else []


def _last() -> str:
    return _("This would leave nobody who can give rights, so nothing was changed.")


def _page(title: str, body, status: int = 200) -> Response:
    """A page about accounts, with the token of the session in its forms; nobody keeps it."""
    with_form_tokens(body, token_of_forms())
    answer = Response(plain_page(title, body, way_back()), status, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    return answer
