"""Parts that the pages of projects share: money and milestones. No page itself."""

from urllib.parse import quote

from components import money_panels, project_milestones
from components.addresses import explain_address
from components.filter_bar import address
from components.panel import explained
from components.project_panels import named
from components.shell import section
from components.words import _
from kpis.projects import OUTSTANDING_CASH
from pages.time_marks import with_events
from queries import milestones, projects
from queries.kpi_values import kpi_value
from queries.project_cash import cash_by_partner
from queries.reference import country_names

PATH = "/projects"
MONEY = ("burn_pace", "budget_utilisation", "expenditure", "mart_project_budget")
CASH = ("outstanding_cash_transfers", "cash_6_to_9_months", "cash_over_9_months", "mart_project_budget")
MILESTONES = ("milestones_on_time", "milestones_reached", "mart_milestone")


def project_address(code: str, filters) -> str:
    """The page of a project, inside the filters."""
    return address(f"{PATH}/{quote(code, safe='')}", filters.replace(projects=()))


def means(begun, *names: str) -> str:
    """The address that explains KPIs and marts inside the filters of the page."""
    return explain_address(names, begun.filters)


def spending(begun) -> list:
    """Money by month and its pace; nothing where no project reports money."""
    frame = projects.budget_by_month(begun.warehouse, begun.filters)
    panels = (money_panels.burn_panel, money_panels.flows_panel) if len(frame) else ()
    drawn = [with_events(begun.warehouse, begun.filters, panel(frame)) for panel in panels]
    return [explained(one, means(begun, *MONEY)) for one in drawn]


def budgets(begun):
    """Money by month, its pace, and cash outstanding by country and by partner."""
    parts, cash = spending(begun), kpi_value(begun.warehouse, OUTSTANDING_CASH, begun.filters)
    if cash.value is not None:
        countries = projects.cash_by_country(begun.warehouse, begun.filters)
        shown = named(countries, "country_code", country_names(begun.warehouse))
        partners = named(cash_by_partner(begun.warehouse, begun.filters), "partner_name", {})
        drawn = [money_panels.cash_panel(shown, cash, _("Country or area"))]
        drawn.append(money_panels.cash_panel(partners, cash, _("Partner"), "cash-partner"))
        parts += [explained(one, means(begun, *CASH)) for one in drawn]
    return section(_("Budget against time"), "budget", *parts)


def late_milestones(begun):
    """The milestones that are overdue, with links to their projects."""
    title, counts = _("Milestones"), milestones.milestone_counts(begun.warehouse, begun.filters)
    if not counts:
        return section(title, "late-milestones")
    frame = milestones.late_milestones(begun.warehouse, begun.filters)
    links = [project_address(code, begun.filters) for code in frame["project_code"]]
    drawn = project_milestones.late_panel(frame, counts, country_names(begun.warehouse), links)
    return section(title, "late-milestones", explained(drawn, means(begun, *MILESTONES)))


def own_milestones(begun):
    """The milestones of one project, whatever the period."""
    title, whole = _("Milestones"), begun.filters.replace(since=None, until=None)
    frame = milestones.milestones_of(begun.warehouse, begun.filters)
    if frame.empty:
        return section(title, "milestones-of-project")
    drawn = project_milestones.project_milestones(frame, milestones.milestone_counts(begun.warehouse, whole))
    return section(title, "milestones-of-project", explained(drawn, means(begun, *MILESTONES)))
