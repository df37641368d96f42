"""Results as Parquet: a plain table of one result, one long table of several, with typed columns.

What stands behind them is in the metadata of the schema, label and unit of a column in the metadata of the column."""

import io
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from components.result import Cell, Field, Result
from exports.described import WrongFile, column_names, described, knowing, machine_facts, machine_text
from exports.long_table import LONG_FIELDS, long_rows, results_of_long_rows
from exports.manifest import Bundle

KEY = b"lagebild"
"""In the metadata of the schema: manifest and descriptions of the results, with their totals, as JSON."""
TYPES = {"text": pa.string(), "date": pa.date32(), "month": pa.date32()}
MOST_CELLS = 50_000_000
"""Of a file that is read; the metadata of a small one can promise more than a machine holds."""


def write_parquet(bundle: Bundle) -> bytes:
    """The bytes of the file."""
    held = io.BytesIO()
    pq.write_table(table_of(bundle), held, compression="zstd")
    return held.getvalue()


def read_parquet(data: bytes) -> Bundle:
    """Manifest and results of the file again. WrongFile when it is none of ours, or damaged."""
    held = held_table(data)
    rows = list(zip(*(column.to_pylist() for column in held.columns), strict=True))
    manifest, _options, tables = machine_facts((held.schema.metadata or {}).get(KEY, b""))
    with knowing(manifest):
        return Bundle(manifest, _results(tables, rows))


def held_table(data: bytes) -> pa.Table:
    """The table in the bytes of a file. WrongFile when it cannot be read."""
    try:
        opened = pq.ParquetFile(pa.BufferReader(data))
        if opened.metadata.num_rows * opened.metadata.num_columns > MOST_CELLS:
            raise WrongFile("The file is too large to be read.")
        found = opened.read()
        found.validate(full=True)
        return found
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise WrongFile(f"The file is no Parquet that can be read: {error}") from None


def table_of(bundle: Bundle) -> pa.Table:
    """What the file holds. A single result has a column for each field; its total is in the metadata alone."""
    one = bundle.results[0] if len(bundle.results) == 1 else None
    fields = one.fields if one else LONG_FIELDS
    rows = one.rows if one else list(long_rows(bundle.results))
    columns = [_column(field, [row[place] for row in rows]) for place, field in enumerate(fields)]
    told = [
        pa.field(name, column.type, metadata=_about(field, bundle if one else None))
        for name, field, column in zip(column_names(fields), fields, columns, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=pa.schema(told, metadata={KEY: machine_text(bundle).encode()}))


def _results(tables: Sequence[Mapping], rows: Sequence[Sequence]) -> tuple[Result, ...]:
    return (described(tables[0], rows),) if len(tables) == 1 else results_of_long_rows(tables, rows)


def _column(field: Field, cells: Sequence[Cell]) -> pa.Array:
    """The cells as a column; numbers that are shown without decimals as whole ones where they all are."""
    if field.kind != "number":
        return pa.array(cells, TYPES[field.kind])
    if field.decimals == 0 and all(cell is None or cell == int(cell) and abs(cell) < 2**53 for cell in cells):
        return pa.array([None if cell is None else int(cell) for cell in cells], pa.int64())
    return pa.array([None if cell is None else float(cell) for cell in cells], pa.float64())


def _about(field: Field, bundle: Bundle | None) -> dict[str, str]:
    """Label, unit and kind of a column, and what the KPI of its name means."""
    told = {"label": field.label, "unit": field.unit, "kind": field.kind, "decimals": str(field.decimals)}
    meant = next((one for one in bundle.manifest.kpis if one.get("name") == field.name), None) if bundle else None
    return told | ({"definition": str(meant.get("definition", ""))} if meant else {})
