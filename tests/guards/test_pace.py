"""Files are given out at a pace that a person needs; the reader and the address are counted, and told when to go on."""

import pytest

from access import reading_as
from app import create_app
from guards.pace import files
from queries.reader import Reader
from tests.conftest import use_home

EXPORTS = ("/rows.csv?mart=mart_supply_stock", "/supply.json", "/rows.json?mart=mart_supply_stock")


@pytest.fixture
def hurried(demo_home, monkeypatch):
    """A client of an app that gives three files a minute."""
    use_home(demo_home, monkeypatch, files_per_minute="3")
    return create_app().test_client()


def test_files_of_all_kinds_count_together_and_pages_do_not(hurried):
    assert [hurried.get(path).status_code for path in EXPORTS] == [200] * 3
    refused = hurried.get("/supply.csv")
    assert refused.status_code == 429 and "Too many requests" in refused.text
    assert int(refused.headers["Retry-After"]) >= 1
    assert hurried.get("/supply").status_code == hurried.get("/api/v1/kpis").status_code == 200


def test_each_reader_at_each_address_is_counted_alone(hurried):
    for _ in range(4):
        last = hurried.get("/supply.csv").status_code
    assert last == 429
    assert hurried.get("/supply.csv", environ_overrides={"REMOTE_ADDR": "10.0.0.9"}).status_code == 200
    with reading_as(Reader("other", rights={"export"})):
        assert hurried.get("/supply.csv").status_code == 200


def test_without_a_limit_nothing_is_counted(demo_home, monkeypatch):
    use_home(demo_home, monkeypatch, files_per_minute="0")
    client = create_app().test_client()
    assert {client.head("/supply.csv").status_code for _ in range(5)} == {200}


def test_every_file_of_data_is_counted(hurried):
    assert {"page_file", "rows_csv", "rows_xlsx", "rows_parquet", "quarantine_file"} <= set(files())
