"""Proof: a file of Lagebild held against its build and the current one."""

import dash
from dash import dcc, html

from components.shell import notices
from components.words import _
from pages.own_keys import unused

PATH = "/verify"

dash.register_page(__name__, path=PATH, title="Check a file · Lagebild")


def layout(**query):
    """The form; verification.py answers it."""
    told = _("Every file of Lagebild says which page, filters and build it was made from, and has a seal over its contents. "
             "Give a file (CSV, XLSX, JSON, Parquet, PNG or PDF), and it is compared with its build and with the current "
             "data, with your own rights. Nothing of it is kept.")  # fmt: skip
    choose = dcc.Upload(
        html.Span(_("Choose a file, or drop it here"), className="verify-choice"),
        id="verify-file",
        disable_click=True,  # the label around it opens the choice, and names it for those who hear the page
        multiple=True,
        className="verify-drop",
        className_active="verify-drop verify-drop-active",
        style={},
        style_active={},
    )
    beside = _("A CSV that was made without a comment needs the file beside it, whose name ends in .csv-metadata.json: "
               "choose both together.")  # fmt: skip
    answer = dcc.Loading(html.Div(id="verify-outcome", role="status", **{"aria-live": "polite"}))
    return html.Div(
        [
            html.H1(_("Check a file")),
            notices(unused(query)),
            html.P(told),
            html.Label(choose),
            html.P(beside),
            answer,
            html.H2(_("What it can say")),
            outcomes(),
        ],
        className="reference-page",
    )


def outcomes():
    """What each outcome means."""
    said = (
        (_("Identical"), _("The file is what its build says, and the current data say the same.")),
        (
            _("Changed since"),
            _("The file is what its build says; the current build says something else, which is listed."),
        ),
        (_("Altered"), _("Somebody changed the file after it was made; what differs from its build is listed.")),
        (_("Not proved"), _("The file is whole in itself, but its build is not kept any more, or is not open to you.")),
    )
    return html.Dl([part for term, text in said for part in (html.Dt(term), html.Dd(text))], className="kpi-facts")
