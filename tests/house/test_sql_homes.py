"""SQL text lives in data/ and queries/ and nowhere else."""

import ast
import re

import pytest

from tests.house.code import ROOT, module_name, python_files, shown, tracked_files, tree

STATEMENT = re.compile(
    r"\bselect\b[\s\S]+?\bfrom\b\s+[\w.\"{]|\binsert\s+into\s+\w|\bdelete\s+from\s+\w|\bupdate\s+[\w.]+\s+set\b"
    r"|\b(create|drop|alter)\s+(or\s+replace\s+)?(temp\s+)?(table|view|schema|index|database)\s+\w",
    re.IGNORECASE,
)
HOMES = ("data", "queries")


def statements(syntax: ast.AST) -> list[int]:
    """Lines of texts that are SQL; docstrings are words about the code and do not count."""
    words = {
        id(node.body[0].value)
        for node in ast.walk(syntax)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found = []
    for node in ast.walk(syntax):
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in words:
            text = node.value
        else:
            continue
        if STATEMENT.search(text):
            found.append(node.lineno)
    return found


def test_python_holds_sql_only_in_its_homes():
    others = [path for path in python_files() if module_name(path).split(".")[0] not in HOMES]
    assert len(others) > 10
    found = {shown(path): lines for path in others if (lines := statements(tree(path)))}
    assert not found


def test_sql_files_stand_in_the_warehouse():
    files = [path for path in tracked_files() if path.suffix == ".sql"]
    assert not [shown(path) for path in files if not path.is_relative_to(ROOT / "data" / "warehouse")]


@pytest.mark.parametrize(
    "code",
    [
        "x = 'select a from mart_funding'",
        "x = f'''select {a}\nfrom {b}'''",
        "f('insert into run values (1)')",
        "f('CREATE TABLE run (a int)')",
        "f('update run set a = 1')",
    ],
)
def test_sql_is_found(code):
    assert statements(ast.parse(code))


@pytest.mark.parametrize("code", ["x = 'Select a country and read on'", "'''select a from b'''", "x = 'Create a view'"])
def test_words_are_not_sql(code):
    assert not statements(ast.parse(code))
