"""What changed since an earlier build: sentences on key figures, and the place of the link for returning readers."""

from dash import dcc, html

from components.card_result import unit_words
from components.format import day, kpi_amount, month, number
from components.kpi_card import judged
from components.result import Field, Result, result, with_result
from components.suppressed import suppressed_text
from components.words import _, plural

FIRST_CHANGES = 8
"""Sentences that are seen at once; the others stand behind a fold."""


def change_list(found, older, target: str):
    """The section. found: Restatements of the figures shown. older: BuildInfo of the build compared with, None where
    there is none. target: the page that compares both builds in full."""
    title = html.H2(_("What changed"), id="changes")
    return html.Section([title, *_body(found, older, target)], className="changes", **{"aria-labelledby": "changes"})


def _body(found, older, target: str) -> list:
    if older is None:
        return [
            html.P(_("This is the first build at hand: there is none before it to compare with."), className="silent")
        ]
    told = [one for one in found if said_otherwise(one)]
    since = _("Since the build {build} of {day}, under the same filters:").format(
        build=older.build_id, day=day(older.built_at)
    )
    link = html.P(dcc.Link(_("Compare the two builds in full"), href=target, className="more"))
    if not told:
        same = _("Since the build {build} of {day} no key figure of this page has changed.")
        return [html.P(same.format(build=older.build_id, day=day(older.built_at)), className="silent"), link]
    told.sort(key=lambda one: one.older.as_of != one.newer.as_of)  # restatements before what has moved on
    first = with_result(_items(told[:FIRST_CHANGES]), changes_shown(told, older))
    parts = [html.P(since, className="silent"), first]
    if rest := told[FIRST_CHANGES:]:
        more = plural("{count} more figure", "{count} more figures", len(rest)).format(count=number(len(rest)))
        parts.append(html.Details([html.Summary(more), _items(rest)], className="entry-more"))
    return [*parts, link]


def changes_shown(told, older) -> Result:
    """The changes as a Result. older: BuildInfo of the build compared with."""
    fields = [
        Field("kpi_name", _("Name")),
        Field("kpi_label", _("Key figure")),
        Field("older_value", _("Before"), "number", decimals=2),
        Field("older_month", _("Before: as of"), "month"),
        Field("newer_value", _("Now"), "number", decimals=2),
        Field("newer_month", _("Now: as of"), "month"),
        Field("unit", _("Unit")),
        Field("sentence", _("What changed")),
        Field("older_build", _("Earlier build")),
    ]
    rows = [
        (
            one.kpi.name,
            _(one.kpi.label),
            *(cell for value in (one.older, one.newer) for cell in (value.value, value.as_of)),
            unit_words(one.kpi),
            change_sentence(one),
            older.build_id,
        )
        for one in told
    ]
    return result("changes", _("What changed"), fields, rows)


def _items(told):
    return html.Ul([_item(one) for one in told], className="change-list")


def said_otherwise(one) -> bool:
    """Whether a change can be seen in the figures as they are written."""
    return one.word != "changed" or _amounts(one)[0] != _amounts(one)[1]


def change_sentence(one) -> str:
    """A Restatement in a sentence: the same month said otherwise is restated, another month has moved on."""
    before, now = _amounts(one)
    words = {"label": _(one.kpi.label), "before": before, "now": now}
    if one.word == "appeared":
        return _("{label} has a figure now: {now}.").format(**words)
    if one.word == "vanished":
        return _("{label} has no figure any more; it was {before}.").format(**words)
    if one.older.as_of == one.newer.as_of:
        told = _("{label} was restated from {before} to {now}") + (_(" for {month}.") if one.newer.as_of else ".")
        return told.format(month=month(one.newer.as_of), **words)
    told = _("{label} went from {before} ({older}) to {now} ({newer}).")
    return told.format(older=month(one.older.as_of), newer=month(one.newer.as_of), **words)


def last_visit(build_id: str, address: str):
    """Where assets/visits.js says what changed since the reader was here last. address: of this page with an empty
    since_build= at its end. Empty and unseen until the script has something to say."""
    said = {
        "data-visit-build": build_id,
        "data-visit-address": address,
        "data-visit-changed": _("What changed since your last visit on {day}"),
        "data-visit-same": _("Nothing new has been published since your last visit on {day}."),
    }
    return html.P("", id="last-visit", className="last-visit", **said)


def _item(one):
    sign, word, mark = ("◆", "", "")
    if one.word == "changed":
        sign, word, mark = judged(one.kpi, one.newer.value, one.older.value)
    shown = [html.Span(sign + " ", **{"aria-hidden": "true"}), change_sentence(one)]
    return html.Li([*shown, html.Span(f" {word}", className=f"kpi-delta {mark}")] if word else shown)


def _amounts(one) -> tuple[str, str]:
    """Both values in words; a small count, and what would tell it, is said to be."""
    values = (one.older, one.newer)
    return tuple(
        suppressed_text(one.kpi, value) if value.is_suppressed else kpi_amount(one.kpi, value.value) for value in values
    )
