"""Addresses from data become links only when they lead to the web by https, to a mail, or into the app."""

import pytest
from dash import dcc, html

from components.links import safe_address, safe_link

SAFE = [
    "https://example.org",
    "HTTPS://example.org/a?b=c#d",
    "mailto:a@example.org",
    "/supply?country=AFG",
    "?a=b",
    "#x",
    "/",
]
UNSAFE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://example.org",
    "http://example.org",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://trusted.org@evil.example",
    "https://evil.example\n/",
    "https://evil\u202e.example",
    "blob:https://example.org/x",
    "mailto:",
    "example.org",
    "",
    None,
    7,
    float("nan"),
]


@pytest.mark.parametrize("address", SAFE)
def test_a_safe_address_is_a_link(address):
    assert safe_address(address) == address
    link = safe_link("words", address)
    assert link.href == address and isinstance(link, dcc.Link if address[0] in "/?#" else html.A)


@pytest.mark.parametrize("address", UNSAFE)
def test_any_other_address_is_words(address):
    assert safe_address(address) == ""
    assert safe_link("words", address) == "words"


def test_a_link_to_another_site_tells_it_nothing():
    assert safe_link("words", "https://example.org").rel == "noopener noreferrer"
