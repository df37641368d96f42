"""Fixtures: a ledger in either database."""

import uuid

import psycopg
import pytest

import settings
from tests.conftest import use_home


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_home(request, tmp_path, monkeypatch):
    """An empty home whose ledger is in either database."""
    if request.param == "sqlite":
        yield use_home(tmp_path / "home", monkeypatch)
        settings.read_settings.cache_clear()
        return
    database = f"audit_{uuid.uuid4().hex}"
    cluster = request.getfixturevalue("postgres_url")
    with psycopg.connect(cluster.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"create database {database}")
    yield use_home(tmp_path / "home", monkeypatch, ledger=cluster.rsplit("/", 1)[0] + f"/{database}")
    settings.read_settings.cache_clear()
