"""The areas inside a country: which figures there are, a sentence, bars and a table with P-codes."""

from collections.abc import Iterable, Mapping

from dash import dcc, html

from components.figures import bar_figure
from components.format import kpi_amount, number
from components.map_notes import area_notes
from components.result import Result, with_only
from components.table import Column, paging, table
from components.table_result import table_result
from components.words import _
from kpis.kpi import PERCENT, Kpi
from kpis.legends import LegendClass
from kpis.map_legends import map_legend

MOST_BARS, ROWS_OF_A_PAGE = 20, 25


def country_links(countries: Iterable[tuple[str, str, bool]], silent: str):
    """Links to countries. countries: (name, address, whether its areas can be drawn). silent: the words without any."""
    items = [
        html.Li([dcc.Link(name, href=target), html.Span(" " + _("with map"), className="has-map") if is_drawn else ""])
        for name, target, is_drawn in countries
    ]
    return html.Ul(items, className="area-countries") if items else html.P(silent, className="silent")


def areas_sentence(kpi: Kpi, place: str, frame) -> str:
    """Where inside the country the figure is highest or lowest."""
    known = frame.dropna(subset=["value"])
    labels = {"label": _(kpi.label), "place": place}
    if known.empty:
        return _("{label} in {place}: no area has a figure").format(**labels)
    is_low = kpi.direction == "higher" and kpi.unit is PERCENT
    first = known.sort_values("value", ascending=is_low).iloc[0]
    said = _("{label} in {place}: lowest in {area}, {value}; {count} areas have a figure")
    if not is_low:
        said = _("{label} in {place}: highest in {area}, {value}; {count} areas have a figure")
    return said.format(
        **labels, area=first["area_name"], value=kpi_amount(kpi, float(first["value"])), count=number(len(known))
    )


def area_bars(kpi: Kpi, frame) -> dict:
    """Bars of the first MOST_BARS areas, highest first, in the colours of their classes."""
    kept = highest(frame)
    legend = map_legend(kpi)
    classes = {name: legend.class_of(value) for name, value in zip(kept["area_name"], kept["value"], strict=True)}
    colours = {name: one.colour for name, one in classes.items() if one}
    return bar_figure(kept, "area_name", "value", kpi.unit, colours)


def highest(frame):
    """The areas that bars show."""
    return frame.sort_values("value", ascending=False, na_position="last").head(MOST_BARS)


def bars_result(kpi: Kpi, frame) -> Result:
    """What area_bars shows."""
    columns = (
        Column("area_name", _("Area")),
        Column("area_code", _("P-code")),
        Column("value", _(kpi.label), "percent" if kpi.unit is PERCENT else "number", decimals=kpi.decimals),
    )
    kept = highest(frame)
    return table_result(kept, columns, _("{label} by area").format(label=_(kpi.label)), shown_count=len(kept))


def area_table(kpi: Kpi, frame, found: Mapping[str, LegendClass], place: tuple):
    """The areas by figure, a page at a time. found: code -> class. place: page and address."""
    kind = "percent" if kpi.unit is PERCENT else "number"
    columns = [
        Column("area_name", _("Area"), "text"),
        Column("area_code", _("P-code"), "text"),
        Column("value", _(kpi.label), kind, decimals=kpi.decimals),
        Column("class_word", _("Class"), "status"),
        Column("month_date", _("As of"), "month"),
    ]
    ordered = frame.sort_values("value", ascending=False, na_position="last", kind="stable")
    ordered = ordered.assign(class_word=[found[code] for code in ordered["area_code"]])
    return paged(ordered, columns, _("{label} by area").format(label=_(kpi.label)), place)


def paged(frame, columns: list[Column], caption: str, place: tuple) -> list:
    """A page of a table, whose Result has all rows, and links to the others. place: page and address."""
    pages = max(1, -(-len(frame) // ROWS_OF_A_PAGE))
    page = min(place[0], pages)
    part = frame.iloc[(page - 1) * ROWS_OF_A_PAGE : page * ROWS_OF_A_PAGE]
    whole = table_result(frame, columns, caption, shown_count=len(part))
    return [with_only(table(part, columns, caption=caption), whole), paging(page, pages, place[1])]


def area_map_notes(undrawn: list[str], silent: int, extent):
    """Notes under a map of areas. undrawn: names of areas with a figure and without an outline. silent: how many
    outlines have no figure."""
    told = [_("First-level areas: Natural Earth, public domain, matched by P-code where that is certain.")]
    told += area_notes(extent)
    if undrawn:
        told.append(_("In the table and not on the map: {names}.").format(names=", ".join(undrawn)))
    if silent:
        told.append(_("Outlines without a figure: {count}.").format(count=number(silent)))
    lines = [html.Li(line, **{"data-in-picture": "yes"}) for line in told]
    return html.Ul(lines, className="map-notes", **{"aria-label": _("Notes on the map")})


def no_outlines(place: str):
    """Said where no outlines of the areas are at hand."""
    said = _(
        "No outlines of the areas of {place} with these codes are at hand, so they stand in bars and a table; no "
        "shapes are invented."
    )
    return html.P(said.format(place=place), className="silent")
