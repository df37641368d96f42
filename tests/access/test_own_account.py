"""The page of the own account says what is open and why, and its forms concern its owner alone."""

import re

import pytest

from access.passwords import password_hash
from ledger.accounts import account_of, keep_password_hash
from ledger.audit_list import Wanted, events
from ledger.sessions import begin_session, hash_of, session_of, sessions_of
from tests.access.people import Person

OLD, NEW = "seven quiet otters swim", "nine green lanterns burn"


def test_it_says_what_is_open_what_is_not_and_who_can_change_it(chief, office):
    shown = office.page("/account")
    for words in ("Kabul office", "Office", "By your account here.", "Afghanistan", "Supply stock", "Totals only"):
        assert words in shown
    not_open = shown.partition("Not open to you")[2].partition("These people")[0]
    for words in ("Projects", "Funding", "Take figures away as files", "Read the audit"):
        assert words in not_open
    assert "Write commentary" not in not_open and "Supply stock" not in not_open
    assert "These people can change what is open to you: Ada Chief." in shown


def test_what_is_personal_is_given_to_its_owner_alone(chief, office):
    first = chief.page("/account")
    assert "Kabul office" in office.page("/account") and "Kabul office" not in first
    assert chief.form_token in first and chief.form_token not in office.page("/account")


def test_nobody_sees_the_ways_that_are_not_open(chief, office):
    assert "/accounts" in chief.client.get("/who").text
    frame = office.client.get("/who").text
    assert "office@example.org" in frame and "/accounts" not in frame and "/audit" not in frame


def test_a_session_elsewhere_is_ended(office):
    elsewhere = begin_session(office.account_id, "local", "Firefox, Windows")
    assert "Firefox, Windows" in office.page("/account")
    assert "said=ended" in office.post("/account/sessions/end", session=hash_of(elsewhere)).headers["Location"]
    assert session_of(elsewhere) is None and session_of(office.token)
    assert events(Wanted(), 1)[0].action == "sessions_ended"


def test_all_others_are_ended(office):
    others = [begin_session(office.account_id, "local") for _ in range(3)]
    office.post("/account/sessions/others")
    assert [session_of(one) for one in others] == [None] * 3
    assert [one.session_hash for one in sessions_of(office.account_id)] == [hash_of(office.token)]


@pytest.mark.parametrize("wanted", ["", "x", "hash of another"])
def test_sessions_of_others_stay(chief, office, wanted):
    named = hash_of(chief.token) if wanted == "hash of another" else wanted
    assert "said=gone" in office.post("/account/sessions/end", session=named).headers["Location"]
    office.post("/account/sessions/others")
    assert session_of(chief.token)


def test_a_password_is_changed_with_the_old_one_and_ends_other_sessions(office):
    keep_password_hash(office.account_id, password_hash(OLD))
    elsewhere = begin_session(office.account_id, "local")
    wrong = office.post("/account/password", old="not this one at all", new=NEW)
    assert wrong.status_code == 403 and session_of(elsewhere)
    weak = office.post("/account/password", old=OLD, new="short")
    assert (
        weak.status_code == 400
        and "at least 12 signs" in weak.text
        and "short" not in weak.text.partition("<h1>")[2][:200]
    )
    before = account_of(office.account_id).password_hash
    assert "said=password" in office.post("/account/password", old=OLD, new=NEW).headers["Location"]
    assert account_of(office.account_id).password_hash != before
    assert session_of(elsewhere) is None and session_of(office.token)


def test_forms_without_the_token_of_the_session_do_nothing(chief, office):
    elsewhere = begin_session(office.account_id, "local")
    for address in ("/account/sessions/others", "/account/sessions/end", "/account/password"):
        sent = {"session": hash_of(elsewhere), "csrf": chief.form_token}
        assert office.client.post(address, data=sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 403
    assert session_of(elsewhere)


@pytest.mark.parametrize("search", ["?said=x", "?said=ended&said=gone", "?x=<script>", "?said=" + "a" * 3000])
def test_no_address_of_the_page_is_an_error(office, search):
    shown = office.page("/account", search)
    assert "Your account" in shown and "could not be made" not in shown


def test_totals_only_readers_without_export_find_no_files_and_no_mails(app, chief, office):
    keeps = Person(app, "keeps", name="keeps@example.org", role="reader")
    for path in ("/supply", "/"):
        assert "Download" in keeps.page(path) and "Get this page by mail" in keeps.page(path)
        assert "Download" not in office.page(path) and "Get this page by mail" not in office.page(path)
    assert "Mails of pages are not open to you." in office.page("/subscriptions")


def test_the_navigation_leads_to_what_is_open(app, chief, office):
    nobody = Person(app, "nobody", name="nobody@example.org", role=None)
    ways = {person.token: set(re.findall(r'href="(/[a-z]*)["?]', menu(person))) for person in (chief, office, nobody)}
    assert {"/", "/projects", "/supply", "/risk", "/data"} <= ways["chief"]
    assert ways["chief"] - ways["office"] == {"/projects", "/funding", "/aid", "/risk"}
    assert ways["nobody"] == {"/glossary"}


def menu(person: Person) -> str:
    """The navigation of a page, as HTML."""
    return person.page("/subscriptions").partition("site-nav")[2].partition("</nav>")[0]
