"""The page of an address that is none."""

import dash
from dash import html

from components.shell import link
from components.words import _

dash.register_page(__name__, path="/not-found", title="Not found · Lagebild")


def layout(**_query):
    """Says that there is no such page, and where to go on."""
    sentence = _("There is no page at this address. It may have moved, or a letter is missing.")
    home = html.P(link(_("Go to the home page"), "/"))
    return html.Div([html.H1(_("Page not found")), html.P(sentence), home], className="empty-page")
