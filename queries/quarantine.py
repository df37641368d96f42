"""Rows refused at a load, as the publisher sent them, with the reasons. They are no part of a build: they stay with the
raw rows of the load, from which this module reads them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow.parquet as pq

from kpis.words import _
from queries.lineage import Load, loads
from queries.raw_files import raw_file
from queries.warehouse import NotAllowed, Warehouse


@dataclass(frozen=True)
class RefusedRow:
    """source_row: number in the publisher's file, the header being row 1. reasons: what is wrong, column by column.
    cells: the publisher's columns and what stood in them; None or no entry where a cell was empty."""

    source_row: int
    reasons: str
    cells: dict[str, str | None]


@dataclass(frozen=True)
class RefusedPage:
    """A page of refused rows. count: rows that hold the text looked for, on all pages."""

    count: int
    rows: tuple[RefusedRow, ...]


def loads_with_refused_rows(warehouse: Warehouse) -> list[Load]:
    """The loads of the build that refused rows, newest first; NotAllowed for readers who may not see such rows."""
    _check(warehouse)
    return [load for load in loads(warehouse) if load.rows_quarantined]


def refused_page(load: Load, find: str, first: int, most: int) -> RefusedPage:
    """The rows of a load whose reasons or cells hold the text, by their number in the file. load: one of
    loads_with_refused_rows. GoneFromDisk where the raw rows have been removed."""
    found, count = [], 0
    for row in refused_rows(load):
        if find.casefold() in f"{row.reasons} {' '.join(str(cell) for cell in row.cells.values())}".casefold():
            found += [row] if first <= count < first + most else []
            count += 1
    return RefusedPage(count, tuple(found))


def refused_rows(load: Load) -> Iterator[RefusedRow]:
    """Every refused row of a load, in the order of the file, read a batch at a time."""
    path = raw_file(load.source_name, load.load_id, ".quarantine.parquet")
    for batch in pq.ParquetFile(path).iter_batches(columns=["source_row", "reasons", "row"]):
        for row in batch.to_pylist():
            yield RefusedRow(int(row["source_row"]), row["reasons"], json.loads(row["row"]))


def columns_of(load: Load) -> list[str]:
    """The publisher's columns of the refused rows of a load; a row names only those that it has."""
    return list(dict.fromkeys(name for row in refused_rows(load) for name in row.cells))


def _check(warehouse: Warehouse) -> None:
    if not warehouse.scope.refused:
        # The country of a row that failed its checks cannot be relied on, nor can its domain, and no count in it is hidden.
        raise NotAllowed(_("Refused rows are open to those who look after loads and see every country and domain."))
