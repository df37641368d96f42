"""Builds in PostgreSQL, by its own programs pg_dump and pg_restore."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import make_url

from backup.manifest import BrokenBackup
from data import postgres
from data.row_security import check_reader, secure
from settings import read_settings

FILE = "warehouse.dump"


def dump_builds(folder: Path) -> None:
    """Writes every complete build, the list of them and the pointer, as they are at one moment."""
    schemas = ["--schema=lagebild", "--schema=build_*"]
    _run("pg_dump", ["--format=custom", "--no-owner", "--no-acl", *schemas, f"--file={folder / FILE}", _database()])


def restore_builds(folder: Path) -> None:
    """Puts the builds of a dump into the database of the settings, all or none, and opens them to the role of the
    settings that reads: the dump names no roles."""
    options = ["--exit-on-error", "--single-transaction", "--no-owner", f"--dbname={_database()}"]
    _run("pg_restore", [*options, str(folder / FILE)])
    with postgres.connect() as connection:
        for info in postgres.PostgresShelf().builds():
            secure(connection, postgres.schema_of(info["build_id"]))


def guard_empty_warehouse() -> None:
    """BrokenBackup where the database of the settings holds builds already, UnfitReader where the role that is to read
    them cannot."""
    with postgres.connect() as connection:
        check_reader(connection)
        if connection.execute("select to_regnamespace('lagebild')").fetchone()[0]:
            raise BrokenBackup(
                "The database of LAGEBILD_WAREHOUSE holds builds already. Restore into an empty database."
            )


def _database() -> str:
    """The database without its password, which is told in the environment: others on the machine see arguments."""
    return make_url(read_settings().warehouse).set(drivername="postgresql", password=None).render_as_string()


def _run(program: str, arguments: list[str]) -> None:
    found = shutil.which(program)
    if not found:
        raise BrokenBackup(
            f"The builds are in PostgreSQL, and its program {program} is not installed here. Install postgresql-client,"
            " or leave the builds out with --without-builds: they can be made again from the raw files."
        )
    url = make_url(read_settings().warehouse)
    environment = {**os.environ, "PGPASSWORD": str(url.password or "")}
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["no reason was given"]
        raise BrokenBackup(f"{program} failed: {lines[0]}")
