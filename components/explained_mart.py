"""Where the rows of a mart come from: sources and loads, checks, rows set aside, and what its columns mean."""

from collections.abc import Sequence
from urllib.parse import urlencode

from dash import dcc, html

from components.column_words import column_label
from components.data_status import dimension_words, share_mark
from components.format import day, number
from components.reference_parts import drawn, outside, plain_table
from components.result import Field, Place, result, with_place, with_result
from components.words import _, plural

MOST_LOADS = 12


def mart_explanation(meaning, loads: Sequence, checks: Sequence, *, rows: str = "", is_asked: bool = False):
    """The section of a mart. meaning: from the dictionary. loads: newest first. rows: the address of its rows.
    is_asked: the page is about the mart itself, so its columns stand open."""
    optional = _(" (may be missing)")
    grain = ", ".join(one + (optional if one in meaning.optional else "") for one in meaning.grain)
    said = [
        html.H2(_("Where it comes from: {mart}").format(mart=meaning.name)),
        html.P(_(meaning.meaning), className="definition"),
        html.P([html.B(_("One row for each: ")), html.Code(grain)]),
        html.P(dcc.Link([_("Show the rows"), html.Span(f": {meaning.name}", className="unseen")], href=rows)),
        _sources(loads, meaning.name),
        *_set_aside(loads, meaning.name),
        _checks(checks, meaning.name),
        _columns(meaning, is_asked),
    ]
    return html.Article(said, id=meaning.name, className="glossary-entry explained-mart")


def _sources(loads: Sequence, mart: str):
    """The newest loads with publisher and licence."""
    if not loads:
        return html.P(_("This build has no rows of this table, or does not know where they come from."))
    shown = loads[:MOST_LOADS]
    rows = [
        [
            drawn(outside(one.page_url, one.source_title or one.source_name), one.source_title or one.source_name),
            one.publisher_name or _("not stated"),
            one.licence or _("not stated"),
            drawn(day(one.loaded_at) if one.loaded_at else _("not stated"), one.loaded_at),
            drawn([one.file_name or _("not stated"), html.Br(), html.Code(one.load_id)], one.file_name, one.load_id),
            one.row_count,
            drawn(day(one.latest_period) if one.latest_period else _("none"), one.latest_period),
        ]
        for one in shown
    ]
    heads = [
        Field("source_title", _("Source")),
        Field("publisher_name", _("Publisher")),
        Field("licence", _("Licence")),
        Field("loaded_date", _("Loaded"), "date"),
        (Field("file_name", _("File and load")), Field("load_id", _("Load"))),
        Field("row_count", _("Rows here"), "number"),
        Field("latest_period_date", _("Newest period"), "date"),
    ]
    parts = [with_place(plain_table(_("Sources and loads"), heads, rows), Place(f"{mart}-sources", ""))]
    if others := len(loads) - len(shown):
        told = plural("and {count} older load", "and {count} older loads", others).format(count=number(others))
        parts.append(html.P(dcc.Link(told, href="/data#loads")))
    return html.Div(parts)


def _set_aside(loads: Sequence, mart: str) -> list:
    """Rows that were refused at these loads and are no part of any figure."""
    refused = [one for one in loads if one.rows_quarantined]
    count = sum(one.rows_quarantined for one in refused)
    if not count:
        return [html.P(_("No row of these loads is in quarantine."))]
    every = sum(one.rows_in for one in refused if one.rows_in is not None)
    told = plural(
        "{count} of {every} rows of these loads is in quarantine and in no figure: ",
        "{count} of {every} rows of these loads are in quarantine and in no figure: ",
        count,
    )
    listed = [html.Li([_refused_link(one), f": {number(one.rows_quarantined)}"]) for one in refused[:MOST_LOADS]]
    fields = [
        Field("load_id", _("Load")),
        Field("file_name", _("File")),
        Field("rows_quarantined_count", _("In quarantine"), "number"),
    ]
    rows = [(one.load_id, one.file_name, one.rows_quarantined) for one in refused]
    shown = result("", _("Rows set aside"), fields, rows, shown_count=len(listed))
    drawn = with_place(with_result(html.Ul(listed), shown), Place(f"{mart}-set-aside", ""))
    return [html.P(told.format(count=number(count), every=number(every))), drawn]


def _refused_link(load):
    """The way to the refused rows of a load and their reasons."""
    return dcc.Link(load.file_name or load.load_id, href=f"/data/quarantine?{urlencode({'load': load.load_id})}")


def _checks(checks: Sequence, mart: str):
    if not checks:
        return html.P(_("No checks are known of these rows."))
    words = dimension_words()
    rows = [
        [
            f"{one.source_name} · {one.table_name}",
            words.get(one.dimension, (one.dimension, ""))[0],
            one.checked,
            one.passed,
            drawn(share_mark(one), one.share_pct, one.checked - one.passed),
        ]
        for one in checks
    ]
    heads = [
        Field("source_and_table", _("Source and table")),
        Field("dimension", _("Dimension")),
        Field("checked_count", _("Checked"), "number"),
        Field("passed_count", _("Passed"), "number"),
        (Field("share_pct", _("Share"), "number", "%", 1), Field("failed_count", _("Failed"), "number")),
    ]
    return with_place(plain_table(_("Checks of the rows at their loads"), heads, rows), Place(f"{mart}-checks", ""))


def _columns(meaning, is_open: bool):
    rows = [
        [drawn(html.Code(one.name), one.name), column_label(one), one.unit, _(one.meaning)] for one in meaning.columns
    ]
    names = {"column_name": _("Column"), "column_label": _("Name"), "unit": _("Unit"), "meaning": _("Meaning")}
    table = plain_table(_("Columns"), [Field(*one) for one in names.items()], rows)
    table = with_place(table, Place(f"{meaning.name}-columns", ""))
    return html.Details([html.Summary(_("What the columns mean")), table], open=is_open)
