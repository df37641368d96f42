"""Accounts: who may sign in, in which role, and what is open to each. For administrators."""

from urllib.parse import urlencode

import dash
from dash import html

from access import current_reader
from components.account_list import account_table
from components.account_page import PATH
from components.format import number
from components.reference_parts import page_links, search_form, section
from components.shell import notices
from components.words import _, current_language, plural
from ledger.accounts import accounts
from pages.own_keys import page_of, page_part, text_of, unused
from queries.reader import EVERYTHING
from queries.reference import country_names
from queries.warehouse import NoBuildYet, NotAllowed, open_warehouse

dash.register_page(__name__, path=PATH, title="Accounts · Lagebild")


def layout(q=None, page=None, **query):
    """The accounts whose name or person has a text in it. q: the text. page: of the list."""
    if "administer" not in current_reader().rights:
        raise NotAllowed("Accounts are not open to you.")
    text, strange = text_of({"q": q or ""}, "q")
    wanted, strange_page = page_of({"page": page or ""})
    found = [one for one in accounts() if text.casefold() in f"{one.name} {one.shown_name}".casefold()]
    return html.Div(
        [
            html.H1(_("Accounts")),
            notices([*strange, *strange_page, *unused(query)]),
            html.P(_("Whoever has no role or no scope sees nothing. Changes hold from the next request on.")),
            html.P(html.A(_("Make a new account"), href=f"{PATH}/new")),
            search_form(PATH, _("Name"), text, {}),
            section("list", _("Everybody who may sign in"), listed(found, wanted, text)),
        ],
        className="reference-page",
    )


def listed(found: list, wanted: int, text: str) -> list:
    """A page of the accounts."""
    if not found:
        return [html.P(_("There is no such account."))]
    part, page, pages = page_part(len(found), wanted)
    told = plural("{count} account", "{count} accounts", len(found)).format(count=number(len(found)))
    address = f"{PATH}?{urlencode({'q': text})}&page=" if text else f"{PATH}?page="
    return [account_table(told, found[part], names()), page_links(page, pages, address, "list")]


def names() -> dict[str, str]:
    """Country code -> name; empty where no build is published. Names are open to everybody."""
    try:
        return country_names(open_warehouse(EVERYTHING), current_language())
    except NoBuildYet:
        return {}
