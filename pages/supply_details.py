"""Expiry, exchanges and lists of single rows of the supply pages. No page itself."""

from dash import html

from components import supply_panels, supply_tables
from components.addresses import explain_address
from components.filter_bar import address
from components.format import amount, month
from components.panel import explain_link, explained
from components.shell import section
from components.supply_words import named
from components.table import paging
from components.words import _
from pages.supply_sections import item_address, site_address
from pages.whole_lists import page_drawn, page_read, said_when_cut
from queries import supply, supply_lots
from queries.reference import country_names
from queries.supply_records import site_reports
from queries.warehouse import NotAllowed


def positions(begun, filters, place: tuple[str, str, int]):
    """Stock by site of an item, or by item of a site. place: path of the page, code of the site or "", page."""
    path, site, page = place
    title, first = (_("Stock by item"), "item") if site else (_("Stock by site"), "site")
    count = supply.status_by(begun.warehouse, filters, f"{first}_code", site)["position_count"].sum()
    pages = max(1, -(-int(count) // supply.PAGE_ROWS))
    page = min(page, pages)
    try:
        rows = supply.position_list(begun.warehouse, filters, site, page_read(page))
    except NotAllowed as error:
        return section(title, "positions", html.P(_(str(error)), className="silent"))
    page_of = item_address if site else site_address
    links = [page_of(begun.filters, code) for code in rows[f"{first}_code"]]
    with page_drawn(page, supply.PAGE_ROWS):
        listed = supply_tables.positions_table(rows, country_names(begun.warehouse), first, links)
    turning = paging(page, pages, address(path, begun.filters) + "#positions")
    return said_when_cut(section(title, "positions", listed, turning), count)


def lots(begun, filters, site: str = ""):
    """The lots that expire first."""
    try:
        rows = supply_lots.lot_list(begun.warehouse, filters, site)
    except NotAllowed as error:
        return section(_("Lots"), "lots", html.P(_(str(error)), className="silent"))
    return section(_("Lots that expire first"), "lots", supply_tables.lots_table(rows)) if len(rows) else None


def reports(begun, site: str):
    """Who was silent when."""
    try:
        rows = site_reports(begun.warehouse, begun.filters.replace(countries=()), site)
    except NotAllowed as error:
        return section(_("Reports"), "reports", html.P(_(str(error)), className="silent"))
    return section(_("Reports"), "reports", supply_tables.reports_table(rows))


def expiry(begun, filters, site: str = ""):
    """Lots by time to expiry, and the items with the most at risk."""
    frame = supply_lots.expiry_buckets(begun.warehouse, filters, site)
    title = _("Expiry at risk")
    if not len(frame):
        return section(title, "expiry", html.P(_("No lot lies inside the filters."), className="silent"))
    risk = frame["expiry_risk_usd"].sum(min_count=1)
    told = _("Lots counted in {month}: US$ {risk} will expire before they can be used")
    when = month(supply_lots.lots_month(begun.warehouse, filters))
    said = told.format(month=when, risk=amount(None if risk != risk else risk))
    items = supply_lots.expiry_by_item(begun.warehouse, filters, site)
    rows = items.to_dict("records")
    labels = [named(row["item_code"], row["item_name"]) for row in rows]
    links = [item_address(begun.filters, row["item_code"], row["country_code"]) for row in rows]
    listed = supply_panels.expiry_items(items.assign(name=labels, address=links), country_names(begun.warehouse))
    names = ("expiry_risk_value", "expiry_risk_children", "expired_value", "mart_stock_lot")
    drawn = explained(supply_panels.expiry_panel(frame, said), explain_address(names, filters))
    return section(title, "expiry", drawn, listed)


def exchange(begun, filters):
    """What is too much at one site and too little at another."""
    rows = supply_lots.exchanges(begun.warehouse, filters)
    found = rows.to_dict("records")
    links = [item_address(begun.filters, row["item_code"], row["country_code"]) for row in found]
    listed = supply_tables.exchange_table(rows, country_names(begun.warehouse), links)
    title = _("Over-stock that another site could use")
    about = explain_link(
        title, explain_address(("overstocked_rate", "understocked_rate", "mart_supply_stock"), filters)
    )
    return section(title, "exchange", listed, html.P(about, className="more"))
