"""Raw rows on disk: one folder per run of a source, written aside and moved into place in one step.

<home>/raw/<source>/<run_id>/manifest.json            what was read, counted and refused
                            /original/...             the files as the publisher sent them
                            /<load_id>.parquet        valid rows of one table and part
                            /<load_id>.quarantine.parquet
                            /<load_id>.exclusions.parquet   (load_id, source_row) of rows no longer in force

A load is one table and part of a run. Rows in force are those of all loads that are not listed in an
exclusion and, for full snapshots, not of an older load of the same table and part."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from data.duck import quoted_name, quoted_text
from data.source import contracts_of
from settings import read_settings

TYPES = {"text": "varchar", "number": "double", "integer": "bigint", "date": "date"}
"""Kinds of contract columns -> types of raw columns."""


@dataclass
class Load:
    """One table and part of a run, with its counts:
    rows_in = rows_valid + rows_repeated + rows_quarantined."""

    load_id: str
    table: str
    part: str
    file: str
    file_sha256: str
    rows_in: int = 0
    rows_valid: int = 0
    rows_repeated: int = 0
    rows_quarantined: int = 0
    is_numbered_by_place: bool = False
    """The Parquet file has no source_row; the place of a row in it tells the number."""
    quality: dict[str, list[int]] = field(default_factory=dict)


@dataclass
class Run:
    """One run of a source. replaced: load_id of an earlier load -> rows that this run put out of force."""

    run_id: str
    source: str
    full_snapshot: bool
    is_demo: bool
    created_at: str
    data_date: str
    fingerprint: str
    loads: list[Load] = field(default_factory=list)
    replaced: dict[str, int] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return raw_folder() / self.source / self.run_id


def raw_folder() -> Path:
    return read_settings().home / "raw"


def incoming_folder() -> Path:
    return raw_folder() / ".incoming"


def runs_of(source: str) -> list[Run]:
    """Complete runs of a source, oldest first."""
    folder = raw_folder() / source
    return [_read_manifest(path) for path in sorted(folder.glob("*/manifest.json"))] if folder.exists() else []


def all_runs() -> list[Run]:
    """Complete runs of all sources, oldest first within each source; sources by name."""
    if not raw_folder().exists():
        return []
    names = sorted(path.name for path in raw_folder().iterdir() if path.is_dir() and not path.name.startswith("."))
    return [run for name in names for run in runs_of(name)]


def new_run_id() -> str:
    """A run id that sorts after all others, even when the clock was set back."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    latest = max((run.run_id for run in all_runs()), default="")
    if stamp <= latest:
        stamp = (datetime.strptime(latest, "%Y%m%d-%H%M%S-%f") + timedelta(microseconds=1)).strftime("%Y%m%d-%H%M%S-%f")
    return stamp


def commit(run: Run, staged: Path) -> None:
    """Moves a staged run into place: before this the run does not exist, after it the run is complete."""
    manifest = staged / "manifest.json"
    with open(manifest, "w", encoding="utf-8") as file:
        json.dump(asdict(run), file, ensure_ascii=False, indent=1)
    for folder, _, names in os.walk(staged):
        for name in names:
            sync(Path(folder, name))
        sync(Path(folder))
    run.folder.parent.mkdir(parents=True, exist_ok=True)
    os.replace(staged, run.folder)
    sync(run.folder.parent)


