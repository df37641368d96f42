"""DuckDB as the loading engine: bounded memory, bounded threads, spilling to a folder that goes away."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from settings import read_settings


@contextmanager
def connect_for_loading(folder: Path, database: str = ":memory:") -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose temporary files are in the folder; closed at the end."""
    settings = read_settings()
    connection = duckdb.connect(database)
    try:
        connection.execute("set threads = ?", [settings.threads])
        connection.execute("set memory_limit = ?", [settings.memory_limit])
        connection.execute("set temp_directory = ?", [str(folder / "spill")])
        yield connection
    finally:
        connection.close()


def quoted_name(name: str) -> str:
    """An SQL identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: object) -> str:
    """An SQL string literal, for statements that take no parameters (COPY, CREATE VIEW)."""
    return "'" + str(text).replace("'", "''") + "'"
