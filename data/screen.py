"""The contract as SQL, for CSV files too large for a frame.

DuckDB reads the file once, types every cell and marks the rows that keep the contract. The few others go
through data/validate.py, which alone knows the reasons; if it finds none, the two readings of the contract
disagree and the load stops."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from data.contract import Column, Contract
from data.countries import country_codes
from data.duck import connect_for_loading, quoted_name, quoted_text
from data.guard import guard_text_file
from data.raw_store import numbered_rows_sql
from data.source import Extract, LargeExtract, RefusedFile
from data.validate import validate

MOST_BAD_ROWS = 1_000_000
"""More refused rows than this mean a wrong file, not bad rows; the reasons would not fit a frame."""


IN_ORDER = "set disabled_optimizers = 'in_clause'"
"""Else DuckDB makes a join of a list of more than five texts, and writes rows in another order than the file's as soon as
it reads with several threads: of 87,819 deliveries, 64,524 had the number of another row."""


@dataclass
class Screened:
    """The outcome for one large file; like data.validate.Checked, with the valid rows already on disk."""

    rows_in: int
    rows_valid: int
    repeated: int
    quarantine: pd.DataFrame
    quality: dict[str, list[int]] = field(default_factory=dict)


def screen(extract: LargeExtract, contract: Contract, load_id: str, target: Path) -> Screened:
    """Writes the typed rows of a large CSV file to target and the rows to leave out to its exclusions.

    RefusedFile when the header differs from the contract or a line cannot be parsed."""
    guard_text_file(extract.file, "utf-8-sig")
    header = _header(extract)
    validate(Extract(extract.table, extract.file, pd.DataFrame(columns=["source_row", *header])), contract)
    with connect_for_loading(target.parent) as connection:
        connection.execute(IN_ORDER)
        try:
            _create_rows(connection, extract, header, contract)
            _write_typed(connection, extract, contract, load_id, target)
        except duckdb.InvalidInputException as error:
            raise RefusedFile(f"{extract.file.name} cannot be read as CSV: {str(error).splitlines()[0]}.") from error
        broken = _broken(connection, extract, contract, target)
        repeated, clash = _clashes(connection, contract, target)
        refused = _as_text(pd.concat([broken, clash]))
        quarantine = validate(Extract(extract.table, extract.file, refused, extract.part), contract).quarantine
        if len(quarantine) != len(refused):
            raise RuntimeError(f"contract {extract.table}: SQL refuses {len(refused)} rows, pandera {len(quarantine)}")
        _write_exclusions(connection, [*refused["source_row"], *repeated], load_id, target)
        rows_in = len(broken) + _counted(connection, target, ["*"])[0]
        quality = _quality(connection, contract, target, len(clash) + len(repeated))
    broken_too = validate(Extract(extract.table, extract.file, _as_text(broken), extract.part), contract).quality
    for dimension in set(broken_too) - {"uniqueness"}:
        _add(quality, dimension, *broken_too[dimension])
    return Screened(rows_in, rows_in - len(refused) - len(repeated), len(repeated), quarantine, quality)


def _as_text(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.astype(object).where(rows.notna(), None)


def _header(extract: LargeExtract) -> list[str]:
    with open(extract.file, encoding="utf-8-sig", newline="") as lines:
        return [cell.strip() for cell in next(csv.reader(lines, delimiter=extract.delimiter))]


def _create_rows(
    connection: duckdb.DuckDBPyConnection, extract: LargeExtract, header: list[str], contract: Contract
) -> None:
    """A view of the file as text, blanks around cells cut, empty cells missing, and the codes of the countries that it names."""
    columns = ", ".join(f"{quoted_text(name)}: 'varchar'" for name in header)
    absent = [name for name in contract.columns if name not in header]
    cells = [f"nullif(trim({quoted_name(name)}), '') as {quoted_name(name)}" for name in header]
    cells += [f"null::varchar as {quoted_name(name)}" for name in absent]
    connection.execute(
        f"create view file_rows as select {', '.join(cells)} from read_csv("
        f"{quoted_text(extract.file)}, header = true, delim = {quoted_text(extract.delimiter)}, quote = '\"', escape = '\"',"
        f" auto_detect = false, strict_mode = true, columns = {{{columns}}})"
    )
    codes: dict[str, str] = {}
    for name in contract.columns_where("country"):
        query = f"select distinct {quoted_name(name)} from file_rows where {quoted_name(name)} is not null"
        found = connection.execute(query).df().iloc[:, 0]
        codes |= {told: code for told, code in zip(found, country_codes(found), strict=True) if not pd.isna(code)}
    names = ", ".join(map(quoted_text, codes)) or "''"
    connection.execute(f"create type country_name as enum ({names})")
    connection.execute("set variable codes_of_names = ?", [list(codes.values()) or [None]])


def _write_typed(connection, extract: LargeExtract, contract: Contract, load_id: str, target: Path) -> None:
    """Typed rows to Parquet, in the order of the file; raw_row holds the text of the rows that break the contract.

    The row number is the place in the Parquet file: numbering rows in the query makes DuckDB read the CSV with one
    thread and doubles the time (5.0 s against 11.2 s for 10 million rows)."""
    typed = [f"{_typed_sql(name, column)} as {quoted_name(name)}" for name, column in contract.columns.items()]
    codes = [
        f"{_country_sql(name)} as {quoted_name(column.country)}"
        for name, column in contract.columns.items()
        if column.country
    ]
    cells = [f"{quoted_name(name)} as {quoted_name('text of ' + name)}" for name in contract.columns]
    shown = [name for name, column in contract.columns.items() if not column.personal]
    outer = ", ".join(
        [_final_sql(name, contract.columns[name]) for name in shown]
        + [quoted_name(contract.columns[n].country) for n in contract.columns_where("country")]
    )
    text = ", ".join(f"{quoted_text(name)}: {quoted_name('text of ' + name)}" for name in contract.columns)
    connection.execute(
        f"copy (select {quoted_text(extract.part)} as part, {outer}, {quoted_text(load_id)} as load_id,"
        f" case when not is_right then {{{text}}} end as raw_row from ("
        f"select *, coalesce({_right_sql(contract)}, false) as is_right from ("  # unknown counts as not right
        f"select {', '.join(typed + codes + cells)} from file_rows)))"
        f" to {quoted_text(target)} (format parquet, row_group_size 200000)"
    )


def _typed_sql(name: str, column: Column) -> str:
    cell = quoted_name(name)
    if column.kind == "text":
        return cell
    if column.kind != "date":
        return f"try_cast({cell} as double)"
    if column.is_month:
        cell = f"case when length({cell}) = 7 then {cell} || '-01' else {cell} end"
    # A plain cast would also read 2026/01/05; strptime, which would not, takes three times as long.
    return f"case when ({cell}) like '____-__-__' then try_cast({cell} as date) end"


def _final_sql(name: str, column: Column) -> str:
    cell = quoted_name(name)
    return f"try_cast({cell} as bigint) as {cell}" if column.kind == "integer" else cell


def _country_sql(name: str) -> str:
    """The code of a country name. Not a join: DuckDB would write the rows in another order than the file's."""
    place = f"enum_code(try_cast({quoted_name(name)} as country_name))"
    return f"getvariable('codes_of_names')[{place} + 1]"


