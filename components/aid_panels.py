"""Panels of the aid page: each draws one frame of queries.aid and shows the same numbers as a table."""

from dash import dcc, html

from components.aid_words import mode_words, stage_words, step_words, tolerance_words
from components.figures import bar_figure, figure_graph, line_figure
from components.format import NO_BREAK, number
from components.panel import panel
from components.result import with_result
from components.table import Column, table
from components.table_result import table_result
from components.traces import Series
from components.words import _
from kpis.aid import OTIF
from kpis.kpi import CHILDREN, DAYS, ORDER_LINES, PERCENT, US_DOLLARS

MOST_DESTINATIONS = 20
QUANTITIES = ("ordered_qty", "received_qty", "handed_over_qty")


def stage_panel(frame, total: dict):
    """Order lines by stage. total: line_count and ordered_usd of all order lines."""
    shown = frame.assign(stage_name=frame["stage_code"].map(stage_words()))
    counts = dict(zip(frame["stage_code"], frame["line_count"], strict=True))
    title = _("Of {all} order lines, {done} are handed over and {received} wait for it")
    parts = {"all": total["line_count"], "received": counts["received"], "done": counts["handed_over"]}
    columns = (
        Column("stage_name", _("Stage now")),
        Column("line_count", _("Order lines"), "number"),
        Column("ordered_usd", _("Value ordered"), "usd"),
    )
    note = _(
        "Planned and ordered in the period, without cancelled order lines, at the last stage that each has reached."
    )
    return panel(
        title.format(**{name: number(count) for name, count in parts.items()}),
        figure_graph(bar_figure(shown, "stage_name", "line_count", ORDER_LINES), "aid-stages-figure"),
        identifier="aid-stages",
        table=table(shown, columns, caption=_("Order lines by stage"), total=total),
        note=note,
    )


def value_panel(frame, total: dict):
    """Value, lines and children-equivalents by month; rows without a month have no place in the figure."""
    dated = frame[frame["month_date"].notna()]
    series = (Series("received_usd", _("Received"), "received"), Series("ordered_usd", _("Ordered"), "ordered"))
    return panel(
        _("Value received by month, against the value ordered"),
        figure_graph(line_figure(dated, "month_date", series, US_DOLLARS), "aid-value-figure"),
        identifier="aid-value",
        table=_months_table(frame, total),
        note=_("Each value stands in the month of its own event: orders when ordered, receipts when received."),
    )


def children_panel(frame):
    """Children-equivalents by month."""
    dated = frame[frame["month_date"].notna()]
    series = (Series("received_children", _("Children-equivalents"), "received"),)
    title = _("Children who can be treated with what was received, by month")
    columns = (
        Column("month_date", _("Month"), "month"),
        Column("received_children", _("Children-equivalents"), "number"),
    )
    drawn = panel(
        title,
        figure_graph(line_figure(dated, "month_date", series, CHILDREN), "aid-children-figure"),
        identifier="aid-children",
        note=_("Supplies, not children reached. The numbers stand in the table of the panel above."),
    )
    return with_result(drawn, table_result(dated, columns, title, shown_count=len(dated)))


def quantity_panel(by_unit, by_month):
    """Quantities: drawn where all are in one unit, else listed by unit, because units are not added up."""
    units = ", ".join(str(name) for name in by_unit["unit_name"] if name == name and name is not None)
    columns = [Column("unit_name", _("Unit")), *_quantity_columns()]
    listed = table(by_unit, columns, caption=_("Quantities by unit"))
    if len(by_unit) != 1:
        title = _("Quantities stand by unit: units of different size are not added up")
        return panel(title, listed, identifier="aid-quantities")
    series = (Series("received_qty", _("Received"), "received"), Series("ordered_qty", _("Ordered"), "ordered"))
    dated = by_month[by_month["month_date"].notna()]
    return panel(
        _("Quantity received by month, against the quantity ordered"),
        figure_graph(line_figure(dated, "month_date", series, units or _("units not stated")), "aid-quantities-figure"),
        identifier="aid-quantities",
        table=listed,
    )


