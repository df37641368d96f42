"""Faults of the machine, which nobody's file and no code is to blame for: a full disk, a missing right, a lost database."""

import duckdb
import psycopg
import sqlalchemy.exc

DATABASE_FAULTS = (sqlalchemy.exc.OperationalError, psycopg.OperationalError)
MACHINE_FAULTS = (OSError, duckdb.OperationalError, duckdb.FatalException, *DATABASE_FAULTS)
"""A failed write in the middle of a checkpoint is fatal to DuckDB, which calls it by that name."""


def fault_sentence(error: Exception) -> str:
    """One of MACHINE_FAULTS in one line, with the file where there is one."""
    if isinstance(error, OSError) and error.strerror:
        file = error.filename2 or error.filename  # of a copy, the file that is written
        return f"{error.strerror}: {file}" if file else error.strerror
    cause = getattr(error, "orig", None) or error
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    return lines[0].rstrip(".") if lines else type(cause).__name__
