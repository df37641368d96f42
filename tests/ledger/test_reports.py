"""An issued report stays as it was; issuing the same again right after makes no second one; its build is not pruned."""

from dataclasses import replace
from datetime import UTC, datetime

from data.publish import prune
from ledger.reports import IssuedReport, builds_named, issue, issued, issued_reports
from tests.queries.small_build import write_build

RIGHTS = {"countries": None, "domains": None, "detail": "rows"}
BUILDS = [f"2020010{day}-000000-00000{day}" for day in range(1, 4)]


def new(build_id: str = BUILDS[0], **changes) -> IssuedReport:
    given = IssuedReport(
        title="Afghanistan, October 2026",
        query={"country": "AFG", "build": build_id},
        build_id=build_id,
        issued_by="somebody",
        rights=RIGHTS,
        digest="a" * 64,
        content="{}",
    )
    return replace(given, **changes)


def test_a_report_comes_back_as_it_was_issued(home):
    said = ({"domain": "aid", "text": "“Late” — <b>", "written_at": "2026-11-01T00:00:00"},)
    kept = issue(new(commentary=said))
    assert kept == issued(kept.report_number) and kept.commentary == said and kept.issued_at
    assert replace(kept, report_number=0, issued_at=None) == new(commentary=said)
    assert issued(99) is None
    assert [one.content for one in issued_reports()] == [""]


def test_the_same_again_is_the_same_report_and_anything_else_is_another(home):
    first = issue(new())
    assert issue(new()).report_number == first.report_number
    others = [new(digest="b" * 64), new(commentary=({"text": "x"},)), new(rights=RIGHTS | {"detail": "totals"})]
    others.append(new(query={"country": "TCD", "build": BUILDS[0]}))
    numbers = [issue(one).report_number for one in others]
    assert len({first.report_number, *numbers}) == 5
    assert [one.report_number for one in issued_reports(2)] == sorted(numbers, reverse=True)[:2]


def test_a_build_that_a_report_names_is_not_pruned(home, monkeypatch):
    monkeypatch.setattr("data.publish.kept", lambda _ids, _now: set())
    for at, build_id in enumerate(BUILDS):
        write_build(home, build_id, {}, current=at == 2)
    issue(new(BUILDS[0]))
    assert builds_named() == {BUILDS[0]}
    assert prune(datetime.now(UTC)) == [BUILDS[1]]
    assert {one.stem for one in (home / "builds").glob("*.duckdb")} == {BUILDS[0], BUILDS[2]}
