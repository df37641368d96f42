"""Rows of any number as the bytes of a file, piece by piece: CSV, JSON lines of one object, Parquet.

Each piece comes with the number of its section; see exports.resumable."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from components.column_words import column_label, hidden
from components.format import decimal_sign
from components.words import current_language
from exports.ahead import ahead
from exports.csv_file import BOM, FORMATTED, RAW
from exports.safe_text import safe_column
from queries.row_stream import HIDDEN, RowStream

Numbered = Iterator[tuple[int, pa.RecordBatch]]


@dataclass(frozen=True)
class CsvStyle:
    """name: raw or formatted. sign: the decimal sign. countries: code -> name, empty for codes."""

    name: str = RAW
    sign: str = "."
    countries: Mapping[str, str] | None = None

    @property
    def delimiter(self) -> str:
        """A semicolon where the comma is the decimal sign."""
        return ";" if self.sign == "," else ","


def csv_style(name: str, countries: Mapping[str, str]) -> CsvStyle:
    """The style of a name, as the language of the reader writes it."""
    return CsvStyle(FORMATTED, decimal_sign(current_language()), countries) if name == FORMATTED else CsvStyle()


def batches_from(stream: RowStream, section: int) -> Numbered:
    """The rows from a section on, each batch with its number, read ahead."""
    return ahead(stream.batches(section))


def csv_pieces(stream: RowStream, style: CsvStyle, comment: Iterable[str]) -> Callable[[int], Iterator]:
    """Comment, head and rows as CSV. Text stands in quotes, so that an empty text is not a missing one."""
    labels = [column_label(one) if style.name == FORMATTED else one.name for one in stream.columns]
    lines = [f"{line}\n" for line in comment] + [style.delimiter.join(map(_quoted, labels)) + "\n"]
    head = ((BOM if style.name == FORMATTED else "") + "".join(lines)).encode()
    options = pa_csv.WriteOptions(include_header=False, delimiter=style.delimiter)

    def pieces(section: int) -> Iterator[tuple[int, bytes]]:
        if section == 0:
            yield 0, head
        for number, batch in batches_from(stream, section):
            held = pa.BufferOutputStream()
            pa_csv.write_csv(_cells(batch, stream, style), held, options)
            yield number, held.getvalue().to_pybytes()

    return pieces


def json_pieces(stream: RowStream, facts: Mapping) -> Callable[[int], Iterator]:
    """One object: what is said about the rows, the names of the columns, and a line for each row."""
    told = json.dumps({**facts, "columns": [one.name for one in stream.columns]}, ensure_ascii=False, indent=1)
    head = f'{told[:-2]},\n "rows": ['.encode()

    def pieces(section: int) -> Iterator[tuple[int, bytes]]:
        between = ",\n" if section else "\n"
        if section == 0:
            yield 0, head
        for number, batch in batches_from(stream, section):
            rows = zip(*(_plain(column) for column in batch.columns), strict=True)
            text = ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
            yield number, f"{between}{text}".encode()
            between = ",\n"

    return pieces


def parquet_pieces(stream: RowStream, about: Mapping[str, str]) -> Callable[[int], Iterator]:
    """A Parquet file with a group of rows for each section. Its end lists all groups, so that it is one section."""
    told = [
        pa.field(one.name, held.type, metadata={"unit": one.unit, "definition": one.meaning, "kind": one.kind})
        for one, held in zip(stream.columns, stream.schema, strict=True)
    ]
    schema = pa.schema(told, metadata=dict(about))

    def pieces(_section: int) -> Iterator[tuple[int, bytes]]:
        sink = _Sink()
        with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
            for batches in _by_section(stream):
                writer.write_table(pa.Table.from_batches(batches).cast(schema))
                yield 0, sink.taken()
        yield 0, sink.taken()

    return pieces


class _Sink:
    """Takes what is written and hands it on."""

    closed = False

    def __init__(self):
        self._held: list[bytes] = []

    def write(self, data) -> int:
        self._held.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """What has been written since this was asked last."""
        found, self._held = b"".join(self._held), []
        return found


def _by_section(stream: RowStream) -> Iterator[list[pa.RecordBatch]]:
    held, at = [], 0
    for number, batch in batches_from(stream, 0):
        if number != at and held:
            yield held
            held = []
        held, at = [*held, batch], number
    if held:
        yield held


def _cells(batch: pa.RecordBatch, stream: RowStream, style: CsvStyle) -> pa.RecordBatch:
    """The cells as CSV has them: text made safe; in the formatted style names of countries, the decimal sign of the
    language, and the word for what is hidden."""
    columns = []
    is_hidden = pc.equal(batch[HIDDEN.name], 1) if HIDDEN.name in batch.schema.names else None
    for one, column in zip(stream.columns, batch.columns, strict=True):
        if style.name == FORMATTED:
            column = _formatted(one, column, style)
            if is_hidden is not None and one.kind in ("number", "integer"):
                column = pc.if_else(pc.and_(pc.is_null(column), is_hidden), hidden(), pc.cast(column, pa.string()))
        columns.append(safe_column(column) if one.kind == "text" else column)
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _formatted(one, column: pa.Array, style: CsvStyle) -> pa.Array:
    if one.name == "country_code":
        codes = pa.array(list(style.countries), pa.string())
        names = pa.array(list(style.countries.values()), pa.string()).take(pc.index_in(column, codes))
        return pc.coalesce(names, column)
    if one.kind == "number" and style.sign != ".":
        return pc.replace_substring(pc.cast(column, pa.string()), ".", style.sign)
    return column


def _plain(column: pa.Array) -> list:
    """Cells as JSON has them: days as texts, missing as null."""
    is_day = pa.types.is_date(column.type) or pa.types.is_timestamp(column.type)
    return [one if one is None else one.isoformat() for one in column.to_pylist()] if is_day else column.to_pylist()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
