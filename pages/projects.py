"""Projects: results against targets, people reached, money against time, and which project needs attention.

The page has parts, one per address, so that each stays light on a bad link.
"""

import dash
from dash import dcc, html

from components import project_panels
from components.filter_bar import address
from components.shell import link, notices, section
from components.table import paging
from components.words import _
from kpis import kpi, kpis_of
from kpis.projects import ACHIEVEMENT_OF_TARGETS
from kpis.words import _ as marked
from pages import project_results
from pages.cards import key_figures
from pages.country_parts import allowed
from pages.opening import head, opening
from pages.own_keys import one_of, page_of
from pages.project_parts import PATH, budgets, late_milestones, project_address
from pages.project_people import people
from pages.whole_lists import page_drawn, page_read, said_when_cut
from queries import projects
from queries.kpi_values import ignored_by
from queries.reference import country_names

dash.register_page(__name__, path=PATH, title="Projects · Lagebild")

PARTS = {
    "": marked("Overview"),
    "results": marked("Results by country, class and month"),
    "people": marked("People and children reached"),
    "money": marked("Budget, spending and cash"),
}
"""Word in the address -> what that part of the page shows."""
FUNDING = ("funding_requirement", "funding_received", "funding_gap", "funding_coverage")
"""Cards of funding here; the others stand on its own page."""


def layout(**query):
    """The page for a query string: filters, part, page of the list, and heat: achievement or burn."""
    begun = opening(query, own=("page", "heat", "part"))
    if begun.empty is not None:
        return begun.empty
    part, strange_part = one_of(query, "part", PARTS)
    heat, strange_heat = one_of(query, "heat", project_panels.heat_kpis())
    page, strange_page = page_of(query)
    kept = {key: value for key, value in (("part", part), ("heat", heat)) if value}
    parts = [*head(begun, _("Projects"), PATH, ("sector",), kept)]
    parts.append(notices([*strange_part, *strange_heat, *strange_page, *ignored(begun)]))
    parts.append(parts_of_page(begun, part))
    return html.Div([*parts, *shown_part(begun, part, (heat or "achievement", page))])


def shown_part(begun, part: str, at: tuple[str, int]) -> list:
    """The sections of a part. at: what the heat table shows, and the page of the list."""
    heat, page = at
    if part == "people":
        return [people(begun)]
    if part == "money":
        return [budgets(begun), money_of_appeals(begun)]
    pages = max(1, -(-projects.project_count(begun.warehouse, begun.filters) // projects.PAGE_ROWS))
    page = min(page, pages)
    if part == "results":
        rows = projects.projects_by_attention(begun.warehouse, begun.filters, page)
        turning = paging(page, pages, address(PATH, begun.filters, {"part": part, "heat": heat}))
        return [project_results.in_full(begun), project_results.heat(begun, rows, heat, page), turning]
    rows = projects.projects_by_attention(begun.warehouse, begun.filters, page_read(page))
    figures = key_figures(begun, kpis_of("projects"), _("Key figures of projects"), "figures-projects")
    listed = attention(begun, rows, (page, pages))
    return [figures, listed, project_results.overview(begun), late_milestones(begun), money_of_appeals(begun)]


def parts_of_page(begun, current: str):
    """Links to the parts of the page, with the filters kept."""
    links = []
    for part, label in PARTS.items():
        target = address(PATH, begun.filters, {"part": part} if part else {})
        here = {"aria-current": "true", "className": "is-current"} if part == current else {}
        links.append(html.Li(html.A(_(label), href=target, **here) if here else link(_(label), target)))
    return html.Nav(
        html.Ul(links, className="presets"), className="page-parts", **{"aria-label": _("Parts of this page")}
    )


def money_of_appeals(begun):
    """The key figures of funding, and the way to the page that has the rest."""
    kpis, title = [kpi(name) for name in FUNDING], _("Funding of appeals")
    more = dcc.Link(_("Appeals, countries, donors and flows"), href=address("/funding", begun.filters))
    figures = allowed(lambda: [key_figures(begun, kpis, title, "figures-funding"), html.P(more)])
    return html.Div(figures) if len(figures) > 1 else section(title, "figures-funding", *figures)


def ignored(begun) -> list[str]:
    """A sentence on filters that results of projects do not have."""
    fields = ignored_by(begun.warehouse, ACHIEVEMENT_OF_TARGETS, begun.filters)
    words = ", ".join(field.replace("_", " ") for field in fields)
    return [_("Results of projects are not limited by: {fields}.").format(fields=words)] if fields else []


def attention(begun, rows, pages: tuple[int, int]):
    """The list of projects, a page at a time. rows: projects_by_attention. pages: this one, and how many."""
    warehouse, filters, title = begun.warehouse, begun.filters, _("Which projects need attention")
    if rows.empty:
        return section(title, "list")
    addresses = [project_address(code, filters) for code in rows["project_code"]]
    names = country_names(warehouse)
    with page_drawn(pages[0], projects.PAGE_ROWS):
        listed = project_panels.project_table(rows, names, projects.sector_names(warehouse), addresses)
    drawn = section(title, "list", listed, paging(*pages, address(PATH, filters)))
    return said_when_cut(drawn, projects.project_count(warehouse, filters))
