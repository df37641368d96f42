"""The commands of `manage.py builds`: list, show, publish, roll back, prune."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from data.load import load_lock
from data.publish import prune, publish, rollback
from data.stores import UnknownBuild, open_shelf

builds_app = typer.Typer(help="List, show, publish, roll back and prune builds.", no_args_is_help=True)
out = Console(soft_wrap=True)


@builds_app.command("list")
def builds_list() -> None:
    """List the builds, newest first; a star marks the current one."""
    shelf = open_shelf()
    current = shelf.current()
    table = Table("", "build", "built (UTC)", "data as of", "demo")
    for info in shelf.builds():
        mark = "*" if info["build_id"] == current else ""
        table.add_row(
            mark,
            info["build_id"],
            str(info["built_at"])[:19],
            str(info["data_date"])[:10],
            "yes" if info["is_demo"] else "no",
        )
    out.print(table)


@builds_app.command("show")
def builds_show(build_id: Annotated[str, typer.Argument(help="A build; default: the current one")] = "") -> None:
    """Show one build: what it says of itself and its marts with their rows."""
    from queries.reader import EVERYTHING
    from queries.warehouse import NoBuildYet, NoSuchBuild, open_warehouse

    try:
        warehouse = open_warehouse(EVERYTHING, build_id or None)
    except (NoBuildYet, NoSuchBuild) as error:
        raise UnknownBuild(str(error)) from error
    for name, value in asdict(warehouse.info()).items():
        out.print(f"{name}: {value}")
    for mart, rows in warehouse.row_counts().items():
        out.print(f"{mart}: {rows} rows")


@builds_app.command("publish")
def builds_publish(build_id: str) -> None:
    """Make a build the current one."""
    with load_lock():
        publish(build_id)
    out.print(f"current build: {build_id}")


@builds_app.command("rollback")
def builds_rollback() -> None:
    """Go back to the build before the current one."""
    with load_lock():
        out.print(f"current build: {rollback()}")


@builds_app.command("prune")
def builds_prune() -> None:
    """Remove builds that the retention rule does not keep."""
    with load_lock():
        doomed = prune()
    out.print(f"removed {len(doomed)} builds")
