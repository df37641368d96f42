"""The audit knows of every refusal, every file and every look at single rows, also when the answer was kept."""

import gzip
import hashlib
import json

import brotli
import pytest
from werkzeug.test import TestResponse

from access import reading_as
from access.few import Few
from access.policy import ENDPOINTS
from access.witness import FILES, VIEWS, refusals
from app import create_app
from ledger import audit_list
from ledger.audit import Event
from ledger.audit_list import Wanted
from queries.reader import EVERYTHING, RIGHTS, Reader

ANALYST = Reader("analyst@example.org", rights=frozenset({"export"}), account_id="a1")
WITHOUT = Reader("reader@example.org", account_id="a2")
ROWS = "/rows.csv?mart=mart_project&country=AFG"
SHOWN = "<tbody"
"""What a document has that shows rows."""


@pytest.fixture(scope="module")
def client():
    return create_app().test_client(use_cookies=False)  # a view is chosen for one request


@pytest.fixture(autouse=True)
def nothing_refused_before():
    refusals.__init__(60)


def newest(count: int = 1) -> list[Event]:
    """The newest events, the oldest of them first."""
    return audit_list.events(Wanted(), count)[::-1]


def after(act) -> list[Event]:
    """What an act added to the audit."""
    before = audit_list.number_of(Wanted())
    act()
    return newest(audit_list.number_of(Wanted()) - before) if audit_list.number_of(Wanted()) > before else []


def page(client, path: str, search: str = "", **headers: str) -> TestResponse:
    """The answer to what the browser asks for a page."""
    return client.get(f"{path}{search}", headers=headers)


def test_a_file_of_rows_is_told_at_its_beginning_and_at_its_end(demo_home, client):
    with reading_as(ANALYST):
        begun, ended = after(lambda: client.get(ROWS).get_data())
        body = client.get(ROWS).get_data()
    assert (begun.actor, begun.action, begun.subject) == (ANALYST.name, "exported", "/rows.csv")
    assert begun.told["filters"] == {"mart": "mart_project", "country": "AFG"} and begun.told["account"] == "a1"
    lines = [line for line in body.splitlines() if line and not line.startswith(b"#")]
    assert begun.told["rows"] == len(lines) - 1 > 0
    assert (ended.action, ended.told["sha256"]) == ("export_ended", hashlib.sha256(body).hexdigest())
    assert ended.told["size"] == len(body)


def test_a_download_that_broke_off_is_told_all_the_same(demo_home, client):
    with reading_as(ANALYST):
        (only,) = after(lambda: client.get(ROWS, buffered=False).close())
        (part,) = after(lambda: client.get(ROWS, headers={"Range": "bytes=10-19"}).get_data())
    assert only.action == "exported"
    assert part.told["part"].startswith("bytes 10-19/")


@pytest.mark.parametrize(
    "encoding, unpacked", [("identity", bytes), ("gzip", gzip.decompress), ("br", brotli.decompress)]
)
def test_the_hash_of_a_page_file_is_that_of_its_bytes_also_when_kept(demo_home, client, encoding, unpacked):
    told = []
    for _time in range(2):
        with reading_as(ANALYST):
            answers = []
            told += after(
                lambda kept=answers: kept.append(client.get("/aid.csv", headers={"Accept-Encoding": encoding}))
            )
        assert told[-1].told["sha256"] == hashlib.sha256(unpacked(answers[0].get_data())).hexdigest()
    assert len(told) == 2 and told[0].told["rows"] == told[1].told["rows"] > 0


def test_nothing_is_told_of_what_is_not_given(demo_home, client):
    with reading_as(ANALYST):
        tag = client.get("/aid.csv").headers["ETag"]
        assert after(lambda: client.get("/aid.csv", headers={"If-None-Match": tag})) == []
        assert after(lambda: client.head("/aid.csv")) == []
        assert after(lambda: client.get("/nowhere.csv")) == []


def test_the_interface_tells_its_rows(demo_home, client):
    with reading_as(ANALYST):
        (told,) = after(lambda: client.get("/api/v1/marts/mart_project?limit=3"))
        (figure,) = after(lambda: client.get("/api/v1/kpis/months_of_stock"))
    assert (told.action, told.told["rows"], told.told["filters"]) == ("exported", 3, {"limit": "3"})
    assert figure.subject == "/api/v1/kpis/months_of_stock" and len(figure.told["sha256"]) == 64


