"""Events of the audit in words: what happened, a table of them, the form that chooses among them, the state of the chain."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC
from urllib.parse import urlencode

from dash import dcc, html

from components.audit_words import action_words
from components.format import number, second
from components.words import _, plural

LONGEST_DETAIL = 200
HASH = re.compile(r"[0-9a-f]{32,}")
FIRST_SIGNS = 12
"""Signs of a hash that people compare by eye."""


def audit_table(caption: str, events: Sequence):
    """Events, the newest first. It is in no file of its page: it names people, and it changes by the minute."""
    actions = action_words()
    heads = (_("When (UTC)"), _("Who"), _("What"), _("Of what"), _("Details"), _("No."))
    rows = []
    for one in events:
        told = actions.get(one.action, one.action)
        when = html.Th(second(one.at.replace(tzinfo=UTC)), scope="row")
        cells = (one.actor, told, one.subject or "–", detail_words(one.details) or "–", number(one.sequence))
        rows.append(html.Tr([when, *(html.Td(cell) for cell in cells)]))
    head = html.Thead(html.Tr([html.Th(label, scope="col") for label in heads]))
    held = html.Table([html.Caption(caption), head, html.Tbody(rows)], className="plain-table audit-table")
    return html.Div(held, className="scrolls", tabIndex=0, role="group", **{"aria-label": caption})


def detail_words(details: str) -> str:
    """Details of an event as "rows: 7 · way: local"; what is long is cut, the file has all of it."""
    found = json.loads(details)
    said = " · ".join(f"{name.replace('_', ' ')}: {_in_words(value)}" for name, value in found.items())
    return said if len(said) <= LONGEST_DETAIL else said[:LONGEST_DETAIL] + " …"


def choice_form(path: str, wanted: Mapping[str, str], actors: Sequence[str], actions: Sequence[str]):
    """The form for whom, what and when. wanted: what is chosen now, by the keys of the address. actors, actions: those
    that there are."""
    words = action_words()
    who = [_option("", _("everybody"), wanted), *(_option(one, one, wanted, "actor") for one in actors)]
    what = [_option("", _("everything"), wanted)]
    what += [_option(one, words[one], wanted, "action") for one in actions]
    fields = [
        _field(_("Who"), html.Select(who, name="actor")),
        _field(_("What"), html.Select(what, name="action")),
        _field(_("From the day (UTC)"), _day("since", wanted)),
        _field(_("To the day (UTC)"), _day("until", wanted)),
        html.Button(_("Show"), type="submit"),
    ]
    # A new key for each address: the browser would keep the choice of the page before.
    return html.Form(fields, action=path, method="get", className="filter-form", key=urlencode(wanted))


def chain_state(verdict):
    """Whether the chain holds, in words."""
    if not verdict.events:
        return html.P(_("Nothing has been recorded yet."), role="status")
    if not verdict.holds:
        faults = html.Ul([html.Li(fault) for fault in verdict.faults])
        return html.Div([html.P(html.Strong(_("The audit was altered."))), faults], className="notice", role="alert")
    told = plural("The last event holds.", "The last {count} events hold together: none was altered, left out or put "
                  "in between.", verdict.events).format(count=number(verdict.events))  # fmt: skip
    seal = [_("Seal of the newest") + ": ", html.Code(verdict.head[:FIRST_SIGNS])]
    return html.P([told, " ", *seal], role="status")


def turning(newer: str, older: str):
    """Links to newer and older events; "" where there are none."""
    links = [html.A(_("Newest"), href=newer)] * bool(newer) + [html.A(_("Older"), href=older)] * bool(older)
    return html.Nav(links, className="page-links", **{"aria-label": _("Pages of the list")}) if links else None


def _in_words(value) -> str:
    """A value of the details as text; of a hash its first signs."""
    if isinstance(value, dict):
        return ", ".join(f"{name}={_in_words(one)}" for name, one in value.items()) or "–"
    if isinstance(value, list):
        return ", ".join(map(_in_words, value)) or "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    return text[:FIRST_SIGNS] + " …" if HASH.fullmatch(text) else text


def _option(value: str, label: str, wanted: Mapping[str, str], key: str = ""):
    is_chosen = {"selected": "selected"} if key and wanted.get(key) == value else {}
    return html.Option(label, value=value, **is_chosen)


def _day(key: str, wanted: Mapping[str, str]):
    shown = {"pattern": r"\d{4}-\d{2}-\d{2}", "placeholder": "2026-10-31", "maxLength": 10, "inputMode": "numeric"}
    return dcc.Input(type="text", name=key, value=wanted.get(key, ""), autoComplete="off", **shown)


def _field(label: str, control):
    return html.Label([html.Span(label), control], className="filter-field")
