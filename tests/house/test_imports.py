"""Who may import whom: the table of CONTRIBUTING.md, held against every import statement, lazy ones included."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.code import PACKAGES, ROOT, module_name, python_files, shown, tree

EVERYTHING = (
    "access",
    "account_commands",
    "account_forms",
    "addresses",
    "administration_forms",
    "answers",
    "api",
    "app",
    "audit_commands",
    "backup",
    "beginning",
    "build_commands",
    "components",
    "compression",
    "data",
    "delivery",
    "delivery_commands",
    "doctor",
    "documents",
    "downloads",
    "every_form",
    "export_commands",
    "exports",
    "guards",
    "health",
    "installation",
    "keeping_commands",
    "kept_answers",
    "kpis",
    "ledger",
    "ledger_commands",
    "offline",
    "page_content",
    "page_files",
    "pages",
    "proof_apart",
    "provider_sign_in",
    "queries",
    "repeated",
    "report_actions",
    "report_commands",
    "row_files",
    "serving",
    "settings",
    "sign_in_forms",
    "statics",
    "subscription_forms",
    "token_commands",
    "token_forms",
    "verification",
    "verify_commands",
    "warming",
)
MAY_IMPORT = {
    "settings": (),
    "installation": ("settings",),
    "kpis": (),
    "ledger": ("settings",),
    "data": ("kpis", "ledger", "settings"),
    "queries": ("installation", "kpis", "settings"),
    "statics": ("settings",),
    "components": ("kpis", "statics"),
    "access": ("installation", "kpis.words", "ledger", "queries.reader", "settings"),
    "documents": (
        "access",
        "answers",
        "components",
        "compression",
        "kept_answers",
        "pages",
        "queries",
        "settings",
        "statics",
    ),
    "downloads": ("access", "exports", "ledger", "pages.audit_asked", "queries"),
    "exports": ("components", "kpis", "queries", "settings", "statics"),
    "pages": ("access", "api.document", "components", "exports", "kpis", "ledger", "queries"),
    "page_content": ("access", "components", "exports", "kpis", "pages", "queries", "settings"),
    "page_files": (
        "access",
        "answers",
        "components",
        "compression",
        "documents.asked",
        "exports",
        "kept_answers",
        "ledger",
        "page_content",
        "queries",
        "settings",
    ),
    "row_files": ("access", "components", "exports", "kpis", "page_files", "pages", "queries", "settings"),
    "delivery": ("access", "components", "exports", "kpis", "ledger", "page_content", "queries", "settings"),
    "provider_sign_in": ("access", "components", "kpis.words", "ledger", "settings"),
    "sign_in_forms": ("access", "components", "kpis.words", "ledger", "provider_sign_in"),
    "subscription_forms": (
        "access",
        "components",
        "delivery",
        "ledger",
        "page_content",
        "queries",
        "settings",
    ),
    "compression": (),
    "guards": ("access", "components.plain_page", "components.words", "kpis.words", "settings"),
    "health": ("components.words", "queries"),
    "offline": ("access", "components", "queries", "statics"),
    "account_forms": ("access", "components", "ledger"),
    "token_commands": ("access", "ledger"),
    "token_forms": ("access", "account_forms", "components", "ledger", "settings"),
    "administration_forms": ("access", "components", "ledger", "queries", "settings"),
    "answers": ("access", "components.words", "compression", "kept_answers", "queries"),
    "kept_answers": ("compression", "queries"),
    "api": ("access", "components", "exports", "kpis", "queries", "settings"),
    "repeated": ("access", "answers", "guards", "ledger", "queries", "settings", "warming"),
    "warming": ("access", "queries"),
    "beginning": ("access", "guards", "ledger", "settings"),
    "serving": EVERYTHING,
    "addresses": EVERYTHING,
    "account_commands": EVERYTHING,
    "app": EVERYTHING,
    "backup": ("data", "ledger", "settings"),
    "doctor": ("access", "app", "data", "delivery", "exports", "guards", "ledger", "queries", "settings", "statics"),
    "keeping_commands": EVERYTHING,
    "ledger_commands": ("ledger",),
    "audit_commands": ("ledger",),
    "build_commands": EVERYTHING,
    "every_form": (
        "account_forms",
        "administration_forms",
        "report_actions",
        "sign_in_forms",
        "subscription_forms",
        "token_forms",
    ),
    "export_commands": EVERYTHING,
    "report_actions": ("access", "components", "exports", "ledger", "page_content", "pages", "queries"),
    "report_commands": EVERYTHING,
    "proof_apart": ("access", "app", "components.tree", "components.words", "queries.reader", "verification"),
    "verification": (
        "access",
        "api",
        "components",
        "documents",
        "exports",
        "page_content",
        "pages.frame",
        "pages.verify_form",
        "proof_apart",
        "queries",
        "row_files",
    ),
    "verify_commands": EVERYTHING,
    "delivery_commands": ("app", "components", "delivery", "ledger", "settings"),
    "manage": EVERYTHING,
}
"""Ours -> ours that it may import; a package may import itself."""
NEVER = {
    "kpis": ("dash", "duckdb", "flask", "pandas", "plotly", "sqlalchemy"),
    "queries": ("dash", "flask", "plotly"),
    "components": ("duckdb", "flask", "sqlalchemy"),
    "pages": ("duckdb", "flask", "pandas", "plotly", "sqlalchemy"),
    "data": ("dash", "flask", "plotly"),
}
"""Ours -> libraries that it must do without."""


def imported(syntax: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that is imported: `from a import b` may mean the module a.b."""
    for node in ast.walk(syntax):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are written in full, without leading dots"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def faults(path: Path, syntax: ast.AST) -> list[str]:
    own = module_name(path).split(".")[0]
    allowed, never = (own, *MAY_IMPORT[own]), NEVER.get(own, ())
    found = []
    for line, name in imported(syntax):
        top = name.split(".")[0]
        is_allowed = any(name == one or name.startswith(f"{one}.") for one in allowed)
        if (top in MAY_IMPORT or top == "tests") and not is_allowed:
            found.append(f"{shown(path)}:{line}: {own} must not import {name}")
        if top in never:
            found.append(f"{shown(path)}:{line}: {own} must do without {top}")
    return found


def test_every_module_of_ours_stands_in_the_table():
    assert {module_name(path).split(".")[0] for path in python_files()} <= set(MAY_IMPORT)
    assert set(PACKAGES) <= set(MAY_IMPORT)


def test_imports_keep_to_the_table():
    found = [fault for path in python_files() for fault in faults(path, tree(path))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "file, code",
    [
        ("pages/x.py", "def layout():\n    import pandas as pd"),
        ("pages/x.py", "from data.load import load_source"),
        ("components/x.py", "import queries.kpi_values"),
        ("components/x.py", "from flask import request"),
        ("kpis/x.py", "from settings import read_settings"),
        ("access.py", "from queries import warehouse"),
        ("data/x.py", "from queries.filters import Filters"),
        ("settings.py", "from tests.conftest import home"),
    ],
)
def test_a_forbidden_import_is_found(file, code):
    assert faults(ROOT / file, ast.parse(code))


@pytest.mark.parametrize(
    "file, code",
    [
        ("access.py", "from queries.reader import Reader"),
        ("pages/x.py", "from queries.filters import Filters"),
        ("data/x.py", "import datetime"),
    ],
)
def test_an_allowed_import_is_not_found(file, code):
    assert not faults(ROOT / file, ast.parse(code))
