"""The command line of Lagebild: load, build, publish, look."""

import shutil
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

import ledger
from access import reading_as
from account_commands import user_app
from audit_commands import audit_app
from build_commands import builds_app
from data import raw_store
from data.build import FailedBuild, build, write_docs
from data.faults import MACHINE_FAULTS, fault_sentence
from data.load import BusyHome, Origin, load_lock, load_source
from data.publish import needs_publishing, publish
from data.row_security import UnfitReader
from data.source import RefusedFile, source_modules
from data.stores import UnknownBuild, open_shelf
from delivery_commands import add_delivery_commands
from export_commands import add_export_commands
from keeping_commands import WRONG_STATES, add_keeping_commands
from queries.reader import EVERYTHING
from report_commands import add_report_commands
from settings import WrongSetting, read_settings
from token_commands import token_app
from verify_commands import add_verify_command

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(audit_app, name="audit")
app.add_typer(token_app, name="token")
app.add_typer(user_app, name="user")
app.add_typer(builds_app, name="builds")
add_delivery_commands(app)
add_export_commands(app)
add_keeping_commands(app)
add_report_commands(app)
add_verify_command(app)
out = Console(soft_wrap=True)
err = Console(stderr=True)

SEEDS = Path(__file__).parent / "data" / "seeds"


def working() -> Progress:
    """A spinner with a sentence and the elapsed time, for work that takes long."""
    return Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=err, transient=True)


def load_and_report(name: str, folder: Path, origin: Origin = Origin()) -> None:
    """Loads one source and prints its counts."""
    run = load_source(name, folder, origin)
    if run is None:
        out.print(f"{name}: unchanged, these files were loaded before")
        return
    for load in run.loads:
        part = f" {load.part}" if load.part else ""
        out.print(
            f"{name}: {load.table}{part}: {load.rows_in} rows in = {load.rows_valid} valid"
            f" + {load.rows_repeated} repeated + {load.rows_quarantined} in quarantine"
        )


def build_and_publish() -> None:
    """Builds from all rows in force and publishes; the current build stays when anything fails."""
    with working() as progress:
        progress.add_task("building marts and running their tests")
        finished = build()
    publish(finished.build_id)
    out.print(f"published build {finished.build_id} after {finished.seconds:.1f} s")


@app.command()
def load(
    what: Annotated[str, typer.Argument(help="A source, or with --as a file")] = "",
    as_template: Annotated[str, typer.Option("--as", help="Template of the file: see `manage.py template`")] = "",
    source_folder: Annotated[Path | None, typer.Option("--from", help="Folder with the files of the source")] = None,
    all_from: Annotated[
        Path | None, typer.Option(help="Folder with one sub-folder per source; loads all that are there")
    ] = None,
    no_publish: Annotated[bool, typer.Option("--no-publish", help="Only load; build and publish later")] = False,
) -> None:
    """Load a source, an uploaded file, every source below a folder, or (without arguments) every source in the inbox;
    then build, check and publish."""
    inbox = read_settings().home / "inbox"
    with load_lock():
        load_and_report("reference", SEEDS)
        if all_from:
            load_folder(all_from)
        elif as_template:
            load_upload(Path(what), as_template)
        elif what:
            load_and_report(what, source_folder or inbox / what)
        elif inbox.is_dir() and any(inbox.iterdir()):
            load_folder(inbox)
        if not no_publish and needs_publishing():
            build_and_publish()


def load_folder(folder: Path) -> None:
    """Loads each source that has a sub-folder; a refused one is named, the others are loaded."""
    names = [module.SOURCE.name for module in source_modules()]
    present = [name for name in names if (folder / name).is_dir()]
    if not present:
        raise RefusedFile(f"{folder} has no sub-folder of a source; known sources: {', '.join(names)}.")
    refused = []
    with working() as progress:
        task = progress.add_task("loading", total=len(present))
        for name in present:
            progress.update(task, description=f"loading {name}", advance=1)
            try:
                load_and_report(name, folder / name)
            except RefusedFile as error:
                refused.append(name)
                err.print(f"{name}: refused: {error}")
    if len(refused) == len(present):
        raise RefusedFile(f"nothing was loaded; refused: {', '.join(refused)}.")


def load_upload(path: Path, template: str, origin: Origin = Origin()) -> None:
    """Loads one file in a template of ours."""
    from data.templates import template_names

    if template not in template_names():
        raise RefusedFile(f"There is no template {template!r}; there are {', '.join(template_names())}.")
    if not path.is_file():
        raise RefusedFile(f"There is no file {path}.")
    with incoming_temporary_folder() as folder:
        target = Path(folder) / template / path.name
        target.parent.mkdir()
        shutil.copyfile(path, target)
        load_and_report("upload", Path(folder), origin)


def incoming_temporary_folder() -> tempfile.TemporaryDirectory:
    """A folder that goes away after use, or with the next load when this process is killed."""
    raw_store.incoming_folder().mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(dir=raw_store.incoming_folder())


