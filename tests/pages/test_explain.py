"""A number explained: every part of every KPI and mart is there and agrees with the build; bad addresses; a browser."""

import json

import pytest

from app import create_app
from components.format import day, kpi_amount, number
from components.glossary_entry import worked_examples
from kpis import all_kpis, kpi
from queries.dictionary import mart_meaning, marts
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.lineage import loads
from queries.mart_sources import checks_of, load_of, loads_behind, mart_loads
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse
from tests.pages.document import page
from tests.pages.test_glossary import by_id, parts, plain
from tests.pages.test_home import HOSTILE, _is_ours, words

OWN_HOSTILE = [
    *("?kpi=nothing", "?kpi=" + "x" * 7_000, "?mart=build_info", "?mart=../../etc/passwd", "?kpi=%00&mart=%00"),
    *("?kpi=<script>alert(1)</script>", "?kpi=otif&kpi=x&kpi=y", "?kpi=" + ",".join(one.name for one in all_kpis())),
    *("?mart=mart_needs&mart=mart_nothing", "?kpi=otif&sort=x", "?kpi=OTIF"),
]


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def explained(client, names, query: str = "") -> dict:
    return page(client, f"/explain?kpi={','.join(names)}{query}").tree


def test_every_kpi_explains_itself(client):
    warehouse = open_warehouse(EVERYTHING)
    names = [one.name for one in all_kpis()]
    filters = Filters.from_query({"country": "AFG,BFA", "since": "2026-06"})[0]
    for first in range(0, len(names), 12):
        answer = explained(client, names[first : first + 12], "&country=AFG,BFA&since=2026-06")
        for name in names[first : first + 12]:
            one = kpi(name)
            told, value = plain(by_id(answer, name)), kpi_value(warehouse, one, filters)
            for text in (one.label, one.definition, one.formula, one.population, one.owner, one.sources):
                assert text in told, (name, text)
            assert "Countries: Afghanistan, Burkina Faso" in told and "From June 2026" in told
            assert warehouse.build_id in told and f"version {one.version}" in told
            assert value.is_suppressed or kpi_amount(one, value.value) in told, name
            assert all(example.because in told for example in one.examples)
            links = [part["props"]["href"] for part in parts(by_id(answer, name)) if "href" in part["props"]]
            assert f"/rows?kpi={name}&since=2026-06&country=AFG%2CBFA" in links
            assert f"/explain?kpi={name}&since=2026-06&country=AFG%2CBFA&build={warehouse.build_id}" in links


def test_the_sum_is_told_with_numerator_and_denominator(client):
    value = kpi_value(open_warehouse(EVERYTHING), kpi("stock_out_rate"), Filters())
    told = plain(by_id(explained(client, ["stock_out_rate"]), "stock_out_rate"))
    assert f"{number(value.numerator)} divided by {number(value.denominator)}, times 100, is" in told
    assert f"from {number(value.row_count)} rows" in told and " of " in told and "silent" in told


def test_every_mart_names_its_sources_checks_and_columns(client):
    warehouse = open_warehouse(EVERYTHING)
    for name in marts():
        told = plain(by_id(page(client, f"/explain?mart={name}").tree, name))
        meaning = mart_meaning(name)
        assert meaning.meaning in told and all(one.meaning in told for one in meaning.columns)
        for load in mart_loads(warehouse, name)[:12]:
            for text in (load.source_title, load.publisher_name, load.licence, load.file_name, load.load_id):
                assert text in told, (name, text)
            assert day(load.loaded_at) in told and number(load.row_count) in told
        for check in checks_of(warehouse, mart_loads(warehouse, name)):
            assert f"{check.source_name} · {check.table_name}" in told
            assert number(check.checked) in told and number(check.passed) in told


