"""What a table shows, as a Result: its frame by the kinds of its columns."""

from components.figure_parts import PROVISIONAL, is_true, known
from components.result import Field, Result, plain_cell, result
from components.words import _
from kpis.legends import LegendClass

NUMBERS = {"number": "", "percent": "%", "usd": "US$"}
"""Kind of a column of numbers -> its unit."""
DAYS = {"date": "date", "month": "month"}


def table_result(frame, columns, caption: str, total=None, shown_count: int = 0) -> Result:
    """One row per row of the frame. A word among numbers ("hidden") stands in a column of notes behind them, so that
    numbers stay numbers; months that are not over are marked in a column of their own."""
    fields, cells, foot = [], [], []
    for column in columns:
        values = [row_value(value, column) for value in _values(frame, column)]
        end = row_value(total[column.name], column) if total and column.name in total else None
        for field, held, last in _split(column, values, end):
            fields.append(field)
            cells.append(held)
            foot.append(last)
    if PROVISIONAL in frame and any(column.kind == "month" for column in columns):
        fields.append(Field(PROVISIONAL, _("Provisional")))
        cells.append([_("yes") if is_true(flag) else _("no") for flag in frame[PROVISIONAL]])
        foot.append(None)
    rows = list(zip(*cells, strict=True)) if cells else []
    end = foot if total is not None else None
    return result("", caption, fields, rows, total=end, shown_count=min(shown_count, len(rows)))


def row_value(value, column):
    """A cell of a table as text, number or date; None where it is missing."""
    if isinstance(value, tuple):
        value = value[0]
    if value is None or value != value:
        return None
    if column.kind == "status":
        return status_word(value, column)
    if column.kind in NUMBERS or column.kind in DAYS:
        return plain_cell(value)
    return plain_cell(str(value))


def status_word(value, column) -> str | None:
    """The word of a class; a number without a legend stays a number in words of the screen."""
    found = value
    if isinstance(value, str) and column.legend:
        found = column.legend.by_code(value)
    elif not isinstance(value, str | LegendClass) and column.legend:
        found = column.legend.class_of(known(value))
    if isinstance(found, LegendClass):
        return _(found.word)
    return str(value) if isinstance(value, str) else None


def _values(frame, column) -> list:
    return list(frame[column.name]) if column.name in frame else [None] * len(frame)


def _split(column, values: list, end):
    """The field with its cells; for numbers with words among them a second field, which holds the words."""
    if column.kind in NUMBERS:
        field = Field(column.name, column.label, "number", NUMBERS[column.kind], column.decimals)
        numbers = [None if isinstance(value, str) else value for value in values]
        yield field, numbers, None if isinstance(end, str) else end
        words = [value if isinstance(value, str) else None for value in values]
        if any(words) or isinstance(end, str):
            label = _("{label}: note").format(label=column.label)
            yield Field(f"{column.name}_note", label), words, end if isinstance(end, str) else None
    else:
        yield Field(column.name, column.label, DAYS.get(column.kind, "text")), values, end
