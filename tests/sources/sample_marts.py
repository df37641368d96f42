"""The marts that the production load and build made of all samples."""

import duckdb

from data.stores import builds_folder, open_shelf


def mart_rows(query: str) -> list[tuple]:
    """Rows of a query on the published build of the current home."""
    with duckdb.connect(str(builds_folder() / f"{open_shelf().current()}.duckdb"), read_only=True) as build:
        return build.execute(query).fetchall()
