"""The command that puts a file to the proof."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from exports.described import WrongFile
from exports.verify import ALTERED, CHANGED, IDENTICAL, UNPROVED, outcome_words
from settings import read_settings

out, err = Console(soft_wrap=True, markup=False, highlight=False), Console(stderr=True, soft_wrap=True, markup=False)

EXIT_CODES = {IDENTICAL: 0, CHANGED: 3, ALTERED: 4, UNPROVED: 5}
"""2 is for a file that is none of ours."""
BESIDE = "-metadata.json"


def add_verify_command(app: typer.Typer) -> None:
    """Adds the command to a command line."""
    app.command()(verify)


def verify(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX, JSON, Parquet, PNG or PDF that Lagebild made")],
    beside: Annotated[
        Path | None, typer.Option(help="File beside a CSV without comment; default: FILE-metadata.json")
    ] = None,
) -> None:
    """Say of a file whether it is identical with its build, whether the data have changed since, or whether it was
    altered. Exit code 0: identical, 3: changed since, 4: altered, 5: its build cannot be asked, 2: no file of ours."""
    from app import create_app
    from verification import verified

    create_app()  # the pages that the file was made from
    told = beside or file.with_name(file.name + BESIDE)
    try:
        if file.stat().st_size > read_settings().max_file_bytes:
            raise WrongFile("The file is larger than LAGEBILD_MAX_FILE_BYTES.")
        found = verified(file.read_bytes(), told.read_bytes() if told.is_file() else None)
    except (WrongFile, OSError) as error:
        err.print(f"{file}: {error}")
        raise typer.Exit(2) from None
    out.print(f"{file}: {outcome_words()[found.outcome]}")
    for reason in found.reasons:
        out.print(f"  {reason}")
    for one in (*found.altered, *found.since):
        place = " / ".join(part for part in (one.figure, one.row, one.column) if part)
        out.print(f"  {place}: {_shown(one.before)} -> {_shown(one.after)}")
    raise typer.Exit(EXIT_CODES[found.outcome])


def _shown(text: str | None) -> str:
    return "not there" if text is None else text
