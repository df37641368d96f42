"""Administrators make accounts and give them their rights; nobody else does, and each deed stands in the audit."""

import pytest

from ledger.accounts import ALL, Account, account_named, account_of, create_account
from ledger.audit_list import Wanted, events
from ledger.links import link_of
from ledger.sessions import sessions_of
from tests.access.people import OWN, Person

SCOPE = {"role": "office", "countries": ["AFG", "SSD"], "areas": "*", "domains": ["supply"], "detail": "totals"}
ROWS = "/rows.csv?mart=mart_supply_stock"
HOSTILE = '<script>alert(1)</script>"&'


def told_of(account: Account) -> tuple:
    return account.role, account.countries, account.areas, account.domains, account.detail, account.may_export


def actions() -> list[str]:
    return [one.action for one in events(Wanted(), 50)]


def test_a_new_account_gets_its_scope_and_a_link_that_is_shown_once(chief):
    answer = chief.post("/accounts/new", name="New@Example.org", shown_name="New", **SCOPE, compared="risk")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    made = account_named("new@example.org")
    scope = frozenset(["AFG", "SSD"]), ALL, frozenset(["supply"])
    assert told_of(made) == ("office", *scope, "totals", False)
    assert made.compared == frozenset(["risk"])
    assert "/set-password/" in answer.text
    assert "/set-password/" not in chief.get(f"/accounts/change?id={made.account_id}").text
    assert actions()[:2] == ["link_made", "account_made"]
    link = answer.text.partition("/set-password/")[2].partition("<")[0]
    assert link_of(link) is None, "what is signed is not what the ledger finds it by"


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"role": "king"}, "not a role"),
        ({"detail": "everything"}, "not a level of detail"),
        ({"countries": "QQQ"}, "cannot be chosen"),
        ({"domains": "money"}, "cannot be chosen"),
        ({"compared": HOSTILE}, "cannot be chosen"),
        ({"areas": "", "area_codes": "AF01 a/b"}, "not the code of an area"),
        ({"areas": "", "area_codes": HOSTILE}, "not the code of an area"),
        ({"countries": "*"}, "An office sees the countries"),
        ({"shown_name": "a\x00b"}, "cannot be shown"),
        ({"name": "two words"}, "no blanks"),
        ({"name": ""}, "no blanks"),
        ({"name": "CHIEF@example.org"}, "an account of this name"),
    ],
)
def test_what_cannot_be_understood_makes_no_account(chief, changed, said):
    answer = chief.post("/accounts/new", **{"name": "new", **SCOPE, **changed})
    assert answer.status_code in (400, 409)
    assert said in answer.text and "<script>" not in answer.text
    assert account_named("new") is None


def test_an_account_that_nobody_told_anything_sees_nothing(app, chief):
    chief.post("/accounts/new", name="new")
    assert told_of(account_named("new")) == (None, frozenset(), frozenset(), frozenset(), None, False)
    new = Person(app, "new", name="new")
    assert "No data are open to you." in new.page("/account") and "no role" in new.page("/account")
    for path in ("/", "/supply", "/country/AFG", "/rows", "/data"):
        shown = new.page(path)
        assert "Nothing is open to you yet" in shown
        assert '<a href="/account">What is open to you, and why</a>' in shown and 'data-build=""' in shown
        assert 'data-build=""' in new.page(f"{path}?view=lite")


def test_role_and_scope_are_changed_at_once_and_told_with_before_and_after(chief, office):
    assert office.client.get(ROWS).status_code == 403
    wanted = SCOPE | {"role": "controller", "countries": "*", "detail": "rows", "may_export": "yes"}
    answer = chief.post("/accounts/change", id=office.account_id, shown_name="Kabul", **wanted)
    assert answer.status_code == 303
    assert told_of(account_of(office.account_id)) == ("controller", ALL, ALL, frozenset(["supply"]), "rows", True)
    told = {one.action: one.told for one in events(Wanted(), 3)}
    assert told["role_changed"] == {"before": "office", "after": "controller"}
    assert (told["scope_changed"]["before"]["countries"], told["scope_changed"]["after"]["countries"]) == (["AFG"], "*")
    assert told["account_changed"]["after"] == "Kabul"
    assert office.client.get(ROWS).status_code == 200, "rights hold from the next request on"


