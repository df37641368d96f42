"""An administrator who looks through the eyes of another account sees what it sees, never more, and changes nothing."""

import json

import pytest

from access.policy import ENDPOINTS, SIGNED_IN, TOKEN, WHILE_VIEWING
from ledger.accounts import change_account
from ledger.audit_list import Wanted, events
from ledger.sessions import session_of, view_as
from ledger.subscriptions import Subscription, subscribe, subscriptions
from tests.access.people import OWN, Person
from tests.pages.document import page

BACK = "See with your own eyes again"
PAGES = ("/", "/supply", "/aid", "/country/AFG", "/country/SSD", "/data", "/subscriptions", "/accounts", "/audit")


def begun(chief: Person, office: Person) -> Person:
    """The administrator, looking through the eyes of the office."""
    assert chief.post("/accounts/view-as", id=office.account_id).status_code == 303
    return chief


def test_the_pages_are_those_of_the_other(chief, office):
    before = {path: chief.page(path) for path in PAGES}
    begun(chief, office)
    for path in PAGES:
        line, *shown = page(chief.client, path).tree
        assert shown == page(office.client, path).tree, path
        assert "You are chief@example.org and see what office@example.org sees" in json.dumps(line)
    assert before["/supply"] != chief.page("/supply")
    assert chief.client.get("/api/v1/countries").data == office.client.get("/api/v1/countries").data


def test_every_page_says_so_also_where_it_was_kept_for_others_and_has_the_way_back(chief, office):
    for path in ("/supply", "/glossary"):
        assert BACK not in office.page(path) and BACK not in chief.page(path)
    begun(chief, office)
    for path in ("/supply", "/glossary", "/not-found", "/audit"):
        assert BACK in chief.page(path) and BACK not in office.page(path)
    assert "Accounts" not in chief.client.get("/who").text
    assert chief.post("/view-as/end").status_code == 303
    assert BACK not in chief.page("/supply") and "Kabul office" in chief.page("/accounts")


def test_beginning_and_end_stand_in_the_audit_with_the_name_of_the_administrator(chief, office):
    begun(chief, office).post("/view-as/end")
    told = [(one.actor, one.action, one.subject) for one in events(Wanted(), 10) if one.action.startswith("view_as")]
    names = "chief@example.org", "office@example.org"
    assert told == [(names[0], "view_as_ended", names[1]), (names[0], "view_as_begun", names[1])]


def test_what_is_personal_stays_with_its_owner(chief, office):
    begun(chief, office)
    shown = chief.page("/account")
    assert "What you see, and why" in shown
    for own in ("Where you are signed in", "Change the password"):
        assert own not in shown and own in office.page("/account")


def writing() -> list[str]:
    return sorted(name for name, rule in ENDPOINTS.items() if rule.carries == TOKEN and rule.who == SIGNED_IN)


def test_nothing_is_changed_meanwhile(app, chief, office):
    kept = subscribe(Subscription("office@example.org", "a@example.org", "/supply", "weekly", {}))
    begun(chief, office)
    tried = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods or rule.endpoint in WHILE_VIEWING or ENDPOINTS[rule.endpoint].carries != TOKEN:
            continue
        tried += 1
        answer = chief.post(rule.rule, id=kept.subscription_id, old="x", new="y", session="x")
        assert answer.status_code == 403, rule.endpoint
    assert tried > 10 and subscriptions() == [kept]
    assert {"end_own_subscription", "own_password"} <= set(writing())


def test_it_ends_with_the_right_to_look(app, chief, office):
    begun(chief, office)
    second = Person(app, "second", name="second@example.org")
    second.post(
        "/accounts/change", id=chief.account_id, role="reader", countries="*", areas="*", domains="*", detail="rows"
    )
    assert "Nothing is open to you yet" in chief.page("/supply")
    assert "may not look through the eyes" in chief.page("/account")
    second.post("/accounts/state", id=chief.account_id, active="no")
    assert chief.client.get("/who").status_code == 401


def test_a_closed_account_shows_nothing(chief, office):
    begun(chief, office)
    change_account(office.account_id, is_active=False)
    assert "Nothing is open to you yet" in chief.page("/supply")
    assert chief.post("/view-as/end").status_code == 303
    assert chief.post("/accounts/view-as", id=office.account_id).status_code == 404


def test_nobody_else_looks_through_other_eyes(app, chief, office):
    assert office.post("/accounts/view-as", id=chief.account_id).status_code == 403
    assert session_of(office.token).viewed_account_id is None
    view_as(office.token, chief.account_id)  # whoever could write into the ledger would still see nothing
    assert "Nothing is open to you yet" in office.page("/supply")
    stranger = app.test_client().post("/accounts/view-as", data={"id": office.account_id}, headers=OWN)
    assert stranger.status_code in (401, 403)


@pytest.mark.parametrize(
    "limits, country, is_seen",
    [
        ({"countries": frozenset(["SSD"])}, "SSD", True),
        ({"countries": frozenset(["SSD"])}, "AFG", False),
        ({"domains": frozenset(["aid"])}, "SSD", False),
        ({"detail": "totals"}, "SSD", False),
        ({"may_export": False}, "SSD", False),
    ],
)
def test_an_administrator_with_a_scope_sees_no_more_by_other_eyes(app, chief, limits, country, is_seen):
    limited = Person(app, "limited", name="limited@example.org", **limits)
    wide = Person(app, "wide", name="wide@example.org", role="reader")
    file = f"/rows.csv?mart=mart_supply_stock&country={country}"
    assert rows_in(wide.client.get(file)) > 0
    limited.post("/accounts/view-as", id=wide.account_id)
    assert (rows_in(limited.client.get(file)) > 0) == is_seen


def rows_in(answer) -> int:
    """Rows in a file; none where it is refused."""
    return len([line for line in answer.text.splitlines()[1:] if not line.startswith("#")]) - 1
