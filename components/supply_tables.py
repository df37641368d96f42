"""Tables of the supply pages: what runs out first, single positions, lots, exchanges, facts."""

from dash import html

from components.fact_list import drawn, with_facts
from components.format import NO_BREAK, day, month, number, week
from components.result import with_only
from components.supply_words import bucket_words, named
from components.table import Column, drawn_count, table
from components.table_result import table_result
from components.words import _
from kpis.legends import REPORTING_STATUS, STOCK_STATUS


def outlook_table(frame, names: dict, addresses: list[str], today, newest):
    """What runs out first. addresses: of the item page of each row. today: date of the data. newest: month of the
    newest count; an older one is named as such."""
    rows = frame.to_dict("records")
    shown = frame.assign(
        name=[named(row["item_code"], row["item_name"]) for row in rows],
        address=addresses,
        country_name=[names.get(row["country_code"], row["country_code"]) for row in rows],
        counted=[_counted(row["counted_month"], newest) for row in rows],
        below=[_first(row, "below_minimum", row["minimum_qty"]) for row in rows],
        empty=[_first(row, "empty", row["forecast_qty"]) for row in rows],
        order_by=[_order(row, today) for row in rows],
        plan=[_plan(row) for row in rows],
    )
    columns = (
        Column("name", _("Item"), "link", address="address"),
        Column("country_name", _("Country")),
        Column("empty", _("First empty, week of")),
        Column("below", _("First below minimum, week of")),
        Column("order_by", _("Order by")),
        Column("months_of_stock", _("Months of stock"), "number", decimals=1),
        Column("plan", _("Plan")),
        Column("stock_on_hand_qty", _("In stock"), "number"),
        Column("confirmed_qty", _("Confirmed"), "number"),
        Column("planned_qty", _("Planned"), "number"),
        Column("suggested_order_qty", _("To order"), "number"),
        Column("unit_name", _("Unit")),
        Column("counted", _("Counted")),
    )
    caption = _("What runs out first, with confirmed orders alone")
    typed = table_result(shown, (*columns, *_outlook_values()), caption, shown_count=drawn_count(len(shown)))
    return with_only(table(shown, columns, caption=caption), typed)


def _outlook_values() -> tuple[Column, ...]:
    """What the words of the table stand for, as codes, dates and numbers."""
    return (
        Column("item_code", _("Code of the item")),
        Column("country_code", _("Country code")),
        Column("first_empty_date", _("First empty"), "date"),
        Column("first_below_minimum_date", _("First below minimum"), "date"),
        Column("order_by_date", _("Order by, day"), "date"),
        Column("minimum_months", _("Minimum months"), "number", decimals=1),
        Column("maximum_months", _("Maximum months"), "number", decimals=1),
        Column("counted_month", _("Month of the count"), "month"),
    )


def _counted(value, newest) -> str:
    if value is None or newest is None or value >= newest:
        return month(value)
    return _("{month}, old count").format(month=month(value))


def _first(row: dict, what: str, known) -> str:
    """The week of an event, that it is there already, that it does not come, or a dash where nothing is known."""
    is_now, first = row[f"is_{what.removesuffix('_minimum')}_now"], row[f"first_{what}_date"]
    if known is None or known != known or is_now is None or is_now != is_now:
        return "–"
    if is_now:
        return _("at the count")
    return _("not in 12 months") if first is None else week(first)


def _plan(row: dict) -> str:
    """Minimum and maximum months of stock."""
    low, high = (None if row[name] != row[name] else row[name] for name in ("minimum_months", "maximum_months"))
    if low is None and high is None:
        return "–"
    return _("{low} to {high}").replace(" ", NO_BREAK).format(low=number(low, 1), high=number(high, 1))


def _order(row: dict, today) -> str:
    """The day to order by; that orders under way reach the maximum; a dash where the lead time is not known."""
    if row["suggested_order_qty"] == 0 and row["confirmed_qty"]:
        return _("enough on order")
    if row["order_by_date"] is None:
        return "–"
    return _("at once") if today is not None and row["order_by_date"] <= today else day(row["order_by_date"])


