"""Behind a proxy that names people, in a browser: pages, forms and signing out, over real connections."""

import pytest
import requests

from tests.conftest import serving

GROUPS = '- {group: heads, role: administrator, countries: "*", areas: "*", domains: "*", detail: rows}\n'
ANNA = {"X-Forwarded-User": "anna@example.org", "X-Forwarded-Groups": "staff,heads"}


def settings_of_proxy(patch, folder, believed: str) -> None:
    (folder / "groups.yaml").write_text(GROUPS, encoding="utf-8")
    told = {"HEADER": "X-Forwarded-User", "GROUPS_HEADER": "X-Forwarded-Groups", "ADDRESSES": believed}
    for name, value in told.items():
        patch.setenv(f"LAGEBILD_PROXY_{name}", value)
    patch.setenv("LAGEBILD_GROUPS", str(folder / "groups.yaml"))


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    """An app without data that believes this computer; gives its address."""
    folder = tmp_path_factory.mktemp("proxy")
    with pytest.MonkeyPatch.context() as patch:
        settings_of_proxy(patch, folder, "127.0.0.1")
        with serving(folder / "home") as address:
            yield address


def test_somebody_works_and_signs_out_behind_a_proxy(behind, browser):
    context = browser.stranger.new_context(extra_http_headers=ANNA)
    page = context.new_page()
    page.goto(f"{behind}/account")
    page.get_by_text("What is open to you comes from the group heads.").wait_for()
    page.goto(f"{behind}/accounts")
    page.get_by_role("link", name="tests@example.org").first.click()
    page.get_by_role("button", name="View as this account").click()
    page.get_by_role("button", name="See with your own eyes again").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{behind}/sign-in?said=out")
    context.close()


def test_the_header_is_read_as_it_was_sent_and_from_there_only(behind, tmp_path, monkeypatch):
    address = f"{behind}/who"
    assert requests.get(address, headers=ANNA, timeout=30).status_code == 200
    assert requests.get(address, timeout=30).status_code == 401
    spelt = {name.replace("-", "_"): value for name, value in ANNA.items()}
    assert requests.get(address, headers=spelt, timeout=30).status_code == 401
    settings_of_proxy(monkeypatch, tmp_path, "192.0.2.1")
    with serving(tmp_path / "home") as elsewhere:
        claimed = ANNA | {"X-Forwarded-For": "192.0.2.1", "X-Real-IP": "192.0.2.1"}
        assert requests.get(f"{elsewhere}/who", headers=claimed, timeout=30).status_code == 403
        assert requests.get(f"{elsewhere}/sign-in", timeout=30).status_code == 200
