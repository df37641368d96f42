"""One build of all marts from the cases of this folder, in DuckDB, shared by its tests."""

import duckdb
import pytest

from tests.conftest import use_home
from tests.marts.cases import all_cases
from tests.marts.given import build_marts


@pytest.fixture(scope="session")
def marts(tmp_path_factory):
    """rows(query) -> rows of the marts of all cases as dictionaries."""
    folder = tmp_path_factory.mktemp("marts")
    with pytest.MonkeyPatch.context() as patch:
        use_home(folder / "home", patch)
        store = build_marts(all_cases(), folder / "work")
        connection = duckdb.connect(str(store.unfinished), read_only=True)

    def rows(query: str) -> list[dict]:
        cursor = connection.execute(query)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    yield rows
    connection.close()