def test_sources_checks_and_quarantine_are_those_of_the_lineage(demo_home):
    warehouse = open_warehouse(EVERYTHING)
    by_load = {load.load_id: load for load in loads(warehouse)}
    for name in marts():
        rows = sum(load.row_count for load in mart_loads(warehouse, name))
        assert rows <= warehouse.row_counts()[name]
        for load in mart_loads(warehouse, name):
            same = by_load[load.load_id]
            assert (load.rows_in, load.rows_quarantined) == (same.rows_in, same.rows_quarantined)
            assert load_of(warehouse, name, load.load_id) == load
    stock = mart_loads(warehouse, "mart_supply_stock")
    assert {one.table_name for one in checks_of(warehouse, stock)} == {"stock_balances"}
    assert load_of(warehouse, "mart_supply_stock", "nothing") is None


def test_a_kpi_names_the_sources_that_brought_its_figures(sample_home):
    warehouse = open_warehouse(EVERYTHING)
    sources = {load.source_name for load in loads_behind(warehouse, kpi("inform_risk"))}
    every = {load.source_name for load in mart_loads(warehouse, "mart_country_risk")}
    assert sources == {"risk_inform", "upload"} & every and sources < every
    told = plain(by_id(explained(create_app().test_client(), ["inform_risk"]), "mart_country_risk"))
    assert "UCDP" not in told and "INFORM" in told


def test_rows_in_quarantine_are_counted_with_a_way_to_them(client):
    answer = by_id(page(client, "/explain?mart=mart_supply_stock").tree, "mart_supply_stock")
    count = sum(one.rows_quarantined for one in mart_loads(open_warehouse(EVERYTHING), "mart_supply_stock"))
    assert count and f"{number(count)} of " in plain(answer)
    load = mart_loads(open_warehouse(EVERYTHING), "mart_supply_stock")[0]
    assert f"/data/quarantine?load={load.load_id}" in [part["props"].get("href") for part in parts(answer)]


def test_the_worked_examples_are_all_there():
    for one in all_kpis():
        assert worked_examples(one).children[0].children == f"{len(one.examples)} worked examples"


@pytest.mark.parametrize("query", [*HOSTILE, *OWN_HOSTILE])
def test_a_hostile_address_gives_a_page_with_a_notice(client, query):
    answer = page(client, "/explain" + query)
    told = words(answer)
    assert answer.status_code == 200 and "Explained" in told and "was left out" in told
    assert "could not be made" not in told and "<script>" not in told.replace("“<script>", "")


def test_an_empty_home_says_so(home):
    assert "Nothing published yet" in words(page(create_app().test_client(), "/explain?kpi=otif"))


@pytest.mark.parametrize("width", [390, 1440])
def test_in_a_browser_from_the_explanation_to_the_rows(served, browser, width):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    faults, foreign = [], []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("request", lambda request: foreign.append(request.url) if not _is_ours(request.url, served) else None)
    tab.goto(served + "/explain?kpi=stock_out_rate,children_reached")
    tab.wait_for_selector("#children_reached", timeout=60_000)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.locator("#stock_out_rate a", has_text="Show the rows").click()
    tab.wait_for_selector(".rows-total")
    assert "kpi=stock_out_rate" in tab.url and "Stock-out rate" in tab.locator("h1").inner_text()
    assert (faults, foreign) == ([], [])
    tab.close()


@pytest.mark.parametrize("address", [
    "/", "/aid", "/risk", "/risk/food", "/projects", "/projects?part=results", "/projects?part=people",
    "/projects?part=money", "/funding", "/supply", "/country/SSD",
])  # fmt: skip
def test_every_figure_of_a_page_leads_to_its_explanation(client, address):
    found = []

    def walk(part):
        if isinstance(part, dict):
            if part.get("type") == "Section" and part["props"].get("className") == "panel":
                found.append((part["props"]["id"], "/explain?" in json.dumps(part)))
            part = list(part.values())
        for one in part if isinstance(part, list) else []:
            walk(one)

    walk(page(client, address).tree)
    assert found and not [name for name, is_explained in found if not is_explained]
