"""The supply pages as people meet them: each number a plain count, hostile addresses, an empty home, a browser."""

import json
from collections import Counter

import pytest
import sqlalchemy as sa

from app import create_app
from components.format import kpi_amount, number
from kpis import kpis_of
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING
from queries.supply_outlook import runs_out_first
from queries.warehouse import open_warehouse
from tests.pages.document import page
from tests.pages.test_home import _is_ours

HOSTILE = [
    "?country=<script>alert(1)</script>",
    "?page=-1",
    "?page=%00&item=%F0%9F%92%A9",
    "?page=2&page=x",
    "?group=" + "A" * 7_000 + "&" + "page=" + "9" * 500,
    "?item_key=KIT-02&site_key=1&__proto__=2",
    "?build=../../../etc/passwd&since=yesterday",
]
STRANGE_PATHS = ["%00", "..%2F..%2Fetc%2Fpasswd", "<script>", "A" * 5000, "KIT-02%27%20or%201=1", "%F0%9F%92%A9"]


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


@pytest.fixture
def warehouse(demo_home):
    return open_warehouse(EVERYTHING)


def texts(answer) -> list[str]:
    """Every text that stands between the tags of a page, in order."""
    assert answer.status_code == 200
    found: list[str] = []

    def walk(node):
        if isinstance(node, str):
            found.append(node)
        elif isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            walk(node.get("props", {}).get("children"))

    walk(answer.tree)
    return found


def table_rows(answer, caption: str, part: int = 2) -> list[list[str]]:
    """The cells of the table with that caption, row by row, its head left out. part: 3 for its total."""
    tables: list[dict] = []

    def walk(node):
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if node.get("type") == "Table":
                tables.append(node)
            walk(node.get("props", {}).get("children"))

    def said(node) -> str:
        if isinstance(node, list):
            return "".join(said(one) for one in node)
        if isinstance(node, dict):
            return said(node.get("props", {}).get("children"))
        return "" if node is None else str(node)

    walk(answer.tree)
    wanted = next(one for one in tables if said(one["props"]["children"][0]).startswith(caption))
    rows = wanted["props"]["children"][part]["props"]["children"]
    rows = rows if isinstance(rows, list) else [rows]
    return [[said(cell) for cell in row["props"]["children"]] for row in rows]


def mart_rows(warehouse, mart: str, **equal) -> list[dict]:
    table = warehouse.mart(mart)
    every = [dict(zip(table.c.keys(), row, strict=True)) for row in warehouse.rows(sa.select(table))]
    return [row for row in every if all(row[name] == value for name, value in equal.items())]


def test_every_card_shows_the_value_of_its_kpi(client, warehouse):
    shown = texts(page(client, "/supply"))
    for kpi in kpis_of("supply"):
        value = kpi_value(warehouse, kpi, Filters())
        assert value.value is None or kpi_amount(kpi, value.value) in shown, kpi.name


def test_what_runs_out_first_is_the_projection_of_the_mart(client, warehouse):
    answer = page(client, "/supply?country=NGA")
    pipeline = mart_rows(warehouse, "mart_supply_pipeline", country_code="NGA")
    empty = {row["item_code"] for row in pipeline if row["is_projected_stockout"]}
    below = {row["item_code"] for row in pipeline if row["is_below_minimum"]}
    every = {row["item_code"] for row in pipeline}
    said = " ".join(texts(answer))
    assert f"{number(len(empty))} of {number(len(every))} items" in said
    assert f"{number(len(below))} are or fall below" in said
    rows = table_rows(answer, "What runs out first")
    assert len(rows) == min(20, len(every))
    names = {row["item_name"]: row["item_code"] for row in pipeline}
    for cells in rows:
        months = [row for row in pipeline if row["item_code"] == names[cells[0]]]
        assert cells[8] == number(sum(row["confirmed_qty"] for row in months))
        assert cells[9] == number(sum(row["planned_qty"] for row in months))
        assert cells[7] == number(next(row["stock_on_hand_qty"] for row in months if row["months_ahead"] == 0))
        assert (cells[2] == "not in 12 months") == (names[cells[0]] not in empty) or cells[2] == "–"


