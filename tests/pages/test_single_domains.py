"""Whoever sees one domain only opens its pages: parts that stand on other domains say so, and nothing else is lost."""

import pytest
import sqlalchemy as sa

from access import reading_as
from app import create_app
from components.tree import text_of
from page_content import page_content
from queries.reader import EVERYTHING, Reader
from queries.warehouse import open_warehouse

OWN = {
    "projects": (
        "/projects",
        "/projects?part=people",
        "/projects?part=money",
        "/projects?part=results",
        "/projects/{}",
    ),
    "aid": ("/aid",),
    "supply": ("/supply",),
    "risk": ("/risk", "/risk/food", "/risk/areas"),
    "funding": ("/funding",),
}
EVERYBODY_S = ("/", "/country/AFG", "/report", "/data", "/glossary")


def shown(address: str) -> str:
    path, _, query = address.partition("?")
    return text_of(page_content(path, dict([query.split("=")]) if query else {}).tree)


@pytest.fixture
def project(demo_home) -> str:
    create_app()

    warehouse = open_warehouse(EVERYTHING)
    mart = warehouse.mart("mart_project")
    return warehouse.rows(sa.select(mart.c.project_code).where(mart.c.country_code == "AFG").limit(1))[0][0]


@pytest.mark.parametrize("domain", OWN)
def test_pages_of_the_only_domain_open(domain, project):
    with reading_as(Reader("one", {"AFG"}, {domain})):
        for address in (*OWN[domain], *EVERYBODY_S):
            assert len(shown(address.format(project))) > 100, address


def test_parts_of_other_domains_say_so(project):
    with reading_as(Reader("one", {"AFG"}, {"projects"})):
        assert "Data of the domain funding are not open to you." in shown("/projects")
        assert "Data of the domain risk are not open to you." in shown("/projects?part=people")


def test_the_first_page_tells_closed_domains_from_those_without_data(project):
    with reading_as(Reader("one", {"AFG"}, {"aid"})):
        told = shown("/")
    assert told.count("Not open to you") == 4 and "No data" not in told.split("What needs a decision")[0]
