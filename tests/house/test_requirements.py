"""Every dependency is pinned, used, and has its reason in docs/decisions.md."""

import ast
import re

import pytest

from tests.house.code import ROOT, tracked_files, tree

PIN = re.compile(r"([A-Za-z0-9._-]+)(\[[a-z,]+\])?==[0-9][A-Za-z0-9.+!]*")
MODULES = {
    "dogpile.cache": "dogpile",
    "duckdb-sqlalchemy": "duckdb_sqlalchemy",
    "pydantic-settings": "pydantic_settings",
    "python-calamine": "python_calamine",
    "pyyaml": "yaml",
}
"""Distribution -> module, where the two differ."""
RUN_NOT_IMPORTED = {"dbt-core", "dbt-duckdb", "dbt-postgres", "ruff"}
"""Programs that are run."""


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith(("#", "-r "))]


def names() -> list[str]:
    return [PIN.fullmatch(line)[1] for file in ("requirements.txt", "requirements-dev.txt") for line in lines(file)]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned(file):
    assert lines(file)
    assert not [line for line in lines(file) if not PIN.fullmatch(line)]


def test_every_requirement_has_one_line_with_its_reason():
    text = (ROOT / "docs/decisions.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", text, re.MULTILINE)
    assert sorted(name.lower() for name, _ in rows) == sorted(name.lower() for name in names())
    assert all(len(reason) > 20 for _, reason in rows)


def test_every_requirement_is_used():
    found = set()
    for path in tracked_files():
        if path.suffix == ".py":
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.add(node.module.split(".")[0])
    wanted = {MODULES.get(name.lower(), name.lower()) for name in names() if name not in RUN_NOT_IMPORTED}
    assert not sorted(wanted - found)
