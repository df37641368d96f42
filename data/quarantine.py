"""Refused rows, to be looked at."""

from collections.abc import Iterator
from pathlib import Path

from data import raw_store
from data.duck import connect_for_loading
from data.source import contracts_of
from settings import read_settings


def refused_rows(source: str, limit: int) -> Iterator[tuple[str, list[dict]]]:
    """For each raw table of a source with refused rows: its name and up to `limit` rows as dictionaries
    (load_id, part, file, source_row, columns, reasons, row)."""
    folder = Path(read_settings().home)
    with connect_for_loading(folder) as connection:
        for table in contracts_of(source):
            query = f"select * from ({raw_store.quarantine_sql(source, table)}) order by load_id, source_row limit {int(limit)}"
            rows = connection.execute(query).df().to_dict("records")
            if rows:
                yield table, rows
