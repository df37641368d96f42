"""A figure is fetched after its document: it is one of the same build, whatever was published in between."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from app import create_app
from documents.asked import asked_page
from documents.whole import OF, figure_address
from queries.cache import forget_everything
from queries.stores import close_builds
from tests.pages.test_data_status import NEWER, OLDER, displaced
from tests.queries.small_build import write_build


@pytest.fixture
def client(home):
    """The app on a home with one build."""
    write_build(home, OLDER, {"mart_displacement": [displaced(100)]})
    yield create_app().test_client()
    close_builds()
    forget_everything()


def figure_addresses(client, path="/"):
    return [html.unescape(one) for one in re.findall('data-figure="([^"]*)"', client.get(path).text)]


def test_a_figure_is_of_the_build_of_its_document(client, home):
    address = figure_addresses(client)[0]
    assert address.endswith(f"&figure-of={OLDER}")
    first = client.get(address)
    write_build(home, NEWER, {"mart_displacement": [displaced(130)]})
    assert figure_addresses(client)[0].endswith(f"&figure-of={NEWER}")
    assert client.get(address).data == client.get(address.replace("&figure-of=", "&build=")).data == first.data


def test_a_build_that_is_gone_has_no_figures(client):
    assert client.get(figure_addresses(client)[0].replace(OLDER, NEWER)).status_code == 404


def test_the_address_of_a_figure_keeps_every_key_of_its_page(client):
    address = figure_address(asked_page("/risk/areas", "country=AFG&of=need"), "risk-areas-figure", NEWER)
    asked = parse_qs(urlsplit(address).query)
    assert asked == {"country": ["AFG"], "of": ["need"], "figure": ["risk-areas-figure"], OF: [NEWER]}
