"""A figure is fetched after its document: it is one of the same build, whatever was published in between."""

import html
import re

import pytest

from app import create_app
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
    assert address.endswith(f"&of={OLDER}")
    first = client.get(address)
    write_build(home, NEWER, {"mart_displacement": [displaced(130)]})
    assert figure_addresses(client)[0].endswith(f"&of={NEWER}")
    assert client.get(address).data == client.get(address.replace("&of=", "&build=")).data == first.data


def test_a_build_that_is_gone_has_no_figures(client):
    assert client.get(figure_addresses(client)[0].replace(OLDER, NEWER)).status_code == 404
