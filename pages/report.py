"""The management report: key figures, decisions, each domain with its figures and commentary, and how to read them.

Without `issued` it is made of what is known; `issued` names a report that was issued, which stays as it was."""

from dataclasses import replace

import dash
from dash import dcc, html

from access import current_reader
from components.filter_bar import address
from components.report_pages import issue_form, report_tools
from components.result import results_in
from components.shell import notices
from components.words import _
from exports.manifest import content_digest
from pages.opening import head, opening
from pages.report_issued import (
    bundle_of,
    issue_lines,
    issued_list,
    issued_of,
    kept_pages,
    meant,
    restated_since,
    without_build,
    words_then,
)
from pages.report_parts import ISSUE, PATH, report_pages, title_of
from pages.report_subject import require_open

dash.register_page(__name__, path=PATH, title="Management report · Lagebild", meant=meant)


def layout(**query):
    """The page for a query string; bad values are named and left out. NotAllowed for an issued report that shows more
    than is open to the reader."""
    report, said = issued_of(query)
    begun = opening(meant(query), own=("issued",))
    if begun.empty is not None:
        return begun.empty
    if report is None:
        return framed(begun, said, None, report_pages(begun, None))
    require_open(report, begun.warehouse.scope)
    if begun.info.build_id == report.build_id:
        return framed(begun, said, report, frozen(begun, report))
    # The head tells of the build that is gone; the bar of filters is that of the current one.
    kept = bundle_of(report).manifest
    reason = _("The build of this report is gone; these are the figures that were kept with it.")
    drawn = framed(replace(begun, info=kept, age=None), said, report, with_known(report, kept_pages(report, reason)))
    drawn.kept_manifest = kept
    return drawn


def framed(begun, said: list[str], report, pages: list):
    """The report under its title, with what can be done with it."""
    title = report.title if report else title_of(begun)
    above = head(begun, _("Management report: {title}").format(title=title), PATH)
    root = html.Div(pages, id="report", className="report")
    return html.Div([*above, notices(said), tools(begun, report), root], className="report-frame")


def frozen(begun, report) -> list:
    """The pages of an issued report from its build, while they give the figures that were kept; else these alone."""
    pages = report_pages(begun, words_then(report), issue_lines(report))
    if content_digest(results_in(pages)) != report.digest:
        reason = _("Drawn anew this report would not be the same; these are the figures as they were issued.")
        pages = kept_pages(report, reason)
    return with_known(report, pages)


def with_known(report, pages: list) -> list:
    """The pages with what is another now behind the first."""
    return [pages[0], known_now(report), *pages[1:]]


def known_now(report):
    """The page that compares an issued report with the current build."""
    now = opening(without_build(report.query))
    if now.info.build_id == report.build_id:
        return restated_since(report, (), None)
    return restated_since(report, results_in(report_pages(now, words_then(report))), now.info)


def tools(begun, report):
    """Files of the report, the button that issues it, and the reports issued before; none of it is on paper."""
    query = begun.filters.to_query() | ({"issued": str(report.report_number)} if report else {})
    listed = issued_list(begun.warehouse.scope, PATH)
    may_issue = report is None and "issue" in current_reader().rights
    form = issue_form(ISSUE, begun.filters.to_query()) if may_issue else None
    live = (
        dcc.Link(_("This report as known now"), href=address(PATH, begun.filters.replace(build=None)))
        if report
        else None
    )
    return report_tools(PATH, query, [form, live], listed)
