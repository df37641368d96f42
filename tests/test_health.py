"""The health endpoint tells a load balancer, and a person, whether the current build can be read."""

import pytest

from app import create_app
from tests.conftest import free_port, use_home


@pytest.fixture
def ask():
    client = create_app().test_client()
    return lambda: client.get("/health")


def test_a_home_without_a_build_is_not_healthy(home, ask):
    answer = ask()
    assert (answer.status_code, answer.json["status"]) == (503, "no build")
    assert answer.json["message"] == "No data have been published yet."


def test_a_pointer_to_a_build_that_is_gone_is_not_healthy(home, ask):
    (home / "builds").mkdir(parents=True)
    (home / "builds" / "current").write_text("20260101-000000-aaaaaa\n", encoding="ascii")
    answer = ask()
    assert (answer.status_code, answer.json["status"]) == (503, "unreadable")
    assert "20260101-000000-aaaaaa" not in answer.text, "anybody may ask"


def test_a_database_that_does_not_answer_is_not_healthy(tmp_path, monkeypatch, ask):
    secret = f"postgresql+psycopg://lagebild:secret@127.0.0.1:{free_port()}/none"
    use_home(tmp_path / "home", monkeypatch, warehouse=secret)
    answer = ask()
    assert (answer.status_code, answer.json["status"]) == (503, "unreadable")
    assert "secret" not in answer.text


def test_a_published_build_is_healthy_and_nothing_more_is_told(demo_home, ask):
    answer = ask()
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
