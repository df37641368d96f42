"""A reader that asks all the time: what it saw, and whether each answer came from one build only.

As a process of its own: python -m tests.faults.reader STOP, where the file STOP ends it; prints the builds seen."""

import sys
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from queries.reader import EVERYTHING
from queries.warehouse import Warehouse, open_warehouse


def counted(warehouse: Warehouse, mart: str) -> int:
    return warehouse.rows(sa.select(sa.func.count()).select_from(warehouse.mart(mart)))[0][0]


def answer() -> tuple[str, int]:
    """The build and its number of sites, which is its number of items too."""
    warehouse = open_warehouse(EVERYTHING)
    sites, info, items = counted(warehouse, "ref_site"), warehouse.info(), counted(warehouse, "ref_item")
    if sites != items or info.build_id != warehouse.build_id:
        raise AssertionError(f"{warehouse.build_id}: {sites} sites, {items} items, {info}")
    return warehouse.build_id, sites


def answers_until(stop: Callable[[], bool]) -> dict[tuple[str, int], int]:
    """(build, number of sites) -> number of answers."""
    seen: dict[tuple[str, int], int] = {}
    while not stop():
        found = answer()
        seen[found] = seen.get(found, 0) + 1
    return seen


if __name__ == "__main__":
    for found in answers_until(Path(sys.argv[1]).exists):
        print(*found)
