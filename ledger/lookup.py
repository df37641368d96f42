"""A row of the ledger by a statement that never changes. Each request asks who has signed in, and SQLAlchemy would take
longer to prepare the question than SQLite to answer it."""

import os
import sqlite3
import threading
from functools import cached_property, lru_cache

from sqlalchemy import Engine, Select
from sqlalchemy.dialects import sqlite

from ledger.database import opened

_DIALECT = sqlite.dialect()
_one_question = threading.Lock()


class Lookup:
    """A statement with bound values of texts, which gives one row at most."""

    def __init__(self, statement: Select):
        self.statement = statement

    def row(self, **values: str) -> dict | None:
        """The row as it is at this moment, by the names of its columns; None where there is none."""
        engine = opened()
        if engine.dialect.name == "sqlite" and engine.url.database:
            return self._from_sqlite(engine, values)
        with engine.connect() as connection:
            row = connection.execute(self.statement, values).mappings().first()
        return dict(row) if row else None

    def _from_sqlite(self, engine: Engine, values: dict[str, str]) -> dict | None:
        text, names, columns = self._prepared
        with _one_question:
            connection = _connected(engine.url.database, os.getpid())
            rows = connection.execute(
                text, [values[name] for name in names]
            ).fetchall()  # all: a row left holds the log
        if not rows:
            return None
        told = zip(columns, rows[0], strict=True)
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


@lru_cache(maxsize=4)
def _connected(path: str, _process: int) -> sqlite3.Connection:
    """A connection that only reads, and sees with each question what was written before it."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=10, check_same_thread=False)
    connection.execute("pragma query_only = on")
    return connection
