"""One project: what it is, its results, its money, and who reported."""

from urllib.parse import quote, unquote

import dash
from dash import dcc, html

from components import project_record
from components.filter_bar import address
from components.panel import explained
from components.project_panels import trend_panel
from components.shell import section, title_of
from components.words import _
from kpis import kpis_of
from kpis.projects import ACHIEVEMENT_OF_TARGETS
from kpis.words import _ as marked
from pages.cards import key_figures
from pages.opening import head, opening
from pages.project_parts import CASH, means, own_milestones, spending
from pages.project_people import people_of_project
from pages.time_marks import with_events
from queries import project
from queries.freshness import with_provisional
from queries.kpi_values import kpi_by_month
from queries.projects import cash_by_month, sector_names
from queries.reference import country_names
from queries.warehouse import NotAllowed

dash.register_page(__name__, path_template="/projects/<project_code>", title=title_of(marked("Project")))

PATH = "/projects"


def layout(project_code="", **query):
    """The page of the project that the path names; filters narrow what is shown of it."""
    begun = opening(query)
    if begun.empty is not None:
        return begun.empty
    code = unquote(project_code) if isinstance(project_code, str) else ""
    back, path = address(PATH, begun.filters), f"{PATH}/{quote(code, safe='')}"
    stated = project.project_facts(begun.warehouse, code, begun.filters)
    if not code or stated.empty:
        return html.Div([*head(begun, _("Project not found"), PATH), project_record.unknown_project(code, back)])
    own = begun.filters.replace(projects=(code,))
    rows = stated.to_dict("records")
    name = next((row["project_name"] for row in rows if isinstance(row["project_name"], str)), code)
    parts = [*head(begun, name, path), html.P(dcc.Link("← " + _("All projects"), href=back))]
    begun = type(begun)(own, begun.notices, begun.warehouse, begun.info)
    parts += [
        about(begun, rows),
        key_figures(begun, kpis_of("projects"), _("Key figures of the project"), "figures-projects"),
    ]
    rest = (money(begun), reports(begun, rows))
    return html.Div([*parts, indicators(begun), people_of_project(begun), own_milestones(begun), *rest])


def about(begun, rows: list[dict]):
    """What each source says about the project."""
    names, sectors = country_names(begun.warehouse), sector_names(begun.warehouse)
    words = [
        {"country_code": names.get(row["country_code"]), "sector_code": sectors.get(row["sector_code"])} for row in rows
    ]
    lists = [project_record.facts(row, found) for row, found in zip(rows, words, strict=True)]
    told = _("Several sources use this code; what follows adds them up. Choose one with “source” in the address.")
    return section(_("About"), "about", *lists, html.P(told, className="silent") if len(rows) > 1 else None)


def indicators(begun):
    """Baseline, target and result of each indicator, and its months."""
    warehouse, filters = begun.warehouse, begun.filters
    lines = project.indicator_lines(warehouse, filters)
    if lines.empty:
        return section(_("Indicators"), "indicators")
    names = country_names(warehouse)
    shown = lines.assign(country_name=[names.get(one, one) for one in lines["country_code"]])
    parts = [project_record.indicator_table(shown)]
    trend = kpi_by_month(warehouse, ACHIEVEMENT_OF_TARGETS, filters)
    trend = with_provisional(warehouse, trend, filters, ACHIEVEMENT_OF_TARGETS.report_kind)
    results = means(begun, "achievement", "mart_project_progress")
    parts += (
        [explained(with_events(warehouse, filters, trend_panel(trend, "achievement-months")), results)]
        if len(trend)
        else []
    )
    drawn = project_record.indicator_panels(project.results_by_month(warehouse, filters))
    parts += [explained(one, results) if one.className == "panel" else one for one in drawn]
    return section(_("Indicators"), "indicators", *parts)


def money(begun):
    """Budget, flows and cash by month."""
    parts, cash = spending(begun), cash_by_month(begun.warehouse, begun.filters)
    parts += [explained(project_record.cash_panel(cash), means(begun, *CASH))] if len(cash) else []
    return section(_("Money"), "money", *parts)


def reports(begun, rows: list[dict]):
    """What arrived for the project, and what its office owed."""
    title, parts = _("Who reported"), []
    try:
        received = project.reports_by_month(begun.warehouse, begun.filters)
    except NotAllowed as error:
        return section(title, "reports", html.P(_(str(error)), className="silent"))
    parts += [project_record.reports_table(received)] if len(received) else []
    offices = {row["office_code"] for row in rows if isinstance(row["office_code"], str)}
    for office in sorted(offices):
        due = project.office_reports(begun.warehouse, office, begun.filters)
        parts += [project_record.office_table(due)] if len(due) else []
    return section(title, "reports", *parts)
