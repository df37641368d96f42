"""A build whose texts and addresses are attacks: what publishers' data might hold."""

import shutil
from pathlib import Path

import duckdb

from queries.cache import forget_everything
from queries.stores import close_builds

MARK = "planted"
TEXT = f'<b>{MARK}</b><img src=x onerror="window.hit=1"><a href="https://evil.example/x">{MARK}</a><svg/onload=window.hit=2>"\'{{{{7*7}}}}'
ADDRESS = "javascript:window.hit=3//"
WORDS = (
    "_name",
    "_title",
    "footnote",
    "licence",
    "unit_label",
    "item_group",
    "name_en",
    "site_type",
    "population_group",
)
KEYS = ("mart_name", "source_name", "table_name", "file_name")
"""Names by which the app itself finds things."""


def planted(source: Path, home: Path) -> Path:
    """A copy of a home in which every name and title of the marts has an attack before it, and every address is one."""
    shutil.copytree(source / "builds", home / "builds")
    close_builds()
    forget_everything()
    build = next((home / "builds").glob("*.duckdb"))
    with duckdb.connect(str(build)) as connection:
        columns = connection.execute(
            "select table_name, column_name from information_schema.columns where data_type = 'VARCHAR'"
        ).fetchall()
        for table, column in columns:
            if column.endswith("url"):
                connection.execute(f'update "{table}" set "{column}" = ? where "{column}" is not null', [ADDRESS])
            elif column.endswith(WORDS) and column not in KEYS:
                said = f'update "{table}" set "{column}" = ? || "{column}" where "{column}" is not null'
                connection.execute(said, [TEXT])
    return home
