"""The interface on the demonstration data, without a limit of requests."""

import pytest

import settings
from app import create_app
from queries.cache import forget_everything
from queries.stores import close_builds


@pytest.fixture
def server(demo_home, monkeypatch):
    """The web process on the demonstration data."""
    monkeypatch.setenv("LAGEBILD_API_REQUESTS_PER_MINUTE", "0")
    settings.read_settings.cache_clear()
    forget_everything()
    yield create_app()
    forget_everything()
    close_builds()


@pytest.fixture
def asked(server):
    """asked(address, **options): the answer to a GET below /api/v1, as whoever reads within reading_as()."""
    return lambda address, **options: server.test_client().get(f"/api/v1{address}", **options)
