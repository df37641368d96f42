"""The record of one row: its columns with their meaning, where it comes from, and the row as it was published."""

from collections.abc import Mapping

from dash import html

from components.column_words import cell_text, column_label, hidden, missing
from components.fact_list import with_facts
from components.format import day, number
from components.reference_parts import drawn, outside, plain_table
from components.result import Field
from components.words import _

NUMBERS = ("integer", "number", "flag")


def cell_table(found, names: Mapping[str, str]):
    """Every column of a record. names: country code -> name."""
    rows = []
    for one in found.meaning.columns:
        name = drawn(html.Code(one.name), one.name)
        rows.append([column_label(one), _value(found, one, names), _(one.meaning), name])
    heads = [
        Field("column_label", _("Column")),
        (Field("value", _("Value")), Field("value_number", _("Value as a number"), "number", decimals=2)),
        Field("meaning", _("Meaning")),
        Field("column_name", _("Name in the warehouse")),
    ]
    return plain_table(_("Every column of the row"), heads, rows)


def _value(found, column, names: Mapping[str, str]):
    if column.name in found.hidden:
        return drawn(html.Span(hidden(), className="missing"), hidden(), None)
    held = found.cells.get(column.name)
    text = cell_text(held, column)
    if text is None or text == "":
        return drawn(html.Span(missing(), className="missing"), None, None)
    known = names.get(text) if column.name.endswith("country_code") else None
    told = f"{known} ({text})" if known else text
    return drawn(told, told, held if column.kind in NUMBERS else None)


def origin(found, load):
    """Source, publisher, licence, file, row and load of a record. load: None where the build does not know it."""
    place = found.source_row
    facts = [
        (_("Source"), (load.source_title if load else None) or found.cells.get("source_name")),
        (_("Publisher"), load and load.publisher_name),
        (_("Licence"), load and load.licence),
        (_("Page"), load and load.page_url and outside(load.page_url, load.page_url)),
        (_("File"), load and load.file_name),
        (_("Row in the file, the header being row 1"), None if place is None else number(int(place))),
        (_("Loaded on"), load and load.loaded_at and day(load.loaded_at)),
        (_("Load"), found.cells.get("load_id") and html.Code(found.cells["load_id"])),
        (_("SHA-256 of the file"), load and load.file_sha256 and html.Code(load.file_sha256)),
    ]
    listed = [
        part
        for term, told in facts
        for part in (html.Dt(term), html.Dd(told or html.Span(missing(), className="missing")))
    ]
    return with_facts(html.Dl(listed, className="kpi-facts"), facts, _("Where it comes from"))


def raw_table(cells: Mapping[str, object] | None, reason: str):
    """The row as published: column and cell, with what has to be known of it; or why it cannot be shown."""
    if cells is None:
        return html.P(reason)
    gap = html.Span(missing(), className="missing")
    rows = [[name, drawn(gap, None) if cell is None or cell == "" else str(cell)] for name, cell in cells.items()]
    heads = [Field("column_name", _("Column of the file")), Field("cell", _("Cell"))]
    table = plain_table(_("The row as the publisher sent it"), heads, rows)
    return html.Div([html.P(reason), table]) if reason else table
