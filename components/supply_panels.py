"""Panels of the supply pages: each draws one frame of queries.supply and shows the same numbers as a table."""

from components.figure_parts import known
from components.figures import bar_figure, figure_graph, line_figure
from components.format import month, number
from components.panel import panel
from components.supply_words import bucket_words, status_words
from components.table import Column, table
from components.theme import colour_of
from components.traces import Series
from components.words import _
from kpis.kpi import ITEM_UNITS, PERCENT, US_DOLLARS
from kpis.legends import STOCK_STATUS

MOST_BARS, MOST_LINES = 15, 25
CLASSES = STOCK_STATUS.classes + STOCK_STATUS.special


def projection_panel(frame, place: str, item: str):
    """Stock to come of one item in one country. frame: queries.supply.projection of one source."""
    series = [
        Series("projected_confirmed_qty", _("With confirmed orders"), "confirmed"),
        Series("projected_planned_qty", _("With planned orders too"), "planned"),
    ]
    has_minimum = bool(frame["minimum_qty"].notna().any())
    series += [Series("minimum_qty", _("Minimum"), "minimum")] * has_minimum
    figure = line_figure(frame, "month_date", series, _unit(frame))
    columns = (
        Column("month_date", _("Month"), "month"),
        Column("confirmed_qty", _("Confirmed orders due"), "number"),
        Column("planned_qty", _("Planned orders due"), "number"),
        Column("projected_confirmed_qty", _("Stock with confirmed orders"), "number"),
        Column("projected_planned_qty", _("Stock with planned orders too"), "number"),
        Column("minimum_qty", _("Minimum"), "number"),
    )
    note = _("From the last count on, at the average monthly consumption; demand that is not met is lost, not owed.")
    if not has_minimum:
        note += " " + _("No minimum is stated for this item.")
    return panel(
        projection_title(frame, place, item),
        figure_graph(figure, "supply-projection-figure"),
        identifier="supply-projection",
        table=table(frame, columns, caption=_("Projected stock: {item}, {place}").format(item=item, place=place)),
        note=note,
    )


def projection_title(frame, place: str, item: str) -> str:
    """When the item is empty, or below its minimum, with confirmed orders."""
    months, stock = list(frame["month_date"]), list(frame["projected_confirmed_qty"])
    least = list(frame["minimum_qty"])
    empty = next((day for day, left in zip(months, stock, strict=True) if left == 0), None)
    below = next((day for day, left, low in zip(months, stock, least, strict=True) if _is_under(left, low)), None)
    if all(known(left) is None for left in stock):
        told = _("{item}, {place}: no projection, because its consumption is not known")
    elif empty is not None:
        told = _("{item}, {place}: first empty in {empty}, with confirmed orders alone")
    elif below is not None:
        told = _("{item}, {place}: first below the minimum in {below}, with confirmed orders alone")
    else:
        told = _("{item}, {place}: not empty and not below a minimum in twelve months")
    return told.format(item=item, place=place, empty=month(empty), below=month(below))


def _is_under(left, low) -> bool:
    """Whether both are known and the first is smaller."""
    left, low = known(left), known(low)
    return left is not None and low is not None and left < low


def status_panel(frame, title: str, column: str, identifier: str):
    """Positions by class. frame: queries.supply.status_by with name and address, the texts and links of the rows."""
    words = status_words()
    shown = frame.head(MOST_BARS)
    colours = {one.code: one.colour for one in CLASSES}
    figure = bar_figure(shown, "name", words, _("items at sites"), colours)
    columns = [Column("name", column, "link", address="address")]
    columns += [Column(code, word, "number") for code, word in words.items()]
    columns.append(Column("position_count", _("All"), "number"))
    total = {name: frame[name].sum() for name in (*words, "position_count")}
    note = _(
        "Each item at each site against its own minimum and maximum. Not reported: what sites that owe their report "
        "held in their last one."
    )
    if len(frame) > len(shown):
        said = _("The figure shows the {shown} with the most stock-outs of {all}.")
        note += " " + said.format(shown=number(len(shown)), all=number(len(frame)))
    body = figure_graph(figure, f"{identifier}-figure")
    twin = table(frame, columns, caption=title, total=total, most=MOST_LINES)
    return panel(title, body, identifier=identifier, table=twin, note=note)


