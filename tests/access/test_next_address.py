"""After signing in people come back to a page of this app, and nowhere else, however an address is written."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.next_address import local_address

ELSEWHERE = [
    "",
    "supply",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/%2Fevil.example",
    "/%2fevil.example",
    "/%5Cevil.example",
    "/%255Cevil.example",
    "/%25252Fevil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/%2e%2e//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nSet-Cookie: lagebild_session=x",
    "/%0d%0aSet-Cookie:%20x",
    "/%00/evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:/\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " //evil.example",
    "/#//evil.example",
    "/\u2028/evil.example",
    "/sign-in",
    "/sign-in/provider",
    "/sign-out",
    "/first/x",
    "/set-password/x",
    "/" + "a" * 2000,
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_every_other_address_leads_to_the_first_page(wanted):
    assert local_address(wanted) == "/"


@pytest.mark.parametrize(
    "wanted", ["/", "/supply", "/supply?country=AFG,SSD&since=2026-01", "/explain/a b", "/data?next=//evil.example"]
)
def test_an_address_of_the_app_stays(wanted):
    assert local_address(wanted) == wanted


@given(st.text(alphabet="/\\.%2fFcC5e:@?#\t\n\r abh", max_size=30))
def test_no_text_leads_to_another_host(wanted):
    led = urljoin("https://app.example/sign-in", local_address(wanted).replace("\\", "/"))
    assert urlsplit(led).netloc == "app.example"
