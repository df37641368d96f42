"""Readers subscribe to pages, see what became of the mails, and end them; nobody else can."""

import sys

import pytest

import subscription_forms
from access import reading_as
from app import create_app
from ledger import deliveries, subscriptions
from queries.cache import forget_everything
from queries.reader import Reader
from queries.stores import close_builds
from tests.conftest import use_home

OWN = {"Sec-Fetch-Site": "same-origin"}
GIVEN = {"page": "/supply?country=AFG&build=x", "email": "A@Example.org", "rhythm": "weekly", "changed": "yes"}


@pytest.fixture
def client(demo_home, post, tmp_path, monkeypatch):
    """The app on the demo build, with a ledger of its own and a mail server."""
    use_home(demo_home, monkeypatch, ledger=f"sqlite:///{tmp_path / 'ledger.sqlite'}", **post.variables)
    forget_everything()
    yield create_app().test_client()
    forget_everything()
    close_builds()


def page(client, search: str = "", path: str = "/subscriptions") -> str:
    """The document of a page."""
    return client.get(f"{path}{search}").text


def told(answer) -> str:
    """The code in the address that a form leads to."""
    assert answer.status_code == 303
    return answer.headers["Location"].partition("said=")[2].partition("&")[0]


def test_a_subscription_is_kept_as_it_was_asked_for(client):
    assert told(client.post("/subscriptions/new", data=GIVEN, headers=OWN)) == "added"
    (one,) = subscriptions.subscriptions()
    assert (one.address, one.email, one.rhythm, one.only_if_changed) == (
        "/supply?country=AFG",
        "A@example.org",
        "weekly",
        True,
    )
    assert {part: one.rights[part] for part in ("countries", "areas", "domains", "detail", "account_id")} == {
        "countries": None,
        "areas": None,
        "domains": None,
        "detail": "rows",
        "account_id": "",
    }
    assert one.build_then
    shown = page(client, "?said=added")
    assert "The subscription is there." in shown and "A@example.org" in shown
    assert told(client.post("/subscriptions/end", data={"id": one.subscription_id}, headers=OWN)) == "ended"
    assert not subscriptions.subscriptions()
    assert "A@example.org" not in page(client)


def test_months_move_along_where_the_reader_wants_it(client):
    moving = GIVEN | {"page": "/supply?since=2026-06&until=2026-08", "moves": "yes"}
    client.post("/subscriptions/new", data=moving, headers=OWN)
    client.post("/subscriptions/new", data=moving | {"moves": "", "rhythm": "monthly"}, headers=OWN)
    client.post("/subscriptions/new", data=GIVEN | {"moves": "yes"}, headers=OWN)
    assert [one.month_then for one in subscriptions.subscriptions()] == ["2026-10", "", ""]
    assert "move along with the data" in page(client, "?page=/supply%3Fsince%3D2026-06")
    assert "move along with the data" not in page(client, "?page=/supply")


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"email": "no address"}, "email"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "email"),
        ({"rhythm": "hourly"}, "rhythm"),
        ({"page": "/no/such/page"}, "page"),
        ({"page": "//example.org/supply"}, "page"),
        ({"page": "https://example.org/"}, "page"),
        ({"page": "supply"}, "page"),
        ({"page": "/supply\r\nX: y"}, "page"),
        ({"page": "/supply?" + "x" * 3000}, "page"),
        ({"page": "/subscriptions"}, "figures"),
        ({"page": "/not-found"}, "page"),
    ],
)
def test_what_cannot_be_is_refused_in_words(client, changed, code):
    answer = client.post("/subscriptions/new", data=GIVEN | changed, headers=OWN)
    assert told(answer) == code
    assert not subscriptions.subscriptions()
    assert page(client, f"?said={code}").count('class="notice"') == 1


