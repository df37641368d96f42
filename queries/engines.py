"""DuckDB engines of the process that answers readers: they read one build file, and can do nothing else."""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import duckdb

OPEN_BUILDS = 8
"""Build files that a process keeps open; the one unused for longest is closed first."""
STREAM_MEMORY = "128MB"
"""Memory in which a process reads rows for files."""
CLOSED = {
    "threads": "1",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
LOCKED = {"enable_external_access": "false", "lock_configuration": "true"}
"""A text that becomes a statement by a fault of ours can still not write, read a file, reach a host or take these back."""


class NoSuchBuild(LookupError):
    """The build asked for does not exist, is not complete, or has been removed."""


class OpenFiles:
    """Read-only connections, one per file and process, least recently used first. A file is closed when it has
    left this list and its last cursor is gone."""

    def __init__(self, connect: Callable[[Path], duckdb.DuckDBPyConnection]):
        self._connect = connect
        self._lock = threading.Lock()
        self._connections: OrderedDict[tuple[int, Path], duckdb.DuckDBPyConnection] = OrderedDict()

    def cursor(self, path: Path) -> duckdb.DuckDBPyConnection:
        with self._lock:
            key = (os.getpid(), path)
            if key not in self._connections:
                self._connections[key] = self._connect(path)
            self._connections.move_to_end(key)
            while len(self._connections) > OPEN_BUILDS:
                self._connections.popitem(last=False)  # not closed: that would end cursors of other threads
            return self._connections[key].cursor()

    def close_all(self) -> None:
        with self._lock:
            self._connections.clear()


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """An engine on one build file. NoSuchBuild where it cannot be opened."""
    try:
        return duckdb.connect(str(path), read_only=True, config=CLOSED | LOCKED)
    except duckdb.Error as error:
        raise NoSuchBuild(f"The build {path.stem} cannot be opened.") from error


def connect_for_streams(path: Path) -> duckdb.DuckDBPyConnection:
    """An engine of its own with little memory: reading a whole build must not push out what pages have at hand, and
    takes as much memory for ten million rows as for ten thousand."""
    quoted = str(path).replace("'", "''")
    try:
        engine = duckdb.connect(":memory:", config=CLOSED | {"memory_limit": STREAM_MEMORY})
        engine.execute(f"attach '{quoted}' as build (read_only)")
        engine.execute("set enable_external_access = false")
        engine.execute("set lock_configuration = true")
    except duckdb.Error as error:
        raise NoSuchBuild(f"The build {path.stem} cannot be opened.") from error
    return engine
