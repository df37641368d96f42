"""Missing is not zero: whoever makes it zero, or swallows every error, says why on the same line or the one above.

In a call of several lines the reason may stand with the name of the function or with the zero."""

import ast
import re

import pytest

from tests.house.code import dotted, python_files, shown, sql_files

REASON = re.compile(r"(#|--|\{#-?)\s*zero because \S")


def has_reason(lines: list[str], span: tuple[int, int]) -> bool:
    """True when the first or last line of a call, or the line above it, carries the comment; lines count from 1."""
    return any(REASON.search(line) for number in span for line in lines[max(0, number - 2) : number])


def is_zero(node: ast.expr) -> bool:
    if isinstance(node, ast.Call) and node.args:
        return is_zero(node.args[0])
    return isinstance(node, ast.Constant) and not isinstance(node.value, bool) and node.value in (0, "0")


def python_zeros(syntax: ast.AST):
    """First and last line of each fillna(0) and coalesce(..., 0); the line of each bare except."""
    for node in ast.walk(syntax):
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            yield node.lineno, node.lineno
        if not isinstance(node, ast.Call):
            continue
        name, given = dotted(node.func).rsplit(".", 1)[-1], [*node.args, *(word.value for word in node.keywords)]
        if isinstance(node.func, ast.Attribute):
            name = node.func.attr
        if name == "fillna" and given and is_zero(given[0]) or name == "coalesce" and given and is_zero(given[-1]):
            yield node.lineno, node.end_lineno


def sql_zeros(text: str):
    """First and last line of each coalesce whose last argument is 0."""
    for found in re.finditer(r"\bcoalesce\s*\(", text, re.IGNORECASE):
        depth, at, last = 1, found.end(), found.end()
        while depth and at < len(text):
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            last = at + 1 if text[at] == "," and depth == 1 else last
            at += 1
        if re.fullmatch(r"\s*0(\.0*)?\s*|\s*cast\(\s*0\b.*", text[last : at - 1], re.DOTALL | re.IGNORECASE):
            yield text.count("\n", 0, found.start()) + 1, text.count("\n", 0, at) + 1


def faults(lines: list[str], spans) -> list[int]:
    return [span[0] for span in spans if not has_reason(lines, span)]


@pytest.mark.parametrize("path", python_files(), ids=shown)
def test_python_says_why_missing_is_zero(path):
    text = path.read_text(encoding="utf-8")
    assert not faults(text.splitlines(), python_zeros(ast.parse(text))), f"lines of {shown(path)} without a reason"


@pytest.mark.parametrize("path", sql_files(), ids=shown)
def test_sql_says_why_missing_is_zero(path):
    text = path.read_text(encoding="utf-8")
    assert not faults(text.splitlines(), sql_zeros(text)), f"lines of {shown(path)} without a reason"


@pytest.mark.parametrize(
    "code", ["x.fillna(0)", "x.fillna(value=0)", "sa.func.coalesce(a, 0)", "try:\n    f()\nexcept:\n    pass"]
)
def test_python_without_a_reason_is_found(code):
    assert faults(code.splitlines(), python_zeros(ast.parse(code)))
    excused = "\n".join(f"{line}  # zero because nothing was there" for line in code.splitlines())
    assert not faults(excused.splitlines(), python_zeros(ast.parse(excused)))


@pytest.mark.parametrize(
    "text", ["select coalesce(a, 0)", "select\n  coalesce(sum(a + (b)), 0.0)", "coalesce(a, cast(0 as bigint))"]
)
def test_sql_without_a_reason_is_found(text):
    assert faults(text.splitlines(), sql_zeros(text))
    excused = "\n".join(f"{line} -- zero because nothing was there" for line in text.splitlines())
    assert not faults(excused.splitlines(), sql_zeros(excused))


@pytest.mark.parametrize("text", ["coalesce(a, b)", "coalesce(a, 10)", "coalesce(f(0), a)", "x.fillna(1)"])
def test_other_defaults_are_no_zeros(text):
    assert not list(sql_zeros(text))
    assert not list(python_zeros(ast.parse(text)))
