"""Large files are held against the same contract as small ones: SQL and pandera agree row by row."""

import random

import duckdb
import pytest

import data.sources.upload as upload
from data import raw_store
from data.contract import Contract
from data.load import counts, load_source
from data.source import RefusedFile, contracts_of, source_modules
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
