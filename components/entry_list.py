"""A list to act on: entries with a name, a state in word and shape, a sentence and a few facts. Made for a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html

from components.format import number
from components.kpi_card import SHAPE_SIGNS
from components.words import _, plural
from kpis.legends import LegendClass

MOST_ENTRIES = 60
"""Entries of a list in the page: a country with hundreds of sites made a page of 1.4 MB."""


@dataclass(frozen=True)
class Entry:
    """One entry. facts: (what, text); mark: the class of its state; href: where its name leads, "" for nowhere."""

    title: str
    sentence: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    mark: LegendClass | None = None
    href: str = ""


def entry_list(entries: Sequence[Entry], nothing: str, shown: int = 5, total: int | None = None):
    """The first entries, and the others behind a fold, at most MOST_ENTRIES. nothing: the sentence of an empty list;
    total: how many there are where the entries are not all of them."""
    if not entries:
        return html.P(nothing, className="silent")
    total, entries = max(total or 0, len(entries)), entries[:MOST_ENTRIES]  # zero because no total is below the count
    parts = [_items(entries[:shown])]
    if rest := entries[shown:]:
        more = plural("{count} more", "{count} more", len(rest)).format(count=number(len(rest)))
        parts.append(html.Details([html.Summary(more), _items(rest)], className="entry-more"))
    if total > len(entries):
        told = _("Listed: {shown} of {total}.").format(shown=number(len(entries)), total=number(total))
        parts.append(html.P(told, className="silent"))
    return html.Div(parts)


def chip(found: LegendClass | None):
    """A class as word and shape on its colour; nothing where there is no class."""
    if found is None:
        return None
    sign = html.Span(SHAPE_SIGNS[found.shape] + " ", **{"aria-hidden": "true"})
    look = {"background": found.colour, "color": found.ink}
    return html.Span([sign, _(found.word)], className="kpi-status", style=look)


def _items(entries: Sequence[Entry]):
    return html.Ul([_item(entry) for entry in entries], className="entries")


def _item(entry: Entry):
    name = dcc.Link(entry.title, href=entry.href) if entry.href else html.Strong(entry.title)
    facts = [html.Div([html.Dt(what), html.Dd(text)]) for what, text in entry.facts]
    parts = [html.Div([name, " ", chip(entry.mark)], className="entry-name")]
    parts += [html.P(entry.sentence)] * bool(entry.sentence) + [html.Dl(facts)] * bool(facts)
    return html.Li(parts)
