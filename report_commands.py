"""The commands of the management report: make it, and list those that were issued."""

import hashlib
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)

FORMS = ("pdf", "html", "png")


def add_report_commands(app: typer.Typer) -> None:
    """Adds the commands to a command line."""
    app.command(name="report")(report)
    app.command(name="reports")(reports)


def report(
    country: Annotated[str, typer.Option(help="Codes with commas between them; all countries without")] = "",
    period: Annotated[str, typer.Option(help="2026-10, or 2026-07..2026-10; everything without")] = "",
    ending: Annotated[str, typer.Option("--as", help="pdf, html or png; else by the ending of --to")] = "",
    target: Annotated[Path | None, typer.Option("--to", help="File, or folder; a folder for png")] = None,
    issue: Annotated[
        bool, typer.Option("--issue", help="Issue it: keep build, figures and commentary by number")
    ] = False,
) -> None:
    """Write the management report as one PDF, one HTML file, or a PNG for each of its sheets."""
    from app import create_app
    from exports.chromium import FailedDrawing, NoChromium
    from page_content import NoSuchPage
    from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed

    form = ending or (target.suffix.removeprefix(".").lower() if target and not target.is_dir() else "") or "pdf"
    if form not in FORMS:
        _refuse(f"The report is made as {', '.join(FORMS)}, not as {form}.")
    create_app()  # the pages
    try:
        paths = _written(form, _asked(country, period, issue), target)
    except (NoSuchPage, NoSuchBuild, NotAllowed, NoBuildYet) as error:
        _refuse(str(error))
    except (NoChromium, FailedDrawing) as error:
        _refuse(str(error), code=1)
    for path in paths:
        out.print(f"wrote {path}: {path.stat().st_size:,} bytes", markup=False, highlight=False)


def reports() -> None:
    """List the reports that were issued; `export "/report?issued=3" --as pdf` writes one again."""
    import ledger.reports

    table = Table("no.", "issued (UTC)", "report", "by", "build")
    for one in ledger.reports.issued_reports(100):
        when = one.issued_at.isoformat(" ", "seconds")
        table.add_row(str(one.report_number), when, one.title, one.issued_by, one.build_id)
    out.print(table)


def _asked(country: str, period: str, issue: bool) -> dict[str, str]:
    """The query of the report."""
    from queries.filters import Filters
    from report_actions import issued_now

    since, _sign, until = period.partition("..")
    given = {"country": country, "since": since, "until": until or since}
    filters, said = Filters.from_query({key: value for key, value in given.items() if value})
    if said:
        _refuse(f"{said[0].key}: “{said[0].value}” {said[0].reason}.")
    if not issue:
        return filters.to_query()
    kept = issued_now(filters)
    out.print(f"report no. {kept.report_number}: {kept.title}, build {kept.build_id}", markup=False, highlight=False)
    return {"issued": str(kept.report_number)}


def _written(form: str, query: dict[str, str], target: Path | None) -> list[Path]:
    """Writes the files and gives their places."""
    from exports.paper import write_paper
    from exports.sheet_pictures import sheet_pictures
    from exports.standalone import write_standalone
    from ledger.audit import record
    from page_content import page_content

    bundle = page_content("/report", query).bundle()
    name = f"lagebild-report-{bundle.manifest.build_id}"
    place = target or Path(name if form == "png" else f"{name}.{form}")
    if form == "png":
        place.mkdir(parents=True, exist_ok=True)
        pictures = sheet_pictures(write_paper(bundle, {}), bundle.manifest)
        files = {place / f"sheet-{number:02}.png": picture for number, picture in enumerate(pictures, start=1)}
    else:
        made = write_paper(bundle, {}) if form == "pdf" else write_standalone(bundle, {})
        files = {(place / f"{name}.{form}" if place.is_dir() else place): made}
    for path, content in files.items():
        path.write_bytes(content)
        record("exported", "/report", filters=query, form=form, sha256=hashlib.sha256(content).hexdigest())
    return list(files)


def _refuse(sentence: str, code: int = 2) -> None:
    err.print(sentence, markup=False, highlight=False)
    raise typer.Exit(code)
