"""What is true of a file: the verdict, its reasons, and what differs, figure by figure and cell by cell."""

from dash import html

from components.format import day, moment, number
from components.words import _, plural

MOST = 50
"""Differences shown; the command tells all of them."""
SIGNS = {"identical": "✓", "changed": "↻", "altered": "✕", "unproved": "?"}


def verdict_view(name: str, found, sentence: str):
    """The verdict on a file with what it says about itself. found: a Verdict; sentence: its outcome in words."""
    held = found.file.manifest
    about = [
        (_("File"), name),
        (_("Title"), held.title),
        (_("Data as of"), day(held.data_date)),
        (_("Build"), held.build_id),
        (_("Made"), _("{moment} by {name}, as the file says").format(moment=moment(held.made_at), name=held.made_by)),
        (_("Rows"), number(held.row_count)),
        (_("SHA-256"), held.content_sha256),
    ]
    facts = [part for term, text in about for part in (html.Dt(term), html.Dd(text))]
    said = [html.P(text) for text in found.reasons]
    altered = difference_table(found.altered, _("Altered"), (_("Build"), _("File")))
    since = difference_table(found.since, _("Changed since"), (_("File"), _("Current data")))
    head = html.H2(
        [html.Span(SIGNS[found.outcome], className="verdict-sign", **{"aria-hidden": "true"}), " ", sentence]
    )
    parts = [head, *said, altered, since, html.Dl(facts, className="kpi-facts")]
    return html.Section(parts, className=f"verdict verdict-{found.outcome}")


def refused_file(name: str, reason: str):
    """A file that cannot be judged, and why."""
    told = _("{name} cannot be checked.").format(name=name) if name else _("Nothing was checked.")
    return html.Section([html.H2(told), html.P(reason)], className="verdict verdict-unproved")


def difference_table(found, title: str, heads: tuple[str, str]):
    """One row per difference, the first MOST of them; nothing when there are none. heads: of before and after."""
    if not found:
        return None
    count = plural("{count} difference", "{count} differences", len(found)).format(count=number(len(found)))
    labels = (_("Figure"), _("Row"), _("Column"), *heads)
    rows = [
        html.Tr(
            [
                html.Th(one.figure, scope="row"),
                *map(html.Td, (one.row, one.column, _text(one.before), _text(one.after))),
            ]
        )
        for one in found[:MOST]
    ]
    cut = _("Showing {shown} of {all}.").format(shown=number(MOST), all=number(len(found)))
    table = html.Table(
        [
            html.Caption(f"{title}: {count}"),
            html.Thead(html.Tr([html.Th(label, scope="col") for label in labels])),
            html.Tbody(rows),
        ],
        className="table",
    )
    framed = html.Div(table, className="table-scroll", tabIndex=0, role="region", **{"aria-label": title})
    return html.Div([framed, html.P(cut, className="table-count") if len(found) > MOST else None])


def _text(text: str | None) -> str:
    return _("not there") if text is None else text
