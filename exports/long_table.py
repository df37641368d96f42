"""Several results as one long table, a row per cell, and the way back. CSV and Parquet hold a page so."""

from collections.abc import Iterator, Mapping, Sequence

from components.result import Cell, Field, Result
from exports.described import WrongFile, described, label_with_unit
from exports.manifest import cell_text

LONG_FIELDS = (
    Field("figure", "Figure"),
    Field("figure_title", "Title of the figure"),
    Field("row", "Row", "number"),
    Field("is_total", "Is total", "number"),
    Field("row_name", "Name of the row"),
    Field("column", "Column"),
    Field("column_label", "Label of the column"),
    Field("unit", "Unit"),
    Field("text", "Text"),
    Field("number", "Number", "number"),
    Field("date", "Date", "date"),
)
"""row: from 1 in each figure; the total has the number behind the last row. Of text, number and date, the kind of the
column says which holds the cell; all three are empty where it is missing."""
NAMES = tuple(field.name for field in LONG_FIELDS)
FIGURE, ROW, TEXT, NUMBER, DATE = map(NAMES.index, ("figure", "row", "text", "number", "date"))
PLACE_OF_KIND = {"text": TEXT, "number": NUMBER, "date": DATE, "month": DATE}


def long_rows(results: Sequence[Result]) -> Iterator[tuple[Cell, ...]]:
    """A row for each cell of the results, in the order of LONG_FIELDS."""
    for one in results:
        at = name_place(one)
        labels = [label_with_unit(field) for field in one.fields]
        for number, row in enumerate((*one.rows, *([one.total] if one.total else [])), start=1):
            name = cell_text(row[at]) if row else None
            is_total = int(number > len(one.rows))
            for field, label, cell in zip(one.fields, labels, row, strict=True):
                held: list[Cell] = [None, None, None]
                held[PLACE_OF_KIND[field.kind] - TEXT] = cell
                yield (one.identifier, one.title, number, is_total, name, field.name, label, field.unit or None, *held)


def name_place(one: Result) -> int:
    """The place of the column that names a row: the first of texts or days, else the first."""
    return next((at for at, field in enumerate(one.fields) if field.kind != "number"), 0)


def same(row: Sequence, first: Sequence) -> bool:
    """True for cells of the same row of the same figure."""
    return row[FIGURE] == first[FIGURE] and row[ROW] == first[ROW]


def results_of_long_rows(tables: Sequence[Mapping], rows: Sequence[Sequence]) -> tuple[Result, ...]:
    """The results that long_rows() was made from, by their descriptions. WrongFile when cells are missing or too many."""
    found, at = [], 0
    for told in tables:
        try:
            kinds = [one["kind"] for one in told["fields"]]
            has_total = told["total"] is not None
            lines = []
            while kinds and at < len(rows) and rows[at][FIGURE] == told["identifier"]:
                cells = [row for row in rows[at : at + len(kinds)] if same(row, rows[at])]
                lines.append([row[PLACE_OF_KIND[kind]] for row, kind in zip(cells, kinds, strict=True)])
                at += len(kinds)
            total = lines.pop() if has_total and lines else None
        except (ValueError, TypeError, KeyError, IndexError) as error:
            raise WrongFile(f"The rows do not fit what the file says about them: {error}") from None
        found.append(described({**told, "total": None}, lines, total))
    if at != len(rows):
        raise WrongFile(f"The file has rows from row {at + 1} on that none of its figures has.")
    return tuple(found)
