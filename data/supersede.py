"""Corrections: a row of a newer load replaces the row in force with the same key; the older stays in history."""

from pathlib import Path

import duckdb

from data import raw_store
from data.contract import Contract
from data.duck import connect_for_loading, quoted_name, quoted_text


def exclude_replaced(run: raw_store.Run, staged: Path, contracts: dict[str, Contract]) -> None:
    """Writes the exclusions of a staged run. Rows that say what is in force already are put out of force at
    once and counted as repeated; rows in force that the run corrects are put out of force and counted in
    run.replaced."""
    for load in run.loads:
        contract = contracts[load.table]
        earlier = [item for item in raw_store.loads_in_force(run.source) if item[1].table == load.table]
        if load.rows_valid and earlier and contract.key:
            _exclude(run, load, staged, contract)


def _exclude(run: raw_store.Run, load: raw_store.Load, staged: Path, contract: Contract) -> None:
    target = staged / f"{load.load_id}.exclusions.parquet"
    with connect_for_loading(staged) as connection:
        connection.execute(f"create view old_rows as {raw_store.rows_sql(run.source, load.table)}")
        connection.execute(f"create view new_rows as {_new_rows_sql(staged, load, target)}")
        columns = [name for name, column in contract.columns.items() if not column.personal]
        same = " and ".join(f"n.{quoted_name(c)} is not distinct from o.{quoted_name(c)}" for c in columns)
        match = " and ".join(f"n.{quoted_name(c)} is not distinct from o.{quoted_name(c)}" for c in contract.key)
        connection.execute(
            f"create temp table pairs as select n.source_row as new_row, o.load_id as old_load, o.source_row as old_row,"
            f" ({same}) as is_same from new_rows n join old_rows o on {match}"
        )
        if not connection.execute("select count(*) from pairs").fetchone()[0]:
            return
        _write(connection, load, target)
        load.rows_repeated += connection.execute("select count(*) from pairs where is_same").fetchone()[0]
        load.rows_valid = load.rows_in - load.rows_repeated - load.rows_quarantined
        for old_load, count in connection.execute(
            "select old_load, count(*) from pairs where not is_same group by 1"
        ).fetchall():
            run.replaced[old_load] = run.replaced.get(old_load, 0) + count


def _new_rows_sql(staged: Path, load: raw_store.Load, exclusions: Path) -> str:
    path = staged / f"{load.load_id}.parquet"
    rows = raw_store.numbered_rows_sql(path) if load.is_numbered_by_place else f"read_parquet({quoted_text(path)})"
    if not exclusions.exists():
        return f"select * from {rows}"
    return (
        f"select * from {rows} where source_row not in (select source_row from read_parquet({quoted_text(exclusions)}))"
    )


def _write(connection: duckdb.DuckDBPyConnection, load: raw_store.Load, target: Path) -> None:
    written = target.with_suffix(".new")
    earlier = f" union all select load_id, source_row from read_parquet('{target}')" if target.exists() else ""
    connection.execute(
        f"copy (select '{load.load_id}' as load_id, new_row as source_row from pairs where is_same"
        f" union all select old_load, old_row from pairs where not is_same{earlier}) to '{written}' (format parquet)"
    )
    written.replace(target)
