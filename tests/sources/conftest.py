"""Marts of the reference sources, built once from their samples by the production load."""

import duckdb
import pytest

from data.load import load_source
from tests.conftest import SAMPLES, SEEDS


@pytest.fixture
def reference_marts(built):
    """Runs a query over the marts built from the countries of the house and the samples of codes and population."""

    def fill(folder):
        load_source("reference", SEEDS)
        for name in ("country_codes", "population_cod_ps"):
            load_source(name, SAMPLES / name)

    home = built("reference_sources", fill)
    with duckdb.connect(str(next((home / "builds").glob("*.duckdb"))), read_only=True) as connection:
        yield lambda query: connection.execute(query).fetchall()
