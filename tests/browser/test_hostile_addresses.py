"""Every page with addresses that nobody means well: a page with a notice, never an error."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from app import create_app
from tests.browser.walk import registered

LONG = "A" * 1_900
LONG_PATH = "A" * 7_000
"""Four of the first, or one of the second, are about as long as an address may be: longer ones are refused unread."""
MARKUP = "<script>alert(1)</script>"
QUERIES = {
    "markup": f"?country={quote(MARKUP)}&q={quote(MARKUP)}&sort={quote(MARKUP)}",
    "long": f"?country={LONG}&item={LONG}&q={LONG}&kpi={LONG}",
    "types": "?since=yesterday&until=2026-99&page=-1&country=1e999&month=null&compare=true&kpi=%5B%5D",
    "repeated": "?country=AFG&country=SSD&since=2026-01&since=2026-02&page=1&page=2&build=a&build=b&kpi=a&kpi=b",
    "unknown": "?nonsense=1&__proto__=2&constructor[prototype]=3&self=4&query=5&path=6&layout=7",
    "path tricks": "?build=../../../etc/passwd&item=..%2f..%2fsecret&kpi=..%5c..&mart=../x&source=file:///etc/passwd",
    "bytes": "?since=%00&country=%F0%9F%92%A9&country[]=1&q=%ff%fe&page=%D9%A1&group=%E2%80%AE",
    "sql": "?country=AFG'%3B%20drop%20table%20x%3B--&q=%25%27&sort=1%20desc%3B&group=%22",
    "a build that is gone": "?build=20000101-000000-abcdef",
    "empty": "?country=&since=&build=&q=&&&=&=x",
}
PARTS = {
    "bare": "x",
    "long": LONG_PATH,
    "markup": quote(MARKUP, safe=""),
    "up": "..%2f..%2fetc",
    "zero": "%00",
    "%": "%25",
}


def in_path(page: str, part: str) -> str:
    """The address of a page with a part for each of its variables."""
    return "/".join(part if one.startswith("<") else one for one in page.split("/"))


@pytest.fixture(scope="module")
def app():
    return create_app().test_client(use_cookies=False)  # a view is chosen for one request


@pytest.fixture
def client(app, demo_home):
    return app


@pytest.fixture
def nothing(app, home):
    """A client of an app without a build."""
    return app


def said(client, path: str, query: str, caplog) -> str:
    """The document of a page, which must be made without an exception, as must its light view and its figures."""
    address = path + (query or "?")
    documents = [client.get(address), client.get(f"{address}&view=lite")]
    for answer in documents:
        assert answer.status_code in (200, 404)
        assert "<h1" in answer.text and "This page could not be made" not in answer.text and MARKUP not in answer.text
    for figure in re.findall('data-figure="([^"]+)"', documents[0].text)[:2]:
        assert client.get(unescape(figure)).status_code == 200, figure
    assert not [one.getMessage() for one in caplog.records if one.levelname in ("ERROR", "CRITICAL")]
    return "".join(answer.text for answer in documents)


@pytest.mark.parametrize("kind", QUERIES)
@pytest.mark.parametrize("page", registered())
def test_a_hostile_query_gives_the_page_with_a_notice(client, caplog, page, kind):
    text = said(client, in_path(page, "AFG"), QUERIES[kind], caplog)
    assert LONG not in text
    if "<" not in page and page != "/not-found" and kind != "empty":
        assert text.count('class="notice"') >= 2


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("page", [one for one in registered() if "<" in one])
def test_a_hostile_path_gives_a_page_that_says_there_is_none(client, caplog, page, kind):
    text = said(client, in_path(page, PARTS[kind]), "", caplog)
    assert LONG_PATH not in text


@pytest.mark.parametrize("page", registered())
def test_without_a_build_every_page_says_so(nothing, caplog, page):
    text = said(nothing, in_path(page, "AFG"), "?country=AFG", caplog)
    assert "othing" in text or "No data" in text or page == "/not-found" or "Glossary" in text
