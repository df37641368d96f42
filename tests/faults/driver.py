"""manage.py in a process that kills itself with SIGKILL at one stage: python -m tests.faults.driver STAGE PROJECT ARGUMENT...

STAGE is a key of STAGES, or "none". PROJECT is the dbt project to build."""

import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import psycopg
import pyarrow.parquet as pq

import data.build
import data.load
import ledger.diary
import manage
from data import postgres, stores
from settings import read_settings


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner, name: str, when=lambda *arguments: True):
    """Dies instead of a call whose arguments are meant."""
    original = getattr(owner, name)

    def deadly(*arguments, **named):
        if when(*arguments):
            die()
        return original(*arguments, **named)

    setattr(owner, name, deadly)


def after(owner, name: str, when=lambda *arguments: True):
    """Dies when a call whose arguments are meant has returned."""
    original = getattr(owner, name)

    def deadly(*arguments, **named):
        result = original(*arguments, **named)
        if when(*arguments):
            die()
        return result

    setattr(owner, name, deadly)


def halfway(owner, name: str, place: int):
    """Dies when a call has written half of the file at that place of its arguments."""
    original = getattr(owner, name)

    def deadly(*arguments, **named):
        original(*arguments, **named)
        os.truncate(arguments[place], os.path.getsize(arguments[place]) // 2)
        die()

    setattr(owner, name, deadly)


def renamed(words: str):
    """Whether a rename has a target with these words in its path."""
    return lambda _, target: words in str(target)


def executed(words: str):
    """Whether a statement for PostgreSQL contains these words."""
    return lambda _, query, *others: words in (query if isinstance(query, str) else query.as_string(None))


def while_dbt_builds() -> None:
    """Dies as soon as dbt has begun to write into the unfinished build."""

    def begun() -> bool:
        if not read_settings().warehouse:
            return any(path.stat().st_size for path in stores.builds_folder().glob(".*.duckdb"))
        with postgres.connect() as connection:
            query = "select 1 from pg_tables where schemaname like 'build_%' and schemaname not in (select 'build_' ||"
            query += " replace(build_id, '-', '_') from lagebild.complete_build)"
            return connection.execute(query).fetchone() is not None

    def watch() -> None:
        while not begun():
            time.sleep(0.01)
        die()

    before(data.build, "run_dbt", lambda *arguments: threading.Thread(target=watch, daemon=True).start())


def on_either(on_duckdb, on_postgres) -> None:
    (on_postgres if read_settings().warehouse else on_duckdb)()


STAGES = {
    "while the upload is copied": lambda: halfway(shutil, "copyfile", 1),
    "with the originals kept": lambda: after(data.load, "_keep_originals"),
    "before the rows are checked": lambda: before(data.load, "validate"),
    "while the rows are written": lambda: halfway(pq, "write_table", 1),
    "with the corrections written": lambda: after(data.load, "exclude_replaced"),
    "before the run is complete": lambda: before(os, "replace", renamed("/raw/upload/")),
    "with the run complete": lambda: after(os, "replace", renamed("/raw/upload/")),
    "before the ledger knows": lambda: before(
        ledger.diary, "_finish", lambda number, outcome, *others: outcome == "done"
    ),
    "while raw tables are prepared": lambda: on_either(
        lambda: after(stores.DuckStore, "prepare"),
        lambda: after(postgres.PostgresStore, "_copy", lambda store, connection, rows, name, query: "sites" in name),
    ),
    "while dbt builds": while_dbt_builds,
    "before the build is complete": lambda: on_either(
        lambda: before(os, "replace", renamed(".duckdb")),
        lambda: after(psycopg.Connection, "execute", executed('insert into "lagebild"."complete_build"')),
    ),
    "with the build complete": lambda: on_either(
        lambda: after(os, "replace", renamed(".duckdb")),
        lambda: after(postgres.PostgresStore, "finish"),
    ),
    "before the pointer moves": lambda: on_either(
        lambda: before(os, "replace", renamed("/builds/current")),
        lambda: after(psycopg.Connection, "execute", executed("insert into lagebild.current_build")),
    ),
    "with the pointer moved": lambda: on_either(
        lambda: after(stores.DuckShelf, "point_to"),
        lambda: after(postgres.PostgresShelf, "point_to"),
    ),
}


if __name__ == "__main__":
    stage, project, *words = sys.argv[1:]
    data.build.PROJECT = Path(project)
    if stage != "none":
        STAGES[stage]()
    sys.argv = ["manage.py", *words]
    manage.main()
