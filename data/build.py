"""One build: raw rows in force -> dbt -> marts under a build id of their own, with every test passed.

Nothing here is seen by readers; data/publish.py moves the pointer."""

import ctypes
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

import ledger
from data import raw_store
from data.house_tables import write_house_tables
from data.source import contracts_of
from data.stores import Store, open_store
from kpis.projects import SMALL_COUNT
from settings import read_settings

PROJECT = Path(__file__).parent / "warehouse"
ROOT = Path(__file__).parents[1]
KILL_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux: the signal that a process gets when its parent dies."""


class FailedBuild(Exception):
    """dbt could not build a model or a test failed; the message names each."""


@dataclass(frozen=True)
class Build:
    """A finished build that may be published."""

    build_id: str
    seconds: float


def build() -> Build:
    """Builds all marts from the raw rows in force and runs their tests. FailedBuild leaves nothing behind.

    Call while holding the load lock."""
    started = datetime.now(UTC)
    build_id = started.strftime("%Y%m%d-%H%M%S-") + os.urandom(3).hex()
    with ledger.recorded_run("build", build_id) as report:
        work = fresh_work_folder()
        store = open_store(build_id, work)
        try:
            store.prepare(raw_tables())
            write_project(work, store)
            run_dbt(work, store, ["build"])
            store.finish(build_info(build_id, started))
        except BaseException:
            store.discard()
            raise
        finally:
            shutil.rmtree(work / "data", ignore_errors=True)
        seconds = (datetime.now(UTC) - started).total_seconds()
        report["counts"] = {"seconds": round(seconds, 1)}
        return Build(build_id, seconds)


def fresh_work_folder() -> Path:
    """<home>/work with an empty `data` folder; `project` keeps dbt's parse of the last build."""
    work = read_settings().home.absolute() / "work"
    shutil.rmtree(work / "data", ignore_errors=True)
    (work / "data").mkdir(parents=True)
    return work


def loaded_sources() -> list[str]:
    """Names of the sources that have been loaded at least once, in order."""
    return sorted({run.source for run in raw_store.all_runs()})


def write_docs() -> Path:
    """Writes dbt's pages on models, columns, tests and lineage as one HTML file in the home, and gives its path.

    Call while holding the load lock."""
    work = fresh_work_folder()
    store = open_store("19700101-000000-000000", work)
    try:
        store.prepare(raw_tables())
        write_project(work, store)
        run_dbt(work, store, ["docs", "generate", "--static", "--no-compile"])
    finally:
        store.discard()
        shutil.rmtree(work / "data", ignore_errors=True)
    target = read_settings().home / "docs" / "index.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(work / "project" / "target" / "static_index.html", target)
    return target


def raw_tables() -> dict[str, str]:
    """Raw table name -> DuckDB query of its rows in force, for all loaded sources and the house's own tables."""
    tables = {
        f"{source}__{table}": raw_store.rows_sql(source, table)
        for source in loaded_sources()
        for table in contracts_of(source)
    }
    return tables | write_house_tables(read_settings().home.absolute() / "work" / "data")


def staging_models() -> dict[str, list[str]]:
    """Feed -> staging models of loaded sources that hand rows to it, by name."""
    feeds: dict[str, list[str]] = {}
    for source in loaded_sources():
        for path in sorted((PROJECT / "models" / "staging" / source).glob("stg_*.sql")):
            feeds.setdefault(path.stem.split("__", 1)[1], []).append(path.stem)
    return feeds


def write_project(work: Path, store: Store) -> None:
    """A copy of the dbt project with the properties that the dictionary and the contracts imply."""
    project = work / "project"
    for folder in ("models", "macros", "tests"):
        shutil.rmtree(project / folder, ignore_errors=True)
    shutil.copytree(PROJECT, project, dirs_exist_ok=True, ignore=_sources_not_loaded)
    dictionary = yaml.safe_load((PROJECT / "dictionary.yml").read_text(encoding="utf-8"))
    types = {name: entry[0] for name, entry in dictionary["columns"].items()}

    def typed(kind: str) -> dict:
        return {n: [{"name": c, "type": types[c]} for c in entry["columns"]] for n, entry in dictionary[kind].items()}

    variables = store.dbt_variables() | {
        "feeds": staging_models(),
        "feed_columns": typed("feeds"),
        "mart_columns": typed("marts"),
        "data_date": raw_store.data_date().isoformat(),
        "small_count": SMALL_COUNT,
    }
    (project / "vars.json").write_text(json.dumps(variables), encoding="utf-8")
    properties = {"version": 2, "sources": [_raw_properties(store)], "models": list(_mart_properties(dictionary))}
    (project / "models" / "properties.yml").write_text(yaml.safe_dump(properties, sort_keys=False), encoding="utf-8")


