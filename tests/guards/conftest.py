"""The app on the demo home: asked by an administrator, and by a stranger."""

import pytest

from access import reading_as
from app import create_app


@pytest.fixture
def client(demo_home):
    """A client of the app that reads as the installation."""
    return create_app().test_client()


@pytest.fixture
def stranger(demo_home):
    """A client of the app that is signed in nowhere."""
    client = create_app().test_client()
    with reading_as(None):
        yield client
