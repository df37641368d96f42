"""Functions, modules and parameter lists stay small enough to be read at once."""

import ast

import pytest

from tests.house.code import ROOT, functions, python_files, shown

FUNCTION_LINES = 40
MODULE_LINES = 300
PAGE_LINES = 150
PARAMETERS = 5


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Named parameters, without self and cls."""
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def lines_of(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", python_files(), ids=shown)
def test_functions_are_short_and_take_few_parameters(path):
    for function in functions(path):
        lines = function.end_lineno - function.lineno + 1
        assert lines <= FUNCTION_LINES, f"{shown(path)}: {function.name} has {lines} lines"
        count = parameters(function)
        assert count <= PARAMETERS, f"{shown(path)}: {function.name} takes {count} parameters"


def test_modules_are_short():
    too_long = {shown(path): lines_of(path) for path in python_files() if lines_of(path) > MODULE_LINES}
    assert not too_long


def test_pages_are_short():
    pages = (ROOT / "pages").rglob("*.py")
    too_long = {shown(path): lines_of(path) for path in pages if lines_of(path) > PAGE_LINES}
    assert not too_long


def test_app_py_has_no_room_for_logic():
    assert lines_of(ROOT / "app.py") < 80
