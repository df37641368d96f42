"""Variables of the path against keys of the query: the path wins, on every page that has variables."""

import re
from urllib.parse import quote

import dash
import pytest
import sqlalchemy as sa

from app import create_app
from queries.reader import EVERYTHING
from queries.warehouse import open_warehouse
from tests.pages.document import page
from tests.pages.test_home import words

TWO_VALUES = {
    "iso3": ("ref_country", ("country_code",)),
    "project_code": ("mart_project", ("project_code",)),
    "item_key": ("mart_supply_pipeline", ("item_code",)),
    "site_key": ("ref_site", ("site_code",)),
    "line_key": ("mart_delivery_line", ("source_name", "delivery_line_id")),
}
"""Variable -> table and columns of the values that it can have; of others, made-up values are asked."""


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


def templates() -> list[str]:
    """Paths with variables, of all pages."""
    return [one["path_template"] for one in dash.page_registry.values() if one["path_template"]]


def values(variable: str) -> list[str]:
    """Two values of a variable, as they stand in a path."""
    if variable not in TWO_VALUES:
        return ["one", "two"]
    name, columns = TWO_VALUES[variable]
    warehouse = open_warehouse(EVERYTHING)
    table = warehouse.mart(name)
    found = warehouse.rows(sa.select(*(table.c[one] for one in columns)).distinct().order_by(*columns).limit(2))
    return [quote("/".join(row), safe="") for row in found]


def test_a_query_never_replaces_a_variable_of_the_path(client):
    assert len(templates()) >= len(TWO_VALUES)
    for template in templates():
        names = re.findall("<(.*?)>", template)
        for name in names:
            one, other = values(name)
            path = re.sub("<.*?>", "x", template.replace(f"<{name}>", one))
            plain, both = words(page(client, path)), words(page(client, f"{path}?{name}={other}"))
            said = "is told by the path of this page"
            assert "This page could not be made" not in both, template
            assert said not in plain and said in both, template
            assert heading(plain) == heading(both), template


def heading(shown: str) -> str:
    """The text of the first heading of a page."""
    return re.search(r'\{"props": \{"children": "([^"]*)"\}, "type": "H1"', shown)[1]


@pytest.mark.parametrize("query", ["iso3=FRA", "iso3=FRA&iso3=DEU", "iso3=" + "A" * 7_000, "iso3=%00<b>", "iso3="])
def test_the_page_of_a_country_stays_that_country(client, query):
    shown = words(page(client, "/country/AFG?" + query))
    assert heading(shown) == "Afghanistan" and "is told by the path of this page" in shown
    assert "A" * 100 not in shown
