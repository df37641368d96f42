"""Parts of the page of projects on results: achievement, classes of indicators, and the heat table. No page itself."""

from dash import dcc, html

from components import project_panels
from components.filter_bar import address
from components.panel import explained
from components.shell import section
from components.words import _
from kpis.projects import ACHIEVEMENT_OF_TARGETS, PROGRESS_OVER_BASELINE
from pages.project_parts import PATH, means
from pages.time_marks import with_events
from queries import projects
from queries.freshness import with_provisional
from queries.kpi_values import kpi_by, kpi_by_month, kpi_value
from queries.reference import country_names

RESULTS = ("achievement", "progress_over_baseline", "mart_project_progress")


def achieved(begun, column: str):
    """Achievement and progress from the baseline by sector or country; nothing without a figure."""
    warehouse, filters = begun.warehouse, begun.filters
    card = kpi_value(warehouse, ACHIEVEMENT_OF_TARGETS, filters)
    if not card.has_figure:
        return None
    words, label = words_of(begun, column)
    frame = kpi_by(warehouse, ACHIEVEMENT_OF_TARGETS, filters, column)
    progress = kpi_by(warehouse, PROGRESS_OVER_BASELINE, filters, column)
    names = {"numerator": "gain", "denominator": "planned", "value": "progress", "is_suppressed": "is_progress_hidden"}
    beside = progress[[column, *names]].rename(columns=names)
    shown = project_panels.named(frame.merge(beside, on=column, how="left"), column, words)
    whole = kpi_value(warehouse, PROGRESS_OVER_BASELINE, filters)
    return explained(project_panels.achievement_panel(shown, card, whole, label), means(begun, *RESULTS))


def by_month(begun, *, has_events: bool = True):
    """Achievement by month, with the events on it; nothing without a figure."""
    frame = kpi_by_month(begun.warehouse, ACHIEVEMENT_OF_TARGETS, begun.filters)
    if frame.empty:
        return None
    frame = with_provisional(begun.warehouse, frame, begun.filters, ACHIEVEMENT_OF_TARGETS.report_kind)
    drawn = project_panels.trend_panel(frame, "achievement-months")
    drawn = with_events(begun.warehouse, begun.filters, drawn) if has_events else drawn
    return explained(drawn, means(begun, *RESULTS))


def classes(begun, column: str):
    """Indicators by class, per sector or country; nothing where there are none."""
    counts = projects.indicator_status_counts(begun.warehouse, begun.filters, column)
    if counts.empty:
        return None
    drawn = project_panels.status_panel(counts, column, *words_of(begun, column))
    return explained(drawn, means(begun, "indicators_on_track", "indicators_met", "mart_project_progress"))


def overview(begun):
    """Results in short: by month and by sector."""
    return section(_("Results against targets"), "results", by_month(begun), achieved(begun, "sector_code"))


def in_full(begun):
    """Results by country, and the classes of indicators."""
    columns = ("sector_code", "country_code")
    parts = (achieved(begun, "country_code"), *(classes(begun, column) for column in columns))
    return section(_("Results by country and class"), "results", *parts)


def heat(begun, rows, shown: str, page: int):
    """The projects of a page of the list by month, in the classes of a KPI. rows: projects_by_attention."""
    title = _("Projects by month")
    if rows.empty:
        return section(title, "by-month")
    kpi = project_panels.heat_kpis()[shown]
    cells = projects.heat_by_month(begun.warehouse, kpi, begun.filters, tuple(rows["project_code"]))
    drawn = project_panels.heat_panel(cells, rows, kpi, heat_links(begun.filters, shown, page))
    return section(title, "by-month", explained(drawn, means(begun, kpi.name)))


def heat_links(filters, shown: str, page: int):
    """Links to the heat table of each KPI."""
    links = []
    for name, kpi in project_panels.heat_kpis().items():
        here = {"aria-current": "true"} if name == shown else {}
        own = {"part": "results", "heat": name} | ({"page": str(page)} if page > 1 else {})
        links.append(html.Li(html.Span(dcc.Link(_(kpi.label), href=address(PATH, filters, own)), **here)))
    return html.Ul(links, className="states", **{"aria-label": _("What the table shows")})


def words_of(begun, column: str) -> tuple[dict[str, str], str]:
    """The names of the codes of a column, and what the column is called."""
    if column == "sector_code":
        return projects.sector_names(begun.warehouse), _("Sector")
    return country_names(begun.warehouse), _("Country or area")