def positions_table(frame, names: dict, first: str, addresses: list[str]):
    """Items at sites. first: item or site, whichever differs between the rows; addresses: of its page."""
    rows = frame.to_dict("records")
    shown = frame.assign(
        name=[named(row[f"{first}_code"], row[f"{first}_name"]) for row in rows],
        address=addresses,
        country_name=[names.get(row["country_code"], row["country_code"]) for row in rows],
        plan=[_plan(row) for row in rows],
    )
    columns = [Column("name", _("Item") if first == "item" else _("Site"), "link", address="address")]
    columns += [Column("country_name", _("Country"))] * (first == "site")
    columns += [
        Column("stock_status_code", _("Status"), "status", legend=STOCK_STATUS),
        Column("stock_on_hand_qty", _("In stock"), "number"),
        Column("average_monthly_consumption_qty", _("Monthly use"), "number", decimals=1),
        Column("months_of_stock", _("Months of stock"), "number", decimals=1),
        Column("plan", _("Plan")),
        Column("surplus_qty", _("Surplus"), "number"),
        Column("need_qty", _("Shortfall"), "number"),
        Column("unit_name", _("Unit")),
        Column("month_date", _("Last report"), "month"),
    ]
    return table(shown, columns, caption=_("Stock by item") if first == "item" else _("Stock by site"))


def exchange_table(frame, names: dict, addresses: list[str]):
    """What is over the maximum at one site and missing at another of the same country."""
    rows = frame.to_dict("records")
    shown = frame.assign(
        name=[named(row["item_code"], row["item_name"]) for row in rows],
        address=addresses,
        country_name=[names.get(row["country_code"], row["country_code"]) for row in rows],
    )
    columns = (
        Column("name", _("Item"), "link", address="address"),
        Column("country_name", _("Country")),
        Column("over_count", _("Sites over"), "number"),
        Column("surplus_qty", _("Surplus"), "number"),
        Column("under_count", _("Sites under"), "number"),
        Column("need_qty", _("Shortfall"), "number"),
        Column("movable_qty", _("Could move"), "number"),
        Column("movable_usd", _("Value that could move"), "usd"),
        Column("unit_name", _("Unit")),
    )
    return table(shown, columns, caption=_("Over-stock that another site of the country could use"))


def lots_table(frame):
    """Single lots, first expiry first."""
    shown = frame.assign(
        place=[named(row["site_code"], row["site_name"]) for row in frame.to_dict("records")],
        item=[named(row["item_code"], row["item_name"]) for row in frame.to_dict("records")],
        expires=frame["bucket_code"].map(bucket_words()),
    )
    columns = (
        Column("lot_code", _("Lot")),
        Column("item", _("Item")),
        Column("place", _("Site")),
        Column("expiry_date", _("Expiry date"), "date"),
        Column("expires", _("Expires")),
        Column("lot_qty", _("Quantity"), "number"),
        Column("lot_value_usd", _("Value"), "usd"),
        Column("expiry_risk_qty", _("Quantity at risk"), "number"),
        Column("expiry_risk_usd", _("Value at risk"), "usd"),
        Column("expiry_risk_children", _("Children's treatments at risk"), "number"),
    )
    return table(shown, columns, caption=_("Lots, first expiry first"))


def reports_table(frame):
    """Reports expected of a site, newest first."""
    columns = (
        Column("month_date", _("Month"), "month"),
        Column("reporting_status_code", _("Status"), "status", legend=REPORTING_STATUS),
        Column("due_date", _("Due"), "date"),
        Column("reported_date", _("Received"), "date"),
    )
    return table(frame, columns, caption=_("Stock reports of this site"))


def facts(pairs: list[tuple]):
    """Terms and what is known of them; numbers as numbers, a dash where nothing is stated."""
    listed, told = [], []
    for term, value in pairs:
        is_number = isinstance(value, int | float)
        whole = is_number and float(value).is_integer()
        text = number(value, 0 if whole else 2) if is_number or value is None else str(value)
        listed += [html.Dt(term), html.Dd(text)]
        told.append((term, drawn(text, value)))
    return with_facts(html.Dl(listed, className="supply-facts"), told, _("Facts"), "facts")
