"""Files of the raw store, beside the builds: found by names that the build gives, opened one at a time."""

import re
from pathlib import Path

import duckdb

from queries.engines import CLOSED
from settings import read_settings

LOAD_ID = re.compile(r"([0-9]{8}-[0-9]{6}-[0-9]{6})\.[0-9]{2,6}", re.ASCII)
SOURCE_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
PLACE, HEADER_AND_FIRST = "file_row_number", 2
"""Files that stand in the order of the publisher's have no number in a row: the place tells it, the header being row 1."""
UNSEEN = (PLACE, "source_row", "part", "load_id", "raw_row")


class GoneFromDisk(LookupError):
    """The raw rows of the load are not on this machine any more."""


def raw_file(source_name: str, load_id: str, ending: str) -> Path:
    """A file of a load. The names come from the build, and still nothing but plain names is joined. GoneFromDisk
    where there is none."""
    run = LOAD_ID.fullmatch(load_id)
    if not run or not SOURCE_NAME.fullmatch(source_name):
        raise GoneFromDisk(load_id)
    path = read_settings().home / "raw" / source_name / run[1] / f"{load_id}{ending}"
    if not path.is_file():
        raise GoneFromDisk(load_id)
    return path.resolve()


def raw_cells(source_name: str, load_id: str, source_row: int) -> dict[str, object] | None:
    """The publisher's columns and cells of a row, by its number in the file; None where the load has no such row.
    GoneFromDisk where the file has been removed or cannot be read."""
    path = str(raw_file(source_name, load_id, ".parquet"))
    try:
        with _reader_of(path) as connection:
            asked = "select * from read_parquet(?, file_row_number = true)"
            names = [column[0] for column in connection.execute(f"{asked} limit 0", [path]).description]
            column, number = ("source_row", source_row)
            if column not in names:
                column, number = PLACE, source_row - HEADER_AND_FIRST
            row = connection.execute(f"{asked} where {column} = ? limit 1", [path, number]).fetchone()
    except duckdb.Error as error:
        raise GoneFromDisk(load_id) from error
    return {name: cell for name, cell in zip(names, row, strict=True) if name not in UNSEEN} if row else None


def _reader_of(path: str) -> duckdb.DuckDBPyConnection:
    """A database in memory that can read this one file and nothing else."""
    connection = duckdb.connect(":memory:", config=CLOSED)
    quoted = path.replace("'", "''")  # a setting takes no bound value
    connection.execute(f"set allowed_paths = ['{quoted}']")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection
