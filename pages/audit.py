"""The audit: who did what, for those who look after that."""

from urllib.parse import urlencode

import dash
from dash import html

from access import current_reader
from components.audit_parts import audit_table, chain_state, choice_form, turning
from components.format import number
from components.reference_parts import section
from components.shell import notices
from components.words import _, plural
from ledger import audit_chain, audit_list
from ledger.audit_list import Wanted
from pages.audit_asked import asked
from pages.own_keys import unused
from queries.warehouse import NotAllowed

PATH = "/audit"
SHOWN = 50
PROVED = 20_000
"""Newest events whose chain the page goes through; `manage.py audit verify` goes through all."""

dash.register_page(__name__, path=PATH, title="Audit · Lagebild")


def layout(actor=None, action=None, since=None, until=None, before=None, **query):
    """The events of a person, an action and days. before: the number that a page of older ones begins below."""
    if "audit" not in current_reader().rights:
        raise NotAllowed("The audit is not open to you.")
    given = {"actor": actor, "action": action, "since": since, "until": until, "before": before}
    wanted, said = asked({key: value for key, value in given.items() if value})
    chosen = {key: str(value) for key, value in vars(wanted).items() if value}
    chosen.pop("before", None)
    return html.Div(
        [
            html.H1(_("Audit")),
            notices([*said, *unused(query)]),
            html.P(
                _(
                    "Who signed in, what was refused, which rows were looked at and taken away, and what was changed. "
                    "Events are only added; each is sealed with the one before it."
                )
            ),  # fmt: skip
            chain_state(audit_chain.verdict(newest=PROVED)),
            section("choice", _("Choose"), [choice_form(PATH, chosen, audit_list.actors(), audit_list.actions())]),
            section("events", _("Events"), listed(wanted, chosen)),
        ],
        className="reference-page",
    )


def listed(wanted: Wanted, chosen: dict[str, str]) -> list:
    """The events, the way to older ones, and the file of all."""
    found = audit_list.events(wanted, SHOWN + 1)
    if not found:
        return [html.P(_("There is no such event."))]
    count = audit_list.number_of(wanted)
    told = plural("{count} event", "{count} events", count).format(count=number(count))
    older = chosen | {"before": found[SHOWN - 1].sequence} if len(found) > SHOWN else {}
    file = f"/audit/events.csv?{urlencode(chosen)}"
    return [
        html.P([told, " · ", html.A(_("Download all as CSV"), href=file, download="")]),
        audit_table(_("Events, the newest first"), found[:SHOWN]),
        turning(_address(chosen) if wanted.before else "", _address(older) if older else ""),
    ]


def _address(query: dict) -> str:
    return f"{PATH}?{urlencode(query)}" if query else PATH
