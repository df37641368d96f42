"""Every dependency is pinned, used, and has its reason in docs/decisions.md."""

import ast
import re
import sys

import pytest

from tests.house.code import ROOT, module_name, python_files, tracked_files, tree

PIN = re.compile(r"([A-Za-z0-9._-]+)(\[[a-z,]+\])?==[0-9][A-Za-z0-9.+!]*")
MODULES = {
    "argon2-cffi": "argon2",
    "axe-playwright-python": "axe_playwright_python",
    "dogpile.cache": "dogpile",
    "duckdb-sqlalchemy": "duckdb_sqlalchemy",
    "flask-limiter": "flask_limiter",
    "pydantic-settings": "pydantic_settings",
    "python-json-logger": "pythonjsonlogger",
    "python-calamine": "python_calamine",
    "pyyaml": "yaml",
}
"""Distribution -> module, where the two differ."""
THROUGH = {
    "flask": "dash",
    "itsdangerous": "dash",
    "joserfc": "Authlib",
    "plotly": "dash",
    "pydantic": "pydantic-settings",
    "werkzeug": "dash",
}
"""Module that belongs to the interface of a requirement -> that requirement."""
RUN_NOT_IMPORTED = {
    "bandit",
    "dbt-core",
    "dbt-duckdb",
    "dbt-postgres",
    "gunicorn",
    "oidc-provider-mock",
    "pip-audit",
    "ruff",
}
"""Programs that are run."""


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith(("#", "-r ", "-c "))]


def names() -> list[str]:
    return [PIN.fullmatch(line)[1] for file in ("requirements.txt", "requirements-dev.txt") for line in lines(file)]


def module_of(name: str) -> str:
    return MODULES.get(name.lower(), name.lower())


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt", "constraints.txt"])
def test_every_requirement_is_pinned(file):
    assert lines(file)
    assert not [line for line in lines(file) if not PIN.fullmatch(line)]


def test_every_requirement_has_one_line_with_its_reason():
    text = (ROOT / "docs/decisions.md").read_text(encoding="utf-8").split("## Loading")[0]
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", text, re.MULTILINE)
    assert sorted(name.lower() for name, _ in rows) == sorted(name.lower() for name in names())
    assert all(len(reason) > 20 for _, reason in rows)


def imported(paths) -> set[str]:
    """Top names of what the files import."""
    found = set()
    for node in (node for path in paths for node in ast.walk(tree(path))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_every_requirement_is_used():
    found = imported(path for path in tracked_files() if path.suffix == ".py")
    assert sorted({module_of(name) for name in names() if name not in RUN_NOT_IMPORTED} - found) == []


def test_every_library_that_is_imported_is_required():
    required = {module_of(PIN.fullmatch(line)[1]) for line in lines("requirements.txt")} | set(THROUGH)
    ours = {module_name(path).split(".")[0] for path in python_files()}
    assert sorted(imported(python_files()) - required - ours - sys.stdlib_module_names) == []
    assert set(THROUGH.values()) <= {PIN.fullmatch(line)[1] for line in lines("requirements.txt")}