def stock_out_panel(frame, title: str):
    """The stock-out rate by month. frame: kpi_by_month of the rate."""
    frame = frame[frame["month_date"].notna()]
    series = (Series("value", _("Stock-out rate"), "value"),)
    columns = (
        Column("month_date", _("Month"), "month"),
        Column("numerator", _("Stocked out"), "number"),
        Column("denominator", _("Reported"), "number"),
        Column("value", _("Stock-out rate"), "percent", decimals=1),
    )
    newest_first = frame.iloc[::-1]
    return panel(
        title,
        figure_graph(line_figure(frame, "month_date", series, PERCENT), "supply-stockouts-figure"),
        identifier="supply-stockouts",
        table=table(newest_first, columns, caption=_("Stock-out rate by month")),
        note=_("Only items at sites that reported count; a month without a report is a gap."),
    )


def expiry_panel(frame, title: str):
    """Lots by days to expiry. frame: queries.supply_lots.expiry_buckets."""
    shown = frame.assign(name=frame["bucket_code"].map(bucket_words()))
    columns = [Column("name", _("Expires")), Column("lot_count", _("Lots"), "number")]
    columns += _risk_columns(shown)
    columns += [
        Column("unpriced_count", _("Lots without a price"), "number"),
        Column("unjudged_count", _("Lots without a risk figure"), "number"),
    ]
    summed = ("lot_count", "lot_value_usd", "expiry_risk_usd", "expiry_risk_children")
    total = {name: shown[name].sum(min_count=1) for name in (*summed, "unpriced_count", "unjudged_count")}
    is_expired = shown["bucket_code"] == "expired"
    drawn = shown.assign(expired_usd=shown["lot_value_usd"].where(is_expired, 0.0))
    parts = {"expiry_risk_usd": _("At risk of expiry"), "expired_usd": _("Expired")}
    colours = {"expiry_risk_usd": colour_of("expiry"), "expired_usd": STOCK_STATUS.by_code("stocked_out").colour}
    note = _("Lots that expire first are used first. At risk: what will expire before it can be used.")
    note += " " + _("Lots without a price or without a known consumption are missing from the bars.")
    figure = bar_figure(drawn, "name", parts, US_DOLLARS, colours)
    return panel(
        title,
        figure_graph(figure, "supply-expiry-figure"),
        identifier="supply-expiry",
        table=table(shown, columns, caption=_("Lots by time to expiry"), total=total),
        note=note,
    )


def _risk_columns(frame) -> list[Column]:
    """Value and risk; quantities only where all rows are of one item."""
    columns = [
        Column("lot_value_usd", _("Value"), "usd"),
        Column("expiry_risk_usd", _("Value at risk"), "usd"),
        Column("expiry_risk_children", _("Children's treatments at risk"), "number"),
    ]
    if len(frame) and bool(frame["lot_qty"].notna().any()):
        columns.insert(0, Column("lot_qty", _("Quantity"), "number"))
        columns.insert(2, Column("expiry_risk_qty", _("Quantity at risk"), "number"))
    return columns


def expiry_items(frame, names: dict):
    """The items with the highest value at risk, as a table with name and address of each."""
    shown = frame.assign(country_name=[names.get(code, code) for code in frame["country_code"]])
    columns = [
        Column("name", _("Item"), "link", address="address"),
        Column("country_name", _("Country")),
        Column("unit_name", _("Unit")),
        *_risk_columns(frame),
        Column("expired_qty", _("Expired quantity"), "number"),
        Column("expired_usd", _("Expired value"), "usd"),
    ]
    return table(shown, columns, caption=_("Items with the highest value at risk of expiry or expired"))


def _unit(frame):
    names = list(dict.fromkeys(name for name in frame["unit_name"] if isinstance(name, str) and name))
    return names[0] if len(names) == 1 else ITEM_UNITS
