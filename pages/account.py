"""One's own account: who one is, what is open and why, the password, where one is signed in."""

import dash
from dash import html

from access import current_reader
from access.door import asker
from access.outside import standing
from access.tokens import longest_days
from components.account_words import domain_words
from components.link_bar import KEPT_PAGES
from components.own_account import (
    PATH,
    asked_sentence,
    end_others_form,
    password_form,
    scope_list,
    session_table,
    standing_sentences,
    who_list,
)
from components.own_tokens import token_form, token_table
from components.reference_parts import section
from components.shell import notices
from components.words import _
from ledger.accounts import ADMINISTRATOR, Account, account_of, accounts
from ledger.sessions import sessions_of
from ledger.tokens import tokens
from pages.accounts import names
from pages.own_keys import unused

MOST_TOKENS = 40
"""Tokens that are listed, those in force first."""
MOST_ASKED = 5
"""Administrators that are named."""

dash.register_page(__name__, path=PATH, title="Your account · Lagebild")


def layout(said=None, **query):
    """The account of the reader. said: what became of a form."""
    reader = current_reader()
    account = account_of(reader.account_id) if reader.account_id else None
    parts = [section("why", _("What you see, and why"), why(account))]
    if account is not None and asker().behind is None:
        parts += own_parts(account)
    return html.Div(
        [
            html.H1(_("Your account")),
            notices([*told(said), *unused(query)]),
            who_list(account) if account else html.P(_("You read as {name}.").format(name=reader.name)),
            *parts,
            html.P(html.A(_("Pages kept in this browser"), href=KEPT_PAGES, **{"data-plain": ""})),
        ],
        className="reference-page",
    )


def told(said) -> list[str]:
    """The sentence on what became of a form; none for a code that is not known."""
    sentences = {
        "password": _("The password is changed. Other places where you were signed in are signed out."),
        "ended": _("The session has ended."),
        "gone": _("There is no such session of yours."),
        "no-token": _("There is no such token of yours in force."),
        "revoked": _("The token has ended. Whatever used it is refused from now on."),
    }
    return [sentences[said]] if isinstance(said, str) and said in sentences else []


def why(account: Account | None) -> list:
    """How the reader came by what is open, all of it, and whom to ask for more."""
    reader = current_reader()
    said = [html.P(_(reader.why))] if reader.why else []
    if reader.sees_nothing:
        said.insert(0, html.P(html.Strong(_("No data are open to you."))))
    told = standing(account) if account else None
    said += standing_sentences(told) if told else []
    return [*said, scope_list(reader, names()), asked_sentence(administrators())]


def administrators() -> list[str]:
    """Names of those who can give rights, as people know them."""
    found = [one for one in accounts() if one.role == ADMINISTRATOR and one.is_active]
    return [one.shown_name or one.name for one in found[:MOST_ASKED]]


def own_parts(account: Account) -> list:
    """What only the owner of an account sees: never somebody who looks through the owner's eyes."""
    sessions = sessions_of(account.account_id)
    parts = []
    if sessions:
        others = end_others_form() if len(sessions) > 1 else None
        parts.append(section("sessions", _("Signed in"), [session_table(sessions, asker().session_hash), others]))
    if account.via == "local":
        parts.append(section("password", _("Password"), [password_form(account.name)]))
    parts.append(section("tokens", _("Tokens of programs"), own_tokens(account)))
    return parts


def own_tokens(account: Account) -> list:
    """The tokens of an account, and the form for another one. Tokens that ended long ago are left out."""
    reader, found = current_reader(), tokens(account.account_id)
    kept = [one for one in found if one.state == "in_force"] + [one for one in found if one.state != "in_force"]
    domains = domain_words() if reader.domains is None else reader.domains
    form = token_form(list(domains), longest_days(), may_export="export" in reader.rights)
    return [token_table(kept[:MOST_TOKENS]), html.H3(_("A new token")), form]
