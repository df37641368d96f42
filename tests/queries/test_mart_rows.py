"""The rows of a mart by key: pages together have every row once, in order, small counts hidden."""

import uuid
from datetime import date

import psycopg
import pytest

from queries.cache import forget_everything
from queries.dictionary import mart_meaning, marts
from queries.filters import Filters
from queries.mart_rows import mart_page, mart_row_count, open_mart
from queries.reader import EVERYTHING, Reader
from queries.stores import close_builds
from queries.warehouse import NotAllowed, UnknownMart, open_warehouse
from tests.conftest import use_home
from tests.queries.small_build import write_build, write_postgres_build

BUILD = "20260101-000000-00000a"


def rows_of(warehouse, name: str, size: int, filters=Filters()) -> list[tuple]:
    """Every row of a mart, a page at a time."""
    columns, found, after = open_mart(warehouse, name)[1], [], None
    while True:
        page = mart_page(warehouse, name, filters, columns, (size, after))
        assert len(page.rows) <= size
        found += page.rows
        after = page.next_key
        if after is None:
            return found


@pytest.mark.parametrize("name", marts())
@pytest.mark.parametrize("pages", [1, 3, 13])
def test_pages_together_have_every_row_once_in_the_order_of_the_grain(demo_home, name, pages):
    warehouse = open_warehouse(EVERYTHING)
    count = mart_row_count(warehouse, name, Filters())
    found = rows_of(warehouse, name, max(1, -(-count // pages)))
    columns = [one.name for one in open_mart(warehouse, name)[1]]
    places = [columns.index(one) for one in mart_meaning(name).grain]
    keys = [tuple(row[place] for place in places) for row in found]
    assert len(found) == count == len(set(keys))
    assert keys == sorted(keys, key=sort_key)


def sort_key(key: tuple) -> list[tuple]:
    """Missing comes last."""
    return [(1, "") if one is None else (0, one) for one in key]


def rows_with_gaps() -> list[dict]:
    """Rows of a mart whose key has missing values in every place that may have them."""
    values = {
        "office_code": ("A", None), "item_code": ("I1", "I2", None), "programme_code": (None, "P"),
        "month_date": (date(2026, 1, 1), date(2026, 2, 1), None),
    }  # fmt: skip
    rows = [{}]
    for name, choices in values.items():
        rows = [row | {name: one} for row in rows for one in choices]
    return [row | {"source_name": "s", "load_id": "l", "country_code": "AFG", "line_count": 1} for row in rows[::-1]]


@pytest.fixture(params=["duckdb", "postgresql"])
def gaps(home, monkeypatch, request):
    """A build with such a mart, on either database."""
    forget_everything()
    close_builds()
    rows = {"mart_aid_delivery": rows_with_gaps()}
    if request.param == "duckdb":
        write_build(home, BUILD, rows)
    else:
        cluster, database = request.getfixturevalue("postgres_url"), f"rows_{uuid.uuid4().hex}"
        with psycopg.connect(cluster.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f"create database {database}")
        url = cluster.rsplit("/", 1)[0] + f"/{database}"
        write_postgres_build(url, BUILD, rows)
        use_home(home, monkeypatch, warehouse=url)
    return open_warehouse(EVERYTHING)


@pytest.mark.parametrize("size", [1, 2, 5, 7, 36])
def test_missing_values_of_a_key_come_last_and_are_not_lost(gaps, size):
    found = rows_of(gaps, "mart_aid_delivery", size)
    assert len(found) == 36
    columns = [one.name for one in open_mart(gaps, "mart_aid_delivery")[1]]
    places = [columns.index(one) for one in mart_meaning("mart_aid_delivery").grain]
    keys = [tuple(row[place] for place in places) for row in found]
    assert keys == sorted(set(keys), key=sort_key)


def test_filters_limit_the_rows_and_their_count(demo_home):
    warehouse, filters = open_warehouse(EVERYTHING), Filters(countries=("AFG",), since=date(2026, 1, 1))
    found = rows_of(warehouse, "mart_supply_stock", 100, filters)
    columns = [one.name for one in open_mart(warehouse, "mart_supply_stock")[1]]
    assert found
    assert {row[columns.index("country_code")] for row in found} == {"AFG"}
    assert min(row[columns.index("month_date")] for row in found) >= date(2026, 1, 1)
    assert mart_row_count(warehouse, "mart_supply_stock", filters) == len(found)


def test_a_reader_gets_the_rows_of_the_own_countries_and_domains_only(demo_home):
    own = open_warehouse(Reader("a", countries={"AFG"}, domains={"supply"}))
    found = rows_of(own, "mart_supply_stock", 5000)
    columns = [one.name for one in open_mart(own, "mart_supply_stock")[1]]
    assert {row[columns.index("country_code")] for row in found} == {"AFG"}
    for name in ("mart_project", "mart_aid_delivery", "mart_needs"):
        with pytest.raises(NotAllowed):
            open_mart(own, name)
    with pytest.raises(NotAllowed):
        open_mart(open_warehouse(Reader("b", detail="totals")), "mart_supply_stock")


def test_small_counts_of_people_are_hidden_and_named(home):
    forget_everything()
    close_builds()
    given = {"source_name": "s", "load_id": "l", "project_code": "P", "country_code": "AFG", "indicator_unit": "people"}
    rows = [given | {"indicator_code": f"I{n}", "people_reached": n, "result_value": n} for n in (0, 3, 400)]
    write_build(home, BUILD, {"mart_project_progress": rows})
    warehouse = open_warehouse(EVERYTHING)
    columns = [one.name for one in open_mart(warehouse, "mart_project_progress")[1]]
    found = [dict(zip(columns, row, strict=True)) for row in rows_of(warehouse, "mart_project_progress", 2)]
    told = [(row["people_reached"], row["result_value"], row["is_hidden"]) for row in found]
    assert told == [(0, 0, 0), (None, None, 1), (400, 400, 0)]


@pytest.mark.parametrize("name", ["build_info", "mart_nothing", "ref_country; drop table x", ""])
def test_what_is_no_mart_is_unknown(demo_home, name):
    with pytest.raises(UnknownMart):
        open_mart(open_warehouse(EVERYTHING), name)
