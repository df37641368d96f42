"""The figures that publishers and their data sets state, reproduced from raw tables and marts.

Each line of tests/exact_figures/<source>.yml is a figure, a query and what it must give. Runs where the real
data are; the path is LAGEBILD_REAL_DATA."""

import math
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
import yaml

from data import raw_store
from data.source import contracts_of, source_modules
from data.stores import builds_folder, open_shelf

FOLDER = Path(__file__).parent / "exact_figures"
FIGURES = [
    pytest.param(entry, id=f"{path.stem}: {entry['figure']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def warehouses():
    """Open connections by home; closed at the end."""
    opened: dict[Path, duckdb.DuckDBPyConnection] = {}
    yield opened
    for connection in opened.values():
        connection.close()


@pytest.fixture
def warehouse(real_home, warehouses):
    """The schemas raw and quarantine over the rows of the real home, and its build as the database build."""
    if real_home not in warehouses:
        connection = warehouses[real_home] = duckdb.connect()
        connection.execute(f"attach '{builds_folder() / open_shelf().current()}.duckdb' as build (read_only)")
        connection.execute("create schema raw; create schema quarantine")
        for module in source_modules():
            name = module.SOURCE.name
            for table in contracts_of(name):
                connection.execute(f"create view raw.{name}__{table} as {raw_store.rows_sql(name, table)}")
                connection.execute(f"create view quarantine.{name}__{table} as {raw_store.quarantine_sql(name, table)}")
    return warehouses[real_home]


@pytest.mark.parametrize("entry", FIGURES)
def test_exact_figure(warehouse, entry):
    found = warehouse.execute(entry["sql"]).fetchall()
    expected = entry["expect"]
    if not isinstance(expected, list):
        assert len(found) == 1 and len(found[0]) == 1
        found, expected = found[0][0], expected
        assert same(found, expected), f"{found} is not {expected}"
        return
    rows = [row if isinstance(row, list) else [row] for row in expected]
    assert len(found) == len(rows), found
    for got, wanted in zip(found, rows, strict=True):
        assert len(got) == len(wanted) and all(map(same, got, wanted)), f"{got} is not {wanted}"


def same(found, expected) -> bool:
    """Whole numbers exactly, decimals within half a cent, dates and text as written."""
    if isinstance(found, datetime | date) and not isinstance(expected, datetime | date):
        return str(found)[: len(str(expected))] == str(expected)
    if isinstance(expected, float):
        return found is not None and math.isclose(found, expected, abs_tol=0.005, rel_tol=0)
    return found == expected
