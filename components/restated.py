"""What later builds say otherwise than a report that was issued: its key figures, and every other cell."""

import math
from collections.abc import Sequence

import pandas as pd
from dash import html

from components.format import day, number
from components.reference_parts import plain_table
from components.report_pages import report_page
from components.result import Field, Place, Result, with_place
from components.table import Column, table
from components.words import _, plural

KEY_FIGURES = "key-figures"
MOST_SHOWN = 100


def restated_page(before: Sequence[Result], now: Sequence[Result], cells: Sequence, newer):
    """The page. before, now: figures of the report as issued and as known now. cells: what differs between them, as
    rows of (table, row, column, before, now) in words. newer: of the build as known now, None where there is none."""
    title = _("Restated since")
    if newer is None:
        return _short(title, _("No other build has been published since this report was issued."))
    build = {"build": newer.build_id, "day": day(newer.data_date)}
    if not cells:
        told = _("The current build {build}, data as of {day}, gives every figure of this report as it was issued.")
        return _short(title, told.format(**build))
    told = plural(
        "With the current build {build}, data as of {day}, this report would differ in {count} place.",
        "With the current build {build}, data as of {day}, this report would differ in {count} places.",
        len(cells),
    )
    parts = [html.P(told.format(count=number(len(cells)), **build))]
    return report_page("restated", title, *parts, _key_table(restated_figures(before, now)), _cell_table(cells))


def restated_figures(before: Sequence[Result], now: Sequence[Result]) -> list[tuple]:
    """Key figures whose value is another now: label, unit, value and month before, value and month now, in the order of
    the report; None where there is no figure. The same sum added up in another order is the same."""
    earlier, later = _figures(before), _figures(now)
    found = []
    for name in dict.fromkeys((*earlier, *later)):
        one, other = earlier.get(name, {}), later.get(name, {})
        if not _is_same(one.get("value"), other.get("value")):
            shown = one or other
            pair = (one.get("value"), one.get("as_of_month"), other.get("value"), other.get("as_of_month"))
            found.append((shown["kpi_label"], shown["unit"], *pair))
    return found


def _short(title: str, said: str):
    """A page that is one sentence; on paper it needs no sheet of its own."""
    drawn = report_page("restated", title, html.P(said))
    drawn.className += " is-short"
    return drawn


def _figures(found: Sequence[Result]) -> dict[str, dict]:
    """Name of a KPI -> its row by the names of the fields."""
    rows = [dict(zip([field.name for field in one.fields], row, strict=True)) for one in found
            if one.identifier == KEY_FIGURES for row in one.rows]  # fmt: skip
    return {row["kpi_name"]: row for row in rows}


def _is_same(before, now) -> bool:
    if before is None or now is None:
        return before is now
    return math.isclose(before, now, rel_tol=1e-9, abs_tol=1e-12)


def _key_table(found: Sequence[tuple]):
    heads = [
        Field("kpi_label", _("Key figure")),
        Field("unit", _("Unit")),
        Field("value_before", _("As issued"), "number", decimals=2),
        Field("month_before", _("Month as issued"), "month"),
        Field("value_now", _("Now"), "number", decimals=2),
        Field("month_now", _("Month now"), "month"),
    ]
    if not found:
        return html.P(_("No key figure differs; what does stands below."))
    return with_place(plain_table(_("Key figures that differ now"), heads, found), Place("restated-figures", ""))


def _cell_table(cells: Sequence[tuple]):
    columns = (
        Column("table_title", _("Table")),
        Column("row_name", _("Row")),
        Column("column_label", _("Column")),
        Column("before", _("As issued")),
        Column("now", _("Now")),
    )
    frame = pd.DataFrame(cells, columns=[one.name for one in columns])
    listed = table(frame, columns, caption=_("Every place that differs now"), most=MOST_SHOWN)
    return with_place(listed, Place("restated-cells", ""))
