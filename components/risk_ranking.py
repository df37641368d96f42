"""The table beside a map: countries by rank, with their class and the change since an earlier date."""

from collections.abc import Mapping

from components.format import month, number, short_month
from components.result import with_only
from components.risk_change import change_text
from components.table import Column, paging, table
from components.table_result import table_result
from components.words import _
from kpis.change_legends import change_class, size_of_change
from kpis.kpi import PERCENT, Kpi
from kpis.legends import LegendClass
from kpis.reliability import MARK, is_unreliable

ROWS_OF_A_PAGE = 20


def ranking_table(kpi: Kpi, frame, found: Mapping[str, LegendClass], when: tuple, place: tuple):
    """The page of the ranking, and links to the others.

    frame: countries_at_two_dates, with country_link (name and address of the country) and reliability_score (missing
    where none is published). found: code -> class of the value. when: the month, the earlier one (None without one),
    and whether the change is ranked. place: number of the page and address of the table.
    """
    page, address = place
    frame = by_change(kpi, frame) if when[2] else frame
    pages = max(1, -(-len(frame) // ROWS_OF_A_PAGE))
    page = min(page, pages)
    figures = (frame["value"], frame["value_before"], frame["is_suppressed"])
    frame = frame.assign(
        class_word=[found[code] for code in frame["country_code"]],
        change_text=[change_text(kpi, value) for value in frame["change"]],
        change_word=[change_class(kpi, *figure) for figure in zip(*figures, strict=True)],
        reliability_text=[_reliability(score) for score in frame["reliability_score"]],
    )
    part = frame.iloc[(page - 1) * ROWS_OF_A_PAGE : page * ROWS_OF_A_PAGE]
    told = _("{label} by country or area: change to {month}") if when[2] else _("{label} by country or area, {month}")
    columns = ranking_columns(kpi, when, len(set(part["as_of"].dropna())) > 1)
    if frame["reliability_score"].notna().any():
        columns.append(Column("reliability_text", _("Lack of reliability"), "text"))
    caption = told.format(label=_(kpi.label), month=month(when[0]))
    drawn = table(part, columns, caption=caption)
    typed = table_result(frame, [_typed(one, kpi) for one in columns], caption, shown_count=len(part))
    return [with_only(drawn, typed), paging(page, pages, address)]


def by_change(kpi: Kpi, frame):
    """The frame by size of the change, the largest rise first, those without one last; ranks begin anew."""
    sizes = [size_of_change(kpi, *pair) for pair in zip(frame["value"], frame["value_before"], strict=True)]
    frame = frame.assign(size=[float("nan") if size is None else size for size in sizes])
    ranks = frame["size"].rank(method="min", ascending=False)
    frame = frame.assign(rank_number=ranks)
    return frame.sort_values(["rank_number", "country_code"], na_position="last", ignore_index=True)


def ranking_columns(kpi: Kpi, when: tuple, has_dates: bool) -> list[Column]:
    """The columns; the earlier month only where there is one, the date of each figure only where they differ."""
    kind = "percent" if kpi.unit is PERCENT else "number"
    now = Column("value", short_month(when[0]), kind, decimals=kpi.decimals)
    status = Column("class_word", _("Class"), "status")
    found = [Column("country_link", _("Country or area"), "link"), Column("rank_number", _("Rank"), "number")]
    found += [now] if when[2] else [now, status]
    if when[1] is not None:
        found.append(Column("value_before", short_month(when[1]), kind, decimals=kpi.decimals))
        found.append(Column("change_text", _("Change"), "text"))
    if when[2]:
        found.append(Column("change_word", _("Direction"), "status"))
    return [*found, Column("as_of", _("As of"), "month")] if has_dates else found


def _typed(column: Column, kpi: Kpi) -> Column:
    """The column with its numbers, where the screen has them as signs and words."""
    kind = "percent" if kpi.unit is PERCENT else "number"
    numbers = {
        "change_text": Column("change", column.label, kind, kpi.decimals),
        "reliability_text": Column("reliability_score", column.label, "number", 1),
    }
    return numbers.get(column.name, column)


def _reliability(score: float | None) -> str:
    """The score as published, higher is less reliable, with the mark of the map."""
    if score is None or score != score:
        return _("not stated")
    return f"{MARK} {number(score, 1)}" if is_unreliable(score) else number(score, 1)
