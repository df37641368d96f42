"""The annex of the report: definitions, who reported, the quality of the data, sources with their licence. No page itself."""

from datetime import datetime

from dash import html

from components import data_status
from components.reference_parts import drawn, outside, plain_table
from components.report_pages import report_page
from components.result import Field, Place, result, with_place, with_result
from components.words import _
from exports.facts import coverage, definitions, sources
from queries import lineage


def annex(begun, kpis, marts):
    """The last page. kpis, marts: those that the report shows."""
    parts = [
        *_part("report-definitions", _("Definitions"), [_definition_table(kpis)]),
        *_part("report-coverage", _("Who reported"), [_coverage(begun, kpis)]),
        *_part("report-quality", _("Quality of the data"), _quality(begun)),
        *_part("report-sources", _("Sources and licences"), [_source_table(begun, kpis, marts)]),
    ]
    return report_page("annex", _("Annex: definitions and data"), *parts)


def _part(identifier: str, title: str, body: list) -> list:
    return [html.H3(title, id=f"{identifier}-title"), with_place(html.Div(body), Place(identifier, title))]


def _definition_table(kpis):
    heads = [
        Field("kpi_label", _("Key figure")),
        Field("definition", _("Definition")),
        Field("formula", _("Formula")),
        Field("unit", _("Unit")),
        Field("definition_version", _("Version"), "number"),
    ]
    names = ("label", "definition", "formula", "unit", "version")
    rows = [[one[name] for name in names] for one in definitions(kpis)]
    return plain_table(_("Key figures of this report"), heads, rows)


def _coverage(begun, kpis):
    said = coverage(begun.warehouse, kpis, begun.filters)
    nothing = html.P(_("No reports are due inside these filters."), className="silent")
    told = result("", _("Who reported"), [Field("sentence", _("Who reported"))], [(one,) for one in said])
    return with_result(html.Ul([html.Li(one) for one in said]), told) if said else nothing


def _quality(begun) -> list:
    """How old the sources are, and which share of the checks of their rows passed."""
    # The months of checks are those of the loads, which come after the months that they are about.
    at_any_time = begun.filters.replace(since=None, until=None)
    states, found = lineage.source_states(begun.warehouse), lineage.quality(begun.warehouse, at_any_time)
    told = _("Sources by age against the days between their editions: {classes}")
    parts = [html.P(told.format(classes=data_status.freshness_sentence(states)))]
    return [*parts, data_status.check_table(found) if found else html.P(_("No checks inside these filters."))]


def _source_table(begun, kpis, marts):
    heads = [
        Field("source_title", _("Source")),
        Field("publisher_name", _("Publisher")),
        Field("licence", _("Licence")),
        Field("loaded_at", _("Newest load"), "date"),
    ]
    rows = []
    for one in sources(begun.warehouse, kpis, marts):
        title, loaded = one["title"] or one["name"], one["loaded_at"]
        day = datetime.fromisoformat(loaded).date() if loaded else None
        rows.append([drawn(outside(one["page_url"], title), title), one["publisher"], one["licence"], day])
    return plain_table(_("Sources behind this report"), heads, rows)
