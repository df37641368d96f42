"""Nothing that reaches a browser names another host."""

import re

import pytest

from tests.house.code import ROOT, shown

HOMES = ("app.py", "access.py", "api.py", "exports.py", "pages", "components", "assets")
SUFFIXES = {".py", ".css", ".js", ".json", ".html", ".svg", ".geojson", ".po", ".xml", ".webmanifest"}
OWN = {"127.0.0.1", "localhost", "www.w3.org"}
"""This machine, and the names of XML name spaces, which nobody fetches."""
ADDRESS = re.compile(r"(?:https?:|wss?:|url\(\s*[\"']?|(?:src|href)\s*=\s*[\"'])//([A-Za-z0-9][A-Za-z0-9.-]*)")


def foreign_hosts(text: str) -> set[str]:
    return {found[1] for found in ADDRESS.finditer(text)} - OWN


def files():
    for home in HOMES:
        path = ROOT / home
        found = path.rglob("*") if path.is_dir() else [path] * path.exists()
        yield from (one for one in found if one.suffix in SUFFIXES)


def test_no_foreign_host_is_named():
    looked_at = list(files())
    assert len(looked_at) > 5
    found = {shown(path): hosts for path in looked_at if (hosts := foreign_hosts(path.read_text(encoding="utf-8")))}
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        "https://cdn.example.org/a.js",
        "@import url(//fonts.example.org/a.css)",
        "<script src='//example.org/a.js'>",
        "ws://example.org/",
    ],
)
def test_a_foreign_host_is_found(text):
    assert foreign_hosts(text)


@pytest.mark.parametrize(
    "text", ["http://127.0.0.1:8050", 'xmlns="http://www.w3.org/2000/svg"', "// a comment", "/assets/a.css"]
)
def test_own_addresses_are_allowed(text):
    assert not foreign_hosts(text)