def _sources_not_loaded(folder: str, names: list[str]) -> set[str]:
    """Staging of sources that have no rows: left out of the copy, so that dbt need not parse it."""
    return set(names) - set(loaded_sources()) if Path(folder).name == "staging" else set()


def _raw_properties(store: Store) -> dict:
    names = [f"{source}__{table}" for source in loaded_sources() for table in contracts_of(source)]
    tables = [{"name": name} for name in [*names, "house__loads", "house__sources", "house__quality"]]
    return {"name": "raw", "database": store.work_database, "schema": store.raw_schema, "tables": tables}


def _mart_properties(dictionary: dict):
    for name, mart in dictionary["marts"].items():
        grain = [column.rstrip("?") for column in mart["grain"]]
        complete = [column for column in mart["grain"] if not column.endswith("?")]
        yield {
            "name": name,
            "description": mart["meaning"],
            "data_tests": [
                {"unique_grain": {"arguments": {"columns": grain}}},
                {"complete_grain": {"arguments": {"columns": complete}}},
            ],
            "columns": [
                {"name": column, "description": "; ".join(filter(None, dictionary["columns"][column][1:]))}
                for column in ["source_name", "load_id", *mart["columns"]]
            ],
        }


def run_dbt(work: Path, store: Store, arguments: list[str]) -> None:
    """Runs dbt in a process of its own (it keeps database files open until it ends). FailedBuild with each failure."""
    project = work / "project"
    variables = (project / "vars.json").read_text(encoding="utf-8")
    dbt = str(Path(sys.executable).with_name("dbt"))
    command = [dbt, "--no-use-colors", "--no-send-anonymous-usage-stats", "--no-version-check"]
    command += [*arguments, "--project-dir", str(project), "--profiles-dir", str(project), "--vars", variables]
    command += ["--target-path", str(project / "target"), "--log-path", str(work / "logs")]
    environment = {
        **os.environ,
        **store.dbt_environment(),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }
    results = project / "target" / "run_results.json"
    results.unlink(missing_ok=True)
    done = subprocess.run(
        command,
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_die_with_parent(os.getpid()) if sys.platform == "linux" else None,
    )
    if done.returncode != 0:
        raise FailedBuild(_failures(results) or _last_words(done.stdout + done.stderr))


def _die_with_parent(parent: int):
    """What the new process does first: a dbt that outlives a killed build would write into the next one."""
    prctl = ctypes.CDLL(None).prctl

    def die() -> None:
        prctl(KILL_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return die


def _failures(results: Path) -> str:
    if not results.exists():
        return ""
    found = json.loads(results.read_text(encoding="utf-8"))["results"]
    bad = [r for r in found if r["status"] in ("error", "fail")]
    messages = [" ".join((result.get("message") or result["status"]).split()) for result in bad]
    return "; ".join(f"{r['unique_id'].split('.', 2)[2]}: {message}" for r, message in zip(bad, messages, strict=True))


def _last_words(output: str) -> str:
    """What dbt said when it stopped before it could write its results; only the fault where the machine has one."""
    faults = [line.strip() for line in output.splitlines() if "[Errno" in line or os.strerror(errno.ENOSPC) in line]
    return f"dbt stopped: {faults[-1]}" if faults else output[-4000:]


def build_info(build_id: str, started: datetime) -> dict:
    """What a build says of itself: one row of the table build_info."""
    return {
        "build_id": build_id,
        "built_at": started.replace(tzinfo=None),
        "data_date": raw_store.data_date(),
        "is_demo": int(any(run.is_demo for run in raw_store.all_runs())),
        "code_version": read_code_version(),
        "rows_digest": raw_store.digest(),
    }


def read_code_version() -> str:
    """The version of the project, as pyproject.toml states it."""
    import tomllib

    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
