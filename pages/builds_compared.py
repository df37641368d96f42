"""Builds to open and two of them side by side, for the page of the data status. No page itself."""

from collections.abc import Mapping
from urllib.parse import urlencode

from dash import html

from access import current_reader
from components.build_tables import build_table, count_table, restatement_table
from components.format import day, number
from components.words import _
from pages.own_keys import left_out, text_of
from queries import lineage
from queries.warehouse import NoSuchBuild, open_warehouse


def other_build(query: Mapping[str, object], begun):
    """The build to compare with, None without one, and what has to be said about it."""
    text, said = text_of(query, "against")
    if not text:
        return None, said
    try:
        other = open_warehouse(current_reader(), text)
    except NoSuchBuild:
        return None, [left_out("against", text, _("names no build that is here"))]
    if other == begun.warehouse:
        return None, [left_out("against", text, _("is the build shown"))]
    return other, said


def builds(begun, path: str, kept: Mapping[str, str]) -> list:
    """Builds to open or to compare with."""

    def address(**changed) -> str:
        return f"{path}?{urlencode({**kept, **changed})}"

    told = _("A published build never changes: each can be opened as the data were known then.")
    return [html.P(told), build_table(lineage.builds(current_reader()), begun.warehouse.build_id, address)]


def comparison(begun, other) -> list:
    """Row counts and KPIs of two builds, the older one first."""
    if other is None:
        return [html.P(_("Choose a build above to compare it with the one shown."))]
    older, newer = sorted((begun.warehouse, other), key=lambda one: (one.info().built_at, one.build_id))
    found = lineage.restatements(older, newer, begun.filters.replace(build=None))
    count = number(sum(one.word not in ("unchanged", "absent") for one in found))
    told = _("{count} of {every} KPIs differ, under the filters of this page.")
    return [
        html.P(between(older.info(), newer.info())),
        html.P(told.format(count=count, every=number(len(found)))),
        html.P(_("Set the last month to a month that both builds know: what differs then is a restatement.")),
        restatement_table(found),
        count_table(lineage.row_counts(older), lineage.row_counts(newer)),
    ]


def between(older, newer) -> str:
    """Which builds are compared, with the dates of their data."""
    said = _("Older: {older}, data as of {day}. Newer: {newer}, data as of {later}.")
    dates = {"day": day(older.data_date), "later": day(newer.data_date)}
    return said.format(older=older.build_id, newer=newer.build_id, **dates)
