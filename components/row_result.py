"""Rows behind a number, as a Result: every column by its kind, countries by code and name."""

from collections.abc import Mapping, Sequence

from components.column_words import column_label, hidden, unit_of
from components.result import Field, Result, result
from components.words import _

NUMBERS = ("integer", "number", "flag")
NOTE = "hidden_note"


def rows_result(found, names: Mapping[str, str], total: Mapping[str, float] | None = None) -> Result:
    """A page of rows_found. names: country code -> name. total: column -> number of the foot."""
    rows, columns = found.frame.to_dict("records"), found.columns
    has_hidden = any(row.get("is_hidden") == 1 for row in rows)
    fields = [one for column in columns for one in row_fields(column)]
    fields += [Field(NOTE, _("Note"))] * has_hidden
    typed = [
        [cell for column in columns for cell in row_cells(row[column.name], column, names)]
        + [hidden() if row.get("is_hidden") == 1 else None] * has_hidden
        for row in rows
    ]
    foot = [total.get(one.name) for one in fields] if total else None
    return result("", "", fields, typed, total=foot)


def row_fields(column) -> Sequence[Field]:
    """The fields of a column of a mart: one, and for a country its name behind its code."""
    label = column_label(column)
    if column.name == "country_code":
        return Field(column.name, _("Country code")), Field("country_name", label)
    kind = "month" if column.name == "month_date" else "date" if column.kind == "date" else "text"
    if column.kind in NUMBERS and not column.name.endswith("_year"):
        return (Field(column.name, label, "number", unit_of(column), 0 if column.kind != "number" else 2),)
    return (Field(column.name, label, kind),)


def row_cells(value, column, names: Mapping[str, str]) -> Sequence:
    """The cells of a column in a row: missing as None, a year as it is written."""
    if value is None or value != value:
        return (None,) * len(row_fields(column))
    if column.name == "country_code":
        return value, names.get(value, value)
    return (str(int(value)) if column.name.endswith("_year") else value,)