def time_panel(frame, total: dict, target: float):
    """On time and in full by the month of the agreed date."""
    dated = frame[frame["month_date"].notna()]
    series = (
        Series("otif_pct", _("On time and in full")),
        Series("on_time_pct", _("On time"), "on_time"),
        Series("in_full_pct", _("In full"), "confirmed"),
    )
    columns = (
        Column("month_date", _("Month agreed"), "month"),
        Column("due_line_count", _("Due"), "number"),
        Column("otif_line_count", _("On time and in full"), "number"),
        Column("otif_pct", _("Share"), "percent", 1),
        Column("on_time_line_count", _("On time"), "number"),
        Column("on_time_pct", _("Share"), "percent", 1),
        Column("in_full_line_count", _("In full"), "number"),
        Column("in_full_pct", _("Share"), "percent", 1),
        Column("overdue_line_count", _("Overdue"), "number"),
    )
    shown = frame[frame["due_line_count"] > 0].iloc[::-1]
    note = f"{tolerance_words()} {_(OTIF.population)}"
    return panel(
        _("On time and in full, by the month in which delivery was agreed"),
        figure_graph(line_figure(dated, "month_date", series, PERCENT, target), "aid-time-figure"),
        identifier="aid-time",
        table=table(shown, columns, caption=_("Order lines due, on time and in full"), total=total),
        note=note,
    )


def lead_time_panel(frame, by: tuple[str, ...], names: dict[str, str], total: dict | None = None):
    """Lead times by step, mode, supplier, origin or corridor: the median, and what nine of ten need on top of it.
    by: the columns that name a row; names: country code -> name."""
    titles = {
        ("step_name",): (_("Lead time by stage"), _("Stage")),
        ("shipment_mode",): (_("Lead time by mode of transport"), _("Mode")),
        ("supplier_name",): (_("Lead time by supplier"), _("Supplier")),
        ("origin_country_code",): (_("Lead time by country of origin"), _("Origin")),
        ("origin_country_code", "country_code"): (_("Lead time by corridor"), _("From and to")),
    }
    words = {"step_name": step_words(), "shipment_mode": mode_words()}
    named = [[_named(code, words.get(one, names)) for code in frame[one]] for one in by]
    shown = frame.assign(shown_name=[" → ".join(parts) for parts in zip(*named, strict=True)])
    title, label = titles[by]
    columns = (
        Column("shown_name", label),
        Column("line_count", _("Order lines"), "number"),
        Column("median_days", _("Median, days"), "number", 1),
        Column("p90_days", _("90th percentile, days"), "number", 1),
    )
    parts = {"median_days": _("Half took at most"), "p90_more_days": _("Nine of ten: so many days more")}
    identifier = "aid-lead-" + "-".join(one.split("_")[0] for one in by)
    most = _("The figure shows the {count} with most order lines.").format(count=number(MOST_DESTINATIONS))
    return panel(
        title + ": " + _("median and 90th percentile in days"),
        figure_graph(bar_figure(shown.head(MOST_DESTINATIONS), "shown_name", parts, DAYS), identifier + "-figure"),
        identifier=identifier,
        table=table(shown, columns, caption=title, total=total),
        note=most if len(shown) > MOST_DESTINATIONS else "",
    )


def completeness_panel(frame, total: dict):
    """Dispatched, received, short and surplus by item group."""
    columns = (
        Column("item_group", _("Item group")),
        Column("completeness_dispatched_qty", _("Dispatched"), "number"),
        Column("completeness_received_qty", _("Received"), "number"),
        Column("completeness_pct", _("Completeness"), "percent", 1),
        Column("short_qty", _("Short"), "number"),
        Column("short_pct", _("Short, share"), "percent", 1),
        Column("surplus_qty", _("Surplus"), "number"),
    )
    known = frame[frame["completeness_dispatched_qty"].notna()]
    note = _("Of order lines received whose dispatched quantity is known. A surplus does not make up for a shortage.")
    return panel(
        _("How much of what was dispatched was short at receipt, by item group"),
        figure_graph(bar_figure(known, "item_group", "short_pct", PERCENT), "aid-completeness-figure"),
        identifier="aid-completeness",
        table=table(known, columns, caption=_("Completeness, short and surplus"), total=total),
        note=note,
    )


