"""Numbers of the interface are those of the pages: value, parts, who reported, and the same in every form."""

import csv
import io
import random
from datetime import date, datetime
from urllib.parse import urlencode

import pyarrow.parquet as pq
import pytest

from components.result import plain_cell, results_in
from exports.csv_file import read_csv
from exports.safe_text import told_cell
from kpis import all_kpis, kpi
from page_content import page_content
from queries.filters import Filters
from queries.kpi_divisions import dividing_columns
from queries.kpi_values import kpi_by, kpi_by_country, kpi_by_month, kpi_value
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse

FIGURES = ("value", "numerator", "denominator", "row_count", "first_month", "as_of", "is_suppressed", "is_small")
PAGES = ("/", "/projects", "/aid", "/supply", "/risk", "/funding")
CHOICES = {
    "country": ("AFG", "SSD", "AFG,YEM", "MLI"),
    "since": ("2025-01", "2026-03"),
    "until": ("2026-06", "2026-09"),
    "compare": ("last-year", "plan"),
    "group": ("nutrition",),
    "sector": ("HEA", "HEA,NUT"),
}


def random_queries(count: int) -> list[dict[str, str]]:
    chance = random.Random(4)
    return [
        {key: chance.choice(values) for key, values in CHOICES.items() if chance.random() < 0.4} for _ in range(count)
    ]


def told(cell):
    """A cell of a frame or value as the JSON of the interface has it."""
    cell = plain_cell(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


@pytest.mark.parametrize("query", [{}, *random_queries(3)], ids=urlencode)
def test_every_value_is_that_of_the_query_functions(asked, query):
    warehouse, filters = open_warehouse(EVERYTHING), Filters.from_query(query)[0]
    for one in all_kpis():
        found = asked(f"/kpis/{one.name}?{urlencode(query)}").json
        value = kpi_value(warehouse, one, filters)
        assert {name: found["value"][name] for name in FIGURES} == {name: told(vars(value)[name]) for name in FIGURES}
        assert found["ignored"] == list(value.ignored)


def cards_of(path: str, query: dict[str, str]) -> list[dict]:
    """What each card of a page shows."""
    shown = results_in(page_content(path, query).tree, is_grouped=False)
    found = [(tuple(one.name for one in held.fields), held.rows) for held in shown]
    return [dict(zip(names, map(told, rows[0]), strict=True)) for names, rows in found if "definition_version" in names]


@pytest.mark.parametrize("query", [{}, *random_queries(2)], ids=urlencode)
def test_every_value_is_that_of_the_card_on_its_page(asked, query):
    cards = 0
    for path in PAGES:
        for card in cards_of(path, query):
            found = asked(f"/kpis/{card['kpi_name']}?{urlencode(query)}").json
            value, coverage = found["value"], found["value"]["coverage"] or {}
            compared = value["comparison"] or {}
            assert card["value"] == value["value"]
            assert (card["numerator"], card["denominator"]) == (value["numerator"], value["denominator"])
            assert (card["first_month"], card["as_of_month"]) == (value["first_month"], value["as_of"])
            assert (card["row_count"], card["definition_version"]) == (value["row_count"], found["kpi"]["version"])
            assert (card["reported_count"], card["expected_count"]) == (
                coverage.get("reported_count"),
                coverage.get("expected_count"),
            )
            assert card["compared_value"] == compared.get("value")
            cards += 1
    assert cards >= 5


@pytest.mark.parametrize("name", ["people_reached", "stock_out_rate", "otif", "inform_risk"])
def test_parts_are_those_of_the_query_functions_in_every_form(asked, name):
    declared = kpi(name)
    warehouse, filters = open_warehouse(EVERYTHING), Filters()
    ways = {"month": ("month_date", kpi_by_month), "country": ("country_code", kpi_by_country)}
    ways |= {
        one: (one, None) for one in dividing_columns(declared) if one in ("item_group", "sector_code", "donor_name")
    }
    for by, (column, function) in ways.items():
        frame = function(warehouse, declared, filters) if function else kpi_by(warehouse, declared, filters, column)
        names = [column, *FIGURES]
        expected = [[told(cell) for cell in row] for row in frame[names].astype(object).itertuples(index=False)]
        parts = asked(f"/kpis/{name}?by={by}").json["parts"]
        assert expected
        assert [[one[name] for name in names] for one in parts] == expected
        held = read_csv(asked(f"/kpis/{name}?by={by}&format=csv").data)[0]
        assert [[told(cell) for cell in row] for row in held.results[0].rows] == expected
        table = pq.read_table(io.BytesIO(asked(f"/kpis/{name}?by={by}&format=parquet").data))
        assert [[told(row[name]) for name in names] for row in table.to_pylist()] == expected


def test_rows_of_a_mart_add_up_to_the_number_above_them(asked):
    address, rows = "/marts/mart_aid_delivery?columns=received_usd&limit=5000", []
    while address:
        found = asked(address).json
        rows += found["rows"]
        address = (found["links"]["next"] or "").removeprefix("/api/v1")
    assert len(rows) == found["total"]
    value = asked("/kpis/received_value").json["value"]
    assert value["value"] == pytest.approx(sum(one["received_usd"] or 0 for one in rows), rel=1e-12)


MARTS = {
    "mart_supply_stock": "country=AFG",
    "mart_project_progress": "country=SSD",
    "mart_reach_by_class": "country=SSD&sector=HEA",
    "mart_delivery_line": "country=AFG",
    "mart_lineage": "",
    "ref_item": "columns=item_name,unit_cost_usd,item_code",
}


@pytest.mark.parametrize("name", MARTS)
def test_rows_are_the_same_in_every_form(asked, name):
    address, rows = f"/marts/{name}?limit=500&{MARTS[name]}", []
    while address:
        found = asked(address).json
        rows += [list(one.values()) for one in found["rows"]]
        address = (found["links"]["next"] or "").removeprefix("/api/v1")
    columns = found["mart"]["columns"]
    names = [one["name"] for one in columns]
    table = pq.read_table(io.BytesIO(asked(f"/marts/{name}?format=parquet&{MARTS[name]}").data))
    assert table.column_names == names
    expected = sorted(map(repr, rows))
    assert sorted(repr([in_json(one, cell) for one, cell in zip(columns, row.values(), strict=True)])
                  for row in table.to_pylist()) == expected  # fmt: skip
    text = asked(f"/marts/{name}?format=csv&manifest=none&{MARTS[name]}").text
    head, *lines = text.splitlines()
    assert head == ",".join(f'"{one}"' for one in names)
    assert len(lines) == len(expected) == found["total"]
    told = [next(csv.reader([line])) for line in lines]
    assert sorted(
        repr([from_csv(one, cell) for one, cell in zip(columns, row, strict=True)]) for row in told
    ) == sorted(repr([cell if cell is not None else "" for cell in row]) for row in rows)


def in_json(column: dict, cell):
    """A cell of Arrow as the JSON of the interface has it."""
    return f"{cell.isoformat(timespec='seconds')}Z" if column["kind"] == "timestamp" and cell else told(cell)


def from_csv(column: dict, cell: str):
    """A cell of CSV as the JSON of the interface has it; missing as an empty text."""
    if not cell or column["kind"] in ("text", "date"):
        return told_cell(cell)
    if column["kind"] == "timestamp":
        return f"{datetime.fromisoformat(cell).isoformat(timespec='seconds')}Z"
    return told(float(cell) if column["kind"] == "number" else int(cell))
