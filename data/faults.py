"""Faults of the machine, which nobody's file and no code is to blame for: a full disk, a missing right, a lost database."""

import duckdb
import psycopg
import sqlalchemy.exc

MACHINE_FAULTS = (OSError, duckdb.OperationalError, sqlalchemy.exc.OperationalError, psycopg.OperationalError)


def fault_sentence(error: Exception) -> str:
    """One of MACHINE_FAULTS in one line, with the file where there is one."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    cause = getattr(error, "orig", None) or error
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    return lines[0].rstrip(".") if lines else type(cause).__name__
