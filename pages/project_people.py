"""Parts of the pages of projects on people reached: classes, needs, children. No page itself."""

from components import project_panels, project_reach
from components.panel import explained
from components.shell import section
from components.words import _
from kpis.projects import CHILDREN_REACHED, GIRLS_SHARE
from pages.country_parts import allowed
from pages.project_parts import means
from queries import reach
from queries.kpi_values import kpi_by_country, kpi_value
from queries.reference import country_names


def people(begun):
    """Who was reached: sex, age and disability, people in need beside it, and children by country."""
    return section(
        _("People and children reached"),
        "reach",
        *[*by_class(begun), *allowed(lambda: beside_need(begun)), *children(begun)],
    )


def people_of_project(begun):
    """The same for one project, whose children are no more than a row."""
    return section(_("People and children reached"), "reach", *[*by_class(begun), *allowed(lambda: beside_need(begun))])


def by_class(begun) -> list:
    """Sex, age and disability of the people reached; nothing where no report tells any."""
    frame = reach.reach_by_class(begun.warehouse, begun.filters)
    target = means(begun, "people_reached", "girls_share", "mart_reach_by_class")
    return [explained(project_reach.class_panel(frame), target)] if len(frame) else []


def beside_need(begun) -> list:
    """People reached and in need; nothing where nothing was reached in a year of known needs."""
    frame, year = (asked(begun.warehouse, begun.filters) for asked in (reach.reach_and_need, reach.needs_year))
    if frame.empty:
        return []
    shown = project_panels.named(frame, "country_code", country_names(begun.warehouse))
    coverages = {name: reach.coverage_of(frame, name) for name in ("people", "children")}
    target = means(begun, "people_reached", "children_reached", "people_in_need", "children_in_need")
    return [explained(project_reach.need_panel(shown, coverages, year), target)]


def children(begun) -> list:
    """Children reached by country, with girls and boys where reported."""
    warehouse, filters = begun.warehouse, begun.filters
    reached = kpi_value(warehouse, CHILDREN_REACHED, filters)
    if not reached.has_figure:
        return []
    by_country = kpi_by_country(warehouse, CHILDREN_REACHED, filters)
    shown = project_panels.named(by_country, "country_code", country_names(warehouse))
    drawn = project_panels.children_panel(shown, kpi_by_country(warehouse, GIRLS_SHARE, filters), reached)
    return [explained(drawn, means(begun, "children_reached", "girls_share"))]
