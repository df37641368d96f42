"""The app for people who are signed in, and two of them."""

import pytest

from access import reading_as
from app import create_app
from queries.cache import forget_everything
from queries.stores import close_builds
from tests.access.people import Person
from tests.conftest import use_home


@pytest.fixture
def app(demo_home, tmp_path, monkeypatch):
    """The app on the demo build with a ledger of its own, for people who are signed in."""
    use_home(demo_home, monkeypatch, ledger=f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    forget_everything()
    with reading_as(None):
        yield create_app()
    forget_everything()
    close_builds()


@pytest.fixture
def chief(app):
    """An administrator who sees everything."""
    return Person(app, "chief", name="chief@example.org", shown_name="Ada Chief")


@pytest.fixture
def office(app, chief):
    """An office that sees totals of one domain in one country and takes nothing away."""
    told = {"role": "office", "countries": frozenset(["AFG"]), "domains": frozenset(["supply"]), "detail": "totals"}
    return Person(app, "office", name="office@example.org", shown_name="Kabul office", may_export=False, **told)
