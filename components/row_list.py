"""Rows behind a number as a plain table: sorted by links in its head, each row leading to its record."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd
from dash import dcc, html

from components.column_words import cell_text, column_label, exact, hidden
from components.format import NO_BREAK, kpi_amount, number
from components.glossary_entry import over_places, over_time
from components.result import with_only
from components.row_result import rows_result
from components.suppressed import suppressed_sentence
from components.table import Column, table
from components.words import _, plural
from kpis.kpi import Kpi, Rollup

ROW = "row_number"


def row_table(found, sort: Callable[[str], str], record: Callable[[Mapping], str], names: Mapping[str, str], **more):
    """The table of a page of rows.

    sort: the address of an order; record: the address of the record of a row; names: country code -> name. In more,
    caption, and total: column -> number, for the foot.
    """
    first = (found.page - 1) * 50
    rows = []
    for place, row in enumerate(found.frame.to_dict("records"), 1):
        cells = {one.name: _cell(row, one, names) for one in found.columns}
        rows.append(cells | {ROW: (number(first + place), record(row))})
    columns = [Column(ROW, _("Row"), "link"), *(_column(one, found.sort, sort) for one in found.columns)]
    total = more.get("total")
    told = {name: exact(value) for name, value in total.items() if value is not None} if total else None
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    drawn = table(frame, columns, caption=more["caption"], total=told)
    return with_only(drawn, replace(rows_result(found, names, total), note=more["caption"]))


def _cell(row: Mapping, column, names: Mapping[str, str]):
    """The text of a cell; a country by its name; what is hidden says so."""
    value = row[column.name]
    if column.kind == "date":
        return value
    text = cell_text(value, column)
    if text is None and row.get("is_hidden") == 1 and column.kind in ("number", "integer"):
        return hidden()
    return names.get(text, text) if column.name == "country_code" else text


def _column(column, order: str, sort: Callable[[str], str]) -> Column:
    """A column with the link that sorts by it; a second click turns the order around."""
    kind = "month" if column.name == "month_date" else column.kind if column.kind == "date" else "text"
    if column.kind in ("number", "integer", "flag") and not column.name.endswith("_year"):
        kind = "number"
    state = {column.name: "ascending", f"-{column.name}": "descending"}.get(order, "")
    downward = order != f"-{column.name}" if kind == "number" else order == column.name
    target = sort(f"-{column.name}" if downward else column.name)
    return Column(column.name, column_label(column), kind, sort=target, order=state)


def count_line(found, text: str) -> str:
    """Which rows are shown: "Showing 51 to 100 of 12,431 rows." """
    if not found.found:
        return _("No row has “{text}”.").format(text=text) if text else _("No rows.")
    first, last = (found.page - 1) * 50 + 1, (found.page - 1) * 50 + len(found.frame)
    said = plural("Showing {first} to {last} of {count} row", "Showing {first} to {last} of {count} rows", found.found)
    told = said.format(first=number(first), last=number(last), count=number(found.found))
    if text:
        told += " " + _("with “{text}”, out of {every}").format(text=text, every=number(found.every))
    return told + "."


def total_line(kpi: Kpi, value, every: int):
    """What all rows together give: numerator, denominator and value, as on the card."""
    rows = plural("{count} row", "{count} rows", every).format(count=number(every))
    if value.is_suppressed:
        told = suppressed_sentence(kpi, value)
    elif value.value is None:
        told = _("No figure: {reason}").format(reason=no_figure(kpi, value, every))
    elif kpi.is_ratio:
        times = "" if kpi.scale == 1 else f" × {number(kpi.scale)}"
        told = f"{exact(value.numerator)} ÷ {exact(value.denominator)}{times} = {kpi_amount(kpi, value.value)}"
    else:
        told = kpi_amount(kpi, value.value)
        plain = exact(value.value)
        told += f" ({plain})" if plain not in told.replace(NO_BREAK, " ").split() else ""
    return html.P([html.B(_("{label}, all {rows} together: ").format(label=_(kpi.label), rows=rows)), told])


def no_figure(kpi: Kpi, value, every: int) -> str:
    """Why rows give no figure."""
    if not every:
        return _("no row counts inside these filters.")
    if kpi.is_ratio and value.denominator == 0:
        return _("the denominator is 0.")
    return _("these rows are of several countries, items or units, which are never one figure.")


def what_counts(kpi: Kpi, value, every: int) -> list:
    """Which rows are here and how they become the figure, in sentences."""
    said = [_("Here stand the rows that count: {what}").format(what=_(kpi.population))]
    said.append(_("Over time: {time}. Over places: {places}.").format(time=over_time(kpi), places=over_places(kpi)))
    others = value.row_count - every
    if others > 0 and kpi.overlapping:
        told = _(
            "Totals of {columns} count the same people more than once: of each country the largest total counts, and "
            "its rows are here; {count} further rows belong to smaller totals and add nothing."
        )
        columns = ", ".join(name.removesuffix("_code").replace("_", " ") for name in kpi.overlapping)
        said.append(told.format(columns=columns, count=number(others)))
    elif others > 0 and kpi.time_rollup is Rollup.MAX:
        said.append(_("{count} rows of other months give a smaller figure.").format(count=number(others)))
    return [html.P(one) for one in said]


def column_list(columns):
    """The meaning of the columns, behind a fold."""
    terms = [part for one in columns for part in (html.Dt(column_label(one)), html.Dd(_(one.meaning)))]
    return html.Details([html.Summary(_("What the columns mean")), html.Dl(terms, className="kpi-facts")])


def subject_list(kpis, marts, address: Callable[[str], str]):
    """Numbers and marts to choose from, as links."""

    def links(pairs):
        return html.Ul([html.Li(dcc.Link(label, href=address(name))) for name, label in pairs], className="subjects")

    numbers, tables = [(one.name, _(one.label)) for one in kpis], [(one, one) for one in marts]
    return [html.H2(_("Numbers")), links(numbers), html.H2(_("Marts")), links(tables)]
