"""A row of the ledger by a statement that never changes. Each request asks who has signed in, and SQLAlchemy would take
longer to prepare the question than SQLite to answer it.

In SQLite, rows are remembered for as long as nobody wrote: its `data_version` changes with each commit of any other
connection (https://www.sqlite.org/pragma.html#pragma_data_version). Asking for that takes 3 microseconds, for the row 8;
and SQLite lets other threads run at each step, so that with many readers each step costs several times that."""

import os
import sqlite3
import threading
from functools import cached_property, lru_cache

from sqlalchemy import Select
from sqlalchemy.dialects import sqlite

from ledger.database import opened

MOST_ROWS = 4096
_DIALECT = sqlite.dialect()


class Lookup:
    """A statement with bound values of texts, which gives one row at most."""

    def __init__(self, statement: Select):
        self.statement = statement

    def row(self, **values: str) -> dict | None:
        """The row as it is at this moment, by the names of its columns; None where there is none."""
        path = _sqlite_file()
        if path:
            return self._from_sqlite(path, values)
        with opened().connect() as connection:
            row = connection.execute(self.statement, values).mappings().first()
        return dict(row) if row else None

    def _from_sqlite(self, path: str, values: dict[str, str]) -> dict | None:
        text, names, columns = self._prepared
        found = _reading(path, os.getpid()).first(text, tuple(values[name] for name in names))
        if found is None:
            return None
        told = zip(columns, found, strict=True)
        return {name: read(value) if read else value for (name, read), value in told}

    @cached_property
    def _prepared(self) -> tuple[str, list[str], list[tuple]]:
        """The text, the names of its values in their order, and each column with what makes a value of what is kept."""
        compiled = self.statement.compile(dialect=_DIALECT)
        columns = [
            (column.name, column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None))
            for column in self.statement.selected_columns
        ]
        return str(compiled), list(compiled.positiontup or ()), columns


def written() -> object:
    """What changes with each write to the ledger by anybody; None where only the rows can tell."""
    path = _sqlite_file()
    return _reading(path, os.getpid()).written() if path else None


def _sqlite_file() -> str | None:
    """The file of the ledger; None where it is in a server, or in memory."""
    url = opened().url
    return url.database or None if url.get_backend_name() == "sqlite" else None


class _Reading:
    """A connection that only reads, and the rows it gave, as long as they are what a question would give now."""

    def __init__(self, path: str):
        self.connection = sqlite3.connect(path, isolation_level=None, timeout=10, check_same_thread=False)
        self.connection.execute("pragma query_only = on")
        self._one_question, self._version, self._rows = threading.Lock(), None, {}

    def written(self) -> object:
        """What changes whenever anybody else writes."""
        with self._one_question:
            return self._told()

    def _told(self) -> object:
        return self.connection.execute("pragma data_version").fetchall()

    def first(self, text: str, values: tuple[str, ...]) -> tuple | None:
        """The first row of a statement, with what was written before this moment; None without one."""
        with self._one_question:
            version = self._told()
            if version != self._version or len(self._rows) >= MOST_ROWS:
                self._version, self._rows = version, {}
            asked = text, values
            if asked not in self._rows:  # all of them are fetched: a row that is left would hold the log
                self._rows[asked] = next(iter(self.connection.execute(text, values).fetchall()), None)
            return self._rows[asked]


@lru_cache(maxsize=4)
def _reading(path: str, _process: int) -> _Reading:
    return _Reading(path)