def test_each_look_at_rows_is_told_also_when_the_answer_was_kept(demo_home, client):
    search = "?mart=mart_project&country=AFG"
    for _time in range(2):
        with reading_as(ANALYST):
            (told,) = after(lambda: page(client, "/rows", search))
        assert (told.action, told.subject, told.actor) == ("rows_viewed", "/rows", ANALYST.name)
        assert told.told["filters"] == {"mart": "mart_project", "country": "AFG"}
    with reading_as(WITHOUT):
        (other,) = after(lambda: page(client, "/rows/", search))
    assert other.actor == WITHOUT.name


@pytest.mark.parametrize("path", ["/rows", "/rows/", "/%72ows", "/rows?", "/./rows", "/rows%2F", "/rows/.", "/rows//"])
def test_a_look_is_told_however_the_address_is_written(demo_home, client, path):
    """Whoever gets the rows is told of, and by the light view too."""
    for view in ("", "&view=lite"):
        with reading_as(ANALYST):
            answers = []
            address = f"{path}{'&' if '?' in path else '?'}mart=mart_project{view}"
            told = after(lambda at=address, kept=answers: kept.append(client.get(at)))
        assert SHOWN not in answers[0].text or [one.action for one in told] == ["rows_viewed"], address


def test_a_look_that_the_browser_had_kept_is_told(demo_home, client):
    with reading_as(ANALYST):
        tag = page(client, "/rows", "?mart=mart_project").headers["ETag"]
        (told,) = after(lambda: page(client, "/rows", "?mart=mart_project", **{"If-None-Match": tag}))
    assert told.action == "rows_viewed"


def test_pages_of_single_rows_have_no_figures_which_would_be_looked_at_untold(demo_home, client):
    with reading_as(EVERYTHING):
        shown = [page(client, path, "?mart=mart_project").text for path in VIEWS]
    assert len(shown) == len(VIEWS) and not [text for text in shown if "data-figure" in text]


def test_pages_of_totals_are_not_told(demo_home, client):
    with reading_as(ANALYST):
        assert after(lambda: page(client, "/aid")) == []


def test_refusals_are_told_with_who_and_what(demo_home, client):
    with reading_as(WITHOUT):
        (told,) = after(lambda: client.get("/aid.csv"))
        (shown,) = after(lambda: page(client, "/audit"))
    assert (told.actor, told.action, told.told["status"]) == (WITHOUT.name, "refused", 403)
    assert told.told["path"] == "/aid.csv" and shown.subject == "/audit"


def test_strangers_are_counted_and_do_not_fill_the_disk(demo_home, client):
    with reading_as(None):
        told = after(lambda: [client.get("/aid.csv", headers={"Accept": "*/*"}) for _time in range(50)])
        other = after(lambda: client.get("/api/v1/kpis"))
    assert [one.action for one in told] == ["refused"] and told[0].actor == "nobody"
    assert [one.action for one in other] == ["refused"]


def test_a_few_are_said_and_the_rest_counted():
    few = Few(seconds=60)
    assert [few.unsaid(("a",), 2, at=0) for _time in range(5)] == [0, 0, None, None, None]
    assert few.unsaid(("b",), 2, at=1) == 0
    assert few.unsaid(("a",), 2, at=60) == 3
    assert few.unsaid(("a",), 2, at=61) == 0


def test_every_address_that_needs_the_right_to_export_is_told():
    server = create_app()
    present = {rule.endpoint for rule in server.url_map.iter_rules()}
    needs = {endpoint for endpoint, rule in ENDPOINTS.items() if rule.who == "export"} & present
    assert needs and needs <= set(FILES)
    assert set(VIEWS.values()) <= {"rows_viewed", "record_viewed", "quarantine_viewed", "audit_viewed"}


def test_the_installation_itself_is_named_as_the_command_line(demo_home, client):
    with reading_as(EVERYTHING):
        (told,) = after(lambda: client.get("/aid.csv"))
    assert told.actor.startswith("command line: ") and set(RIGHTS) == EVERYTHING.rights
    assert json.loads(told.details)["rows"] > 0
