"""The page of the audit: for whom it is, what it lists, and what it says of the chain."""

import csv
import io

import pytest

from access import reading_as
from app import create_app
from components.tree import components_of, text_of
from ledger.audit import audit_event, record
from queries.reader import RIGHTS, Reader
from queries.warehouse import NotAllowed
from tests.ledger.test_audit_chain import behind_its_back

AUDITOR = Reader("auditor", frozenset(), frozenset(), "totals", rights=frozenset({"audit"}))
OTHERS = Reader("others", rights=frozenset(RIGHTS) - {"audit"})


@pytest.fixture(scope="module")
def page():
    """The layout, after the app that registers it."""
    create_app()
    from pages.audit import layout

    return layout


def cells(tree) -> list[list[str]]:
    rows = [one for one in components_of(tree) if one._type == "Tr"]
    return [[text_of(cell) for cell in row.children] for row in rows][1:]


def test_only_those_with_the_right_read_it(home, page):
    record("refused", "/accounts", actor="somebody@example.org")
    with reading_as(OTHERS), pytest.raises(NotAllowed):
        page()
    with reading_as(AUDITOR):
        assert "somebody@example.org" in text_of(page())


def test_the_file_is_for_those_with_the_right(home):
    record("refused", "=cmd|' /C calc'!A0", actor="somebody@example.org")
    client = create_app().test_client()
    with reading_as(OTHERS):
        assert client.get("/audit/events.csv").status_code == 403
    with reading_as(None):
        assert client.get("/audit/events.csv").status_code in (303, 401)
    with reading_as(AUDITOR):
        answer = client.get("/audit/events.csv")
    (row,) = [row for row in csv.DictReader(io.StringIO(answer.text)) if row["action"] == "refused"][:1]
    assert row["subject"] == "'=cmd|' /C calc'!A0" and answer.headers["Cache-Control"] == "no-store"


def test_events_are_chosen_by_person_action_and_day_and_turned(home, page):
    for number in range(60):
        record("exported", f"/file-{number}.csv", actor="a", rows=number)
    record("refused", "/accounts", actor="b")
    with reading_as(AUDITOR):
        newest, older = cells(page(actor="a")), cells(page(actor="a", before="11"))
        assert [row[3] for row in newest] == [f"/file-{number}.csv" for number in range(59, 9, -1)]
        assert [row[3] for row in older] == [f"/file-{number}.csv" for number in range(9, -1, -1)]
        assert [row[1] for row in cells(page(action="refused"))] == ["b"]
        assert cells(page(until="2000-01-01")) == []


@pytest.mark.parametrize(
    "query", [{"actor": "nobody at all"}, {"action": "x"}, {"since": "yesterday"}, {"before": "-1"}, {"colour": "red"}]
)
def test_what_is_strange_in_the_address_is_said_and_left_out(home, page, query):
    record("refused", "/accounts", actor="b")
    with reading_as(AUDITOR):
        drawn = page(**query)
    assert next(iter(query.values())) in text_of(drawn) and len(cells(drawn)) == 1


def test_texts_of_others_stay_texts_and_hashes_are_shortened(home, page):
    record("exported", "<script>alert(1)</script>", actor="<b>", sha256="ab" * 32, country=["AFG", "TCD"])
    with reading_as(AUDITOR):
        (row,) = cells(page())
    assert row[1] == "<b>" and row[3] == "<script>alert(1)</script>"
    assert row[4] == "country: AFG, TCD · sha256: abababababab …"


def test_a_chain_that_was_altered_is_said(home, page):
    record("exported", "/a.csv", actor="a")
    with reading_as(AUDITOR):
        assert "was altered" not in text_of(page())
        behind_its_back(audit_event.update().values(actor="b"))
        assert "The audit was altered." in text_of(page())


def test_the_page_stands_before_the_first_event(home, page):
    with reading_as(AUDITOR):
        assert "Nothing has been recorded yet." in text_of(page())
