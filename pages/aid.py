"""Aid delivery: from order to hand-over, what came when and where, how long it took, and what is late."""

from datetime import timedelta
from urllib.parse import quote

import dash
from dash import html

from components import aid_panels
from components.filter_bar import address
from components.format import day, month
from components.kpi_card import kpi_card
from components.shell import notices
from components.table import paging
from components.words import _
from kpis import kpis_of
from kpis.aid import OTIF
from pages.opening import head, opening
from pages.own_keys import one_of, page_of
from queries import aid
from queries.freshness import freshness_class, reporting
from queries.kpi_values import ignored_by, kpi_value
from queries.reference import country_names
from queries.warehouse import NotAllowed

dash.register_page(__name__, path="/aid", title="Lagebild")

LATE = "#late"
"""Where the list of late lines stands: turning its pages stays there."""


def layout(**query):
    """The page for a query string: filters, state (overdue or late) and page of the list of late lines."""
    begun = opening(query, own=("state", "page"))
    if begun.empty is not None:
        return begun.empty
    state, strange_state = one_of(query, "state", aid.LATE_STATES)
    page, strange_page = page_of(query)
    kept = {"state": state} if state else {}
    parts = [*head(begun, _("Aid delivery"), "/aid", ("group",), kept)]
    parts += [notices([*strange_state, *strange_page, *ignored(begun), *unfinished(begun)]), key_figures(begun)]
    total = aid.deliveries_by(begun.warehouse, begun.filters)
    totals = total.to_dict("records")[0] if len(total) else {}
    if not any(totals.get(name, 0) > 0 for name in ("line_count", "received_line_count", "due_line_count")):
        return html.Div([*parts, html.P(_("No order line lies inside the filters."), className="silent")])
    sections = [on_its_way(begun, totals), in_time(begun, totals), late(begun, state, page), arrived(begun, totals)]
    return html.Div([*parts, *sections])


def ignored(begun) -> list[str]:
    """A sentence on filters that deliveries do not have."""
    fields = ignored_by(begun.warehouse, OTIF, begun.filters)
    words = ", ".join(field.replace("_", " ") for field in fields)
    return [_("Deliveries are not limited by: {fields}.").format(fields=words)] if fields else []


def unfinished(begun) -> list[str]:
    """A sentence on the running month, when it is shown and the data do not reach its end."""
    today, until = begun.info.data_date, begun.filters.until
    is_over = (today + timedelta(days=1)).month != today.month
    if is_over or (until and until < today.replace(day=1)):
        return []
    return [_("{month} is not over: its figures run to {day}.").format(month=month(today), day=day(today))]


def section(title: str, identifier: str, *parts):
    """A part of the page with its heading."""
    return html.Section([html.H2(title, id=identifier), *parts], **{"aria-labelledby": identifier})


def key_figures(begun):
    """The cards of the domain; KPIs without a figure are named at the end."""
    values = [(kpi, kpi_value(begun.warehouse, kpi, begun.filters)) for kpi in kpis_of("aid")]
    cards = [card(begun, kpi, value) for kpi, value in values if value.value is not None]
    silent = ", ".join(_(kpi.label) for kpi, value in values if value.value is None)
    told = [html.P(_("No data inside the filters: {labels}.").format(labels=silent), className="silent")]
    return section(_("Key figures"), "figures", html.Div(cards, className="kpi-cards"), *told * bool(silent))


def card(begun, kpi, value):
    """One card with its age and who reported for it."""
    age = freshness_class(kpi, value.as_of, begun.info.data_date)
    reports = reporting(begun.warehouse, kpi.report_kind, begun.filters) if kpi.report_kind else None
    return kpi_card(kpi, value, age, reports)


def on_its_way(begun, totals: dict):
    """Stages now, and value, children-equivalents and quantity by month."""
    warehouse, filters = begun.warehouse, begun.filters
    stages, months = aid.lines_by_stage(warehouse, filters), aid.deliveries_by(warehouse, filters, "month_date")
    by_unit = aid.deliveries_by(warehouse, filters, "unit_name")
    staged = [aid_panels.stage_panel(stages, totals)] if len(stages) else []
    panels = [aid_panels.value_panel(months, totals), aid_panels.children_panel(months)]
    return section(_("From order to hand-over"), "way", *staged, *panels, aid_panels.quantity_panel(by_unit, months))


def in_time(begun, totals: dict):
    """On time in full by month, and lead times."""
    warehouse, filters, names = begun.warehouse, begun.filters, country_names(begun.warehouse)
    months = aid.deliveries_by(warehouse, filters, "month_date")
    steps = aid.lead_times(warehouse, filters)
    whole = next((row for row in steps.to_dict("records") if row["step_name"] == "lead_time_days"), {})
    panels = [aid_panels.time_panel(months, totals, OTIF.target)]
    if whole.get("line_count"):
        panels.append(aid_panels.lead_time_panel(steps, "step_name", {}))
        for column in aid.LEAD_TIME_COLUMNS:
            found = aid.lead_times_by(warehouse, filters, column)
            panels.append(aid_panels.lead_time_panel(found, column, names, whole))
    return section(_("On time, in full, and how long it takes"), "time", *panels)


def late(begun, state: str, page: int):
    """Order lines due and not on time, a page at a time."""
    warehouse, filters = begun.warehouse, begun.filters
    counts = aid.late_line_counts(warehouse, filters)
    states = {name: address("/aid", filters, {"state": name} if name else {}) + LATE for name in ("", *aid.LATE_STATES)}
    links = aid_panels.state_links(counts, state, states)
    count = counts[state] if state else sum(counts.values())
    pages = max(1, -(-count // aid.PAGE_ROWS))
    page = min(page, pages)
    try:
        rows = aid.late_lines(warehouse, filters, state or None, page)
    except NotAllowed as error:
        return section(_("Late and overdue"), "late", html.P(_(str(error)), className="silent"))
    keys = zip(rows["source_name"], rows["delivery_line_id"], strict=True)
    lines = [address(f"/aid/line/{quote(source, safe='')}/{quote(line, safe='')}", filters) for source, line in keys]
    listed = aid_panels.late_table(rows, country_names(warehouse), lines)
    turning = paging(page, pages, address("/aid", filters, {"state": state} if state else {}))
    return section(_("Late and overdue"), "late", links, listed, turning)


def arrived(begun, totals: dict):
    """Completeness by item group and receipts by destination."""
    warehouse, filters = begun.warehouse, begun.filters
    groups = aid.deliveries_by(warehouse, filters, "item_group")
    places = aid.deliveries_by(warehouse, filters, "country_code")
    addresses = {code: address("/aid", filters.replace(countries=(code,))) for code in places["country_code"] if code}
    names = country_names(warehouse)
    return section(
        _("What arrived, and where"),
        "arrived",
        aid_panels.completeness_panel(groups, totals),
        aid_panels.destination_panel(places, totals, names, addresses),
    )
