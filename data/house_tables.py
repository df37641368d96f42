"""The house's own raw tables: what was loaded, from whom, and how good it was."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data import raw_store
from data.duck import quoted_text
from data.source import source_modules

LOADS = pa.schema(
    [
        *((name, pa.string()) for name in ("load_id", "source_name", "table_name", "part", "file_name", "file_sha256")),
        ("loaded_at", pa.timestamp("us")),
        ("is_demo", pa.int16()),
        *((f"rows_{name}_count", pa.int64()) for name in ("in", "published", "superseded", "quarantined")),
    ]
)
SOURCES = pa.schema(
    [(n, pa.string()) for n in ("source_name", "source_title", "publisher_name", "licence", "page_url", "owner_name")]
    + [("expected_days", pa.int64())]
)
QUALITY = pa.schema(
    [(name, pa.string()) for name in ("load_id", "source_name", "table_name", "dimension_code")]
    + [("checked_count", pa.int64()), ("passed_count", pa.int64())]
)


def write_house_tables(folder: Path) -> dict[str, str]:
    """Writes loads, sources and quality as Parquet; gives raw table name -> DuckDB query."""
    tables = {"loads": (_loads(), LOADS), "sources": (_sources(), SOURCES), "quality": (_quality(), QUALITY)}
    queries = {}
    for name, (rows, schema) in tables.items():
        path = folder / f"house__{name}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
        queries[f"house__{name}"] = f"select * from read_parquet({quoted_text(path)})"
    return queries


def _all_loads():
    for source in sorted({run.source for run in raw_store.all_runs()}):
        yield from raw_store.published_counts(source)


def _loads() -> list[dict]:
    return [
        {
            "load_id": load.load_id,
            "source_name": run.source,
            "table_name": load.table,
            "part": load.part,
            "file_name": load.file,
            "file_sha256": load.file_sha256,
            "loaded_at": _utc(run.created_at),
            "is_demo": int(run.is_demo),
            "rows_in_count": load.rows_in,
            "rows_published_count": published,
            "rows_superseded_count": superseded,
            "rows_quarantined_count": load.rows_quarantined,
        }
        for run, load, published, superseded in _all_loads()
    ]


def _sources() -> list[dict]:
    sources = [module.SOURCE for module in source_modules()]
    return [
        {
            "source_name": source.name,
            "source_title": source.title,
            "publisher_name": source.publisher,
            "licence": source.licence,
            "page_url": source.page,
            "owner_name": source.owner,
            "expected_days": source.expected_days,
        }
        for source in sources
    ]


def _quality() -> list[dict]:
    """The dimensions that were measured at the load, and timeliness: whether the source's newest edition
    came within its expected rhythm, as seen at the date of the data."""
    rhythm = {module.SOURCE.name: module.SOURCE.expected_days for module in source_modules()}
    today = raw_store.data_date()
    rows = []
    for run, load, _, _ in _all_loads():
        measured = dict(load.quality)
        if rhythm.get(run.source):
            age = (today - datetime.fromisoformat(run.data_date).date()).days
            measured.setdefault("timeliness", [1, int(age <= rhythm[run.source])])
        for dimension, (checked, passed) in sorted(measured.items()):
            row = {"load_id": load.load_id, "source_name": run.source, "table_name": load.table}
            rows.append(row | {"dimension_code": dimension, "checked_count": checked, "passed_count": passed})
    return rows


def _utc(stamp: str) -> datetime:
    return pd.Timestamp(stamp).tz_convert("UTC").tz_localize(None).to_pydatetime()
