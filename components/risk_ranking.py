"""The table beside a map: countries by rank, with their class and the change since an earlier date."""

from collections.abc import Mapping

from components.format import month, number, short_month
from components.table import Column, paging, table
from components.words import _
from kpis.kpi import PERCENT, Kpi
from kpis.legends import LegendClass

ROWS_OF_A_PAGE = 20


def ranking_table(kpi: Kpi, frame, found: Mapping[str, LegendClass], when: tuple, place: tuple):
    """The page of the ranking, and links to the others.

    frame: countries_at_two_dates, with country_link (name and address of the country). found: code -> class.
    when: the month and the earlier one, None without one. place: number of the page and address of the table.
    """
    page, address = place
    pages = max(1, -(-len(frame) // ROWS_OF_A_PAGE))
    page = min(page, pages)
    part = frame.iloc[(page - 1) * ROWS_OF_A_PAGE : page * ROWS_OF_A_PAGE]
    part = part.assign(
        class_word=[found[code] for code in part["country_code"]],
        change_text=[change_text(kpi, value) for value in part["change"]],
    )
    caption = _("{label} by country or area, {month}").format(label=_(kpi.label), month=month(when[0]))
    columns = ranking_columns(kpi, when, len(set(part["as_of"].dropna())) > 1)
    return [table(part, columns, caption=caption), paging(page, pages, address)]


def ranking_columns(kpi: Kpi, when: tuple, has_dates: bool) -> list[Column]:
    """The columns; the earlier month only where there is one, the date of each figure only where they differ."""
    kind = "percent" if kpi.unit is PERCENT else "number"
    found = [
        Column("country_link", _("Country or area"), "link"),
        Column("rank_number", _("Rank"), "number"),
        Column("value", short_month(when[0]), kind, decimals=kpi.decimals),
        Column("class_word", _("Class"), "status"),
    ]
    if when[1] is not None:
        found.append(Column("value_before", short_month(when[1]), kind, decimals=kpi.decimals))
        found.append(Column("change_text", _("Change"), "text"))
    return [*found, Column("as_of", _("As of"), "month")] if has_dates else found


def change_text(kpi: Kpi, change: float | None) -> str | None:
    """A change as sign and number; a word where nothing changed, None where either date is missing."""
    if change is None or change != change:
        return None
    told = number(abs(change), kpi.decimals)
    if told == number(0, kpi.decimals):
        return _("unchanged")
    unit = "\u00a0" + _("points") if kpi.unit is PERCENT else ""
    return f"{'▲' if change > 0 else '▼'}\u00a0{told}{unit}"
