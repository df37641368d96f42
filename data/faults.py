"""Faults of the machine, which nobody's file and no code is to blame for: a full disk, a missing right, a lost database."""

import shutil

import duckdb
import psycopg
import sqlalchemy.exc

from settings import read_settings

DATABASE_FAULTS = (sqlalchemy.exc.OperationalError, psycopg.OperationalError)
MACHINE_FAULTS = (OSError, duckdb.OperationalError, duckdb.FatalException, *DATABASE_FAULTS)
"""A failed write in the middle of a checkpoint is fatal to DuckDB, which calls it by that name."""


SQLITE_FAULT, PAGE_BYTES = "disk I/O error", 64 * 1024
"""What SQLite says when the file that its readers share cannot grow by one piece, whatever the reason."""


def fault_sentence(error: Exception) -> str:
    """One of MACHINE_FAULTS in one line, with the file where there is one."""
    if isinstance(error, OSError) and error.strerror:
        file = error.filename2 or error.filename  # of a copy, the file that is written
        return f"{error.strerror}: {file}" if file else error.strerror
    cause = getattr(error, "orig", None) or error
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    said = lines[0].rstrip(".") if lines else type(cause).__name__
    return f"{said}: the disk is full" if said == SQLITE_FAULT and _is_disk_full() else said


def _is_disk_full() -> bool:
    return shutil.disk_usage(read_settings().home).free < PAGE_BYTES