def test_a_disabled_account_is_out_at_once_and_back_only_by_signing_in(chief, office):
    assert office.client.get("/who").status_code == 200
    chief.post("/accounts/state", id=office.account_id, active="no")
    assert office.client.get("/who").status_code == 401
    chief.post("/accounts/state", id=office.account_id, active="yes")
    assert office.client.get("/who").status_code == 401, "its sessions have ended"
    assert {"account_disabled", "account_enabled"} <= set(actions())


def test_sessions_are_ended(chief, office):
    chief.post("/accounts/sessions", id=office.account_id)
    assert sessions_of(office.account_id) == []
    assert office.client.get("/who").status_code == 401


@pytest.mark.parametrize("address, form", [("/accounts/state", {"active": "no"}), ("/accounts/change", {"role": ""})])
def test_the_last_administrator_stays(chief, address, form):
    answer = chief.post(address, id=chief.account_id, **form)
    assert answer.status_code == 409 and "nobody who can give rights" in answer.text
    assert (account_of(chief.account_id).role, account_of(chief.account_id).is_active) == ("administrator", True)


@pytest.mark.parametrize("deed", ["change", "state", "sessions", "link", "view-as"])
def test_what_is_about_no_account_does_nothing(chief, deed):
    for identifier in ("", "x", "' or 1=1", "a" * 5000):
        assert chief.post(f"/accounts/{deed}", id=identifier).status_code == 404
    assert not actions()


DEEDS = ("new", "change", "state", "sessions", "link", "view-as")


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_but_administrators_does_any_of_it(app, chief, office, deed):
    before = account_of(office.account_id)
    form = {"id": office.account_id, "name": "mine", "role": "administrator", "countries": "*", "active": "no"}
    assert office.post(f"/accounts/{deed}", **form).status_code == 403
    assert app.test_client().post(f"/accounts/{deed}", data=form, headers=OWN).status_code in (401, 403)
    assert account_of(office.account_id) == before and account_named("mine") is None
    if deed in ("new", "change"):
        assert office.get(f"/accounts/{deed}?id={chief.account_id}").status_code == 403
        assert app.test_client().get(f"/accounts/{deed}").status_code in (302, 303, 401)


@pytest.mark.parametrize("deed", DEEDS)
def test_forms_without_the_token_of_the_session_do_nothing(chief, office, deed):
    form = {"id": office.account_id, "name": "mine", "active": "no"}
    for token in ("", office.form_token, "x"):
        assert chief.client.post(f"/accounts/{deed}", data=form | {"csrf": token}, headers=OWN).status_code == 403
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    sent = form | {"csrf": chief.form_token}
    assert chief.client.post(f"/accounts/{deed}", data=sent, headers=foreign).status_code == 403
    assert account_of(office.account_id).is_active and account_named("mine") is None


def test_names_of_people_never_become_markup(chief):
    made = create_account(Account("x", shown_name=HOSTILE, role=HOSTILE, countries=frozenset([HOSTILE])))
    page = chief.get(f"/accounts/change?id={made.account_id}").text
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert page.count('name="csrf"') == page.count('method="post"') > 2


def test_the_list_finds_accounts_and_is_kept_for_nobody(chief, office):
    assert "Kabul office" in chief.page("/accounts")
    assert "Kabul office" not in chief.page("/accounts", "?q=chief")
    assert "Not open to you" in office.page("/accounts")
    create_account(Account("later", shown_name="Later person"))
    assert "Later person" in chief.page("/accounts")
