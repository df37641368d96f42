"""The pages of the report: cover, decisions, a page for each domain, annex. No page itself."""

from collections.abc import Sequence

from dash import dcc, html

from access import current_reader
from components.commentary import commentary_block, commentary_form
from components.decisions import decision_list
from components.filter_bar import address
from components.format import month
from components.leading import leading_row
from components.report_pages import cover, figures_beside, period_words, place_words, report_page
from components.result import results_in
from components.sentences import standing
from components.words import _, current_language
from exports.facts import subjects_of
from ledger.commentary import Commentary, in_force, versions
from pages.cards import card
from pages.report_annex import annex
from pages.report_domains import figures_and_table
from pages.report_periods import of_its_period
from pages.report_subject import countries_of, is_open, subject_of
from pages.situation import domain_titles, first, leading, pressing
from queries.reference import country_names
from queries.warehouse import NotAllowed

PATH = "/report"
WRITE, ISSUE = f"{PATH}/commentary", f"{PATH}/issue"
"""Where the forms of a commentary, and of the button that issues a report, go."""


def title_of(begun) -> str:
    """Countries and period of the report."""
    codes = countries_of(begun.filters, begun.warehouse.scope)
    names = country_names(begun.warehouse, current_language())
    return f"{place_words(codes, names)}, {period_words(begun.filters)}"


def report_pages(begun, said: Sequence[Commentary] | None, lines: Sequence[str] = ()) -> list:
    """Every page of the report. said: the commentary of an issued report; None for what stands in the ledger now, with
    the forms to write it. lines: further facts for the cover."""
    past = versions(subject_of(begun.filters, begun.warehouse.scope)) if said is None else list(said)
    titles = domain_titles()
    begun_of = {domain: of_its_period(begun, domain) for domain in titles}
    figures = {domain: leading(own.warehouse, own.filters, domain) for domain, own in begun_of.items()}
    rows = [(title, f"#report-{domain}", *first(figures[domain])) for domain, title in titles.items()]
    decisions = decision_list(pressing(begun.warehouse, begun.filters))
    parts = [cover(lines, leading_row(rows), decisions)]
    for domain, title in titles.items():
        own = [one for one in past if one.domain == domain]
        words = [period_note(begun, begun_of[domain])]
        words += words_of(begun, domain, title, own, is_frozen=said is not None)
        parts.append(domain_page(begun_of[domain], (domain, title), figures[domain], words))
    kpis, marts = subjects_of(one.about for one in results_in(parts, is_grouped=False))
    return [*parts, annex(begun, kpis, marts)]


def period_note(begun, own):
    """That a page counts from an earlier month than the report; nothing where it does not."""
    if own.filters.since == begun.filters.since:
        return None
    told = _("Figures of this page are published by year: it counts from {since} to {until}.")
    return html.P(told.format(since=month(own.filters.since), until=month(own.filters.until)), className="silent")


def words_of(begun, domain: str, title: str, past: list[Commentary], *, is_frozen: bool) -> list:
    """The commentary of a domain and, where it may be written, its form. past: versions of the domain."""
    if not is_open(begun.filters, begun.warehouse.scope, domain):
        return [html.P(_("Commentary on this report is not open to you."), className="silent")]
    shown = past if is_frozen else in_force(past, domain)
    block = commentary_block(title, shown)
    rights = current_reader().rights
    if is_frozen or "comment" not in rights:
        return [block]
    newest = past[0] if past else None
    text = newest.text if newest and newest.state != "withdrawn" else ""
    hidden = begun.filters.to_query() | {"domain": domain, "version": str(newest.version if newest else 0)}
    return [block, commentary_form(WRITE, hidden, text, past, may_approve="issue" in rights)]


def domain_page(begun, named: tuple[str, str], figures: tuple[list, list], words: list):
    """A page: what leads the domain in a sentence, commentary, cards, figures and table."""
    domain, title = named
    shown, absent = figures
    target = address(f"/{domain}", begun.filters)
    if not shown and not absent:
        said = html.P(_("These data are not open to you."), className="silent")
        return report_page(f"report-{domain}", title, said)
    kpi, value = first(figures)
    lead = html.P(standing(kpi, value), className="report-sentence") if kpi else None
    cards = [card(begun, one, held, f"{target}#kpi-{one.name}") for one, held in shown]
    drawn = html.Div(cards, className="kpi-cards") if cards else None
    silent = ", ".join(_(one.label) for one, _value in absent)
    missing = html.P(_("No one figure inside the filters: {labels}.").format(labels=silent), className="silent")
    try:
        panels, listed = figures_and_table(begun, domain)
    except NotAllowed as error:
        panels, listed = [], [html.P(_(str(error)), className="silent")]
    more = html.P(dcc.Link(_("All about: {domain}").format(domain=title), href=target), className="more")
    rest = [figures_beside(panels), *listed, more]
    return report_page(f"report-{domain}", title, lead, *words, drawn, missing if silent else None, *rest)
