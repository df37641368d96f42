"""The same marts, row for row, on PostgreSQL."""

import math

import psycopg
import pytest
from sqlalchemy.engine import make_url

from data.postgres import schema_of
from tests.conftest import use_home
from tests.marts.cases import all_cases
from tests.marts.given import BUILD_ID, DICTIONARY, build_marts


@pytest.fixture(scope="module")
def postgres_marts(tmp_path_factory, postgres_url):
    """rows(query) -> rows of the same cases built on PostgreSQL."""
    folder = tmp_path_factory.mktemp("postgres_marts")
    with pytest.MonkeyPatch.context() as patch:
        use_home(folder / "home", patch, warehouse=postgres_url)
        build_marts(all_cases(), folder / "work")
    url = make_url(postgres_url)
    with psycopg.connect(host=url.host, port=url.port, user=url.username, dbname=url.database) as connection:
        connection.execute(f"set search_path to {schema_of(BUILD_ID)}")
        yield lambda query: connection.execute(query).fetchall()


def comparable(rows: list) -> list[tuple]:
    """Rows in an order of their own, numbers to nine significant digits."""

    def cell(value):
        return float(f"{value:.9g}") if isinstance(value, float) and math.isfinite(value) else value

    return sorted((tuple(cell(value) for value in row) for row in rows), key=repr)


@pytest.mark.parametrize("mart", DICTIONARY["marts"])
def test_both_databases_hold_the_same_rows(mart, marts, postgres_marts):
    columns = ", ".join(["source_name", "load_id", *DICTIONARY["marts"][mart]["columns"]])
    query = f"select {columns} from {mart}"
    here = comparable([tuple(row.values()) for row in marts(query)])
    assert here == comparable(postgres_marts(query))
    assert here
