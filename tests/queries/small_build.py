"""Builds with rows of a test's own, in the tables of the dictionary: a fixture for the queries alone.
What the marts contain is tested with builds that the production load made."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
import yaml

DICTIONARY = yaml.safe_load((Path(__file__).parents[2] / "data/warehouse/dictionary.yml").read_text(encoding="utf-8"))
_TYPES = {
    "text": "varchar",
    "date": "date",
    "timestamp": "timestamp",
    "integer": "bigint",
    "number": "double precision",
    "flag": "smallint",
}
_ARROW = {
    "varchar": pa.string(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "bigint": pa.int64(),
    "double precision": pa.float64(),
    "smallint": pa.int16(),
}
ADDED_UP = ("mart_stock_by_office", "mart_stock_sites", "mart_stock_silent")
"""Marts that the production build adds up from the rows of others. They are absent unless a test gives their rows: empty,
they would say that the others have none."""
_INFO = (
    "create table build_info (build_id text, built_at timestamp, data_date date, is_demo smallint, code_version text)"
)


def tables() -> dict[str, dict[str, str]]:
    """Mart -> column -> type of the database."""
    kinds = DICTIONARY["columns"]
    return {
        mart: {name: _TYPES[kinds[name][0]] for name in ("source_name", "load_id", *declared["columns"])}
        for mart, declared in DICTIONARY["marts"].items()
    }


def write_build(
    home: Path, build_id: str, marts: dict[str, list[dict]], only_these: bool = False, current: bool = True
) -> None:
    """Writes <home>/builds/<build_id>.duckdb with the rows of some marts, the other marts being empty
    (or, with only_these, absent), and if it is to be current, points to it."""
    folder = home / "builds"
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(folder / f"{build_id}.duckdb")) as connection:
        connection.execute("begin")
        for mart, columns in tables().items():
            if mart in marts or not (only_these or mart in ADDED_UP):
                connection.execute(_creation(mart, columns))
            if rows := marts.get(mart):
                schema = pa.schema(
                    [(name, _ARROW[kind]) for name, kind in columns.items() if any(name in row for row in rows)]
                )
                connection.register("given", pa.Table.from_pylist(rows, schema=schema))
                connection.execute(f"insert into {mart} by name select * from given")
        connection.execute(_INFO)
        connection.execute("insert into build_info values (?, ?, ?, ?, ?)", _info(build_id))
        connection.execute("commit")
    if current:
        (folder / "current").write_text(build_id + "\n")


def write_postgres_build(url: str, build_id: str, marts: dict[str, list[dict]]) -> None:
    """The same as a schema of a PostgreSQL database."""
    schema = "build_" + build_id.replace("-", "_")
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute(f"create schema {schema}")
        connection.execute(f"set search_path to {schema}")
        for mart, columns in tables().items():
            if mart in ADDED_UP and mart not in marts:
                continue
            connection.execute(_creation(mart, columns))
            for row in marts.get(mart, []):
                places = ", ".join("%s" for _ in row)
                connection.execute(f"insert into {mart} ({', '.join(row)}) values ({places})", list(row.values()))
        connection.execute(_INFO)
        connection.execute("insert into build_info values (%s, %s, %s, %s, %s)", _info(build_id))
        connection.execute("create schema if not exists lagebild")
        connection.execute("create table if not exists lagebild.current_build (build_id text)")
        connection.execute("delete from lagebild.current_build")
        connection.execute("insert into lagebild.current_build values (%s)", [build_id])


def _creation(mart: str, columns: dict[str, str]) -> str:
    return f"create table {mart} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"


def _info(build_id: str) -> list:
    return [build_id, datetime(2026, 2, 3, 4, 5), date(2026, 2, 3), 1, "test"]