def test_forms_of_other_sites_are_refused(client):
    one = GIVEN | {"page": "/supply"}
    assert client.post("/subscriptions/new", data=one).status_code == 403
    assert client.post("/subscriptions/new", data=one, headers={"Origin": "https://example.org"}).status_code == 403
    client.post("/subscriptions/new", data=one, headers=OWN)
    (kept,) = subscriptions.subscriptions()
    assert client.post("/subscriptions/end", data={"id": kept.subscription_id}).status_code == 403
    assert subscriptions.subscriptions() == [kept]


def test_nobody_ends_or_sees_the_subscriptions_of_others(client, monkeypatch):
    client.post("/subscriptions/new", data=GIVEN, headers=OWN)
    (one,) = subscriptions.subscriptions()
    other = Reader("other", frozenset(["AFG"]))
    monkeypatch.setattr(subscription_forms, "current_reader", lambda: other)
    monkeypatch.setattr(sys.modules["pages.subscriptions"], "current_reader", lambda: other)
    assert told(client.post("/subscriptions/end", data={"id": one.subscription_id}, headers=OWN)) == "gone"
    assert "A@example.org" not in page(client)
    assert subscriptions.subscriptions() == [one]


def test_the_secret_of_a_mail_ends_its_subscription_with_one_click(client):
    client.post("/subscriptions/new", data=GIVEN, headers=OWN)
    (one,) = subscriptions.subscriptions()
    deliveries.expect(one.subscription_id, "2026-W48")
    address = f"/mail/end?secret={one.secret}"
    with reading_as(None):
        _ends_with_one_click(client, address, one)


def _ends_with_one_click(client, address, one):
    """Whoever follows the link of a mail need not be signed in."""
    assert "A@example.org" in client.get(address).text
    assert client.get("/mail/end?secret=wrong").status_code == client.get("/mail/end").status_code == 404
    assert client.post("/mail/end?secret=wrong", data={"List-Unsubscribe": "One-Click"}).status_code == 404
    assert subscriptions.subscriptions() == [one], "looking at the page ends nothing"
    answer = client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not subscriptions.subscriptions()
    assert deliveries.deliveries()[0].state == "cancelled"
    assert "This subscription has ended" in client.get(address).text
    assert client.post("/mail/end", data={"secret": one.secret}).status_code == 303
    assert client.post("/subscriptions", data={"secret": one.secret}).status_code == 303, "mails of earlier versions"
    assert client.get("/subscriptions", headers={"Accept": "text/html"}).status_code == 303, "which others may not see"


@pytest.mark.parametrize(
    "search", ["?secret=", "?secret=x", "?page=//x", "?page=/x&page=/y", "?said=x", "?x=y", "?page=" + "a" * 5000]
)
def test_no_address_of_the_page_is_an_error(client, search):
    assert "could not be made" not in page(client, search)


def test_every_page_with_figures_leads_there_with_its_address(client):
    shown = page(client, "?country=AFG&build=x", "/supply")
    assert "/subscriptions?page=%2Fsupply%3Fcountry%3DAFG" in shown
    assert "/subscriptions?page=" not in page(client)


def test_data_status_tells_of_mails_that_failed_at_once(client):
    client.post("/subscriptions/new", data=GIVEN, headers=OWN)
    assert "no worker has ever looked" in page(client, path="/data")
    deliveries.sign_in()
    shown = page(client, path="/data")
    assert "Mails go out when they are due." in shown and "No mail needs a look." in shown
    (one,) = subscriptions.subscriptions()
    deliveries.expect(one.subscription_id, "2026-W48")
    number = deliveries.due_deliveries()[0].delivery_number
    deliveries.claim(number, "w")
    deliveries.finish(number, "w", "failed", "550 this mailbox is closed")
    assert "550 this mailbox is closed" in page(client, path="/data")


def test_without_a_mail_server_the_page_says_so(demo_home, monkeypatch, tmp_path):
    use_home(demo_home, monkeypatch, ledger=f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    client = create_app().test_client()
    assert "sends no mails" in page(client)
    assert told(client.post("/subscriptions/new", data=GIVEN, headers=OWN)) == "server"
