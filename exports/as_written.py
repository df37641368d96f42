"""Whether a file still is what the app wrote, beyond its cells: words, heads, notes, order, added sheets.

The file is written anew from what was read of it, and the two are held against each other as a person sees them, so
that a file which a spreadsheet program merely saved again passes."""

import json

from exports.csv_file import csv_cells, write_csv
from exports.described import WrongFile
from exports.json_file import write_json
from exports.manifest import Bundle, cell_text
from exports.parquet_file import held_table, table_of
from exports.xlsx_file import sheet_names, write_xlsx
from exports.xlsx_reading import cells_of


def is_csv_as_written(data: bytes, bundle: Bundle, style: str, manifest: str) -> bool:
    """Comment and cells. style, manifest: how the file was written."""
    seen = (csv_cells(one, bundle.manifest, style) for one in (data, write_csv(bundle, style, manifest)))
    return next(seen) == next(seen)


def is_xlsx_as_written(data: bytes, bundle: Bundle) -> bool:
    """The cells of every sheet but the one for machines."""
    last = sheet_names(bundle.results)[-1]
    held, made = (cells_of(one) for one in (data, write_xlsx(bundle)))
    names = [name for name in held if name != last]
    return names == [name for name in made if name != last] and all(
        _seen(held[name]) == _seen(made[name]) for name in names
    )


def is_json_as_written(data: bytes, bundle: Bundle) -> bool:
    """All values."""
    return json.loads(data) == json.loads(write_json(bundle))


def is_parquet_as_written(data: bytes, bundle: Bundle) -> bool:
    """Cells, types and metadata."""
    return held_table(data).equals(table_of(bundle), check_metadata=True)


def is_as_written(compare, *given) -> bool:
    """The outcome of a comparison; False as well where what was read cannot be written again."""
    try:
        return compare(*given)
    except (WrongFile, ValueError, TypeError, AttributeError, OverflowError):
        return False


def _seen(rows: list[list]) -> list[list[str | None]]:
    """The texts of a sheet, without the empty cells and rows at the end that some programs add."""
    told = []
    for row in rows:
        cells = [cell_text(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        told.append(cells)
    while told and not told[-1]:
        told.pop()
    return told
