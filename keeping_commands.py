"""The commands that keep an installation whole: backup, restore, doctor, the tables of the ledger, the
files that browsers keep."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from backup.manifest import BrokenBackup
from data.row_security import UnfitReader
from ledger.migration import WrongLedger
from ledger_commands import ledger_app

WRONG_STATES = (BrokenBackup, UnfitReader, WrongLedger)
"""What a person has to mend before such a command can do its work."""
COLOURS = {"OK": "green", "WARN": "yellow", "FAIL": "red"}
out = Console(soft_wrap=True)


def add_keeping_commands(app: typer.Typer) -> None:
    """Adds the commands to a command line."""
    app.add_typer(ledger_app, name="ledger")
    for command in (backup, restore, doctor, statics):
        app.command()(command)


def backup(
    target: Annotated[Path, typer.Option("--to", help="A new folder, or a new file that ends with .tar or .tar.gz")],
    keys: Annotated[
        Path | None, typer.Option("--keys-to", help="A new file for the keys; keep it apart from the backup")
    ] = None,
    without_builds: Annotated[
        bool, typer.Option("--without-builds", help="Only what cannot be made again: raw files and the ledger")
    ] = False,
) -> None:
    """Copy the ledger, raw files and builds, while everything runs, and read the copy again."""
    from backup.making import make_backup

    made = make_backup(target, keys, with_builds=not without_builds)
    out.print(f"{made.files} files, {made.bytes} bytes, current build {made.build or 'none'}.", highlight=False)
    out.print(f"manifest {made.seal}", highlight=False)
    if not keys:
        out.print("The keys of the home are not in it. Keep them apart: --keys-to FILE.")


def restore(
    source: Annotated[Path, typer.Argument(help="The folder or file of a backup")],
    keys: Annotated[Path | None, typer.Option("--keys-from", help="The file that --keys-to wrote")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say whether the backup is whole")] = False,
) -> None:
    """Restore a backup into an empty home. Sessions and one-time links of the backup are ended."""
    from backup.restoring import check_backup, restore_backup
    from ledger.audit_chain import verdict

    if check:
        manifest = check_backup(source)
        out.print(f"The backup of {manifest.made_at} is whole: {len(manifest.files)} files.", highlight=False)
        return
    manifest = restore_backup(source, keys)
    out.print(f"Restored {len(manifest.files)} files; current build {manifest.build or 'none'}.", highlight=False)
    for fault in verdict().faults:
        out.print(f"The audit of the backup was altered: {fault}", markup=False)
    for name in sorted(set(manifest.keys) if not keys else ()):
        out.print(f"The key {name} was not restored: --keys-from FILE. Without it a new one is made.", markup=False)


def doctor() -> None:
    """Look at the whole installation: each line says OK, WARN or FAIL, and what to do. Exit code 1 when something
    fails."""
    from doctor.examination import examination

    found = []
    for one in examination():
        found.append(one.state)
        mark = f"[{COLOURS[one.state]}]{one.state:4}[/]"
        out.print(f"{mark}  {one.subject:9}", escape(one.words), highlight=False)
        if one.remedy:
            out.print(" " * 16, escape(one.remedy), highlight=False)
    out.print(f"{found.count('FAIL')} fail, {found.count('WARN')} want attention.", highlight=False)
    if "FAIL" in found:
        raise typer.Exit(1)


def statics(
    target: Annotated[
        Path | None, typer.Option("--to", help="A folder of its own, for a web server in front; default: in the home")
    ] = None,
) -> None:
    """Pack style sheets, scripts and pictures once, as small as they get, so that no reader waits for it."""
    from statics.files import edition, static_files
    from statics.packed import packed_folder, write_packed

    written = write_packed(target or packed_folder())
    out.print(f"edition {edition()}: {len(static_files())} files, {len(written)} written anew.", highlight=False)