def test_classes_by_country_are_counts_of_the_mart(client, warehouse):
    answer = page(client, "/supply")
    rows, (total,) = table_rows(answer, "By country"), table_rows(answer, "By country", part=3)
    stock = mart_rows(warehouse, "mart_supply_stock")
    newest = max(row["month_date"] for row in stock if row["stock_on_hand_qty"] is not None)
    counted = Counter((row["country_code"], row["stock_status_code"]) for row in stock if row["month_date"] == newest)
    out = sum(count for (_country, code), count in counted.items() if code == "stocked_out")
    planned = sum(count for (_country, code), count in counted.items() if code == "stocked_to_plan")
    assert 0 < len(rows) <= 25
    assert [int(total[at].replace(",", "")) for at in (1, 3)] == [out, planned]
    names = {row["country_code"]: row["country_name"] for row in mart_rows(warehouse, "ref_country")}
    by_name = {names[code]: counted[code, "stocked_out"] for code in {code for code, _status in counted}}
    assert all(int(cells[1].replace(",", "")) == by_name[cells[0]] for cells in rows)


def test_months_of_stock_stand_beside_the_own_plan_of_each_place(client, warehouse):
    rows = table_rows(page(client, "/supply?country=NGA"), "Months of stock by item and site")
    stock = mart_rows(warehouse, "mart_supply_stock", country_code="NGA")
    newest = max(row["month_date"] for row in stock if row["stock_on_hand_qty"] is not None)
    plans = {f"({number(row['minimum_months'], 1)}–{number(row['maximum_months'], 1)})"
             for row in stock if row["month_date"] == newest and row["minimum_months"]}  # fmt: skip
    cells = [cell for line in rows for cell in line[1:] if "(" in cell]
    assert cells and {cell.split("\u00a0")[1].split(" ")[0] for cell in cells} <= plans
    assert 0 < len(rows) <= 12


def test_expiry_by_bucket_is_a_count_of_lots(client, warehouse):
    rows = table_rows(page(client, "/supply"), "Lots by time to expiry")
    lots = mart_rows(warehouse, "mart_stock_lot")
    newest = max(row["month_date"] for row in lots)
    assert sum(int(cells[1].replace(",", "")) for cells in rows) == sum(row["month_date"] == newest for row in lots)


def test_an_item_and_a_site_have_pages_of_their_own(client, warehouse):
    first = runs_out_first(warehouse, Filters()).to_dict("records")[0]
    shown = texts(page(client, f"/supply/item/{first['item_code']}?country={first['country_code']}"))
    assert first["item_name"] in shown and "Stock by site" in shown
    site = mart_rows(warehouse, "mart_supply_stock", country_code=first["country_code"])[0]
    answer = page(client, f"/supply/site/{site['site_code']}")
    assert site["site_name"] in texts(answer) and "Reports" in texts(answer)
    reports = mart_rows(warehouse, "mart_reporting", unit_code=site["site_code"], report_kind="stock_balances")
    expected = [row for row in reports if row["expected_count"] == 1]
    assert len(table_rows(answer, "Stock reports of this site")) == min(24, len(expected))


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("path", ["/supply", "/supply/item/KIT-02", "/supply/site/AFG-0001"])
def test_a_hostile_address_gives_the_page_with_a_notice(client, path, query):
    said = " ".join(texts(page(client, path + query)))
    assert "was left out" in said or "No such" in said
    assert "could not be made" not in said


@pytest.mark.parametrize("kind", ["item", "site"])
@pytest.mark.parametrize("code", STRANGE_PATHS)
def test_a_strange_code_is_said_to_be_missing(client, kind, code):
    said = " ".join(texts(page(client, f"/supply/{kind}/{code}")))
    assert f"No such {kind}" in said


@pytest.mark.parametrize("path", ["/supply", "/supply/item/X", "/supply/site/X"])
def test_an_empty_home_says_what_to_do(home, path):
    client = create_app().test_client()
    assert "Nothing published yet" in json.dumps(page(client, path).tree)


@pytest.mark.parametrize("width", [390, 1440])
def test_in_a_browser_without_errors_foreign_requests_or_sideways_scrolling(served, browser, width):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    faults, foreign = [], []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("request", lambda request: foreign.append(request.url) if not _is_ours(request.url, served) else None)
    for path in ("/supply", "/supply/item/KIT-02", "/supply/site/AFG-0001"):
        tab.goto(served + path)
        tab.wait_for_selector(".panel", timeout=90_000)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
    assert (faults, foreign) == ([], [])
    tab.close()
