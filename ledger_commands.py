"""The commands of `manage.py ledger`: at which revision its tables are, bring them up, take them back."""

from typing import Annotated

import typer
from rich.console import Console

from ledger import audit, migration
from ledger.database import connected

ledger_app = typer.Typer(help="The tables of the ledger: version, upgrade, downgrade.", no_args_is_help=True)
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)


@ledger_app.command()
def version() -> None:
    """Say at which revision the tables are, and which steps are still to be taken (exit code 3 when there are any)."""
    with connected().connect() as connection:
        at, steps = migration.revision(connection), migration.pending(connection)
    out.print(f"The ledger is at revision {at or 'none'}; this version of Lagebild needs {migration.head()}.")
    for step in steps:
        out.print(f"  to do: {step}", markup=False)
    if steps:
        raise typer.Exit(3)


@ledger_app.command()
def upgrade() -> None:
    """Take every step that is missing. In a database that other processes use, stop them first and make a backup."""
    engine = connected()
    with engine.connect() as connection:
        before = migration.revision(connection)
    reached = migration.upgrade(engine)
    if reached == before:
        out.print(f"The ledger was at revision {reached} already.")
        return
    audit.record("ledger_changed", reached, before=before or "none")
    out.print(f"The ledger is at revision {reached}.")


@ledger_app.command()
def downgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go back to, such as 0001")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it: what newer tables hold is lost")] = False,
) -> None:
    """Take steps back, for an older version of the program. Run it with the newer version, before the older one."""
    engine = connected()
    with engine.connect() as connection:
        before = migration.revision(connection)
    if not yes:
        err.print("What newer tables hold is lost. Make a backup, then say --yes.")
        raise typer.Exit(2)
    reached = migration.downgrade(engine, revision)
    out.print(f"The ledger went back from revision {before or 'none'} to {reached}.")