@app.command()
def demo(
    scale: Annotated[float, typer.Option(help="1: 130,000 stock rows; 110: 10 million, 1 million orders")] = 1.0,
    seed: Annotated[int, typer.Option(help="The same seed gives the same organisation")] = 7,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date of the data; else today")] = None,
    if_missing: Annotated[bool, typer.Option("--if-missing", help="Do nothing when a build is published")] = False,
) -> None:
    """Write the demonstration organisation as files in our templates, load them, build and publish."""
    from data.demo import write_demo

    data_date = until.date() if until else date.today()
    with load_lock():
        if if_missing and open_shelf().current():
            return
        load_and_report("reference", SEEDS, Origin(data_date=data_date))
        with incoming_temporary_folder() as folder, working() as progress:
            task = progress.add_task("writing the demonstration files")
            files = write_demo(Path(folder), seed=seed, scale=scale, until=data_date)
            for number, path in enumerate(files, start=1):
                progress.update(task, description=f"loading {path.name}", total=len(files), completed=number)
                load_upload(path, path.parent.name, Origin(is_demo=True, data_date=data_date))
        build_and_publish()


@app.command()
def check() -> None:
    """Build from the rows in force and run every test, without publishing."""
    with load_lock():
        finished = build()
    out.print(
        f"build {finished.build_id} passed every test; publish it with: manage.py builds publish {finished.build_id}"
    )


@app.command()
def docs() -> None:
    """Write the warehouse's pages: models, columns, tests and lineage, as one HTML file."""
    with load_lock():
        out.print(f"wrote {write_docs()}", soft_wrap=True)


@app.command()
def template(
    name: Annotated[str, typer.Argument(help="A template; leave it out to list them")] = "",
    target: Annotated[Path | None, typer.Option("--to", help="File to write, .csv or .xlsx")] = None,
) -> None:
    """Write an empty upload template."""
    from data.templates import template_names, write_template

    if not name:
        out.print("\n".join(template_names()))
        return
    if name not in template_names():
        raise RefusedFile(f"There is no template {name!r}; there are {', '.join(template_names())}.")
    path = target or Path(f"{name}.xlsx")
    write_template(name, path)
    out.print(f"wrote {path}")


@app.command()
def fetch(
    name: Annotated[str, typer.Argument(help="A source that its publisher offers for download")],
    folder: Annotated[
        Path | None, typer.Option("--to", help="Folder for the files; default: inbox of the home")
    ] = None,
) -> None:
    """Download the newest files of a source from its publisher; nothing is loaded yet."""
    from data.source import source_module

    module = source_module(name)
    if not hasattr(module, "fetch"):
        raise RefusedFile(f"{name} has no download address; put its files into a folder and use load --from.")
    target = folder or read_settings().home / "inbox" / name
    target.mkdir(parents=True, exist_ok=True)
    with ledger.recorded_run("fetch", name), working() as progress:
        progress.add_task(f"fetching {name}")
        paths = module.fetch(target)
    out.print("\n".join(f"fetched {path}" for path in paths))


@app.command()
def sources() -> None:
    """List the sources with their publisher, licence and what is loaded."""
    table = Table("source", "publisher", "licence", "days", "loads", "rows in force", "quarantine")
    for module in source_modules():
        source = module.SOURCE
        loads = list(raw_store.published_counts(source.name))
        rows, bad = sum(item[2] for item in loads), sum(item[1].rows_quarantined for item in loads)
        table.add_row(
            source.name,
            source.publisher,
            source.licence,
            str(source.expected_days or ""),
            str(len(loads)),
            str(rows),
            str(bad),
        )
    out.print(table)


@app.command()
def quarantine(
    name: Annotated[str, typer.Argument(help="A source")],
    limit: Annotated[int, typer.Option(help="Rows to print per table")] = 20,
) -> None:
    """Print refused rows of a source with file, row, column and reasons."""
    from data.quarantine import refused_rows

    for table, rows in refused_rows(name, limit):
        out.print(f"{table}: {len(rows)} shown")
        for row in rows:
            out.print(f"  {row['file']} row {row['source_row']}: {row['reasons']}", soft_wrap=True)


@app.command()
def runs(limit: Annotated[int, typer.Option(help="How many")] = 20) -> None:
    """List the newest runs of the ledger."""
    table = Table("run", "kind", "subject", "started (UTC)", "outcome", "message")
    for row in ledger.runs(limit):
        cells = [
            row["run_number"],
            row["kind"],
            row["subject"],
            row["started_at"].isoformat(" ", "seconds"),
            row["outcome"],
            row["message"][:120],
        ]
        table.add_row(*map(str, cells))
    out.print(table)


def main() -> None:
    """Runs a command. What a person did wrong is one sentence on standard error and exit code 2, what failed one
    sentence and exit code 1."""
    try:
        with reading_as(EVERYTHING):  # whoever may run this program may read all of its files
            app()
    except (RefusedFile, UnknownBuild, BusyHome, WrongSetting, *WRONG_STATES) as error:
        err.print(str(error), soft_wrap=True, markup=False)
        sys.exit(2)
    except (FailedBuild, UnfitReader) as error:
        err.print(f"Nothing was published. {error}", soft_wrap=True, markup=False)
        sys.exit(1)
    except MACHINE_FAULTS as error:
        sentence = f"Stopped: {fault_sentence(error)}. Nothing half-done was kept; mend this and run the command again."
        err.print(sentence, soft_wrap=True, markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
