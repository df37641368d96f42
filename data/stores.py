"""Where builds are made and kept: one DuckDB file per build, or one PostgreSQL schema per build.

Both stores answer the same calls. While a build is made nobody can see it; `finish` makes it complete,
`point_to` makes it the current one, in one step each."""

import os
import re
from pathlib import Path
from typing import Protocol

import duckdb

from data.duck import connect_for_loading, quoted_text
from data.raw_store import sync
from settings import read_settings

BUILD_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")


class UnknownBuild(Exception):
    """There is no complete build of that id."""


class Store(Protocol):
    """The workplace of one build."""

    work_database: str
    raw_schema: str

    def prepare(self, raw_tables: dict[str, str]) -> None:
        """Makes the raw tables readable for dbt; each is given as a DuckDB query."""

    def dbt_variables(self) -> dict[str, str]: ...

    def dbt_environment(self) -> dict[str, str]: ...

    def finish(self, info: dict) -> None:
        """Writes build_info and makes the build complete."""

    def discard(self) -> None:
        """Removes an unfinished build."""


class Shelf(Protocol):
    """The complete builds of a warehouse and the pointer to the current one."""

    def builds(self) -> list[dict]:
        """build_info of each complete build, newest first."""

    def current(self) -> str | None:
        """The id of the current build, None before the first publish."""

    def point_to(self, build_id: str) -> None:
        """Makes a complete build the current one, atomically. UnknownBuild when it is not there."""

    def remove(self, build_id: str) -> None:
        """Removes a build that is not the current one."""


def open_store(build_id: str, work: Path) -> Store:
    """The workplace for a new build in the warehouse of the settings."""
    if read_settings().warehouse:
        from data.postgres import PostgresStore

        return PostgresStore(build_id, work)
    return DuckStore(build_id, work)


def open_shelf() -> Shelf:
    """The builds of the warehouse of the settings."""
    if read_settings().warehouse:
        from data.postgres import PostgresShelf

        return PostgresShelf()
    return DuckShelf()


def builds_folder() -> Path:
    return read_settings().home.absolute() / "builds"


class DuckStore:
    """A working database with views on the raw Parquet files, and a build file beside the complete builds."""

    work_database, raw_schema = "work", "raw"

    def __init__(self, build_id: str, work: Path):
        self.build_id = build_id
        self.data = work / "data"
        self.unfinished = builds_folder() / f".{build_id}.duckdb"

    def prepare(self, raw_tables: dict[str, str]) -> None:
        self.unfinished.parent.mkdir(parents=True, exist_ok=True)
        for leftover in self.unfinished.parent.glob(".*.duckdb*"):
            leftover.unlink()
        with connect_for_loading(self.data, str(self.data / "work.duckdb")) as connection:
            connection.execute("create schema raw")
            for name, query in raw_tables.items():
                connection.execute(f"create view raw.{name} as {query}")

    def dbt_variables(self) -> dict[str, str]:
        return {"work_database": "work", "work_schema": "main", "build_database": "build", "build_schema": "main"}

    def dbt_environment(self) -> dict[str, str]:
        settings = read_settings()
        return {
            "LAGEBILD_DBT_TARGET": "duckdb",
            "LAGEBILD_DBT_WORK": str(self.data / "work.duckdb"),
            "LAGEBILD_DBT_BUILD": str(self.unfinished),
            "LAGEBILD_DBT_THREADS": str(settings.threads),
            "LAGEBILD_DBT_MEMORY": settings.memory_limit,
            "LAGEBILD_DBT_SPILL": str(self.data / "spill"),
        }

    def finish(self, info: dict) -> None:
        with connect_for_loading(self.data, str(self.unfinished)) as connection:
            columns = ", ".join(f"? as {name}" for name in info)
            connection.execute(f"create table build_info as select {columns}", list(info.values()))
            connection.execute("checkpoint")
        sync(self.unfinished)
        self.unfinished.chmod(0o444)
        os.replace(self.unfinished, builds_folder() / f"{self.build_id}.duckdb")
        sync(builds_folder())

    def discard(self) -> None:
        for path in self.unfinished.parent.glob(f"{self.unfinished.name}*"):
            path.unlink()


class DuckShelf:
    """<home>/builds/<build_id>.duckdb, and the file <home>/builds/current with the id of the current build."""

    def builds(self) -> list[dict]:
        paths = sorted(builds_folder().glob("[0-9]*.duckdb"), reverse=True)
        return [self._info(path) for path in paths]

    def current(self) -> str | None:
        try:
            return (builds_folder() / "current").read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def point_to(self, build_id: str) -> None:
        if not BUILD_ID.fullmatch(build_id) or not (builds_folder() / f"{build_id}.duckdb").exists():
            raise UnknownBuild(f"There is no build {build_id!r}.")
        aside = builds_folder() / ".current"
        with open(aside, "w", encoding="ascii") as file:
            file.write(build_id + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, builds_folder() / "current")
        sync(builds_folder())

    def remove(self, build_id: str) -> None:
        (builds_folder() / f"{build_id}.duckdb").unlink()

    def _info(self, path: Path) -> dict:
        with duckdb.connect() as connection:  # attached, as this process may hold the file open with other settings
            connection.execute(f"attach {quoted_text(path)} as build (read_only)")
            row = connection.execute("select * from build.build_info").df().iloc[0].to_dict()
        return row | {"bytes": path.stat().st_size}


def copy_to_csv_sql(query: str, target: Path) -> str:
    """A DuckDB statement that writes a query as CSV in the form that PostgreSQL's COPY reads."""
    return (
        f"copy ({query}) to {quoted_text(target)} (format csv, header false, nullstr '\\N', quote '\"', force_quote *)"
    )
