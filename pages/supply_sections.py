"""Sections that the supply pages share. No page itself."""

from urllib.parse import quote

from dash import html

from components import supply_panels, supply_tables
from components.filter_bar import address
from components.format import month, number
from components.kpi_card import kpi_card
from components.supply_words import named
from components.table import paging
from components.words import _
from kpis import kpis_of
from kpis.supply import STOCK_OUT_RATE
from pages.time_marks import with_events
from queries import supply
from queries.freshness import freshness_class, reporting, with_provisional
from queries.kpi_values import ignored_by, kpi_by_month, kpi_value
from queries.reference import country_names


def section(title: str, identifier: str, *parts):
    """A part of the page with its heading."""
    return html.Section([html.H2(title, id=identifier), *parts], **{"aria-labelledby": identifier})


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
    values = [(kpi, kpi_value(begun.warehouse, kpi, filters)) for kpi in kpis_of("supply")]
    cards = [card(begun, filters, kpi, value) for kpi, value in values if value.value is not None]
    silent = ", ".join(_(kpi.label) for kpi, value in values if value.value is None)
    told = html.P(_("No one figure inside the filters: {labels}.").format(labels=silent), className="silent")
    return section(_("Key figures"), "figures", html.Div(cards, className="kpi-cards"), told if silent else None)


def card(begun, filters, kpi, value):
    """One card with its age and who reported for it."""
    today = begun.info.data_date
    is_ahead = value.as_of is not None and value.as_of > today
    age = None if is_ahead else freshness_class(kpi, value.as_of, today)
    reports = reporting(begun.warehouse, kpi.report_kind, filters) if kpi.report_kind else None
    return kpi_card(kpi, value, age, reports)


def outlook(begun, filters, page: int, path: str):
    """What runs out first, a page at a time, and the projection of its first row with orders."""
    counts = supply.outlook_counts(begun.warehouse, filters)
    title = _("What runs out first")
    if not counts["all"]:
        return section(title, "outlook", html.P(_("No projection lies inside the filters."), className="silent"))
    pages = max(1, -(-counts["all"] // supply.OUTLOOK_ROWS))
    page = min(page, pages)
    rows = supply.runs_out_first(begun.warehouse, filters, page)
    found = rows.to_dict("records")
    links = [item_address(begun.filters, row["item_code"], row["country_code"]) for row in found]
    newest = supply.counted_month(begun.warehouse, supply.without_period(filters))
    names = country_names(begun.warehouse)
    told = _(
        "{empty} of {all} items, counted per country, are empty at some time within twelve months with confirmed "
        "orders alone, {empty_now} of them at their last count; {below} are or fall below their minimum. Order by: "
        "the first month below the minimum less the usual lead time of the country. The period and offices do not "
        "limit this list."
    )
    return section(
        title,
        "outlook",
        html.P(told.format(**{name: number(count) for name, count in counts.items()})),
        supply_tables.outlook_table(rows, names, links, begun.info.data_date, newest),
        paging(page, pages, address(path, begun.filters))
        if path == "/supply"
        else first_rows(len(rows), counts["all"]),
        projected(begun, next((row for row in found if row["confirmed_qty"] or row["planned_qty"]), found[0]), names),
    )


def first_rows(shown: int, every: int):
    """That a list ends before its end; nothing where it is whole."""
    told = _("Showing {shown} of {all}; choose countries to see the others.")
    return html.P(told.format(shown=number(shown), all=number(every)), className="silent") if shown < every else None


def projected(begun, row: dict, names: dict):
    """The projection of a row of what runs out first."""
    country, item = row["country_code"], row["item_code"]
    own = begun.filters.replace(sources=(row["source_name"],))
    frame = supply.projection(begun.warehouse, own, country, item)
    return supply_panels.projection_panel(frame, names.get(country, country), named(item, row["item_name"]))


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
    return supply_panels.status_panel(shown, title, words[column], f"supply-status-{column.split('_')[0]}")


def stock_outs(begun, filters):
    """The stock-out rate by month."""
    frame = kpi_by_month(begun.warehouse, STOCK_OUT_RATE, filters)
    frame = with_provisional(begun.warehouse, frame, filters, STOCK_OUT_RATE.report_kind)
    known = frame[frame["month_date"].notna() & frame["value"].notna()].to_dict("records")
    if not known:
        return html.P(_("No stock-out rate inside the filters."), className="silent")
    newest = known[-1]
    told = _("Stock-out rate {month}: {out} of {reported} reported items at sites had none left")
    found = {"out": number(newest["numerator"]), "reported": number(newest["denominator"])}
    drawn = supply_panels.stock_out_panel(frame, told.format(month=month(newest["month_date"]), **found))
    return with_events(begun.warehouse, filters, drawn)
