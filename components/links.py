"""Addresses that come from data: only those of the web by https, of mail, and of this app become links."""

import re

from dash import dcc, html

LOCAL = re.compile(r"(?:/(?![/\\])|[?#])")
WEB, MAIL = re.compile(r"https://[^/\s@]+(?:[/?#]|$)", re.IGNORECASE), re.compile(r"mailto:[^\s/]+@", re.IGNORECASE)
UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Signs that browsers drop or turn round, so that an address is not what it seems."""


def safe_address(address) -> str:
    """The address where a link may lead to it, else "": everything that is no text, too."""
    if not isinstance(address, str) or UNSAFE.search(address):
        return ""
    return address if any(kind.match(address) for kind in (LOCAL, WEB, MAIL)) else ""


def safe_link(content, address, marked: bool = True):
    """A link to an address from data, with a mark where it leads to another site; the content alone where it may not be
    followed. marked: False where the place itself says that it leads elsewhere."""
    safe = safe_address(address)
    if not safe:
        return content
    if LOCAL.match(safe):
        return dcc.Link(content, href=safe)
    sign = [html.Span(" ↗", **{"aria-hidden": "true"})] if marked else []
    return html.A([content, *sign] if sign else content, href=safe, rel="noopener noreferrer")
