"""An administrator makes an account; its owner comes in by the link, sees nothing, then what was opened, and no more."""

import pytest

from tests.browser.sight import OVERLAPS, WIDER
from tests.browser.test_every_page import DARK, LIGHT, axe_findings
from tests.conftest import serving, use_home

PASSWORD = "seven quiet otters swim"
WAIT = 60_000


@pytest.fixture
def site(demo_home, tmp_path, monkeypatch):
    """The app with a ledger of its own."""
    use_home(demo_home, monkeypatch, ledger=f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with serving(demo_home) as address:
        yield address


@pytest.fixture
def chief(browser, site):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


@pytest.fixture
def stranger(browser, site):
    context = browser.stranger.new_context(viewport={"width": 390, "height": 800})
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


def faults(page) -> list[str]:
    """What is wrong with a page for the eyes, on a phone and on a desk, in light and dark."""
    found = []
    for width, scheme, rules in ((1440, "light", LIGHT), (390, "dark", DARK), (390, "light", LIGHT)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found += axe_findings(page, rules) + page.evaluate(WIDER) + page.evaluate(OVERLAPS)
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


def test_an_account_from_its_making_to_its_end(chief, stranger, site):
    chief.goto(f"{site}/accounts")
    chief.get_by_role("link", name="Make a new account").click()
    chief.wait_for_url("**/accounts/new")
    assert faults(chief) == []
    chief.get_by_label("Name to sign in with").fill("new@example.org")
    chief.get_by_label("Name of the person or service").fill("New person")
    chief.get_by_role("button", name="Make the account").click()
    link = chief.locator(".one-time").inner_text()
    assert faults(chief) == []

    stranger.goto(link)
    for field in stranger.locator("input[type=password]").all():
        field.fill(PASSWORD)
    stranger.locator("form button").click()
    stranger.get_by_text("Nothing is open to you yet").wait_for()
    stranger.get_by_role("link", name="What is open to you, and why").click()
    stranger.get_by_text("You have no role here that this installation knows.").wait_for()
    assert faults(stranger) == []

    chief.goto(f"{site}/accounts?q=new")
    chief.get_by_role("link", name="new@example.org").click()
    chief.wait_for_url("**/accounts/change?**")
    assert faults(chief) == []
    chief.get_by_label("Role").select_option("office")
    chief.get_by_label("Afghanistan").check()
    chief.get_by_label("All areas").check()
    chief.get_by_label("Level of detail").select_option("totals")
    chief.get_by_role("group", name="Domains").get_by_label("Supply stock").check()
    chief.get_by_role("button", name="Save").click()
    chief.get_by_text("Saved. It holds from the next request on.").wait_for()
    assert chief.get_by_label("Afghanistan").is_checked() and chief.get_by_label("Role").input_value() == "office"

    stranger.goto(f"{site}/supply")
    stranger.locator(".kpi-card").first.wait_for()
    stranger.goto(f"{site}/aid")
    stranger.get_by_text("not open to you").first.wait_for()

    chief.get_by_role("button", name="View as this account").click()
    chief.get_by_text("see what new@example.org sees").wait_for()
    chief.goto(f"{site}/aid")
    chief.get_by_text("not open to you").first.wait_for()
    assert faults(chief) == []
    chief.get_by_role("button", name="See with your own eyes again").click()
    chief.get_by_role("link", name="new@example.org").click()
    chief.wait_for_url("**/accounts/change?**")
    chief.get_by_role("button", name="Disable it").click()
    chief.get_by_text("The account is disabled").wait_for()
    stranger.goto(f"{site}/supply")
    stranger.get_by_role("heading", name="Sign in").wait_for()
