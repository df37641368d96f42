"""Commands about files of pages."""

import hashlib
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

import typer
from rich.console import Console

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)


def add_export_commands(app: typer.Typer) -> None:
    """Adds the commands to a command line."""
    app.command(name="export")(export)


def export(
    address: Annotated[str, typer.Argument(help="A page: /supply?country=AFG, or its whole address")],
    ending: Annotated[str, typer.Option("--as", help="png, pdf, csv, xlsx, json or parquet")] = "",
    target: Annotated[Path | None, typer.Option("--to", help="File to write; its ending is the form")] = None,
    only: Annotated[str, typer.Option(help="One figure, table or card of the page; a wrong one lists them")] = "",
    size: Annotated[str, typer.Option(help="Of a PNG: screen, print or slide")] = "",
) -> None:
    """Write what a page shows to a file, as the page's own address with an ending gives it."""
    from app import create_app
    from exports.chromium import FailedDrawing, NoChromium
    from exports.forms import forms
    from exports.picture import NoSuchPicture
    from exports.xlsx_file import TooLargeForSheet
    from ledger.audit import record
    from page_content import NoSuchPage, NoSuchResult
    from page_files import file_name, made, wrong_option
    from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed

    create_app()  # the pages
    split = urlsplit(address)
    path = f"/{split.path.strip('/')}"
    given = {"only": only, "size": size}
    query = dict(parse_qsl(split.query, keep_blank_values=True)) | {key: value for key, value in given.items() if value}
    form = forms().get(ending or (target.suffix.removeprefix(".") if target else "pdf"))
    if form is None:
        _refuse(f"There is no such form; there are {', '.join(forms())}.")
    if wrong := wrong_option(form, query):
        _refuse(wrong)
    try:
        found = made(form, path, query)
        place = target or Path(file_name(path, query, form.ending))
    except (NoSuchPage, NoSuchResult, NoSuchBuild, NoSuchPicture, TooLargeForSheet, NotAllowed, NoBuildYet) as error:
        _refuse(str(error))
    except (NoChromium, FailedDrawing) as error:
        _refuse(str(error), code=1)
    place.write_bytes(found.body)
    record("exported", path, filters=query, form=form.ending, sha256=hashlib.sha256(found.body).hexdigest())
    out.print(f"wrote {place}: {len(found.body):,} bytes", markup=False, highlight=False)


def _refuse(sentence: str, code: int = 2) -> None:
    err.print(sentence, markup=False, highlight=False)
    raise typer.Exit(code)
