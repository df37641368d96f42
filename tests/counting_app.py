"""The app as gunicorn serves it, with a line in the file COUNTED for each statement that any of its processes runs."""

import os
from pathlib import Path

from flask import Flask


def server() -> Flask:
    """The server of one worker."""
    from app import create_app
    from queries.stores import DuckdbStore, numbered

    rows, counted = DuckdbStore.rows, Path(os.environ["COUNTED"])

    def counting(self, build_id, statement, scope=None):
        text, values = numbered(statement)
        with counted.open("a") as file:
            file.write(repr((text, values, scope)) + "\n")
        return rows(self, build_id, statement, scope)

    DuckdbStore.rows = counting
    return create_app()