def destination_panel(frame, total: dict, names: dict[str, str], addresses: dict[str, str]):
    """Receipts by destination. addresses: country code -> the page for that country alone."""
    by_value = frame["received_usd"].notna().any()
    column, unit = ("received_usd", US_DOLLARS) if by_value else ("received_line_count", ORDER_LINES)
    ranked = frame.sort_values(column, ascending=False, na_position="last", kind="stable")
    codes = ranked["country_code"]
    shown = ranked.assign(
        country_name=[names.get(code, code) for code in codes], address=[addresses.get(code) for code in codes]
    )
    columns = (
        Column("country_name", _("Destination"), "link", address="address"),
        Column("received_line_count", _("Order lines received"), "number"),
        Column("received_usd", _("Value received"), "usd"),
        Column("received_children", _("Children-equivalents"), "number"),
        Column("ordered_usd", _("Value ordered"), "usd"),
    )
    title = _("Value received by destination") if by_value else _("Order lines received by destination")
    return panel(
        title,
        figure_graph(bar_figure(shown.head(MOST_DESTINATIONS), "country_name", column, unit), "aid-places-figure"),
        identifier="aid-places",
        table=table(shown, columns, caption=title, total=total),
        note=_("The figure shows the {count} largest.").format(count=number(MOST_DESTINATIONS))
        if len(shown) > MOST_DESTINATIONS
        else "",
    )


def state_links(counts: dict[str, int], state: str, addresses: dict[str, str]):
    """Links to all late lines, to the overdue ones and to those that came late. addresses: state -> address."""
    words = {
        "": (_("Late and overdue"), sum(counts.values())),
        "overdue": (_("Overdue: not arrived"), counts["overdue"]),
        "late": (_("Arrived late"), counts["late"]),
    }
    links = [
        html.Li(
            html.Span(
                dcc.Link(f"{word} ({number(count)})", href=addresses[name]),
                **({"aria-current": "true"} if name == state else {}),
            )
        )
        for name, (word, count) in words.items()
    ]
    return html.Ul(links, className="aid-states", **{"aria-label": _("Which order lines")})


def late_table(frame, names: dict[str, str], addresses: list[str], order: tuple):
    """Order lines that are not on time. addresses: the page of each row's order line. order: by what the lines are
    sorted ("days" or "value"), and the addresses that sort by each."""
    by, sorts = order
    sorted_by = {name: {"sort": sorts[name], "order": "descending" if name == by else ""} for name in sorts}
    words = {1: "✕" + NO_BREAK + _("Overdue"), 0: "▲" + NO_BREAK + _("Late")}
    shown = frame.assign(
        address=addresses,
        country_name=[names.get(code, code) for code in frame["country_code"]],
        state=[words[flag] for flag in frame["is_overdue"]],
    )
    columns = (
        Column("delivery_line_id", _("Order line"), "link", address="address"),
        Column("state", _("State")),
        Column("late_days", _("Days late"), "number", **sorted_by["days"]),
        Column("agreed_date", _("Agreed"), "date"),
        Column("received_date", _("Received"), "date"),
        Column("item_name", _("Item")),
        Column("country_name", _("Destination")),
        Column("supplier_name", _("Supplier")),
        Column("ordered_usd", _("Value ordered"), "usd", **sorted_by["value"]),
    )
    return table(shown, columns, caption=_("Order lines due and not on time, overdue ones first"))


def _named(code, words: dict[str, str]) -> str:
    return _("Not stated") if code is None or code != code else words.get(code, code)


def _months_table(frame, total: dict):
    columns = (
        Column("month_date", _("Month"), "month"),
        Column("line_count", _("Order lines ordered"), "number"),
        Column("ordered_usd", _("Value ordered"), "usd"),
        Column("received_line_count", _("Order lines received"), "number"),
        Column("received_usd", _("Value received"), "usd"),
        Column("received_children", _("Children-equivalents received"), "number"),
    )
    newest_first = frame.sort_values("month_date", ascending=False, na_position="last")
    caption = _("Ordered and received by month, newest first; a dash stands for no date, as planned orders have none")
    return table(newest_first, columns, caption=caption, total=total)


def _quantity_columns() -> list[Column]:
    labels = (_("Ordered"), _("Received"), _("Handed over"))
    return [Column(name, label, "number") for name, label in zip(QUANTITIES, labels, strict=True)]
