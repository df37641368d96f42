"""Large files are held against the same contract as small ones: SQL and pandera agree row by row."""

import random

import duckdb
import pytest

import data.sources.upload as upload
from data import raw_store, screen
from data.contract import Contract
from data.duck import connect_for_loading
from data.load import counts, load_source
from data.source import LargeExtract, RefusedFile, contracts_of, source_modules
from tests.data.stock_files import HEADER, line, write

CELLS = [
    "",
    " ",
    "0",
    "-1",
    "1.5",
    "1e3",
    "abc",
    "2026-01",
    "2026-02-30",
    "2026-01-01",
    "Kenya",
    "oPt",
    "Atlantis",
    "inf",
    "nan",
    "31",
    " 7 ",
]


def random_lines(seed: int, size: int) -> list[str]:
    """Right rows, a third of them with one or two cells exchanged for odd ones; some repeated, some contradicting."""
    chance = random.Random(seed)
    lines = []
    for number in range(size):
        cells = line(site=f"S{number % 40}", item=f"I{number}", closing=chance.randint(0, 200)).split(",")
        if chance.random() < 0.33:
            for _ in range(chance.randint(1, 2)):
                cells[chance.randrange(len(cells))] = chance.choice(CELLS)
        lines.append(",".join(cells))
    return lines + chance.choices(lines, k=size // 20) + [line(site="S1", item="I1", closing=9999)]


def outcome(home_name, tmp_path, monkeypatch, lines, large_bytes):
    from tests.conftest import use_home

    use_home(tmp_path / home_name, monkeypatch)
    monkeypatch.setattr(upload, "LARGE_BYTES", large_bytes)
    run = load_source("upload", write(tmp_path / f"files-{home_name}", *lines))
    with duckdb.connect() as connection:
        right = connection.execute(
            f"select * exclude (load_id) from ({raw_store.rows_sql('upload', 'stock_balances')}) order by source_row"
        ).fetchall()
        wrong = connection.execute(
            f"select source_row, columns, reasons, row from ({raw_store.quarantine_sql('upload', 'stock_balances')}) order by 1"
        ).fetchall()
    return counts(run), right, wrong, run.loads[0].quality


@pytest.mark.parametrize("seed", range(6))
def test_sql_and_pandera_agree(tmp_path, monkeypatch, seed):
    lines = random_lines(seed, 300)
    small = outcome("small", tmp_path, monkeypatch, lines, 10**9)
    large = outcome("large", tmp_path, monkeypatch, lines, 0)
    assert small[0] == large[0]
    assert small[1] == large[1]
    assert small[2] == large[2]
    assert small[3] == large[3]
    assert small[0]["rows_quarantined"] > 20 and small[0]["rows_repeated"] > 0


def test_every_upload_contract_can_be_screened():
    for contract in contracts_of("upload").values():
        assert isinstance(contract, Contract) and all(rule.sql for rule in contract.rules) and contract.key


@pytest.mark.parametrize("template", contracts_of("upload"))
def test_no_contract_reads_rows_in_another_order_than_that_of_the_file(tmp_path, template):
    """Joins do, when DuckDB reads with several threads; the place of a row in the file is its number."""
    contract, path = contracts_of("upload")[template], tmp_path / "file.csv"
    path.write_text(",".join(contract.columns) + "\n", encoding="utf-8")
    told = []

    class Explained:
        def __init__(self, connection):
            self.connection = connection

        def execute(self, statement: str):
            told.append(self.connection.execute(f"explain {statement}").fetchall()[0][1])

    with connect_for_loading(tmp_path) as connection:
        connection.execute(screen.IN_ORDER)
        screen._create_rows(connection, LargeExtract(template, path), list(contract.columns), contract)
        screen._write_typed(Explained(connection), LargeExtract(template, path), contract, "load", tmp_path / "rows")
    assert "Batch Copy To File" in told[0] and "Join" not in told[0]


def test_a_large_file_with_a_broken_line_is_refused(home, tmp_path, monkeypatch):
    monkeypatch.setattr(upload, "LARGE_BYTES", 0)
    with pytest.raises(RefusedFile, match="cannot be read as CSV"):
        load_source("upload", write(tmp_path, line(), line() + ",surplus"))


def test_a_large_file_with_a_wrong_header_is_refused(home, tmp_path, monkeypatch):
    monkeypatch.setattr(upload, "LARGE_BYTES", 0)
    with pytest.raises(RefusedFile, match="lacks the column month and has the unknown column period"):
        load_source("upload", write(tmp_path, line(), header=HEADER.replace("month", "period")))


def test_a_large_file_corrects_a_small_one(home, tmp_path, monkeypatch):
    load_source("upload", write(tmp_path / "one", line(closing=100), line(site="S2")))
    monkeypatch.setattr(upload, "LARGE_BYTES", 0)
    run = load_source(
        "upload", write(tmp_path / "two", line(closing=70), line(site="S2"), line(site="S3"), line(country="Atlantis"))
    )
    assert counts(run) == {"rows_in": 4, "rows_valid": 2, "rows_repeated": 1, "rows_quarantined": 1, "rows_replaced": 1}


def test_every_source_has_its_contract_and_says_where_it_comes_from():
    for module in source_modules():
        source = module.SOURCE
        assert contracts_of(source.name) and module.__name__.endswith(source.name)
        for words in (source.title, source.publisher, source.licence, source.page, source.owner):
            assert words.strip(), source.name
        for table, contract in contracts_of(source.name).items():
            assert contract.key or source.full_snapshot, f"{source.name}.{table} has no key"


def test_rows_of_a_large_file_keep_the_numbers_that_they_have_in_it(home, tmp_path, monkeypatch):
    """Enough rows for several row groups and several threads, countries resolved on the way."""
    monkeypatch.setattr(upload, "LARGE_BYTES", 0)
    countries = ["Kenya", "oPt", "TCD", "Viet Nam", "Atlantis"]
    lines = [line(site=f"S{n}", country=countries[n % 1000 % 5] if n % 1000 < 5 else "Kenya") for n in range(250_000)]
    load_source("upload", write(tmp_path, *lines))
    with duckdb.connect() as connection:
        rows = f"({raw_store.rows_sql('upload', 'stock_balances')})"
        wrong = connection.execute(
            f"select count(*) from {rows} where site_code <> 'S' || (source_row - 2)"
        ).fetchone()[0]
        found = connection.execute(f"select country_code, count(*) from {rows} group by 1 order by 1").fetchall()
        refused = connection.execute(
            f"select source_row from ({raw_store.quarantine_sql('upload', 'stock_balances')}) order by 1"
        ).fetchall()
    assert wrong == 0
    assert found == [("KEN", 249_000), ("PSE", 250), ("TCD", 250), ("VNM", 250)]
    assert refused == [(n + 2,) for n in range(4, 250_000, 1000)]


def test_rows_that_contradict_each_other_are_found_in_a_large_file_of_deliveries(home, tmp_path, monkeypatch):
    """Wide rows with texts from lists, as DuckDB reads them with several threads."""
    monkeypatch.setattr(upload, "LARGE_BYTES", 0)
    names = list(contracts_of("upload")["deliveries"].columns)
    told = {"line_number": 1, "status": "handed_over", "country": "KEN", "item_code": "NUT-01", "mode": "ocean"}
    told |= {"supplier": "S" * 200, "ordered_date": "2025-01-02", "agreed_date": "2025-03-02"}
    rows = [told | {"order_code": f"PO-{n}", "ordered_qty": n} for n in range(80_000)]
    clash = [rows[n] | {"ordered_qty": n + 1} for n in (50_000, 70_000)]
    lines = [",".join(str(row.get(name, "")) for name in names) for row in (*rows, *clash)]
    path = tmp_path / "deliveries.csv"
    path.write_text("\n".join((",".join(names), *lines)) + "\n", encoding="utf-8")
    load_source("upload", tmp_path)
    with duckdb.connect() as connection:
        refused = connection.execute(
            f"select source_row from ({raw_store.quarantine_sql('upload', 'deliveries')}) order by 1"
        ).fetchall()
        rows = f"({raw_store.rows_sql('upload', 'deliveries')})"
        wrong = connection.execute(
            f"select count(*) from {rows} where order_code <> 'PO-' || (source_row - 2)"
        ).fetchone()[0]
    assert wrong == 0
    assert refused == [(50_002,), (70_002,), (80_002,), (80_003,)]
