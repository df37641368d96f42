"""Sections of the aid page: each asks for its figures and arranges its panels. No page itself."""

from dataclasses import dataclass
from urllib.parse import quote

from dash import html

from components import aid_panels
from components.addresses import explain_address
from components.filter_bar import address
from components.panel import explained
from components.shell import section
from components.table import paging
from components.words import _
from kpis.aid import OTIF
from pages.time_marks import with_events
from pages.whole_lists import page_drawn, page_read, said_when_cut
from queries import aid
from queries.freshness import with_provisional
from queries.reference import country_names
from queries.warehouse import NotAllowed

PATH = "/aid"
LATE = "#late"
"""Where the list of late lines stands: turning its pages stays there."""


@dataclass(frozen=True)
class LateList:
    """Which late lines are listed: state ("" for all), order, page from 1."""

    state: str
    order: str
    page: int

    def address(self, filters, **changes) -> str:
        """The address of the list, its first page, with some of its keys changed."""
        keys = {"state": self.state, "order": self.order} | changes
        return address(PATH, filters, {key: value for key, value in keys.items() if value}) + LATE


def on_its_way(begun, totals: dict):
    """Stages now, and value, children-equivalents and quantity by month."""
    warehouse, filters = begun.warehouse, begun.filters
    staged, months = stages(begun, totals), _months(begun)
    by_unit = aid.deliveries_by(warehouse, filters, "unit_name")
    panels = [
        told(
            begun,
            with_events(warehouse, filters, aid_panels.value_panel(months, totals)),
            "received_value",
            "ordered_value",
        ),
        told(begun, aid_panels.children_panel(months), "children_supplied"),
        told(begun, aid_panels.quantity_panel(by_unit, months), "mart_aid_delivery"),
    ]
    return section(_("From order to hand-over"), "way", staged, *panels)


def stages(begun, totals: dict):
    """Order lines by the stage that they are at now; None where there are none."""
    frame = aid.lines_by_stage(begun.warehouse, begun.filters)
    return told(begun, aid_panels.stage_panel(frame, totals), "mart_delivery_line") if len(frame) else None


def timed(begun, totals: dict, *, has_events: bool = True):
    """On time in full by month, with the events on it."""
    drawn = aid_panels.time_panel(_months(begun), totals, OTIF.target)
    drawn = with_events(begun.warehouse, begun.filters, drawn) if has_events else drawn
    return told(begun, drawn, "otif", "on_time_delivery", "in_full_delivery")


def in_time(begun, totals: dict):
    """On time in full by month, and lead times."""
    warehouse, filters, names = begun.warehouse, begun.filters, country_names(begun.warehouse)
    steps = aid.lead_times(warehouse, filters)
    whole = next((row for row in steps.to_dict("records") if row["step_name"] == "lead_time_days"), {})
    panels = [timed(begun, totals)]
    if whole.get("line_count"):
        drawn = [aid_panels.lead_time_panel(steps, ("step_name",), {})]
        for columns in aid.LEAD_TIME_COLUMNS:
            found = aid.lead_times_by(warehouse, filters, *columns)
            drawn.append(aid_panels.lead_time_panel(found, columns, names, whole))
        panels += [told(begun, one, "lead_time_median", "lead_time_p90") for one in drawn]
    return section(_("On time, in full, and how long it takes"), "time", *panels)


def late(begun, shown: LateList):
    """Order lines due and not on time, a page at a time."""
    warehouse, filters = begun.warehouse, begun.filters
    counts = aid.late_line_counts(warehouse, filters)
    states = {name: shown.address(filters, state=name) for name in ("", *aid.LATE_STATES)}
    orders = {name: shown.address(filters, order=name) for name in aid.LATE_ORDERS}
    links = aid_panels.state_links(counts, shown.state, states)
    count = counts[shown.state] if shown.state else sum(counts.values())
    pages = max(1, -(-count // aid.PAGE_ROWS))
    page, order = min(shown.page, pages), shown.order or aid.LATE_ORDERS[0]
    try:
        rows = aid.late_lines(warehouse, filters, shown.state or None, page_read(page), order)
    except NotAllowed as error:
        return section(_("Late and overdue"), "late", html.P(_(str(error)), className="silent"))
    keys = zip(rows["source_name"], rows["delivery_line_id"], strict=True)
    lines = [line_address(filters, *key) for key in keys]
    with page_drawn(page, aid.PAGE_ROWS):
        listed = aid_panels.late_table(rows, country_names(warehouse), lines, (order, orders))
    turning = paging(page, pages, shown.address(filters))
    return said_when_cut(section(_("Late and overdue"), "late", links, listed, turning), count)


def line_address(filters, source: str, line: str) -> str:
    """The page of an order line."""
    return address(f"/aid/line/{quote(source, safe='')}/{quote(line, safe='')}", filters)


def _months(begun):
    """Deliveries by month, the months that are not final marked."""
    months = aid.deliveries_by(begun.warehouse, begun.filters, "month_date")
    return with_provisional(begun.warehouse, months, begun.filters, OTIF.report_kind)


def told(begun, drawn, *names: str):
    """The panel with its link to what explains these KPIs and marts."""
    return explained(drawn, explain_address(names, begun.filters))
