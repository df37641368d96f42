"""Marts built by the production build from feeds that a test gives: staging is the only thing made up."""

import json
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from data.build import PROJECT, _mart_properties, run_dbt
from data.house_tables import LOADS, QUALITY, SOURCES
from data.stores import Store, open_store
from kpis.projects import SMALL_COUNT

DICTIONARY = yaml.safe_load((PROJECT / "dictionary.yml").read_text(encoding="utf-8"))
ARROW = {
    "text": pa.string(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.int16(),
}
BUILD_ID = "20260101-000000-abcdef"


@dataclass
class Given:
    """Feeds of one made-up source, by name: rows as dictionaries, columns that a row lacks are missing."""

    feeds: dict[str, list[dict]]
    data_date: date
    loads: list[dict] = field(default_factory=list)
    sources: list[dict] = field(default_factory=list)
    quality: list[dict] = field(default_factory=list)


def build_marts(given: Given, work: Path) -> Store:
    """Builds all marts and runs all their tests in the warehouse of the settings; gives the unfinished store."""
    (work / "data").mkdir(parents=True)
    store = open_store(BUILD_ID, work)
    store.prepare(_raw_tables(given, work / "data"))
    _write_project(given, work / "project", store)
    run_dbt(work, store, ["build"])
    return store


def _raw_tables(given: Given, folder: Path) -> dict[str, str]:
    house = {"loads": (given.loads, LOADS), "sources": (given.sources, SOURCES), "quality": (given.quality, QUALITY)}
    tables = {f"house__{name}": pa.Table.from_pylist(rows, schema=schema) for name, (rows, schema) in house.items()}
    for feed, rows in given.feeds.items():
        columns = DICTIONARY["feeds"][feed]["columns"]
        unknown = {name for row in rows for name in row} - {*columns, "load_id"}
        assert not unknown, f"{feed} has no column {unknown}"
        schema = pa.schema([(c, ARROW[DICTIONARY["columns"][c][0]]) for c in ["load_id", *columns]])
        tables[f"given__{feed}"] = pa.Table.from_pylist([{"load_id": "load1", **row} for row in rows], schema=schema)
    queries = {}
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
        queries[name] = f"select * from read_parquet('{folder / name}.parquet')"
    return queries


def _write_project(given: Given, project: Path, store: Store) -> None:
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("staging"))
    staging = project / "models" / "staging" / "given"
    staging.mkdir(parents=True)
    for feed in given.feeds:
        query = f"select * from {{{{ raw('given', '{feed}') }}}}"
        (staging / f"stg_given__{feed}.sql").write_text(query, encoding="utf-8")
    names = [*(f"given__{feed}" for feed in given.feeds), "house__loads", "house__sources", "house__quality"]
    raw = {
        "name": "raw",
        "database": store.work_database,
        "schema": store.raw_schema,
        "tables": [{"name": n} for n in names],
    }
    properties = {"version": 2, "sources": [raw], "models": list(_mart_properties(DICTIONARY))}
    (project / "models" / "properties.yml").write_text(yaml.safe_dump(properties), encoding="utf-8")
    variables = store.dbt_variables() | {
        "feeds": {feed: [f"stg_given__{feed}"] for feed in given.feeds},
        "feed_columns": _typed("feeds"),
        "mart_columns": _typed("marts"),
        "data_date": given.data_date.isoformat(),
        "small_count": SMALL_COUNT,
    }
    (project / "vars.json").write_text(json.dumps(variables), encoding="utf-8")


def _typed(kind: str) -> dict:
    types = {name: entry[0] for name, entry in DICTIONARY["columns"].items()}
    return {n: [{"name": c, "type": types[c]} for c in entry["columns"]] for n, entry in DICTIONARY[kind].items()}
