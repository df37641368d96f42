"""Numbers and dates become text in components/format.py and nowhere else on the way to the screen."""

import ast

import pytest

from tests.house.code import ROOT, dotted, shown, tree

HOME = ROOT / "components" / "format.py"
CALLS = (
    "strftime",
    "isoformat",
    "format_decimal",
    "format_date",
    "format_percent",
    "format_currency",
    "format_number",
    "round",
)
CONVERSIONS = ("%d", "%f", "%.", "{:")


def formatting(syntax: ast.AST) -> list[int]:
    """Lines that turn numbers or dates into text: format specifications, strftime, rounding and the like."""
    found = []
    for node in ast.walk(syntax):
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            found.append(node.lineno)
        elif isinstance(node, ast.Call) and dotted(node.func).rsplit(".", 1)[-1] in (*CALLS, "format"):
            is_named = isinstance(node.func, ast.Attribute) and node.func.attr == "format"  # words with named gaps
            if not is_named:
                found.append(node.lineno)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(CONVERSIONS):
            found.append(node.lineno)
    return found


def files():
    return [path for home in ("components", "pages") for path in (ROOT / home).rglob("*.py") if path != HOME]


def test_pages_and_components_leave_it_to_one_module():
    assert len(files()) > 4
    assert not {shown(path): lines for path in files() if (lines := formatting(tree(path)))}


@pytest.mark.parametrize(
    "code",
    ["f'{x:,.0f}'", "day.strftime('%d %B')", "round(x, 1)", "format(x, '.1f')", "'%d rows' % 3", "'{:.1f}'.format(x)"],
)
def test_formatting_is_found(code):
    assert formatting(ast.parse(code))


@pytest.mark.parametrize("code", ["f'{label}: {number(x)}'", "_('{n} of {m}').format(n=number(n), m=number(m))"])
def test_words_with_gaps_are_allowed(code):
    assert not formatting(ast.parse(code))
