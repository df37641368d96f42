"""Reports that were issued: found by number, shown as they were, and compared with what is known now. No page itself."""

from collections.abc import Mapping
from datetime import datetime

from dash import dcc, html

from components.format import day
from components.report_pages import cover, report_page
from components.restated import restated_page
from components.result import Place, with_place, with_result
from components.result_table import result_table
from components.shell import notices
from components.words import _
from exports.differences import FIGURE, ROW, Difference, differences
from exports.json_file import read_json
from exports.manifest import Bundle
from kpis import all_kpis, kpi
from ledger.commentary import Commentary
from ledger.reports import IssuedReport, issued, issued_reports
from pages.own_keys import left_out, text_of
from pages.report_subject import is_open_to

LISTED = 10


def issued_of(query: Mapping[str, object]) -> tuple[IssuedReport | None, list[str]]:
    """The issued report that an address names, None without one, and what has to be said about it."""
    text, said = text_of(query, "issued")
    if not text:
        return None, said
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    found = issued(number) if number else None
    return found, said if found else [left_out("issued", text, _("is not the number of an issued report"))]


def meant(query: Mapping[str, object]) -> dict:
    """The query with what an issued report stands for: its filters and its build, and nothing else."""
    report, _said = issued_of(query)
    return {**report.query, "issued": str(report.report_number)} if report else dict(query)


def words_then(report: IssuedReport) -> list[Commentary]:
    """The commentary of the report as it was issued."""
    return [Commentary(**{**one, "written_at": datetime.fromisoformat(one["written_at"])}) for one in report.commentary]


def issue_lines(report: IssuedReport) -> list[str]:
    """Number, day and seal of a report, for its cover."""
    told = _("Report no. {number}, issued on {day} by {name}")
    words = {"number": str(report.report_number), "day": day(report.issued_at), "name": report.issued_by}
    return [told.format(**words), _("Seal of its figures: SHA-256 {digest}").format(digest=report.digest)]


def bundle_of(report: IssuedReport) -> Bundle:
    """Manifest and figures as they were kept."""
    return read_json(report.content.encode())


def restated_since(report: IssuedReport, now, newer):
    """The page on what is another now. now: the figures of the same report today; newer: of the build of today, None
    where it is the one of the report. Commentary is no figure."""
    before = [one for one in bundle_of(report).results if one.identifier != "commentary"]
    after = [one for one in now if one.identifier != "commentary"]
    found = differences(before, after) if newer else ()
    return restated_page(before, after, [_place(one) for one in found], newer)


def _place(one: Difference) -> tuple:
    """A difference as table, row, column, before and now, in words of the screen."""
    row, column = _(kpi(one.row).label) if one.row in known_names() else one.row, one.column
    if one.kind == FIGURE:
        is_heading = None not in (one.before, one.after)
        row, column = (_("Heading"), "") if is_heading else (_("The whole table"), _("Rows"))
    elif one.kind == ROW:
        column = _("The whole row")
    return one.figure, row, column, one.before, one.after


def known_names() -> set[str]:
    """The names of all KPIs."""
    return {one.name for one in all_kpis()}


def kept_pages(report: IssuedReport, reason: str) -> list:
    """The report from its kept figures: tables without drawings. reason: why it is not drawn."""
    bundle = bundle_of(report)
    lines = [*issue_lines(report), *bundle.manifest.filters]
    words = [html.P(f"{one.author}, {day(one.written_at)}: {one.text}") for one in words_then(report)]
    tables = [
        with_place(with_result(result_table(one), one), Place(one.identifier, one.title, one.note, one.about))
        for one in bundle.results
    ]
    front = cover(lines, notices([reason]))
    return [front, report_page("kept", _("Figures as issued"), *words, *tables)]


def issued_list(scope, path: str):
    """Links to the newest issued reports that the reader may open; a list without figures."""
    found = [one for one in issued_reports(200) if is_open_to(one.query, one.rights, scope)][:LISTED]
    if not found:
        return html.P(_("No report was issued yet."), className="silent")
    told = _("No. {number}: {title}, issued on {day} by {name}")
    items = []
    for one in found:
        words = {"number": str(one.report_number), "title": one.title, "day": day(one.issued_at), "name": one.issued_by}
        items.append(html.Li(dcc.Link(told.format(**words), href=f"{path}?issued={one.report_number}")))
    return html.Ul(items, className="issued-reports")


def without_build(query: Mapping[str, str]) -> dict:
    """The address of the same report as known now."""
    return {key: value for key, value in query.items() if key not in ("build", "issued")}
