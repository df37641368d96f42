"""Subscriptions: pages that come by mail, what became of the mails, and how to end them."""

from urllib.parse import urlencode, urlsplit

import dash
from dash import dcc, html

from access import current_reader
from components.mail_words import delivery_table, new_form, subscription_table
from components.reference_parts import section
from components.shell import PAGES, notices
from components.words import _
from ledger import deliveries, subscriptions
from pages.own_keys import unused

PATH = "/subscriptions"
LONGEST_ADDRESS = 2000
WITHOUT_FIGURES = ("/glossary",)

dash.register_page(__name__, path=PATH, title="Mails of pages · Lagebild")


def layout(page=None, said=None, secret=None, **query):
    """The subscriptions of the reader. page: the address that the form is for. said: what became of a form. secret:
    what a mail carries to end its subscription."""
    if isinstance(secret, str) and secret:  # mails of earlier versions lead here
        way = html.A(_("End the subscription of this mail"), href=f"/mail/end?{urlencode({'secret': secret})}")
        return html.Div([html.H1(_("End a subscription")), html.P(way)], className="reference-page")
    reader = current_reader().name
    found = subscriptions.subscriptions(reader)
    sent = deliveries.deliveries(50, reader_name=reader)
    return html.Div(
        [
            html.H1(_("Mails of pages")),
            notices([*told(said), *unused(query)]),
            html.P(_("A page can come by mail, with its key figures in the mail and the whole of it as a file.")),
            section("new", _("A new subscription"), beginning(page_address(page))),
            section("subscriptions", _("Subscriptions"), in_force(found, sent)),
            section("mails", _("Mails"), newest(sent)),
        ],
        className="reference-page",
    )


def told(said) -> list[str]:
    """The sentence on what became of a form; none for a code that is not known."""
    sentences = {
        "added": _("The subscription is there. The first mail comes when it is due next."),
        "ended": _("The subscription has ended. No more mails will come of it."),
        "email": _("This is not the address of one mailbox to which mails go from here, as name@example.org."),
        "rhythm": _("This is not a rhythm that is known here."),
        "page": _("There is no such page, or it is not open to you."),
        "figures": _("This page shows no figures or tables that a mail could bring."),
        "many": _("This mail address has as many subscriptions as one may have. End one first."),
        "server": _("This installation sends no mails."),
        "gone": _("There is no such subscription of yours."),
    }
    return [sentences[said]] if isinstance(said, str) and said in sentences else []


def page_address(page) -> str:
    """The address that the form is for; "" for anything that is no address inside the app."""
    if not isinstance(page, str) or not page.startswith("/") or page.startswith("//") or len(page) > LONGEST_ADDRESS:
        return ""
    return page if page.isprintable() and not urlsplit(page).netloc else ""


def beginning(address: str) -> list:
    """The form, or why there is none."""
    if "subscribe" not in current_reader().rights:
        return [html.P([_("Mails of pages are not open to you.") + " ", dcc.Link(_("Why?"), href="/account")])]
    if not subscriptions.mails_go_out():
        return [html.P(_("This installation sends no mails: whoever looks after it has set no mail server."))]
    chosen = [html.P([_("Page") + ": ", dcc.Link(address, href=address)])] if address else []
    offered = {path: label for path, label in PAGES if path not in WITHOUT_FIGURES}
    rights = _("The page is made with your rights, whoever reads the mail. The build in the address is left out.")
    return [*chosen, new_form(address, offered), html.P(rights)]


def in_force(found, sent) -> list:
    """The subscriptions of the reader with the newest mail of each."""
    if not found:
        return [html.P(_("You have no subscriptions."))]
    last = {one.subscription_id: one for one in reversed(sent)}
    return [subscription_table(_("Your subscriptions"), found, last)]


def newest(sent) -> list:
    """The newest mails of the reader."""
    if not sent:
        return [html.P(_("No mail has been due yet."))]
    return [delivery_table(_("Newest mails"), sent, of_deliveries(sent))]


def of_deliveries(sent) -> dict:
    """Id -> subscription, of deliveries; ended ones too."""
    return {name: subscriptions.subscription_of(name) for name in {one.subscription_id for one in sent}}
