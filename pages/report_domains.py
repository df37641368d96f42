"""Figures and table of each domain of the report, from the parts of its own page. No page itself."""

from components import aid_panels, funding_panels, project_panels, supply_tables
from components.addresses import explain_address
from components.country_profile import risk_figure
from components.filter_bar import address
from components.panel import explained
from components.report_pages import lower, rest_of, with_table_shown
from components.result import Place, with_place
from components.table import Column, table
from components.words import _
from pages import project_results, supply_sections, supply_shelves
from pages.aid_sections import LateList, line_address, stages, timed
from pages.project_parts import project_address
from pages.report_periods import has_events, over_time
from pages.risk_choice import risk_choice
from pages.risk_world import map_and_ranking
from pages.time_marks import with_events
from queries import aid, funding, projects, supply, supply_outlook
from queries import country as asked
from queries.kpi_values import kpi_value
from queries.reference import country_names

ROWS = 5
"""Rows of a list; the page of the domain has all of them."""


def figures_and_table(begun, domain: str) -> tuple[list, list]:
    """Panels, and the parts of the table, of a domain; either is empty where there is nothing. Figures by month go
    back a year. NotAllowed where the reader may not see single rows, or the domain."""
    made = {"projects": _projects, "funding": _funding, "aid": _aid, "supply": _supply, "risk": _risk}[domain]
    panels, listed = made(begun)
    return [lower(one) for one in panels], listed


def _projects(begun) -> tuple[list, list]:
    drawn = [
        project_results.by_month(over_time(begun), has_events=has_events(begun)),
        project_results.achieved(begun, "sector_code"),
    ]
    rows = projects.projects_by_attention(begun.warehouse, begun.filters, 1).head(ROWS)
    if rows.empty:
        return _there(drawn), []
    links = [project_address(code, begun.filters) for code in rows["project_code"]]
    names, sectors = country_names(begun.warehouse), projects.sector_names(begun.warehouse)
    listed = project_panels.project_table(rows, names, sectors, links, is_short=True)
    every = projects.project_count(begun.warehouse, begun.filters)
    return _there(drawn), _table(begun, "report-projects-list", listed, (len(rows), every, "/projects"), "mart_project")


def _funding(begun) -> tuple[list, list]:
    warehouse, filters = begun.warehouse, begun.filters
    frame = funding.appeals(warehouse, filters)
    if frame.empty:
        return [], []
    cards = {name: kpi_value(warehouse, one, filters) for name, one in funding.AMOUNTS.items()}
    asks = funding_panels.appeals_panel(frame, cards, ROWS)
    pace = funding_panels.pace_panel(frame, funding.pace_of_appeals(frame), funding.funding_day(warehouse), ROWS)
    means = explain_address([one.name for one in funding.AMOUNTS.values()], filters)
    drawn = explained(with_table_shown(asks), means)
    more = rest_of(min(ROWS, len(frame)), len(frame), address("/funding", filters))
    return [explained(pace, explain_address(("funding_coverage",), filters))], _there([drawn, more])


def _aid(begun) -> tuple[list, list]:
    warehouse, filters = begun.warehouse, begun.filters
    found = aid.deliveries_by(warehouse, filters).to_dict("records")
    if not found or not found[0].get("line_count"):
        return [], []
    year = over_time(begun)
    totals = aid.deliveries_by(warehouse, year.filters).to_dict("records")[0]
    drawn = [timed(year, totals, has_events=has_events(begun)), stages(begun, found[0])]
    counts, order = aid.late_line_counts(warehouse, filters), aid.LATE_ORDERS[0]
    rows = aid.late_lines(warehouse, filters, None, 1, order).head(ROWS)
    if rows.empty:
        return _there(drawn), []
    orders = {name: LateList("", name, 1).address(filters) for name in aid.LATE_ORDERS}
    keys = zip(rows["source_name"], rows["delivery_line_id"], strict=True)
    lines = [line_address(filters, *key) for key in keys]
    listed = aid_panels.late_table(rows, country_names(warehouse), lines, (order, orders))
    place = (len(rows), sum(counts.values()), "/aid")
    return _there(drawn), _table(begun, "report-aid-late", listed, place, "mart_delivery_line")


def _supply(begun) -> tuple[list, list]:
    warehouse, filters = begun.warehouse, begun.filters
    year = over_time(begun)
    drawn = [supply_shelves.stock_outs(year, year.filters, has_events=has_events(begun))]
    drawn.append(supply_shelves.missing(year, year.filters))
    every = supply_outlook.outlook_counts(warehouse, filters)["all"]
    if not every:
        return _there(drawn), []
    rows = supply_outlook.runs_out_first(warehouse, filters, 1).head(ROWS)
    keys = zip(rows["item_code"], rows["country_code"], strict=True)
    links = [supply_sections.item_address(filters, *key) for key in keys]
    newest = supply.counted_month(warehouse, supply.without_period(filters))
    listed = supply_tables.outlook_table(rows, country_names(warehouse), links, begun.info.data_date, newest)
    place = (len(rows), every, "/supply")
    return _there(drawn), _table(begun, "report-supply-outlook", listed, place, "mart_supply_pipeline")


def _risk(begun) -> tuple[list, list]:
    """Of one country its scores over time and its needs by sector; of several the map with the ranking."""
    warehouse, filters = begun.warehouse, begun.filters
    if len(filters.countries) != 1:
        choice = risk_choice(warehouse, filters, {})
        return [], [map_and_ranking(begun, choice)] if choice.month else []
    drawn, year = [], over_time(begun).filters
    frame = asked.risk_by_month(warehouse, year)
    if not frame.empty:
        about = explain_address(asked.RISK_KPIS, year)
        drawn = [explained(with_events(warehouse, year, risk_figure(frame)), about)]
    needs = asked.needs_by_sector(warehouse, filters)
    if needs.empty:
        return drawn, []
    place = (min(ROWS, len(needs)), len(needs), "/risk")
    return drawn, _table(begun, "report-risk-needs", _needs_table(needs), place, "mart_needs")


def _needs_table(frame):
    """People in need, targeted and reached by sector; sectors overlap and do not add up."""
    names = zip(frame["sector_name"], frame["sector_code"], strict=True)
    shown = frame.assign(shown_name=[name or code or _("sector not stated") for name, code in names])
    columns = (
        Column("shown_name", _("Sector")),
        Column("people_in_need", _("People in need"), "number"),
        Column("people_targeted", _("Targeted"), "number"),
        Column("people_reached", _("Reached"), "number"),
    )
    return table(shown.head(ROWS), columns, caption=_("People in need by sector; sectors overlap and do not add up"))


def _table(begun, identifier: str, listed, place: tuple[int, int, str], mart: str) -> list:
    """A list with its name, and where the rest of it stands. place: rows shown, rows in all, page of all."""
    about = explain_address((mart,), begun.filters)
    shown, every, path = place
    more = rest_of(shown, every, address(path, begun.filters))
    return _there([with_place(listed, Place(identifier, "", about=about)), more])


def _there(parts: list) -> list:
    return [one for one in parts if one is not None]
