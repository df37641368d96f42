"""The pages of the running app and an address of each, found by following the app's own links."""

import re
from functools import lru_cache
from html import unescape
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import dash

from app import create_app
from components.shell import PAGES
from tests.conftest import SIGNED_IN

DEEPEST = 3
"""Links that are followed one after the other."""
SAFE = "/?&=%+,:;~-._*'()!@$"
"""Signs of an address that are sent as they stand."""
NO_EXAMPLE = "no link of the app leads to {page}"


@lru_cache(maxsize=1)
def registered() -> tuple[str, ...]:
    """Every page: its path, or its template where the path has variables."""
    create_app()
    return tuple(sorted(page.get("path_template") or page["path"] for page in dash.page_registry.values()))


def answer(site: str, address: str) -> str:
    """The document of a page, from the server; an address without a page has one too."""
    try:
        with urlopen(Request(site + quote(address, safe=SAFE), headers=SIGNED_IN), timeout=120) as got:
            return got.read().decode()
    except HTTPError as refused:
        if refused.code != 404:
            raise
        return refused.read().decode()


def links(text: str) -> list[str]:
    """Addresses inside the app that a page links to, in the order of the page, each once; those of its other view are
    the same pages."""
    found = (unescape(one) for one in re.findall(r' href="([^"]*)"', text))
    return list(dict.fromkeys(one.partition("#")[0] for one in found if re.match("/(?!static/)(?!.*[?&]view=)", one)))


def template_of(address: str, pages: tuple[str, ...]) -> str | None:
    """The page that an address belongs to; None for files."""
    path = address.partition("?")[0]
    if path in pages:
        return path
    fitting = [one for one in pages if "<" in one and re.fullmatch(re.sub("<[^>]+>", ".+", one), path)]
    return max(fitting, key=len, default=None)


def examples(site: str) -> dict[str, str]:
    """Page -> an address of it: the bare path of what the navigation names; for other pages the first link with a
    query, or with variables in the path. Pages that nothing leads to are left out."""
    pages, named = registered(), dict(PAGES)
    found, looked_at = {}, set()
    front = [one for one in pages if "<" not in one and one != "/not-found"]
    for _ in range(DEEPEST):
        following = [link for address in front for link in links(answer(site, address))]
        looked_at |= {kind_of(one, pages, named) for one in front}
        kinds = {kind_of(one, pages, named): one for one in reversed(front + following)}
        for (page, _has_query), address in sorted(kinds.items(), key=str):
            found[page] = max(
                found.get(page, ""), address, key=lambda one: ("?" in one and page not in named, one > "")
            )
        front = [one for kind, one in kinds.items() if kind[0] and kind not in looked_at]
    found.pop(None, None)
    return found | {"/not-found": "/no/such/page"}


def kind_of(address: str, pages: tuple[str, ...], named) -> tuple[str | None, bool]:
    """The page of an address, and whether it has a query that makes it another page."""
    page = template_of(address, pages)
    return page, "?" in address and page not in named and "<" not in (page or "")
