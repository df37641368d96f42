"""No style sheet speaks of what no page has: each class, name and state in a selector is written by some code of ours,
or by the library of figures."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

from tests.house.code import ROOT, python_files, shown, tree

SHEETS = sorted([*ROOT.glob("assets/**/*.css"), *ROOT.glob("exports/*.css")])
NAMED = re.compile(r"[.#]([A-Za-z][\w-]*)|\[([a-z-]+)(?:[~^$*]?=[\"']?([A-Za-z][\w-]*)?[^\]]*)?\]")
WORD = re.compile(r"[A-Za-z][\w./-]*")
COMMENT, QUOTED = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\"[^\"]*\"|'[^']*'")
COMPLETED = ("legend-", "map-sign-", "supply-status-", "verdict-")
"""Beginnings of names that code completes while it runs, with the code of a class or an outcome."""
OWN_OF_BROWSERS = {
    "open",
    "checked",
    "disabled",
    "href",
    "lang",
    "tabindex",
    "dir",
    "type",
    "fill",
    "hidden",
    "multiple",
}
"""Attributes that HTML and SVG have by themselves."""


def selectors(sheet: str) -> list[str]:
    """What stands before each brace of a style sheet, without what begins a group of rules."""
    found = re.findall(r"([^{}]+)\{", COMMENT.sub("", sheet))
    return [one.strip().rpartition(";")[2].strip() for one in found if not one.strip().startswith("@")]


def names(selector: str) -> set[str]:
    """Classes, ids, attributes and values of attributes in a selector, but pieces of colours."""
    found = {part for parts in NAMED.findall(selector) for part in parts if part}
    return {one for one in found if one not in OWN_OF_BROWSERS}


@lru_cache(maxsize=1)
def written() -> frozenset[str]:
    """Every word in the texts of our code, without what it says of itself, and in scripts."""
    words = set()
    for path in python_files():
        said_of_itself = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said_of_itself:
                words |= set(WORD.findall(node.value))
    for path in [*ROOT.glob("assets/**/*.js"), *ROOT.glob("exports/*.js")]:
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        words |= set(WORD.findall(text)) | {kebab(one) for one in re.findall(r"dataset\.(\w+)", text)}
    return frozenset(words)


def is_written(name: str) -> bool:
    """Whether code writes a name, whole or as a beginning that it completes."""
    return name in written() or any(name.startswith(one) and one in written() for one in COMPLETED)


def kebab(name: str) -> str:
    return "data-" + re.sub("([A-Z])", lambda found: f"-{found[1].lower()}", name)


def unwritten(sheet: str) -> list[str]:
    """Names in selectors that nothing writes."""
    return sorted({name for one in selectors(sheet) for name in names(one) if not is_written(name)})


@pytest.mark.parametrize("path", SHEETS, ids=shown)
def test_each_selector_speaks_of_what_there_is(path: Path):
    assert selectors(path.read_text(encoding="utf-8"))
    assert unwritten(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("sheet", [".no-such-thing{}", "@media print{.a .no-such-thing>b{c:d}}", "p[data-gone]{}"])
def test_a_selector_of_nothing_is_found(sheet):
    assert unwritten(sheet)


@pytest.mark.parametrize("path", SHEETS, ids=shown)
def test_nothing_is_said_twice(path: Path):
    rules = re.findall(r"[^{}]+\{[^{}]*\}", COMMENT.sub("", path.read_text(encoding="utf-8")))
    told = [re.sub(r"\s+", " ", one).strip() for one in rules if not one.strip().startswith("@")]
    assert len(told) == len(set(told))
