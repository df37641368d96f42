"""The health endpoint tells a load balancer, and a person, whether the current build can be read."""

import duckdb
import pytest

from app import create_app
from queries.stores import close_builds
from tests.conftest import DEMO_DATE, free_port, use_home


@pytest.fixture
def ask():
    client = create_app().server.test_client()
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
    assert "20260101-000000-aaaaaa" in answer.json["message"]


def test_a_database_that_does_not_answer_is_not_healthy(tmp_path, monkeypatch, ask):
    secret = f"postgresql+psycopg://lagebild:secret@127.0.0.1:{free_port()}/none"
    use_home(tmp_path / "home", monkeypatch, warehouse=secret)
    answer = ask()
    assert (answer.status_code, answer.json["status"]) == (503, "unreadable")
    assert "secret" not in answer.text


def test_a_published_build_is_healthy_and_named(demo_home, ask):
    current = (demo_home / "builds" / "current").read_text(encoding="ascii").strip()
    close_builds()  # tests before this one may hold the file open in their own way
    with duckdb.connect(str(demo_home / "builds" / f"{current}.duckdb"), read_only=True) as connection:
        said = connection.execute("select build_id, cast(data_date as varchar) from build_info").fetchone()
    answer = ask()
    assert (answer.status_code, answer.json["status"]) == (200, "ok")
    assert (answer.json["build"], answer.json["data_date"][:10]) == said
    assert said == (current, str(DEMO_DATE))
