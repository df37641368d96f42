"""What is on the shelves: classes of stock, months of stock, stock-outs. No page itself."""

from dash import html

from components import supply_cover, supply_panels
from components.addresses import explain_address
from components.filter_bar import address
from components.format import month, number
from components.panel import explained
from components.supply_words import named
from components.words import _
from kpis.supply import STOCK_OUT_RATE
from pages.supply_sections import item_address, site_address
from pages.time_marks import with_events
from queries import supply
from queries import supply_cover as covered
from queries.freshness import with_provisional
from queries.kpi_values import kpi_by_month
from queries.reference import country_names

STATUSES = ("stocked_to_plan", "understocked_rate", "overstocked_rate", "stock_out_rate", "no_consumption_rate")
"""The KPIs behind the classes of stock."""


def status(begun, filters, column: str, site: str = ""):
    """Positions by class, by item, country or site."""
    frame = supply.status_by(begun.warehouse, filters, column, site)
    if not len(frame):
        return html.P(_("No stock report lies inside the filters."), className="silent")
    names, codes = country_names(begun.warehouse), list(frame[column])
    if column == "country_code":
        labels = [named(code, names.get(code)) for code in codes]
        links = [address("/supply", begun.filters.replace(countries=(code,))) if code else "" for code in codes]
    else:
        page_of = item_address if column == "item_code" else site_address
        labels = [named(code, label) for code, label in zip(codes, frame["label"], strict=True)]
        links = [page_of(begun.filters, code) for code in codes]
    words = {"item_code": _("Item"), "country_code": _("Country"), "site_code": _("Site")}
    told = _("By {what} in {month}: {out} of {all} positions are stocked out, {silent} are not reported")
    counts = {"out": frame["stocked_out"].sum(), "all": frame["position_count"].sum()}
    counts["silent"] = frame["not_reported"].sum()
    when = month(supply.counted_month(begun.warehouse, filters))
    title = told.format(what=words[column].lower(), month=when, **{key: number(int(n)) for key, n in counts.items()})
    shown = frame.assign(name=labels, address=links)
    drawn = supply_panels.status_panel(shown, title, words[column], f"supply-status-{column.split('_')[0]}")
    return explained(drawn, explain_address(STATUSES, filters))


def stock_outs(begun, filters, *, has_events: bool = True):
    """The stock-out rate by month, with the events on it."""
    frame = kpi_by_month(begun.warehouse, STOCK_OUT_RATE, filters)
    frame = with_provisional(begun.warehouse, frame, filters, STOCK_OUT_RATE.report_kind)
    known = frame[frame["month_date"].notna() & frame["value"].notna()].to_dict("records")
    if not known:
        return html.P(_("No stock-out rate inside the filters."), className="silent")
    newest = known[-1]
    told = _("Stock-out rate {month}: {out} of {reported} reported items at sites had none left")
    found = {"out": number(newest["numerator"]), "reported": number(newest["denominator"])}
    drawn = supply_panels.stock_out_panel(frame, told.format(month=month(newest["month_date"]), **found))
    drawn = with_events(begun.warehouse, filters, drawn) if has_events else drawn
    return explained(drawn, explain_address(("stock_out_rate",), filters))


def missing(begun, filters, site: str = ""):
    """Sites with a stock-out and days without stock by month; nothing where no stock was reported."""
    frame = covered.days_without_stock(begun.warehouse, filters, site)
    if not len(frame):
        return None
    frame = with_provisional(begun.warehouse, frame, filters, STOCK_OUT_RATE.report_kind)
    return explained(supply_cover.missing_panel(frame), explain_address(("stock_out_in_period",), filters))


def cover(begun, filters):
    """Months of stock by item and country, in one country by item and site."""
    place, word = ("site_code", _("Site")) if len(filters.countries) == 1 else ("country_code", _("Country"))
    frame = covered.cover_by_place(begun.warehouse, filters, place)
    if not len(frame):
        return None
    if place == "country_code":
        names = country_names(begun.warehouse)
        frame = frame.assign(place_name=[names.get(code) for code in frame["place_code"]])
    counts = covered.cover_counts(begun.warehouse, filters, place)
    drawn = supply_cover.cover_panel(frame, counts, word, supply.counted_month(begun.warehouse, filters))
    return explained(drawn, explain_address(("months_of_stock", *STATUSES), filters))
