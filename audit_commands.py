"""The commands of the audit: read it, prove its chain, take it away, shorten it."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ledger import audit_chain, audit_list
from ledger.audit import ACTIONS, Event
from ledger.audit_list import Wanted

audit_app = typer.Typer(help="Who did what: list, verify, export, prune.", no_args_is_help=True)
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)

BROKEN = 3
"""Exit code when the chain does not hold."""


@audit_app.command(name="list")
def list_events(
    actor: Annotated[str, typer.Option(help="Only what this person, service or job did")] = "",
    action: Annotated[str, typer.Option(help="Only this action, such as exported")] = "",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day, UTC")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day, UTC")] = None,
    limit: Annotated[int, typer.Option(help="How many of the newest")] = 50,
) -> None:
    """List the newest events."""
    table = Table("no.", "at (UTC)", "who", "action", "what", "details")
    for event in reversed(audit_list.events(_wanted(actor, action, since, until), limit)):
        when = event.at.isoformat(" ", "seconds")
        cells = (str(event.sequence), when, event.actor, event.action, event.subject, event.details)
        table.add_row(*(Text(cell.translate(CONTROLS)) for cell in cells))
    out.print(table)


@audit_app.command()
def verify(
    anchor: Annotated[str, typer.Option(help="NUMBER:HASH that an earlier verification told")] = "",
) -> None:
    """Go through the whole chain. Exit code 0 when it holds, 3 when it does not. Keep the line with the anchor somewhere
    else: given to a later verification, it proves that nothing before it was rewritten."""
    found = audit_chain.verdict(_anchor(anchor))
    for fault in found.faults:
        err.print(fault, markup=False, highlight=False)
    if not found.holds:
        err.print("The audit was altered.")
        raise typer.Exit(BROKEN)
    out.print(f"The audit holds: {found.events} events, from {found.first} to {found.last}.", highlight=False)
    out.print(f"anchor {found.last}:{found.head}", highlight=False)


@audit_app.command()
def export(
    target: Annotated[Path, typer.Option("--to", help="File to write, a JSON object in each line")],
    actor: Annotated[str, typer.Option(help="Only what this person, service or job did")] = "",
    action: Annotated[str, typer.Option(help="Only this action")] = "",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day, UTC")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day, UTC")] = None,
) -> None:
    """Write events with their hashes to a file, so that another machine can prove the chain."""
    with target.open("x", encoding="utf-8") as file:
        written = _write(file, audit_list.every_event(_wanted(actor, action, since, until)))
    out.print(f"wrote {written} events to {target}", markup=False, highlight=False)


@audit_app.command()
def prune() -> None:
    """Remove the events that are older than LAGEBILD_AUDIT_DAYS. The rest of the chain still holds."""
    out.print(f"removed {audit_chain.prune()} events", highlight=False)


CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "�")
"""Signs that could move the cursor of a terminal."""


def _wanted(actor: str, action: str, since: datetime | None, until: datetime | None) -> Wanted:
    if action and action not in ACTIONS:
        raise typer.BadParameter(f"There is no action {action!r}; there are {', '.join(ACTIONS)}.")
    return Wanted(actor, action, since=since and since.date(), until=until and until.date())


def _anchor(text: str) -> tuple[int, str] | None:
    if not text:
        return None
    number, _sign, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise typer.BadParameter("An anchor is NUMBER:HASH, as `manage.py audit verify` tells it.")
    return int(number), digest


def _write(file, events: Iterable[Event]) -> int:
    written = 0
    for event in events:
        line = asdict(event) | {"at": event.at.isoformat(timespec="microseconds")}
        file.write(json.dumps(line) + "\n")
        written += 1
    return written