def _right_sql(contract: Contract) -> str:
    """An SQL condition that is true for rows that keep the cell rules and the refusing row rules."""
    conditions = ["true"]
    for name, column in contract.columns.items():
        cell, raw = quoted_name(name), quoted_name("text of " + name)
        empty = "false" if column.required else f"{raw} is null"
        conditions.append(f"({cell} is not null or {empty})")
        if column.kind in ("number", "integer"):
            conditions.append(f"coalesce({cell} > '-inf' and {cell} < 'inf', true)")  # not a number is above inf
        if column.kind == "integer":
            conditions.append(f"coalesce({cell} % 1 = 0, true)")
        if column.minimum is not None:
            conditions.append(f"coalesce({cell} >= {column.minimum}, true)")
        if column.maximum is not None:
            conditions.append(f"coalesce({cell} <= {column.maximum}, true)")
        if column.allowed:
            conditions.append(f"coalesce({cell} in ({', '.join(map(quoted_text, column.allowed))}), true)")
        if column.pattern:
            conditions.append(f"coalesce(regexp_full_match({cell}, {quoted_text(column.pattern)}), true)")
        if column.country:
            conditions.append(f"({raw} is null or {quoted_name(column.country)} is not null)")
    conditions += [f"coalesce({rule.sql}, true)" for rule in contract.rules if rule.quarantine]
    return " and ".join(conditions)


