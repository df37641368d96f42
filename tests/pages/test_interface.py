"""The page of the interface shows what its document says: every address, parameter, problem and name."""

import pytest

import app
from api.document import document
from components.result import results_in
from components.shell import footer
from components.tree import components_of, text_of
from page_content import page_content


@pytest.fixture
def page(demo_home):
    """The page as everybody sees it."""
    app.create_app()
    return page_content("/api", {})


def test_every_part_of_the_document_stands_on_the_page(page):
    told = document()
    shown = [{row[0] for row in one.rows} for one in results_in(page.tree)]
    names = {
        path: told["paths"][path]["get"]["parameters"][0]["schema"]["enum"]
        for path in ("/kpis/{name}", "/marts/{name}")
    }
    assert shown == [
        {f"/api/v1{path}" for path in told["paths"]},
        set(told["components"]["parameters"]),
        {one["code"] for one in told["x-problems"]},
        set(names["/kpis/{name}"]),
        set(names["/marts/{name}"]),
    ]


def test_problems_lead_to_their_place_on_the_page(page):
    places = {getattr(one, "id", None) for one in components_of(page.tree)}
    assert {one["type"].removeprefix("/api#") for one in document()["x-problems"]} <= places


def test_every_address_on_the_page_answers(page):
    get = app.create_app().test_client().get
    links = {one.href for one in components_of(page.tree) if getattr(one, "href", "").startswith("/api/v1")}
    assert len(links) > 60
    assert {get(one).status_code for one in sorted(links)} == {200}


def test_every_page_leads_to_it(demo_home):
    links = {getattr(one, "href", ""): text_of(one) for one in components_of(footer())}
    assert links["/api"] == "Interface for machines"
