"""Panels on how long stock lasts by item and place, and how long it was missing."""

from components.figure_parts import known
from components.figures import figure_graph, heat_figure, line_figure
from components.format import NO_BREAK, month, number
from components.panel import panel
from components.result import Result, with_only
from components.supply_words import named, status_words
from components.table import Column, table
from components.table_result import table_result
from components.traces import Series
from components.words import _
from kpis.kpi import PERCENT
from kpis.legends import STOCK_STATUS


def cover_panel(frame, counts: dict[str, int], place: str, when):
    """Months of stock by item and place. frame: queries.supply_cover.cover_by_place; counts: its cover_counts, of all
    items and places. place: the word for a place. when: month of the counts."""
    rows = frame.to_dict("records")
    places = {row["place_code"]: named(row["place_code"], row["place_name"]) for row in rows}
    drawn = frame.assign(
        item=[named(row["item_code"], row["item_name"]) for row in rows],
        place=[places[row["place_code"]] for row in rows],
        cell=[(row["stock_status_code"], _months(row["months_of_stock"])) for row in rows],
    )
    told = _(
        "Months of stock by item and {place}, {month}: {short} of {all} are out of stock or below their own minimum, "
        "{over} above their own maximum"
    )
    counted = {
        "short": counts.get("stocked_out", 0) + counts.get("understocked", 0),
        "all": sum(counts.values()),
        "over": counts.get("overstocked", 0),
    }
    title = told.format(place=place.lower(), month=month(when), **{key: number(n) for key, n in counted.items()})
    note = _(
        "The {items} items and {places} places with the most shortages. Each cell is judged by the minimum and maximum "
        "of its own sites, weighted by their use; the table gives them in brackets."
    )
    items = len(dict.fromkeys(row["item_code"] for row in rows))
    return panel(
        title,
        figure_graph(heat_figure(drawn, "item", "place", "cell", STOCK_STATUS), "supply-cover-figure"),
        identifier="supply-cover",
        table=_matrix(frame, places, title),
        note=note.format(items=number(items), places=number(len(places))),
    )


def _matrix(frame, places: dict[str, str], title: str):
    """A row per item, a column per place: months of stock, minimum and maximum, and the class in words."""
    words, lines = status_words(), {}
    for row in frame.to_dict("records"):
        line = lines.setdefault(row["item_code"], {"item": named(row["item_code"], row["item_name"])})
        line[row["place_code"]] = f"{_in_plan(row)} {words[row['stock_status_code']]}".strip()
    columns = [Column("item", _("Item")), *(Column(code, name) for code, name in places.items())]
    drawn = table(type(frame)(list(lines.values())), columns, caption=title)
    return with_only(drawn, cover_shown(frame, places, title))


def cover_shown(frame, places: dict[str, str], title: str) -> Result:
    """The cells as a Result, a row for each item and place."""
    columns = (
        Column("item_code", _("Code of the item")),
        Column("item_name", _("Item")),
        Column("place_code", _("Code of the place")),
        Column("place_name", _("Place")),
        Column("months_of_stock", _("Months of stock"), "number", decimals=1),
        Column("minimum_months", _("Minimum months"), "number", decimals=1),
        Column("maximum_months", _("Maximum months"), "number", decimals=1),
        Column("stock_status_code", _("Class"), "status", legend=STOCK_STATUS),
    )
    shown = frame.assign(place_name=[places.get(code, code) for code in frame["place_code"]])
    return table_result(shown, columns, title, shown_count=len(shown))


def _months(value) -> str:
    return "" if known(value) is None else number(known(value), 1)


def _in_plan(row: dict) -> str:
    """ "2.1 (1.0–3.0)": months of stock, and minimum and maximum where they are stated."""
    low, high = _months(row["minimum_months"]), _months(row["maximum_months"])
    plan = f"{NO_BREAK}({low or '–'}–{high or '–'})" if low or high else ""
    return _months(row["months_of_stock"]) + plan


def missing_panel(frame):
    """Sites with a stock-out and days without stock by month. frame:
    queries.supply_cover.days_without_stock, with is_provisional."""
    shown = frame.assign(
        sites_pct=frame["out_site_count"] / frame["site_count"] * 100,
        days_pct=(frame["stockout_days"] / frame["counted_days"].where(frame["counted_days"] > 0)) * 100,
    )
    newest = shown.to_dict("records")[-1]
    told = _("{month}: {out} of {all} sites were without an item on a day or at the count")
    title = told.format(
        month=month(newest["month_date"]), out=number(newest["out_site_count"]), all=number(newest["site_count"])
    )
    if known(newest["days_pct"]) is not None:
        share = _("; items were missing on {share} of the days")
        title += share.format(share=number(newest["days_pct"], 1) + f"{NO_BREAK}%")
    series = (
        Series("sites_pct", _("Sites with a stock-out"), "sites", "is_provisional"),
        Series("days_pct", _("Days without stock"), "days", "is_provisional"),
    )
    columns = (
        Column("month_date", _("Month"), "month"),
        Column("site_count", _("Sites that reported"), "number"),
        Column("out_site_count", _("With a stock-out"), "number"),
        Column("sites_pct", _("Share"), "percent", decimals=1),
        Column("stockout_days", _("Days without stock"), "number"),
        Column("counted_days", _("Days counted"), "number"),
        Column("days_pct", _("Share"), "percent", decimals=1),
    )
    return panel(
        title,
        figure_graph(line_figure(shown, "month_date", series, PERCENT), "supply-missing-figure"),
        identifier="supply-missing",
        table=table(
            shown.iloc[::-1], columns, caption=_("Sites with a stock-out and days without stock, by month"), most=13
        ),
        note=_(
            "Days are added over the items at the sites that report days without stock; a month without a report is "
            "a gap. Who did not report is not counted."
        ),
    )
