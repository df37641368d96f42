"""Sections that the supply pages share. No page itself."""

from dataclasses import replace
from urllib.parse import quote

from dash import html

from components import supply_panels, supply_tables
from components.addresses import explain_address
from components.filter_bar import address
from components.format import number
from components.panel import explained
from components.shell import section
from components.supply_words import named
from components.table import paging
from components.words import _
from kpis import kpis_of
from kpis.supply import STOCK_OUT_RATE
from pages import cards
from pages.whole_lists import page_drawn, page_read, rows_of_page, said_when_cut
from queries import supply, supply_outlook
from queries.kpi_values import ignored_by
from queries.reference import country_names


def item_address(filters, item: str, country: str = "") -> str:
    """The page of an item with the filters kept, and with one country where it is named."""
    kept = filters.replace(items=(), countries=(country,)) if country else filters.replace(items=())
    return address(f"/supply/item/{quote(item, safe='')}", kept)


def site_address(filters, site: str) -> str:
    """The page of a site with the period and the build kept."""
    kept = filters.replace(items=(), countries=(), offices=())
    return address(f"/supply/site/{quote(site, safe='')}", kept)


def ignored(begun) -> list[str]:
    """A sentence on filters that stock does not have."""
    words = ", ".join(name.replace("_", " ") for name in ignored_by(begun.warehouse, STOCK_OUT_RATE, begun.filters))
    return [_("Stock is not limited by: {fields}.").format(fields=words)] if words else []


def key_figures(begun, filters):
    """The cards of the domain; KPIs without a figure are named at the end."""
    return cards.key_figures(replace(begun, filters=filters), kpis_of("supply"), _("Key figures"), "figures")


def outlook(begun, filters, page: int, path: str):
    """What runs out first, a page at a time, and the projection of its first row with orders."""
    counts = supply_outlook.outlook_counts(begun.warehouse, filters)
    title = _("What runs out first")
    if not counts["all"]:
        return section(title, "outlook", html.P(_("No projection lies inside the filters."), className="silent"))
    pages = max(1, -(-counts["all"] // supply_outlook.OUTLOOK_ROWS))
    page = min(page, pages)
    rows = supply_outlook.runs_out_first(begun.warehouse, filters, page_read(page))
    found = rows.to_dict("records")
    here = rows_of_page(found, page, supply_outlook.OUTLOOK_ROWS)
    links = [item_address(begun.filters, row["item_code"], row["country_code"]) for row in found]
    newest = supply.counted_month(begun.warehouse, supply.without_period(filters))
    names = country_names(begun.warehouse)
    with page_drawn(page, supply_outlook.OUTLOOK_ROWS):
        listed = supply_tables.outlook_table(rows, names, links, begun.info.data_date, newest)
    told = _(
        "{empty} of {all} items, counted per country, are empty on some day within twelve months with confirmed "
        "orders alone, {empty_now} of them at their last count; {below} are or fall below their minimum. The weeks "
        "are reckoned day by day, with even use and each confirmed order on its agreed day. Order by: the first day "
        "below the minimum less the usual lead time of the country. The period and offices do not limit this list."
    )
    drawn = section(
        title,
        "outlook",
        html.P(told.format(**{name: number(count) for name, count in counts.items()})),
        listed,
        paging(page, pages, address(path, begun.filters) + "#outlook")
        if path == "/supply"
        else first_rows(len(here), counts["all"]),
        projected(begun, next((row for row in here if row["confirmed_qty"] or row["planned_qty"]), here[0]), names),
    )
    return said_when_cut(drawn, counts["all"])


def first_rows(shown: int, every: int):
    """That a list ends before its end; nothing where it is whole."""
    told = _("Showing {shown} of {all}; choose countries to see the others.")
    return html.P(told.format(shown=number(shown), all=number(every)), className="silent") if shown < every else None


def projected(begun, row: dict, names: dict):
    """The projection of a row of what runs out first."""
    country, item = row["country_code"], row["item_code"]
    own = begun.filters.replace(sources=(row["source_name"],))
    frame = supply_outlook.projection(begun.warehouse, own, country, item)
    drawn = supply_panels.projection_panel(frame, names.get(country, country), named(item, row["item_name"]))
    behind = own.replace(countries=(country,), items=(item,), since=None, until=None)
    return explained(drawn, explain_address(("projected_stock_outs", "mart_supply_pipeline"), behind))
