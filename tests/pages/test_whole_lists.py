"""Lists that are paged on screen are whole in what files are made of, and what is drawn stays the page."""

import json

import pytest

from app import create_app
from components.result import results_in
from components.tree import components_of, text_of
from page_content import page_content
from pages import whole_lists
from queries import aid, funding_flows, projects, supply, supply_outlook
from queries import paged as paging
from queries.cache import forget_everything
from queries.filters import Filters
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse
from tests.pages.document import page as browser_page
from tests.pages.test_home import words

NONE = Filters()


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def counts(warehouse) -> dict[str, tuple[str, int, int]]:
    """Path -> name of its list, rows in all, rows of a page."""
    late = sum(aid.late_line_counts(warehouse, NONE).values())
    flows = funding_flows.flow_count(warehouse, NONE)
    outlook = supply_outlook.outlook_counts(warehouse, NONE)["all"]
    held = supply.status_by(warehouse, NONE.replace(items=("VAC-01",)), "site_code")["position_count"].sum()
    return {
        "/aid": ("late", late, aid.PAGE_ROWS),
        "/projects": ("list", projects.project_count(warehouse, NONE), projects.PAGE_ROWS),
        "/supply": ("outlook", outlook, supply_outlook.OUTLOOK_ROWS),
        "/supply/item/VAC-01": ("positions", int(held), supply.PAGE_ROWS),
        "/funding": ("flows", flows, funding_flows.PAGE_ROWS),
    }


def list_of(path: str, query: dict, name: str):
    """The list of a page as a result, and the part of the page."""
    content = page_content(path, query)
    return next(one for one in content.results if one.identifier == name), content.part(name)


def drawn(part) -> list[str]:
    """The rows of the first table of a part, as text."""
    body = next(one for one in components_of(part) if one._type == "Tbody")
    return [text_of(row) for row in body.children]


def test_the_file_of_a_page_has_the_whole_list_and_draws_the_page(client):
    warehouse, seen = open_warehouse(EVERYTHING), 0
    for path, (name, count, size) in counts(warehouse).items():
        if count <= size:
            continue
        whole, first = list_of(path, {}, name)
        same, second = list_of(path, {"page": "2"}, name)
        assert len(whole.rows) == count and whole.rows == same.rows, path
        assert len(set(whole.rows)) == count, path
        assert len(drawn(first)) == size and drawn(second), path
        assert not set(drawn(first)) & set(drawn(second)), path
        assert (whole.shown_count, same.shown_count) == (size, min(size, count - size)), path
        seen += 1
    assert seen >= 4


@pytest.mark.parametrize("path", ["/aid?page=2", "/supply?page=2", "/projects?page=2"])
def test_what_is_drawn_for_a_file_is_what_the_browser_gets(client, path):
    shown = words(browser_page(client, path))
    bare, _sign, query = path.partition("?")
    name = {"/aid": "late", "/supply": "outlook", "/projects": "list"}[bare]
    _result, part = list_of(bare, dict([query.split("=")]), name)
    bodies = [one for one in components_of(part) if one._type == "Tbody"]
    cells = [one.children for body in bodies for one in components_of(body) if isinstance(one.children, str)]
    assert len(cells) > 50 and all(json.dumps(one, ensure_ascii=False) in shown for one in cells)


def test_a_list_that_is_cut_says_so(client, monkeypatch):
    monkeypatch.setattr(paging, "MOST_LISTED", 60)
    monkeypatch.setattr(whole_lists, "MOST_LISTED", 60)
    forget_everything()
    found, _part = list_of("/aid", {}, "late")
    count = sum(aid.late_line_counts(open_warehouse(EVERYTHING), NONE).values())
    forget_everything()
    assert len(found.rows) == 60 < count
    assert f"The first 60 of {count:,} rows" in found.note
    assert results_in(_part)
