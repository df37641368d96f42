"""The sections of the page of a country. No page itself."""

from urllib.parse import quote

from dash import dcc, html

from components import country_lists as lists
from components import country_reports as told
from components.addresses import explain_address
from components.country_profile import needs_sentence, risk_figure
from components.filter_bar import address
from components.kpi_list import kpi_list
from components.panel import explain_link, explained
from components.words import _
from kpis import kpi, kpis_of
from pages.time_marks import with_events
from queries import country as asked
from queries.country_reports import report_standing
from queries.kpi_values import ignored_by, kpi_value
from queries.warehouse import NotAllowed

DOMAINS = ("projects", "aid", "supply", "risk", "funding")
MOST_LINES = 50
MARTS = {
    "runs-out": ("mart_supply_pipeline",),
    "order-first": ("mart_supply_pipeline", "mart_delivery_line"),
    "late": ("mart_delivery_line",),
    "under-way": ("mart_delivery_line",),
    "reports": ("mart_reporting",),
}
"""Section of a list -> marts behind it."""


def domains():
    """(domain, path of its page, title) in the order of the page."""
    titles = (_("Projects"), _("Aid delivery"), _("Supply stock"), _("Country risk"), _("Funding"))
    return [(domain, f"/{domain}", title) for domain, title in zip(DOMAINS, titles, strict=True)]


def sections(warehouse, filters, today):
    """(identifier, title, what draws it) of each part; lists to act on first."""
    parts = [
        ("runs-out", _("What runs out"), lambda: shortages(warehouse, filters, today)),
        ("order-first", _("What to order first"), lambda: orders(warehouse, filters, today)),
        ("late", _("Late order lines"), lambda: lines(warehouse, filters, today, is_late=True)),
        ("under-way", _("Under way to us"), lambda: lines(warehouse, filters, today, is_late=False)),
        ("reports", _("Did our report arrive?"), lambda: reports(warehouse, filters)),
    ]
    for domain, _path, title in domains():
        parts.append((domain, title, lambda domain=domain: figures(warehouse, filters, domain)))
    return parts


def ways(name: str, title: str, filters, shown) -> list:
    """Links below a section: to the page that shows more of it, and to what explains it. shown: paths of pages."""
    links = []
    paths = {domain: path for domain, path, _title in domains()}
    if paths.get(name) in shown:
        links.append(dcc.Link(_("More: {title}").format(title=title), href=address(paths[name], filters)))
    if name in MARTS:
        links.append(explain_link(title, explain_address(MARTS[name], filters)))
    return [html.P(links, className="more")] * bool(links)


def records(path: str, filters):
    """A function from the parts of a key to the address of the page of one record."""
    return lambda *key: address("/".join([path, *(quote(str(part), safe="") for part in key)]), filters)


def allowed(draw) -> list:
    """What draw() gives, or the sentence that this part is not open to the reader."""
    try:
        return draw()
    except NotAllowed as error:
        return [html.P(_(str(error)), className="silent")]


def shortages(warehouse, filters, today):
    """Items that run out."""
    frame = asked.shortages(warehouse, filters)
    ignored = ignored_by(warehouse, kpi("projected_stock_outs"), asked.any_time(filters))
    note = _("Projected for the country as a whole; the filters on offices, programmes and the like do not apply.")
    said = [html.P(lists.shortage_sentence(frame, today))] + [html.P(note, className="silent")] * bool(ignored)
    return [*said, lists.shortage_list(frame, today, records("/supply/item", filters))]


def orders(warehouse, filters, today):
    """Items with a suggested order, by the day by which to order."""
    frame = asked.to_order_first(asked.shortages(warehouse, filters))
    return [lists.order_list(frame, today, records("/supply/item", filters))]


def lines(warehouse, filters, today, *, is_late: bool):
    """Order lines not received: those past the agreed date, or the others."""
    found = asked.lines_under_way(warehouse, filters, MOST_LINES, is_late)
    late = (_("Late order lines"), _("No order line is late."))
    told = late if is_late else (_("Order lines under way"), _("No order line is under way."))
    return [lists.line_list(found, today, told, records("/aid/line", filters))]


def reports(warehouse, filters):
    """Which offices have reported what and what is due next, which units have, and n of N month by month."""
    sites = asked.sites(warehouse, filters)
    names = dict(zip(sites["office_code"], sites["office_name"], strict=True))
    names |= dict(zip(sites["site_code"], sites["site_name"], strict=True))
    parts = [told.standing_list(report_standing(warehouse, filters), names)]
    parts += [lists.kind_of_report(*one) for one in asked.reporting_kinds(warehouse, filters)]
    return [*parts, *allowed(lambda: [lists.arrival_list(asked.arrivals(warehouse, filters), names)])]


def figures(warehouse, filters, domain: str):
    """The KPIs of a domain, and below them its list."""
    values = [(one, kpi_value(warehouse, one, filters)) for one in kpis_of(domain)]
    body = [kpi_list(values, lambda one: explain_address((one.name,), filters))]
    if domain == "projects":
        body.append(lists.project_list(asked.projects(warehouse, filters), records("/projects", filters)))
    elif domain == "risk":
        drawn = with_events(warehouse, filters, risk_figure(asked.risk_by_month(warehouse, filters)))
        is_figure = isinstance(drawn, html.Section)
        target = explain_address(asked.RISK_KPIS, filters)
        body += [*needs(warehouse, filters), explained(drawn, target) if is_figure else drawn]
    elif domain == "funding":
        body.append(lists.plan_list(asked.plans(warehouse, filters), asked.FUNDING_KPIS))
    return body


def needs(warehouse, filters) -> list:
    """People in need, targeted and reached, in all and by sector."""
    names = ("people_in_need", "targeted_share_of_need", "coverage_of_need")
    said = needs_sentence(*(kpi_value(warehouse, kpi(name), filters) for name in names))
    link = explain_link(_("Needs"), explain_address(names, filters))
    listed = lists.need_list(asked.needs_by_sector(warehouse, filters))
    return [html.H3(_("Needs")), said, listed, html.P(link, className="more")]
