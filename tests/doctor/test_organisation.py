"""What the examination says of the sign-in of the organisation."""

import pytest

import settings
from access.provider_answers import _discovered
from doctor.finding import FAIL, OK
from doctor.organisation import provider_answers, ways_in
from tests.access.provider import CLIENT, provider_running
from tests.conftest import use_home


@pytest.fixture(autouse=True)
def settings_of_others():
    yield
    settings.read_settings.cache_clear()


@pytest.fixture
def provider(tmp_path, monkeypatch):
    with provider_running() as running:
        use_home(tmp_path / "home", monkeypatch, oidc_issuer=running.issuer, oidc_client_id=CLIENT)
        _discovered.cache_clear()
        yield running


def states(check) -> list[tuple[str, str]]:
    return [(one.state, one.words) for one in check()]


def test_an_installation_without_it_is_well(home):
    assert states(ways_in) == [(OK, "Local accounts only.")]
    assert states(provider_answers) == []


def test_a_provider_that_answers_is_well(provider):
    assert states(ways_in) == [(OK, "Local accounts, and by settings: a provider.")]
    assert states(provider_answers) == [(OK, "It answers, and shows the keys with which it signs.")]


def test_a_provider_without_keys_or_of_another_name_is_a_fault(provider):
    provider.keys_shown = []
    assert states(provider_answers)[0][0] == FAIL
    _discovered.cache_clear()
    provider.document = {"issuer": "https://evil.example"}
    ((state, words),) = states(provider_answers)
    assert state == FAIL
    assert "calls itself" in words


def test_settings_that_let_in_the_wrong_people_are_a_fault(home, monkeypatch):
    use_home(home, monkeypatch, proxy_header="X-Forwarded-User")
    ((state, words),) = states(ways_in)
    assert (state, "names no proxy" in words) == (FAIL, True)
