"""The glossary: every KPI with its examples, every legend, every code; in a browser and with bad addresses."""

import json

import pytest

from app import create_app
from components.format import kpi_amount
from components.glossary_entry import glossary_entry
from components.legend_list import bounds, legend_title
from kpis import all_kpis, kpi
from kpis.legends import INFORM_RISK, INFORM_SEVERITY, LEGENDS, SHARE_GOOD
from queries.lineage import source_states
from queries.reader import EVERYTHING
from queries.reference import countries
from queries.warehouse import open_warehouse
from tests.pages.document import page
from tests.pages.test_home import HOSTILE, _is_ours, words

OWN_HOSTILE = ["?q=" + "x" * 7_000, "?page=0", "?page=-1", "?page=²", "?page=1e9", "?q=%00", "?q=a&q=" + "b" * 99]


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def parts(tree):
    """Every component of a tree as Dash sends it."""
    if isinstance(tree, dict):
        if "props" in tree:
            yield tree
        for held in tree.values():
            yield from parts(held)
    elif isinstance(tree, list):
        for held in tree:
            yield from parts(held)


def plain(tree) -> str:
    """The words of a tree, in order."""
    if isinstance(tree, dict):
        return plain(tree["props"].get("children") if "props" in tree else list(tree.values()))
    if isinstance(tree, list):
        return " ".join(plain(one) for one in tree)
    return "" if tree is None else str(tree)


def by_id(tree, identifier: str) -> dict:
    return next(one for one in parts(tree) if one["props"].get("id") == identifier)


def test_every_kpi_stands_under_its_anchor_with_meaning_and_examples(client):
    answer = page(client, "/glossary").tree
    for one in all_kpis():
        told = plain(by_id(answer, one.name))
        for text in (one.label, one.definition, one.formula, one.population, one.owner, one.sources, one.unit.label):
            assert text in told, (one.name, text)
        assert told.count("No data") == sum(example.value is None for example in one.examples), one.name
        assert all(example.because in told for example in one.examples), one.name


def test_examples_show_rows_and_result():
    declared = kpi("stock_out_rate")
    tree = json.loads(json.dumps(glossary_entry(declared), default=lambda one: one.to_plotly_json()))
    bodies = [one for one in parts(tree) if one["type"] == "Tbody"]
    assert len(bodies) == len(declared.examples)
    for body, example in zip(bodies, declared.examples, strict=True):
        rows = [one for one in parts(body) if one["type"] == "Tr"]
        assert len(rows) == max(1, len(example.rows))
        assert kpi_amount(declared, example.value) in plain(rows[0])
        for row, given in zip(rows, example.rows, strict=False):
            assert plain(row).count("missing") >= sum(value is None for _name, value in given)


def test_a_bound_belongs_to_one_class():
    assert [bounds(INFORM_RISK, one) for one in INFORM_RISK.classes][1:] == [
        "from 2 to under 3.5", "from 3.5 to under 5", "from 5 to under 6.5", "from 6.5 to 10",
    ]  # fmt: skip
    assert [bounds(INFORM_SEVERITY, one) for one in INFORM_SEVERITY.classes][:2] == ["from 0 to 2", "over 2 to 4"]
    assert [bounds(SHARE_GOOD, one) for one in SHARE_GOOD.classes][::3] == ["under 50", "95 and more"]


def test_every_legend_has_a_title_words_and_bounds(client):
    answer = page(client, "/glossary").tree
    for legend in LEGENDS:
        told = plain(by_id(answer, f"legend-{legend.name}"))
        assert legend_title(legend) in told
        assert all(one.word in told and bounds(legend, one) in told for one in legend.classes)
        assert all(one.word in told for one in legend.special)


def test_every_country_and_its_note_is_on_some_page(client):
    frame = countries(open_warehouse(EVERYTHING))
    pages = -(-len(frame) // 50)
    shown = "".join(plain(page(client, f"/glossary?q=&page={n}").tree) for n in range(1, pages + 1))
    first = plain(page(client, "/glossary").tree)
    for row in frame.to_dict("records"):
        assert f" {row['country_code']} " in shown and row["country_name"] in shown
        assert not isinstance(row["footnote"], str) or row["footnote"] in first
    assert "nan" not in shown.lower().split()


def test_sources_carry_publisher_licence_and_page(client):
    answer = page(client, "/glossary").tree
    states = source_states(open_warehouse(EVERYTHING))
    addresses = {one["props"].get("href") for one in parts(answer)}
    assert len(states) == 2
    for state in states:
        load = state.newest
        assert all(text in plain(answer) for text in (load.source_title, load.publisher_name, load.licence))
        assert (load.page_url in addresses) == load.page_url.startswith("https:")


def test_the_search_leaves_what_has_all_the_words(client):
    shown = words(page(client, "/glossary?q=Stock+OUT"))
    assert '"stock_out_rate"' in shown and '"people_reached"' not in shown
    assert "Albania" not in shown and "was left out" not in shown
    assert "Albania" in words(page(client, "/glossary?q=albania"))
    assert "0 of" in words(page(client, "/glossary?q=zzzzz"))


@pytest.mark.parametrize("query", HOSTILE + OWN_HOSTILE)
def test_a_hostile_address_gives_the_page_with_a_notice(client, query):
    answer = page(client, "/glossary" + query)
    assert answer.status_code == 200
    assert "was left out" in words(answer) and "Legend sets" in words(answer)


def test_markup_in_the_search_stays_text(client):
    answer = page(client, "/glossary?q=<script>alert(1)</script>")
    assert "<script>alert(1)</script>" in words(answer)
    assert not [one for one in parts(answer.tree) if one["type"].lower() == "script"]


def test_without_a_build_the_declarations_are_there(home):
    shown = words(page(create_app().test_client(), "/glossary"))
    assert "No data have been published yet" in shown and '"stock_out_rate"' in shown


@pytest.mark.parametrize("width", [390, 1440])
def test_in_a_browser(served, browser, width):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    faults, foreign = [], []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("request", lambda request: foreign.append(request.url) if not _is_ours(request.url, served) else None)
    tab.goto(served + "/glossary#stock_out_rate")
    tab.wait_for_function("() => document.activeElement.id === 'stock_out_rate'", timeout=60_000)
    assert abs(tab.locator("#stock_out_rate").bounding_box()["y"]) < 300
    tab.locator("#stock_out_rate summary").click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.fill("input[name=q]", "stock out")
    tab.locator("input[name=q]").press("Enter")
    tab.wait_for_selector("text=KPIs have", timeout=60_000)
    assert "q=stock+out" in tab.url and tab.locator(".glossary-entry").count() < 20
    assert (faults, foreign) == ([], [])
    tab.close()
