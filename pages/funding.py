"""Funding of appeals: required, received, carried over, missing; by appeal, country, cluster, donor and flow."""

import dash
from dash import html

from components import funding_panels
from components.addresses import explain_address, rows_address
from components.filter_bar import address
from components.panel import explained
from components.project_panels import named
from components.shell import link, notices, section
from components.table import paging
from components.words import _
from kpis import kpis_of
from kpis.funding import GAP
from pages.cards import key_figures
from pages.opening import head, opening
from pages.own_keys import one_of, page_of
from pages.whole_lists import page_drawn, page_read, said_when_cut
from queries import funding, funding_flows
from queries.kpi_values import ignored_by, kpi_value
from queries.reference import country_names
from queries.warehouse import NotAllowed

dash.register_page(__name__, path="/funding", title="Funding · Lagebild")

PATH = "/funding"


def layout(**query):
    """The page for a query string: filters, page and sort of the list of flows."""
    begun = opening(query, own=("page", "sort"))
    if begun.empty is not None:
        return begun.empty
    sort, strange_sort = one_of(query, "sort", funding_flows.SORTS)
    page, strange_page = page_of(query)
    kept = {"sort": sort} if sort else {}
    parts = [*head(begun, _("Funding of appeals"), PATH, (), kept)]
    parts.append(notices([*strange_sort, *strange_page, *ignored(begun)]))
    figures = key_figures(begun, kpis_of("funding"), _("Key figures of funding"), "figures-funding")
    return html.Div([*parts, figures, appeals(begun), donors(begun), flows(begun, sort, page)])


def ignored(begun) -> list[str]:
    """A sentence on filters that appeals do not have."""
    fields = ignored_by(begun.warehouse, GAP, begun.filters)
    words = ", ".join(field.replace("_", " ") for field in fields)
    return [_("Appeals are not limited by: {fields}.").format(fields=words)] if fields else []


def appeals(begun):
    """Appeals by gap and against time, countries, clusters and years."""
    warehouse, filters = begun.warehouse, begun.filters
    title, frame = _("What appeals ask for and lack"), funding.appeals(begun.warehouse, begun.filters)
    if frame.empty:
        return section(title, "funding")
    cards = {name: kpi_value(warehouse, kpi, filters) for name, kpi in funding.AMOUNTS.items()}
    means = explain_address([kpi.name for kpi in funding.AMOUNTS.values()], filters)
    countries = named(funding.funding_by_country(warehouse, filters), "country_code", country_names(warehouse))
    pace = funding.pace_of_appeals(frame), funding.funding_day(warehouse)
    years = funding_panels.years_panel(funding.funding_by_year(warehouse, filters))
    panels = [
        explained(funding_panels.appeals_panel(frame, cards), means),
        explained(funding_panels.pace_panel(frame, *pace), explain_address(("funding_coverage",), filters)),
        explained(funding_panels.country_panel(countries, cards), means),
        *split(begun, "cluster_name", _("Cluster"), cards["funding_usd"].value),
        explained(years, means),
    ]
    return section(title, "funding", *panels)


def donors(begun):
    """Donors of appeals where plans are split so, and donors of the single flows."""
    parts = split(begun, "donor_name", _("Donor"), kpi_value(begun.warehouse, funding.FUNDING, begun.filters).value)
    frame = funding_flows.donors_of_flows(begun.warehouse, begun.filters)
    if len(frame):
        means = explain_address(("mart_funding_flow",), begun.filters)
        parts.append(explained(funding_panels.donors_panel(frame), means))
    return section(_("Who gave it"), "donors", *parts)


def split(begun, column: str, label: str, received: float | None) -> list:
    """The panel of a split of plans; none where no plan is split so."""
    frame = funding.funding_by(begun.warehouse, begun.filters, column)
    means = explain_address(("mart_plan_funding", "funding_received"), begun.filters)
    return [explained(funding_panels.split_panel(frame, column, label, received), means)] if len(frame) else []


def flows(begun, sort: str, page: int):
    """The list of single flows, a page at a time, with links to the donor's own flows and to all rows."""
    warehouse, filters, title = begun.warehouse, begun.filters, _("Single flows")
    count = funding_flows.flow_count(warehouse, filters)
    if not count:
        return section(title, "flows")
    pages = max(1, -(-count // funding_flows.PAGE_ROWS))
    page, sort = min(page, pages), sort or "amount"
    try:
        rows = funding_flows.flows(warehouse, filters, sort, page_read(page))
    except NotAllowed as error:
        return section(title, "flows", html.P(_(str(error)), className="silent"))
    own = [address(PATH, filters.replace(donors=(one,))) if one == one and one else "" for one in rows["donor_name"]]
    sorts = {
        column: (address(PATH, filters, {"sort": word}), "descending" if word == sort else "")
        for word, column in funding_flows.SORTS.items()
    }
    with page_drawn(page, funding_flows.PAGE_ROWS):
        listed = funding_panels.flows_table(rows, country_names(warehouse), own, sorts)
    turning = paging(page, pages, address(PATH, filters, {"sort": sort}))
    behind = html.P(link(_("All columns of these flows"), rows_address("mart_funding_flow", filters)))
    return said_when_cut(section(title, "flows", listed, turning, behind), count)
