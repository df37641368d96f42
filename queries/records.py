"""One row of a mart: every column of it, the publisher's row that it stems from, and the rows that it adds up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from kpis.months import months_before
from kpis.words import _
from queries.cache import cached
from queries.dictionary import MartMeaning, mart_meaning
from queries.kpi_rows import RowsAsked
from queries.mart_sources import MartLoad, load_of
from queries.raw_files import GoneFromDisk, raw_cells
from queries.row_shield import result_columns, shielded
from queries.warehouse import UnknownMart, Warehouse

LONGEST_KEY = 400
_PLACE = ("source_name", "country_code")
BELOW = {
    "mart_aid_delivery": (
        "mart_delivery_line",
        (*_PLACE, "office_code", "item_code", "programme_code", "donor_name", "supplier_name", "shipment_mode"),
        ("month_date", "ordered_date", "agreed_date", "received_date", "handed_over_date"),
    ),
    "mart_project_progress": (
        "mart_indicator_report",
        (*_PLACE, "project_code", "indicator_code", "admin1_code"),
        ("month_date",),
    ),
    "mart_supply_pipeline": ("mart_supply_stock", (*_PLACE, "item_code"), ("month_date",)),
}
"""Mart -> the finer mart below it, the columns that agree, the dates of which one lies in the month."""
FIRST_OF_SEVERAL = ("mart_food_security",)
"""Marts whose rows are made of several rows of a file, of which source_row names the first."""
Key = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Record:
    """A row of a mart. cells: column -> value, None where it is missing. hidden: columns whose small counts of people
    are hidden, and with them what would tell them."""

    meaning: MartMeaning
    cells: dict[str, object]
    hidden: tuple[str, ...]

    @property
    def source_row(self) -> int | None:
        """The number of the publisher's row; None where the row stems from several or the build does not know it."""
        return self.cells.get("source_row")


def key_of(meaning: MartMeaning, query: Mapping[str, object]) -> Key | None:
    """The columns of the grain with the values that an address gives them; None where one is no such value or is
    missing that may not be."""
    key = []
    for name in meaning.grain:
        kind = next(one.kind for one in meaning.columns if one.name == name)
        given = query.get(name, "")
        try:
            value = _typed(kind, str(given[-1] if isinstance(given, list | tuple) and given else given))
        except (ValueError, OverflowError):
            return None
        if value is None and name not in meaning.optional:
            return None
        key.append((name, value))
    return tuple(key)


@cached
def record(warehouse: Warehouse, mart_name: str, key: Key) -> Record | None:
    """The row of a mart with that key; None where there is none or it is not open to the reader. For readers who may
    see single rows."""
    try:
        mart = warehouse.detail(mart_name)
    except UnknownMart:
        return None
    if not {name for name, _value in key} <= set(mart.c.keys()):
        return None
    tests = [mart.c[name].is_not_distinct_from(value) for name, value in key]
    rows = shielded(sa.select(mart).where(*tests).subquery("found"), mart_name)
    found = warehouse.rows(sa.select(rows).limit(1))
    if not found:
        return None
    cells = dict(zip((column.name for column in rows.c), found[0], strict=True))
    hidden = result_columns(mart_name) if cells.pop("is_hidden") else ()
    return Record(mart_meaning(mart_name), cells, hidden)


def raw_row(warehouse: Warehouse, found: Record) -> tuple[MartLoad | None, dict[str, object] | None, str]:
    """The load of a record, the publisher's columns and cells of its raw row, and a sentence: why there are none, or
    what has to be known of them. Not cached:
    raw files come and go, and a build stays."""
    load = load_of(warehouse, found.meaning.name, str(found.cells.get("load_id")))
    if found.hidden:
        return load, None, _("The row as published holds a count of people that is too small to be shown.")
    if found.source_row is None:
        return load, None, _("This row stands for several rows of the publisher's files, or for none of its own.")
    if load is None:
        return None, None, _("The build does not say which load brought this row.")
    try:
        cells = raw_cells(load.source_name, load.load_id, int(found.source_row))
    except GoneFromDisk:
        return load, None, _("The raw files of this load are not on this machine any more.")
    if cells is None:
        return load, None, _("The raw file of this load has no row of that number.")
    is_first = found.meaning.name in FIRST_OF_SEVERAL
    if not _is_open(warehouse, cells):
        return load, None, _("The row as published names a country that is not open to you.")
    return load, cells, _("Several rows of the file make up this one: here is the first.") if is_first else ""


def rows_below(found: Record, page: int) -> RowsAsked | None:
    """What lists the rows of the finer mart that this row adds up; None for marts without one."""
    if found.meaning.name not in BELOW:
        return None
    mart, columns, dates = BELOW[found.meaning.name]
    month = found.cells.get("month_date")
    if month and found.cells.get("months_ahead"):
        month = months_before(month, int(found.cells["months_ahead"]))
    same = tuple((name, found.cells.get(name)) for name in columns)
    return RowsAsked(mart, page=page, same=same, in_month=(dates, month))


def _typed(kind: str, text: str):
    """A text of an address as a value of a column; None for an empty one; ValueError for what is none."""
    if len(text) > LONGEST_KEY or not text.isprintable():
        raise ValueError("no value of a key")
    if not text:
        return None
    if kind == "date":
        return date.fromisoformat(text)
    if kind in ("integer", "flag"):
        number = int(text)
        if abs(number) >= 2**62:
            raise ValueError("too large")
        return number
    return text


def _is_open(warehouse: Warehouse, cells: dict[str, object]) -> bool:
    """True where the raw row is of a country of the reader, or names none; its mart row was open already."""
    countries = warehouse.scope.countries
    named = {str(cell) for name, cell in cells.items() if name.endswith("country_code") and cell is not None}
    return countries is None or not named or bool(named & countries)
