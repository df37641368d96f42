"""The form that takes files to be checked, and what came of them. No page itself."""

from dash import dcc, html

from components.shell import notices
from components.words import _
from pages.own_keys import unused

PATH = "/verify"


def verify_page(query, outcome=None):
    """The form, and what came of the files that it sent."""
    told = _("Every file of Lagebild says which page, filters and build it was made from, and has a seal over its contents. "
             "Give a file (CSV, XLSX, JSON, Parquet, PNG or PDF), and it is compared with its build and with the current "
             "data, with your own rights. Nothing of it is kept.")  # fmt: skip
    beside = _("A CSV that was made without a comment needs the file beside it, whose name ends in .csv-metadata.json: "
               "choose both together.")  # fmt: skip
    answer = [] if outcome is None else [html.Div(outcome, id="verify-outcome", role="status")]
    return html.Div(
        [
            html.H1(_("Check a file")),
            notices(unused(query)),
            *answer,
            html.P(told),
            form(beside),
            html.H2(_("What it can say")),
            outcomes(),
        ],
        className="reference-page",
    )


def form(beside: str):
    """Where files are chosen and sent. beside: what to know about files that come in two."""
    field = dcc.Input(id="verify-file", type="file", name="files", multiple=True, required=True)
    parts = [html.Label(_("The file, or a CSV and the file beside it"), htmlFor="verify-file"), field, html.P(beside)]
    return html.Form(
        [*parts, html.Button(_("Check"), type="submit")],
        action=PATH,
        method="post",
        encType="multipart/form-data",
        className="own-form",
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
