"""The page of funding as people meet it."""

import json

import pytest

from app import create_app
from components.format import kpi_amount
from kpis import kpis_of
from queries.filters import Filters
from queries.funding import AMOUNTS
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse
from tests.pages.document import page
from tests.pages.test_home import HOSTILE, words
from tests.pages.test_projects import _number, parts, tables
from tests.queries.small_build import write_build
from tests.queries.test_funding import BUILD, FLOWS

STRANGE = [*HOSTILE, "?page=-1", "?page=9e9&sort=<b>", "?page=" + "9" * 5000, "?sort=day&sort=x", "?donor=" + "x" * 500]


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def test_every_card_stands_with_its_value(client):
    warehouse, shown = open_warehouse(EVERYTHING), words(page(client, "/funding"))
    for kpi in kpis_of("funding"):
        value = kpi_value(warehouse, kpi, Filters())
        assert json.dumps(kpi.label)[1:-1] in shown
        if value.value is not None:
            assert json.dumps(kpi_amount(kpi, value.value), ensure_ascii=False) in shown, kpi.name


def test_totals_of_tables_are_the_cards(client):
    warehouse, found = open_warehouse(EVERYTHING), tables(page(client, "/funding"))
    cards = [kpi_value(warehouse, AMOUNTS[name], Filters()).value for name in list(AMOUNTS)]
    listed = {caption: rows for caption, rows in found.items() if rows and rows[0][-1] == "Coverage"}
    assert len(listed) == 2
    for rows in listed.values():
        totals = [_number(cell) for cell in rows[-1][-5:]]
        assert totals == pytest.approx(cards, abs=0.6)
        for at in (-5, -4, -3, -2):
            known = [_number(row[at]) for row in rows[1:-1] if row[at] != "–"]
            assert sum(known) == pytest.approx(_number(rows[-1][at]), abs=len(rows))


def test_every_figure_can_be_explained(client):
    answer = page(client, "/funding").tree
    figures = [one for one in parts(answer, "Section") if one.get("className") == "panel"]
    links = [one for one in parts(answer, "A") if one.get("className") == "panel-explain"]
    assert len(figures) == len(links) > 4
    assert all(one["href"].startswith("/explain?") for one in links)


@pytest.mark.parametrize("query", STRANGE)
def test_a_hostile_address_gives_the_page_with_a_notice(client, query):
    answer = page(client, "/funding" + query)
    assert answer.status_code == 200
    assert "Funding of appeals" in words(answer) and "This page could not be made" not in words(answer)
    assert "was left out" in words(answer)


def test_flows_are_listed_with_links_that_keep_the_filters(home):
    write_build(home, BUILD, {"mart_funding_flow": FLOWS})
    client = create_app().test_client()
    answer = page(client, "/funding?since=2026-01&sort=day")
    links = [one["href"] for one in parts(answer.tree, "A")]
    assert "/funding?since=2026-01&donor=A" in links and "/funding?since=2026-01&sort=day&page=2" in links
    assert "/rows?mart=mart_funding_flow&since=2026-01" in links
    assert "The largest donor is A" in words(answer)


def test_the_page_of_projects_leads_here_and_keeps_the_filters(client):
    links = [one["href"] for one in parts(page(client, "/projects?country=AFG").tree, "A")]
    assert "/funding?country=AFG" in links


def test_an_empty_home_says_what_to_do(home):
    answer = page(create_app().test_client(), "/funding")
    assert answer.status_code == 200 and "Nothing published yet" in words(answer)


def test_filters_that_leave_nothing_give_words(client):
    shown = words(page(client, "/funding?country=TUV"))
    assert "No data inside the filters" in shown and "This page could not be made" not in shown
