"""What a load does with rows: once, corrected, lacking, wrong; and that the counts add up."""

import json

import duckdb
import pyarrow.parquet as pq
import pytest

import ledger
from data import raw_store
from data.load import BusyHome, counts, load_lock, load_source
from data.source import RefusedFile
from tests.conftest import SAMPLES, SEEDS
from tests.data.stock_files import line, write


def rows_in_force(table="stock_balances", columns="site_code, item_code, closing_qty"):
    with duckdb.connect() as connection:
        return connection.execute(
            f"select {columns} from ({raw_store.rows_sql('upload', table)}) order by all"
        ).fetchall()


def test_the_same_file_twice_changes_nothing(home, tmp_path):
    folder = write(tmp_path / "one", line(closing=100), line(site="S2", closing=90))
    assert load_source("upload", folder) is not None
    before = rows_in_force()
    assert load_source("upload", folder) is None
    assert rows_in_force() == before and len(raw_store.runs_of("upload")) == 1
    assert [run["outcome"] for run in ledger.runs()] == ["unchanged", "done"]


def test_a_corrected_row_replaces_by_key_and_the_older_stays_in_history(home, tmp_path):
    first = load_source("upload", write(tmp_path / "one", line(closing=100), line(site="S2", closing=90)))
    second = load_source("upload", write(tmp_path / "two", line(closing=70), line(site="S3", closing=5)))
    assert rows_in_force() == [("S1", "I1", 70), ("S2", "I1", 90), ("S3", "I1", 5)]
    assert second.replaced == {first.loads[0].load_id: 1}
    history = pq.read_table(first.folder / f"{first.loads[0].load_id}.parquet")
    assert history.column("closing_qty").to_pylist() == [100, 90]


def test_a_correction_of_a_correction_and_a_return_to_the_first_value(home, tmp_path):
    for number, closing in enumerate([100, 70, 100]):
        load_source("upload", write(tmp_path / str(number), line(closing=closing), line(site=f"X{number}")))
    assert ("S1", "I1", 100) in rows_in_force() and len(rows_in_force()) == 4


def test_a_row_that_says_nothing_new_is_counted_as_repeated(home, tmp_path):
    load_source("upload", write(tmp_path / "one", line(), line(site="S2")))
    run = load_source("upload", write(tmp_path / "two", line(), line(site="S2", closing=1)))
    assert counts(run) == {"rows_in": 2, "rows_valid": 1, "rows_repeated": 1, "rows_quarantined": 0, "rows_replaced": 1}
    assert rows_in_force() == [("S1", "I1", 100), ("S2", "I1", 1)]


def test_a_file_that_lacks_rows_deletes_nothing(home, tmp_path):
    load_source("upload", write(tmp_path / "one", line(), line(site="S2")))
    load_source("upload", write(tmp_path / "two", line(site="S3")))
    assert len(rows_in_force()) == 3


def test_a_full_snapshot_replaces_its_part(home, tmp_path):
    header = (
        (SAMPLES / "shipments_scms" / "SCMS_Delivery_History_Dataset.csv").read_text(encoding="utf-8-sig").splitlines()
    )
    for number, body in enumerate([header, header[:-2]]):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "SCMS_Delivery_History_Dataset.csv").write_text("\n".join(body) + "\n", encoding="utf-8-sig")
        load_source("shipments_scms", folder)
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select count(*) from ({raw_store.rows_sql('shipments_scms', 'deliveries')})"
        ).fetchone()[0]
    newest = raw_store.runs_of("shipments_scms")[-1].loads[0]
    assert found == newest.rows_valid < raw_store.runs_of("shipments_scms")[0].loads[0].rows_in


def test_bad_rows_go_to_quarantine_with_file_row_column_and_every_reason(home, tmp_path):
    bad = line(country="Atlantis", closing=100).replace(",50,", ",-3,", 1).replace("2026-01", "soon", 1)
    load_source("upload", write(tmp_path / "one", line(), bad, line(site="S2"), line(site="S2", closing=7)))
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select * from ({raw_store.quarantine_sql('upload', 'stock_balances')}) order by source_row"
        ).df()
    assert found["source_row"].tolist() == [3, 4, 5] and set(found["file"]) == {"stock_balances.csv"}
    for reason in (
        "month is not a date",
        "country is not a known country or area: 'Atlantis'",
        "received_qty is below 0",
    ):
        assert reason in found["reasons"][0]
    assert "contradicts another row" in found["reasons"][1] and "contradicts another row" in found["reasons"][2]
    assert json.loads(found["row"][0])["country"] == "Atlantis"


def test_personal_columns_never_reach_raw_rows_or_quarantine(home, tmp_path):
    run = load_source("upload", write(tmp_path / "one", line(), line(country="Atlantis")))
    kept = list(run.folder.glob("*.parquet"))
    assert len(kept) == 2 and not any(b"Jane Doe" in path.read_bytes() for path in kept)
    assert "reported_by" not in pq.read_schema(kept[0]).names


def test_counts_add_up_over_all_loads(home, tmp_path):
    lines = [line(), line(), line(site="S2"), line(site="S2", closing=1), line(country="Nowhere"), line(site="S3")]
    load_source("upload", write(tmp_path / "one", *lines))
    load_source("upload", write(tmp_path / "two", line(closing=3), line(site="S3"), line(month="2026-13")))
    load_source("upload", write(tmp_path / "three", line(closing=4), line(site="S9")))
    published = superseded = quarantined = rows_in = 0
    for _, load, kept, gone in raw_store.published_counts("upload"):
        assert load.rows_in == kept + gone + load.rows_quarantined
        published, superseded = published + kept, superseded + gone
        quarantined, rows_in = quarantined + load.rows_quarantined, rows_in + load.rows_in
    assert (rows_in, published) == (11, len(rows_in_force())) and rows_in == published + superseded + quarantined


def test_loads_run_one_at_a_time(home):
    with load_lock(), pytest.raises(BusyHome, match="Another load or publish is running"), load_lock(wait_seconds=0.1):
        pass


def test_an_interrupted_run_is_named_in_the_ledger(home):
    ledger.diary._start("load", "upload")
    with load_lock():
        assert ledger.runs()[0]["outcome"] == "interrupted"


def test_an_unknown_source_is_named(home):
    with pytest.raises(RefusedFile, match="There is no source 'nonsense'. Known sources: .*upload"):
        load_source("nonsense", SEEDS)


def test_a_home_is_for_its_owner_only(home):
    with load_lock():
        assert home.stat().st_mode & 0o777 == 0o700
