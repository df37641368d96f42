"""One load: read, validate, stage, supersede, commit. Nothing of a failed load remains."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import filelock
import pyarrow as pa
import pyarrow.parquet as pq

import ledger
from data import raw_store
from data.contract import Contract
from data.screen import screen
from data.source import Extract, Files, LargeExtract, RefusedFile, contracts_of, files_of, source_module
from data.supersede import exclude_replaced
from data.validate import Checked, validate
from settings import read_settings

ARROW_TYPES = {"text": pa.string(), "number": pa.float64(), "integer": pa.int64(), "date": pa.date32()}


class BusyHome(Exception):
    """Another load or publish holds the lock of this home."""


@dataclass(frozen=True)
class Origin:
    """What is said of a whole run: demonstration data or not, and the date of the data (None: today)."""

    is_demo: bool = False
    data_date: date | None = None


@contextmanager
def load_lock(wait_seconds: float = 600):
    """Only one process at a time changes a home. BusyHome when the lock is not free in time."""
    home = read_settings().home
    home.mkdir(mode=0o700, parents=True, exist_ok=True)  # originals may hold names of people
    try:
        with filelock.FileLock(home / "lock").acquire(timeout=wait_seconds):
            raw_store.clear_incoming()
            ledger.close_interrupted_runs()
            yield
    except filelock.Timeout as error:
        raise BusyHome(f"Another load or publish is running in {home}; try again when it has ended.") from error


def load_source(name: str, folder: Path, origin: Origin = Origin()) -> raw_store.Run | None:
    """Loads the files of a source below a folder. Gives the run, or None when the same files are loaded already.

    RefusedFile, with one sentence, when a file cannot be used; nothing of the run remains then.
    Call while holding the load lock."""
    with ledger.recorded_run("load", name) as report:
        module = source_module(name)
        files = files_of(module.SOURCE, folder)
        contracts = contracts_of(name)
        hashes = {path: _sha256(path) for path in files.paths}
        fingerprint = _fingerprint(files, hashes, contracts)
        known = [run for run in raw_store.runs_of(name) if run.fingerprint == fingerprint]
        if known:
            report |= {"outcome": "unchanged", "message": f"These files were loaded before, as {known[-1].run_id}."}
            return None
        run = _new_run(module.SOURCE, fingerprint, origin)
        staged = raw_store.incoming_folder() / run.run_id
        try:
            _keep_originals(files, staged / "original")
            _stage(module.read(files), hashes, contracts, run)
            if not module.SOURCE.full_snapshot:
                exclude_replaced(run, staged, contracts)
            raw_store.commit(run, staged)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        report["counts"] = counts(run)
        return run


def counts(run: raw_store.Run) -> dict[str, int]:
    """Rows of a run: in = valid + repeated + quarantined; and rows of earlier runs that it replaced."""
    return {
        "rows_in": sum(load.rows_in for load in run.loads),
        "rows_valid": sum(load.rows_valid for load in run.loads),
        "rows_repeated": sum(load.rows_repeated for load in run.loads),
        "rows_quarantined": sum(load.rows_quarantined for load in run.loads),
        "rows_replaced": sum(run.replaced.values()),
    }


def _new_run(source, fingerprint: str, origin: Origin) -> raw_store.Run:
    now = datetime.now(UTC)
    return raw_store.Run(
        run_id=raw_store.new_run_id(),
        source=source.name,
        full_snapshot=source.full_snapshot,
        is_demo=origin.is_demo,
        created_at=now.isoformat(timespec="seconds"),
        data_date=(origin.data_date or now.date()).isoformat(),
        fingerprint=fingerprint,
    )


def _keep_originals(files: Files, folder: Path) -> None:
    """The files as the publisher sent them. Those in the incoming folder go away after the load, so a link will do;
    any other file may be written again in place, which would change a link too."""
    for path in files.paths:
        kept = folder / path.relative_to(files.folder)
        kept.parent.mkdir(parents=True, exist_ok=True)
        if path.absolute().is_relative_to(raw_store.incoming_folder().absolute()):
            os.link(path, kept)
        else:
            shutil.copyfile(path, kept)


def _stage(extracts: Iterable, hashes: dict[Path, str], contracts: dict[str, Contract], run: raw_store.Run) -> None:
    seen = set()
    for number, extract in enumerate(extracts, start=1):
        if (extract.table, extract.part) in seen:
            raise RefusedFile(f"{extract.file.name}: table {extract.table} part {extract.part!r} comes twice.")
        seen.add((extract.table, extract.part))
        load_id = f"{run.run_id}.{number:02d}"
        load = raw_store.Load(load_id, extract.table, extract.part, extract.file.name, hashes[extract.file])
        _stage_load(extract, contracts[extract.table], load, raw_store.incoming_folder() / run.run_id)
        run.loads.append(load)


def _stage_load(extract: Extract | LargeExtract, contract: Contract, load: raw_store.Load, staged: Path) -> None:
    target = staged / f"{load.load_id}.parquet"
    if isinstance(extract, LargeExtract):
        checked = screen(extract, contract, load.load_id, target)
        load.rows_valid, load.rows_in, load.is_numbered_by_place = checked.rows_valid, checked.rows_in, True
    else:
        checked = validate(extract, contract)
        load.rows_valid, load.rows_in = len(checked.valid), len(extract.frame)
        _write_valid(checked, contract, load.load_id, target)
    load.rows_repeated, load.rows_quarantined = checked.repeated, len(checked.quarantine)
    load.quality = checked.quality
    if load.rows_in != load.rows_valid + load.rows_repeated + load.rows_quarantined:
        raise RuntimeError(f"rows of {load.table} do not add up: {load}")
    if load.rows_quarantined:
        _write_quarantine(checked, load, target.with_suffix(".quarantine.parquet"))


def _write_valid(checked: Checked, contract: Contract, load_id: str, target: Path) -> None:
    fields = [pa.field("source_row", pa.int64()), pa.field("part", pa.string())]
    for name in checked.valid.columns[2:]:
        kind = contract.columns[name].kind if name in contract.columns else "text"
        fields.append(pa.field(name, ARROW_TYPES[kind]))
    table = pa.Table.from_pandas(checked.valid, schema=pa.schema(fields), preserve_index=False, safe=False)
    table = table.append_column("load_id", pa.array([load_id] * len(table), pa.string()))
    pq.write_table(table, target)


def _write_quarantine(checked: Checked, load: raw_store.Load, target: Path) -> None:
    frame = checked.quarantine.assign(load_id=load.load_id, part=load.part, file=load.file)
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), target)


def _fingerprint(files: Files, hashes: dict[Path, str], contracts: dict[str, Contract]) -> str:
    digest = hashlib.sha256()
    for path in files.paths:
        digest.update(f"{path.relative_to(files.folder)}:{hashes[path]}\n".encode())
    for table, contract in sorted(contracts.items()):
        digest.update(f"{table}:{contract.version}\n".encode())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