def _broken(connection, extract: LargeExtract, contract: Contract, target: Path) -> pd.DataFrame:
    file = numbered_rows_sql(target)
    bad = connection.execute(f"select count(*) from {file} where raw_row is not null").fetchone()[0]
    if bad > MOST_BAD_ROWS:
        raise RefusedFile(
            f"{extract.file.name}: {bad} rows break the contract of {extract.table}; the file is refused."
        )
    names = ", ".join(f"raw_row[{quoted_text(name)}] as {quoted_name(name)}" for name in contract.columns)
    return connection.execute(f"select source_row, {names} from {file} where raw_row is not null order by 1").df()


def _clashes(connection, contract: Contract, target: Path) -> tuple[list[int], pd.DataFrame]:
    """Rows that share their key with another right row: source_row of plain repetitions, and the contradicting rows."""
    file, key = numbered_rows_sql(target), ", ".join(map(quoted_name, contract.key))
    match = " and ".join(f"f.{quoted_name(k)} is not distinct from d.{quoted_name(k)}" for k in contract.key)
    shown = [name for name, column in contract.columns.items() if not column.personal]
    names = list(dict.fromkeys([*shown, *contract.key]))
    rows = connection.execute(
        f"with d as (select {key} from {file} where raw_row is null group by all having count(*) > 1)"
        f" select f.source_row, {', '.join('f.' + quoted_name(n) for n in names)} from {file} f join d on {match}"
        f" where f.raw_row is null order by 1"
    ).df()
    repeated = rows.duplicated(names, keep="first")
    single = rows[~repeated]
    clash = single.loc[single.duplicated(list(contract.key), keep=False), "source_row"].tolist()
    return rows.loc[repeated, "source_row"].tolist(), _rows_as_published(connection, clash)


def _rows_as_published(connection, source_rows: list[int]) -> pd.DataFrame:
    """The text of some rows; reads the file once more, which only files with contradictions need."""
    connection.register("wanted", pd.DataFrame({"source_row": pd.Series(source_rows, dtype="int64")}))
    numbered = "select row_number() over () + 1 as source_row, * from file_rows"
    return connection.execute(f"select * from ({numbered}) where source_row in (from wanted) order by 1").df()


def _write_exclusions(connection, source_rows: list[int], load_id: str, target: Path) -> None:
    if source_rows:
        connection.register("left_out", pd.DataFrame({"load_id": load_id, "source_row": source_rows}))
        path = target.with_suffix(".exclusions.parquet")
        connection.execute(
            f"copy (select load_id, source_row::bigint as source_row from left_out) to {quoted_text(path)} (format parquet)"
        )


def _quality(connection, contract: Contract, target: Path, not_unique: int) -> dict[str, list[int]]:
    """Dimension -> [checked, passed] over the rows that keep the contract, counted as data.validate counts them."""
    told = sorted(set(contract.columns_where("expected")) | set(contract.columns_where("required")))
    (right,) = _counted(connection, target, ["*"])
    quality = {"validity": [right, right], "uniqueness": [right, right - not_unique]}
    if told:
        quality["completeness"] = [right * len(told), sum(_counted(connection, target, map(quoted_name, told)))]
    for rule in contract.rules:
        (kept,) = (
            (right,)
            if rule.quarantine
            else _counted(connection, target, [f"nullif(coalesce({rule.sql}, true), false)"])
        )
        _add(quality, rule.dimension, right, kept)
    for name in contract.columns_where("country"):
        code = contract.columns[name].country
        _add(quality, "correctness", *_counted(connection, target, [quoted_name(name), quoted_name(code)]))
    return quality


def _counted(connection, target: Path, what: Iterable[str]) -> tuple[int, ...]:
    """How many rows that keep the contract have each of the expressions."""
    counts = ", ".join(f"count({one})" for one in what)
    return connection.execute(f"select {counts} from {quoted_text(target)} where raw_row is null").fetchone()


def _add(quality: dict[str, list[int]], dimension: str, checked: int, passed: int) -> None:
    tally = quality.setdefault(dimension, [0, 0])
    quality[dimension] = [tally[0] + checked, tally[1] + passed]
