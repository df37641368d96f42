"""Projects: results against targets, money against time, appeals, and which project needs attention."""

from urllib.parse import quote

import dash
from dash import dcc, html

from components import project_panels
from components.filter_bar import address
from components.shell import notices
from components.table import paging
from components.words import _
from kpis.projects import ACHIEVEMENT_OF_TARGETS, CHILDREN_REACHED, GIRLS_SHARE
from pages.opening import head, opening
from pages.own_keys import one_of, page_of
from pages.project_parts import budgets, key_figures, section
from pages.time_marks import with_events
from queries import projects
from queries.freshness import with_provisional
from queries.kpi_values import ignored_by, kpi_by, kpi_by_country, kpi_by_month, kpi_value
from queries.reference import country_names

dash.register_page(__name__, path="/projects", title="Projects · Lagebild")

PATH = "/projects"


def layout(**query):
    """The page for a query string: filters, page of the list, and heat: achievement or burn."""
    begun = opening(query, own=("page", "heat"))
    if begun.empty is not None:
        return begun.empty
    heat, strange_heat = one_of(query, "heat", project_panels.heat_kpis())
    page, strange_page = page_of(query)
    kept = {"heat": heat} if heat else {}
    parts = [*head(begun, _("Projects and funding"), PATH, ("sector",), kept)]
    parts.append(notices([*strange_heat, *strange_page, *ignored(begun)]))
    sections = (
        key_figures(begun, "projects", _("Key figures of projects")),
        attention(begun, heat, page),
        results(begun),
    )
    return html.Div([*parts, *sections, budgets(begun), money_of_appeals(begun)])


def money_of_appeals(begun):
    """The key figures of funding, and the way to the page that has the rest."""
    figures = key_figures(begun, "funding", _("Funding of appeals"))
    more = html.P(dcc.Link(_("Appeals, countries, donors and flows"), href=address("/funding", begun.filters)))
    figures.children.append(more)
    return figures


def ignored(begun) -> list[str]:
    """A sentence on filters that results of projects do not have."""
    fields = ignored_by(begun.warehouse, ACHIEVEMENT_OF_TARGETS, begun.filters)
    words = ", ".join(field.replace("_", " ") for field in fields)
    return [_("Results of projects are not limited by: {fields}.").format(fields=words)] if fields else []


def attention(begun, heat: str, page: int):
    """The list of projects, a page at a time, and the heat table of the same projects."""
    warehouse, filters = begun.warehouse, begun.filters
    pages = max(1, -(-projects.project_count(warehouse, filters) // projects.PAGE_ROWS))
    page = min(page, pages)
    rows = projects.projects_by_attention(warehouse, filters, page)
    title = _("Which projects need attention")
    if rows.empty:
        return section(title, "list")
    codes = tuple(rows["project_code"])
    own = filters.replace(projects=())
    addresses = [address(f"{PATH}/{quote(code, safe='')}", own) for code in codes]
    names = country_names(warehouse)
    listed = project_panels.project_table(rows, names, projects.sector_names(warehouse), addresses)
    turning = paging(page, pages, address(PATH, filters, {"heat": heat} if heat else {}))
    kpi = project_panels.heat_kpis()[heat or "achievement"]
    cells = projects.heat_by_month(warehouse, kpi, filters, codes)
    drawn = project_panels.heat_panel(cells, rows, kpi, heat_links(filters, heat or "achievement", page))
    return section(title, "list", listed, turning, drawn)


def heat_links(filters, heat: str, page: int):
    """Links to the heat table of each KPI."""
    links = []
    for name, kpi in project_panels.heat_kpis().items():
        here = {"aria-current": "true"} if name == heat else {}
        target = address(PATH, filters, {"heat": name} | ({"page": str(page)} if page > 1 else {}))
        links.append(html.Li(html.Span(dcc.Link(_(kpi.label), href=target), **here)))
    return html.Ul(links, className="states", **{"aria-label": _("What the table shows")})


def results(begun):
    """Achievement and indicators by sector and country, and children reached."""
    warehouse, filters, kpi = begun.warehouse, begun.filters, ACHIEVEMENT_OF_TARGETS
    names, sectors = country_names(warehouse), projects.sector_names(warehouse)
    sector, country, named = _("Sector"), _("Country or area"), project_panels.named
    value, parts = kpi_value(warehouse, kpi, filters), []
    if value.value is not None:
        by_sector = named(kpi_by(warehouse, kpi, filters, "sector_code"), "sector_code", sectors)
        by_country = named(kpi_by_country(warehouse, kpi, filters), "country_code", names)
        months = with_provisional(warehouse, kpi_by_month(warehouse, kpi, filters), filters, kpi.report_kind)
        trend = project_panels.trend_panel(months, "achievement-months")
        parts.append(with_events(warehouse, filters, trend))
        parts.append(project_panels.achievement_panel(by_sector, value, "achievement-sector", sector))
        parts.append(project_panels.achievement_panel(by_country, value, "achievement-country", country))
    for column, words, label in (("sector_code", sectors, sector), ("country_code", names, country)):
        counts = projects.indicator_status_counts(warehouse, filters, column)
        parts += [project_panels.status_panel(counts, column, words, label)] if len(counts) else []
    reached = kpi_value(warehouse, CHILDREN_REACHED, filters)
    if reached.value is not None:
        by_country = named(kpi_by_country(warehouse, CHILDREN_REACHED, filters), "country_code", names)
        parts.append(
            project_panels.children_panel(by_country, kpi_by_country(warehouse, GIRLS_SHARE, filters), reached)
        )
    return section(_("Results against targets"), "results", *parts)
