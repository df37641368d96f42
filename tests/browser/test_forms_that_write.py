"""Forms that change something, as people fill them in: what they wrote is kept, and the page says so."""

import pytest

from ledger import subscriptions
from tests.conftest import serving, use_home


@pytest.fixture
def site(demo_home, tmp_path, monkeypatch):
    """The app with a ledger of its own and the name of a mail server; nothing is sent here."""
    variables = {"ledger": f"sqlite:///{tmp_path / 'ledger.sqlite'}", "smtp_host": "mail.invalid"}
    use_home(demo_home, monkeypatch, **variables)
    with serving(demo_home) as address:
        yield address


@pytest.fixture
def page(browser, site):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_a_page_is_subscribed_to_and_given_up(page, site):
    page.goto(site + "/supply?country=AFG")
    page.get_by_role("link", name="Get this page by mail").click(timeout=90_000)
    page.locator("input[name=email]").fill("office@example.org")
    page.get_by_role("button", name="Subscribe").click()
    page.get_by_text("The subscription is there.").wait_for(timeout=60_000)
    (one,) = subscriptions.subscriptions()
    assert (one.address, one.email) == ("/supply?country=AFG", "office@example.org")
    page.locator("form[action='/subscriptions/end'] button").first.click()
    page.get_by_text("The subscription has ended.").wait_for(timeout=60_000)
    assert subscriptions.subscriptions() == []


def test_a_commentary_is_written(page, site):
    page.goto(site + "/report?country=AFG&since=2026-10&until=2026-10")
    edit = page.locator(".commentary-edit").first
    edit.locator("summary").first.click(timeout=90_000)
    edit.locator("textarea").fill("Roads are open again.")
    edit.locator("button").first.click()
    page.wait_for_function("() => document.querySelector('.commentary')?.innerText.includes('Roads are open again.')")
    assert "draft" in page.locator(".commentary").first.inner_text().lower()
