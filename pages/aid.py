"""Aid delivery: from order to hand-over, what came when and where, how long it took, and what is late."""

from datetime import timedelta

import dash
from dash import html

from components.format import day, month
from components.shell import notices
from components.words import _
from kpis import kpis_of
from kpis.aid import OTIF
from pages.aid_places import arrived
from pages.aid_sections import PATH, LateList, in_time, late, on_its_way
from pages.cards import key_figures
from pages.opening import head, opening
from pages.own_keys import one_of, page_of
from queries import aid
from queries.kpi_values import ignored_by

dash.register_page(__name__, path=PATH, title="Aid delivery · Lagebild")


def layout(**query):
    """The page for a query string: filters, and of the list of late lines state (overdue or late), order and page."""
    begun = opening(query, own=("state", "order", "page"))
    if begun.empty is not None:
        return begun.empty
    state, strange_state = one_of(query, "state", aid.LATE_STATES)
    order, strange_order = one_of(query, "order", aid.LATE_ORDERS)
    page, strange_page = page_of(query)
    kept = {key: value for key, value in (("state", state), ("order", order)) if value}
    said = [*strange_state, *strange_order, *strange_page, *ignored(begun), *unfinished(begun)]
    figures = key_figures(begun, kpis_of("aid"), _("Key figures"), "figures")
    parts = [*head(begun, _("Aid delivery"), PATH, ("group",), kept), notices(said), figures]
    total = aid.deliveries_by(begun.warehouse, begun.filters)
    totals = total.to_dict("records")[0] if len(total) else {}
    if not any(totals.get(name, 0) > 0 for name in ("line_count", "received_line_count", "due_line_count")):
        return html.Div([*parts, html.P(_("No order line lies inside the filters."), className="silent")])
    listed = late(begun, LateList(state, order, page))
    return html.Div([*parts, on_its_way(begun, totals), in_time(begun, totals), listed, arrived(begun, totals)])


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
