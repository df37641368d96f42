"""Data status: how old the sources are, what became of each load, who is silent, and how builds differ."""

from dataclasses import replace
from urllib.parse import urlencode

import dash
from dash import dcc, html

from components import data_status
from components.legend_list import legend_marks
from components.reference_parts import contents, page_links, section
from components.words import _
from kpis.kpi import REPORT_KINDS
from kpis.legends import SHARE_GOOD
from pages.builds_compared import builds, comparison, other_build
from pages.mails_sent import mails
from pages.opening import head, opening
from pages.own_keys import one_of, page_of, page_part
from queries import lineage
from queries.freshness import silent_units
from queries.warehouse import NotAllowed

PATH = "/data"
OWN = ("loads_page", "silent_page", "kind", "against")
MONTHS_SHOWN = 12

dash.register_page(__name__, path=PATH, title="Data status · Lagebild")


def layout(**query):
    """The page for a query string; own keys that cannot be understood are named and left out."""
    begun = opening(query, OWN)
    if begun.empty is not None:
        return begun.empty
    loads_page, said = page_of(query, "loads_page")
    silent_page, more = page_of(query, "silent_page")
    kind, still_more = one_of(query, "kind", [kind for kind in REPORT_KINDS if kind])
    other, last = other_build(query, begun)
    begun = replace(begun, notices=(*begun.notices, *said, *more, *still_more, *last))
    kept = begun.filters.to_query() | ({"kind": kind} if kind else {})
    states = lineage.source_states(begun.warehouse)
    return html.Div(
        [
            *head(begun, _("Data status"), PATH, (), {"kind": kind} if kind else {}),
            contents(section_titles()),
            sources(states),
            reports(begun, kind, silent_page),
            loads(begun.warehouse, loads_page, kept),
            *qualities(begun),
            quarantine(states),
            titled("mails", *mails()),
            titled("builds", *builds(begun, PATH, kept)),
            titled("compare", *comparison(begun, other)),
        ],
        className="reference-page",
    )


def section_titles() -> dict[str, str]:
    """Anchor -> title of the sections, in their order."""
    return {
        "sources": _("Sources"),
        "reports": _("Who has not reported"),
        "loads": _("Loads"),
        "quality": _("Quality"),
        "checks": _("Checks"),
        "quarantine": _("Quarantine"),
        "mails": _("Mails"),
        "builds": _("Builds"),
        "compare": _("Two builds compared"),
    }


def titled(anchor: str, *body):
    """A section of this page."""
    return section(anchor, section_titles()[anchor], body)


def sources(states):
    """Sources by the class of their age."""
    told = _("Age counts from the newest load to the date of the data, against the days between editions.")
    classes = html.P(data_status.freshness_sentence(states))
    return titled("sources", html.P(told), classes, data_status.source_table(states))


def reports(begun, kind: str, page: int):
    """Months by kind of report, and the units that are silent for the kind chosen."""
    months = lineage.months_of_reports(begun.warehouse, begun.filters)
    newest = list(dict.fromkeys(one.month_date for one in months))[:MONTHS_SHOWN]
    shown = [one for one in months if one.month_date in newest]
    if not shown:
        return titled("reports", html.P(_("No reports are due inside these filters.")))

    def address(kind, month_date):
        filters = begun.filters.replace(since=month_date, until=month_date)
        return f"{PATH}?{urlencode(filters.to_query() | {'kind': kind})}#silent"

    owed = silent(begun, kind or shown[0].report_kind, page)
    said = html.Summary(_("Units that owe a report"))
    listed = html.Details([said, owed], open=bool(kind), id="silent")
    return titled("reports", data_status.report_table(shown, address), html.P(legend_marks(SHARE_GOOD)), listed)


def silent(begun, kind: str, page: int):
    """The units that owe a report of a kind, 50 at a time; not for readers of totals."""
    try:
        rows = silent_units(begun.warehouse, kind, begun.filters).to_dict("records")
    except NotAllowed as error:
        return html.P(_(str(error)))
    part, page, pages = page_part(len(rows), page)
    address = f"{PATH}?{urlencode(begun.filters.to_query() | {'kind': kind, 'silent_page': ''})}"
    table = data_status.silent_table(rows, part, kind)
    return html.Div([table, page_links(page, pages, address, "silent")])


def loads(warehouse, page: int, kept: dict[str, str]):
    """Every load with what became of its rows."""
    every = lineage.loads(warehouse)
    part, page, pages = page_part(len(every), page)
    told = _("Rows in = published + superseded by a later row + quarantined.")
    address = f"{PATH}?{urlencode(kept | {'loads_page': ''})}"
    table = data_status.load_table(every, part)
    return titled("loads", html.P(told), table, page_links(page, pages, address, "loads"))


def qualities(begun):
    """Quality by source, table and dimension, and the checks behind it."""
    found = lineage.quality(begun.warehouse, begun.filters)
    if not found:
        return [titled("quality", html.P(_("No checks inside these filters."))), titled("checks")]
    told = _("A build is published only when every test of its data has passed. Rows are checked at the load:")
    checks = titled("checks", html.P(told), data_status.check_table(found))
    over_time = data_status.quality_months_table(lineage.quality_by_month(begun.warehouse, begun.filters), MONTHS_SHOWN)
    return [titled("quality", over_time, *data_status.quality_table(found)), checks]


def quarantine(states):
    """Counts of refused rows, and the way to the rows."""
    told = _("Refused rows are no part of a build; they wait with their reasons until their source puts them right.")
    link = html.P(dcc.Link(_("Read and download the refused rows"), href=f"{PATH}/quarantine"))
    return titled("quarantine", html.P(told), link, data_status.quarantine_table(states))
