"""Signing in at a provider that runs as a process of its own, in a browser: there, back, and out again."""

import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from tests.conftest import free_port, serving

GROUPS = '- {group: kabul, role: office, countries: [AFG], areas: "*", domains: [supply], detail: rows}\n'
ANNA = {"sub": "anna", "preferred_username": "anna@example.org", "name": "Anna", "groups": ["staff", "kabul"]}
BEN = {"sub": "ben", "preferred_username": "ben@example.org", "name": "Ben", "groups": ["staff"]}


@contextmanager
def provider_process():
    """oidc-provider-mock with two people, on loopback; gives its address."""
    port = free_port()
    people = [part for person in (ANNA, BEN) for part in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *people]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def ways(tmp_path_factory):
    """An app without data and its provider; gives the address of the app."""
    folder = tmp_path_factory.mktemp("provider")
    (folder / "groups.yaml").write_text(GROUPS, encoding="utf-8")
    with provider_process() as issuer, pytest.MonkeyPatch.context() as patch:
        told = {"ISSUER": issuer, "CLIENT_ID": "lagebild", "CLIENT_SECRET": "a secret", "LABEL": "Staff account"}
        for name, value in told.items():
            patch.setenv(f"LAGEBILD_OIDC_{name}", value)
        patch.setenv("LAGEBILD_GROUPS", str(folder / "groups.yaml"))
        with serving(folder / "home") as address:
            yield address


@pytest.fixture
def page(browser):
    context = browser.stranger.new_context(viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def sign_in(page, address: str, who: str, wanted: str = "/supply?country=AFG") -> None:
    page.goto(f"{address}{wanted}")
    page.get_by_role("link", name="Staff account").click()
    page.get_by_role("button", name=who, exact=True).click(no_wait_after=True)


def test_somebody_comes_in_and_goes_out(ways, page):
    sign_in(page, ways, "anna")
    page.wait_for_url(f"{ways}/supply?country=AFG")
    page.get_by_text("anna@example.org").first.wait_for()
    (cookie,) = [one for one in page.context.cookies() if one["name"] == "lagebild_session"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{ways}/sign-in?said=out")
    page.get_by_role("link", name="Sign out at your organisation as well").click()
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{ways}/sign-in")
    page.goto(f"{ways}/supply")
    assert page.url.startswith(f"{ways}/sign-in?")


def test_somebody_without_a_group_sees_nothing_and_is_told_why(ways, page):
    sign_in(page, ways, "ben", "/account")
    page.get_by_text("None of the groups that you belong to is given anything here.").first.wait_for()
    assert ": staff." in page.get_by_text("Your groups, as your organisation told on").inner_text()


def test_somebody_is_told_which_group_decides(ways, page):
    sign_in(page, ways, "anna", "/account")
    page.get_by_text("What is open to you comes from the group kabul.").wait_for()
    assert ": kabul, staff." in page.get_by_text("Your groups, as your organisation told on").inner_text()


def test_whoever_is_refused_there_is_told_so_here(ways, page):
    page.goto(f"{ways}/sign-in")
    page.get_by_role("link", name="Staff account").click()
    page.get_by_role("button", name="Deny").click()
    page.get_by_text("Your organisation did not sign you in.").wait_for()