def sync(path: Path) -> None:
    """Makes the content of a file, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_incoming() -> None:
    """Removes what a killed run left half-done. Call only while holding the load lock."""
    shutil.rmtree(incoming_folder(), ignore_errors=True)


def digest() -> str:
    """A hash of which runs there are; builds with the same digest were made from the same rows."""
    ids = "\n".join(f"{run.source}/{run.run_id}" for run in all_runs())
    return hashlib.sha256(ids.encode()).hexdigest()


def loads_in_force(source: str) -> list[tuple[Run, Load]]:
    """Loads whose rows count: all, or for full snapshots the newest of each table and part; oldest first."""
    found: dict[tuple, tuple[Run, Load]] = {}
    for run in runs_of(source):
        for load in run.loads:
            found[(load.table, load.part) if run.full_snapshot else (load.load_id,)] = (run, load)
    return list(found.values())


def rows_sql(source: str, table: str) -> str:
    """A DuckDB query of the rows in force of a raw table; columns and types of the contract even when empty."""
    loads = [(run, load) for run, load in loads_in_force(source) if load.table == table and load.rows_valid]
    empty = f"select {empty_columns_sql(source, table)} where false"
    if not loads:
        return empty
    exclusions = [p for run in runs_of(source) for p in sorted(run.folder.glob("*.exclusions.parquet"))]
    query = f"select * from ({_union_sql(loads)}) as rows_of_loads"
    if exclusions:
        lists = ", ".join(_quoted(path) for path in exclusions)
        query += (
            f" where not exists (select 1 from read_parquet([{lists}]) as gone"
            " where gone.load_id = rows_of_loads.load_id and gone.source_row = rows_of_loads.source_row)"
        )
    names = ", ".join(f"all_rows.{quoted_name(name)}" for name in raw_columns(source, table))
    return f"select {names} from ({empty} union all by name {query}) as all_rows"


def _union_sql(loads: list[tuple[Run, Load]]) -> str:
    paths = [run.folder / f"{load.load_id}.parquet" for run, load in loads if not load.is_numbered_by_place]
    parts = [f"select * from read_parquet([{', '.join(map(_quoted, paths))}], union_by_name=true)"] * bool(paths)
    large = [run.folder / f"{load.load_id}.parquet" for run, load in loads if load.is_numbered_by_place]
    parts += [f"select * exclude (raw_row) from {numbered_rows_sql(path)}" for path in large]
    return " union all by name ".join(parts)


def numbered_rows_sql(path: Path) -> str:
    """Rows of a Parquet file that stands in the order of its CSV file, numbered as in that file (the header is row 1)."""
    flags = "exclude (file_row_number)"
    return f"(select file_row_number + 2 as source_row, * {flags} from read_parquet({_quoted(path)}, file_row_number=true))"


def quarantine_sql(source: str, table: str) -> str:
    """A DuckDB query of the refused rows of a raw table, of all loads in force."""
    paths = [
        _quoted(run.folder / f"{load.load_id}.quarantine.parquet")
        for run, load in loads_in_force(source)
        if load.table == table and load.rows_quarantined
    ]
    columns = "''::varchar as load_id, ''::varchar as part, ''::varchar as file, 0::bigint as source_row"
    empty = f"select {columns}, ''::varchar as columns, ''::varchar as reasons, ''::varchar as row where false"
    return empty if not paths else f"{empty} union all by name select * from read_parquet([{', '.join(paths)}])"


def raw_columns(source: str, table: str) -> dict[str, str]:
    """Column name -> DuckDB type of a raw table, in order: row number, part, load, then the columns of its contract
    without the personal ones, each country column followed by its code."""
    columns = {"source_row": "bigint", "part": "varchar", "load_id": "varchar"}
    for name, column in contracts_of(source)[table].columns.items():
        if not column.personal:
            columns[name] = TYPES[column.kind]
        if column.country:
            columns[column.country] = "varchar"
    return columns


def empty_columns_sql(source: str, table: str) -> str:
    """Typed empty columns of a raw table, as its contract declares them."""
    return ", ".join(f"null::{kind} as {quoted_name(name)}" for name, kind in raw_columns(source, table).items())


def published_counts(source: str) -> Iterator[tuple[Run, Load, int, int]]:
    """For each load of a source: run, load, rows in force, rows superseded (repeated, replaced or outdated)."""
    in_force = {load.load_id for _, load in loads_in_force(source)}
    runs = runs_of(source)
    replaced: dict[str, int] = {}
    for run in runs:
        for load_id, count in run.replaced.items():
            replaced[load_id] = replaced.get(load_id, 0) + count
    for run in runs:
        for load in run.loads:
            kept = load.rows_valid - replaced.get(load.load_id, 0) if load.load_id in in_force else 0
            yield run, load, kept, load.rows_valid - kept + load.rows_repeated


def data_date() -> date:
    """The newest date of the data of all runs; today when there is none."""
    dates = [run.data_date for run in all_runs()]
    return date.fromisoformat(max(dates)) if dates else datetime.now(UTC).date()


def _quoted(path: Path) -> str:
    return quoted_text(path.absolute())


def _read_manifest(path: Path) -> Run:
    content = json.loads(path.read_text(encoding="utf-8"))
    content["loads"] = [Load(**load) for load in content["loads"]]
    return Run(**content)
