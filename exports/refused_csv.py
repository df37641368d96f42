"""The refused rows of a load as CSV, by the same writer as all other rows: number in the file, reasons, and the cells as
the publisher sent them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice

import pyarrow as pa
import pyarrow.csv as pa_csv

from exports.resumable import StreamedFile
from exports.safe_text import safe_cell, safe_column
from queries.cache import cache_key
from queries.lineage import Load
from queries.quarantine import RefusedRow, columns_of, refused_rows
from queries.warehouse import Warehouse

ROWS_OF_A_SECTION = 500
VERSION = 1
"""Of the way in which rows become bytes."""


def refused_file(warehouse: Warehouse, load: Load) -> StreamedFile:
    """The file of every refused row of a load, in the order of the publisher's file. GoneFromDisk where the raw rows have
    been removed."""
    names = columns_of(load)
    tag = cache_key("refused rows", warehouse, (load.load_id, load.source_name, names, VERSION, pa.__version__))[:32]
    name = f"quarantine-{load.source_name}-{load.load_id}.csv"
    return StreamedFile(tag, name, "text/csv; charset=utf-8", refused_pieces(names, lambda: refused_rows(load)))


def refused_pieces(names: Sequence[str], rows: Callable[[], Iterable[RefusedRow]]) -> Callable[[int], Iterator]:
    """The columns in the order of the names, a section for so many rows. A cell that the publisher left empty, and one
    that a row does not have, is missing: nothing stands between its commas."""
    head = ",".join(
        f'"{str(safe_cell(one)).replace(chr(34), chr(34) * 2)}"' for one in ("source_row", "reasons", *names)
    )
    options = pa_csv.WriteOptions(include_header=False)

    def pieces(first: int) -> Iterator[tuple[int, bytes]]:
        if first == 0:
            yield 0, f"{head}\n".encode()
        every = iter(rows())
        for number in count():
            part = list(islice(every, ROWS_OF_A_SECTION))
            if not part:
                return
            if number >= first:
                held = pa.BufferOutputStream()
                pa_csv.write_csv(_table(names, part), held, options)
                yield number, held.getvalue().to_pybytes()

    return pieces


def _table(names: Sequence[str], rows: Sequence[RefusedRow]) -> pa.RecordBatch:
    cells = [[row.cells.get(name) for row in rows] for name in names]
    texts = [
        [None if cell is None else str(cell) for cell in column] for column in ([row.reasons for row in rows], *cells)
    ]
    numbers = pa.array([row.source_row for row in rows], pa.int64())
    columns = [numbers, *(safe_column(pa.array(column, pa.string())) for column in texts)]
    return pa.RecordBatch.from_arrays(columns, names=[str(place) for place in range(len(columns))])
