"""Homes with one published build, made once per session; tests work on copies."""

import pytest

import settings
from tests.faults.homes import (
    FIRST,
    Where,
    new_database,
    run_manage,
    use,
    write_items,
    write_sites,
    write_small_project,
)


@pytest.fixture(scope="session")
def small_project(tmp_path_factory):
    """A dbt project of four marts."""
    return write_small_project(tmp_path_factory.mktemp("project") / "warehouse")


def published(where: Where, files) -> Where:
    """Loads the first sites and as many items, builds and publishes."""
    write_sites(files / "sites" / "sites.csv", FIRST)
    write_items(files / "items" / "items.csv", len(FIRST))
    with pytest.MonkeyPatch.context() as patch:
        use(where, patch)
        run_manage("load", "upload", "--from", files)
    settings.read_settings.cache_clear()
    return where


@pytest.fixture(scope="session")
def duckdb_base(small_project, tmp_path_factory):
    """A home on DuckDB with a published build. Read only."""
    folder = tmp_path_factory.mktemp("duckdb_base")
    return published(Where(folder / "home", "", small_project), folder / "files")


@pytest.fixture(scope="session")
def postgres_base(small_project, postgres_url, tmp_path_factory):
    """The same on PostgreSQL. Read only, and no connection stays open, so that the database can be copied."""
    folder = tmp_path_factory.mktemp("postgres_base")
    return published(Where(folder / "home", new_database(postgres_url), small_project), folder / "files")


@pytest.fixture(params=["duckdb", "postgres"])
def base(request):
    """Either of them."""
    return request.getfixturevalue(f"{request.param}_base")


@pytest.fixture
def own(base, tmp_path, monkeypatch):
    """A copy to break, in use by this process."""
    where = base.copied(tmp_path / "home")
    use(where, monkeypatch)
    return where


@pytest.fixture(autouse=True)
def fresh_settings():
    """What a test put into the environment is not remembered after it."""
    yield
    settings.read_settings.cache_clear()
