"""Signing in with a keyboard on a phone and a desktop; and a tab whose session has ended somewhere else."""

import pytest

from access.administration import link_for
from access.passwords import password_hash
from ledger.accounts import Account, create_account, keep_password_hash
from ledger.sessions import end_sessions_of
from tests.browser.sight import FOCUS, OVERLAPS, WIDER
from tests.browser.test_every_page import DARK, LIGHT, WIDTHS, axe_findings
from tests.conftest import serving, use_home

GOOD, NEW = "copper lantern 4 otters", "seven violet ladders sing"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """An app without data with one account; gives its address and the account."""
    home = tmp_path_factory.mktemp("sign-in") / "home"
    with serving(home) as address, pytest.MonkeyPatch.context() as patch:
        use_home(home, patch, public_url=address)
        made = create_account(Account("ada@example.org", "Ada", "administrator", "*", "*", "*", "rows"))
        keep_password_hash(made.account_id, password_hash(GOOD))
        yield address, made


@pytest.fixture
def page(browser):
    context = browser.stranger.new_context(viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def sign_in(page, password: str) -> None:
    """Types name and password, with the keyboard alone."""
    page.wait_for_function("() => document.activeElement.id === 'field-name'")
    page.keyboard.type("ada@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("kind", ["sign-in", "wrong", "link", "lost"])
def test_the_pages_are_accessible_and_fit_every_width(app, page, kind):
    address, ada = app
    page.goto({"link": link_for(ada, "test"), "lost": f"{address}/set-password/x"}.get(kind, f"{address}/sign-in"))
    if kind == "wrong":
        sign_in(page, "a wrong password")
        assert page.locator("[role=alert]").inner_text() == "Name and password do not belong together."
    for scheme, rules in (("light", LIGHT), ("dark", DARK)):
        page.emulate_media(color_scheme=scheme)
        assert axe_findings(page, rules) == []
    assert page.evaluate(FOCUS) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for direction in ("ltr", "rtl"):
            page.evaluate("way => document.documentElement.dir = way", direction)
            assert page.evaluate(WIDER) == page.evaluate(OVERLAPS) == [], (width, direction)


def test_somebody_comes_where_they_wanted_to(app, page):
    address, _ada = app
    page.goto(f"{address}/supply?country=AFG")
    assert page.url.startswith(f"{address}/sign-in?next=")
    sign_in(page, GOOD)
    page.wait_for_selector("main h1")
    assert page.url == f"{address}/supply?country=AFG"
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in?said=out")
    assert "You have signed out." in page.inner_text("main")
    page.go_back()
    page.wait_for_url("**/sign-in?next=**")


def test_a_tab_whose_session_has_ended_says_so_and_shows_nothing(app, page):
    address, ada = app
    page.goto(f"{address}/sign-in?next=/glossary")
    sign_in(page, GOOD)
    page.wait_for_selector("main h1")
    end_sessions_of(ada.account_id)
    page.click("nav.site-nav a:has-text('Data status')")
    way = page.locator("#page-state a", has_text="Sign in again")
    way.wait_for()
    assert "You are not signed in any more" in page.inner_text("#page-state [role=status]")
    assert not page.locator("main").is_visible()
    way.click()
    assert "You were signed out" in page.inner_text("main")
    sign_in(page, GOOD)
    page.wait_for_selector("main h1")
    assert page.url == f"{address}/data"


def test_a_link_sets_a_password_and_signs_in(app, page):
    address, ada = app
    page.goto(link_for(ada, "test"))
    page.fill("#field-password", NEW)
    page.fill("#field-again", "something else")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.inner_text("[role=alert]") == "The two passwords are not the same."
    page.fill("#field-password", GOOD)
    page.fill("#field-again", GOOD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    page.wait_for_selector("main h1")
