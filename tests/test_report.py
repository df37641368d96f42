"""The management report: what stands in it, who writes in it, and that an issued one stays as it was."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pytest

import ledger.reports
from access import reading_as
from app import create_app
from components.markup import markup
from components.result import results_in
from components.tree import components_of, text_of
from exports.manifest import content_digest
from kpis import kpi
from ledger.commentary import versions
from page_content import page_content
from pages.report_subject import is_open, subject_of
from queries.cache import forget_everything
from queries.filters import Filters
from queries.kpi_values import kpi_value
from queries.reader import EVERYTHING, Reader
from queries.stores import close_builds
from queries.warehouse import NotAllowed, open_warehouse
from report_actions import issued_now
from tests.conftest import use_home
from tests.queries.small_build import write_build

OCTOBER = {"since": "2026-10", "until": "2026-10", "country": "AFG"}
OWN, FOREIGN = {"Sec-Fetch-Site": "same-origin"}, {"Origin": "https://evil.example"}
HOSTILE = "Convoy <script>alert(1)</script> & “late”\r\n\r\n=HYPERLINK(1)\nsecond line"
OLDER, NEWER = "20260101-000000-00000a", "20260201-000000-00000b"


@pytest.fixture
def client(demo_home, tmp_path, monkeypatch):
    """The app on the demonstration build, with a ledger of its own."""
    use_home(demo_home, monkeypatch, ledger=f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    return create_app().test_client()


@pytest.fixture
def two_builds(home):
    """An older and the current build; the first month is restated from 100 to 130."""
    forget_everything()
    close_builds()
    for build_id, people in ((OLDER, 100), (NEWER, 130)):
        write_build(home, build_id, {"mart_displacement": [displaced(people)]})
    yield create_app().test_client()
    close_builds()
    forget_everything()


def displaced(people: int) -> dict:
    row = {"source_name": "gidd", "load_id": "gidd1", "country_code": "SSD", "month_date": date(2025, 10, 1)}
    return row | {"conflict_idps": people}


def content(query: dict):
    return page_content("/report", query)


def commentary(client, text: str, state: str = "draft", version: int = 0, **more):
    form = OCTOBER | {"domain": "supply", "text": text, "state": state, "version": str(version)} | more
    return client.post("/report/commentary", data=form, headers=OWN)


def result_of(found, identifier: str):
    return next(one for one in found.results if one.identifier == identifier)


def figures(found) -> dict:
    """Name of a KPI -> value, in the table of key figures."""
    return {row[0]: row[2] for row in result_of(found, "key-figures").rows}


def test_a_report_has_every_domain_and_the_figures_of_the_pages(client):
    found = content(OCTOBER)
    titles = [text_of(one) for one in components_of(found.tree) if one._type == "H2"]
    assert titles == ["Key figures and decisions", "What needs a decision", "Projects", "Aid delivery", "Supply stock",
                      "Country risk", "Funding", "Annex: definitions and data"]  # fmt: skip
    assert found.title == "Management report: Afghanistan, October 2026"
    warehouse, filters = open_warehouse(EVERYTHING), Filters.from_query(OCTOBER)[0]
    year = filters.replace(since=date(2026, 1, 1))
    shown = figures(found)
    assert len(shown) > 10
    for name, value in shown.items():
        own = year if kpi(name).domain in ("risk", "funding") else filters
        assert value == pytest.approx(kpi_value(warehouse, kpi(name), own).value), name
    named = {row[0] for row in result_of(found, "report-definitions").rows}
    assert {kpi(name).label for name in shown} <= named


@pytest.mark.parametrize("query", [{}, {"country": "AFG,SSD"}, {"until": "1999-01"}, {"country": "ATA"}])
def test_a_report_of_any_place_and_period_comes(client, query):
    told = text_of(content(query).tree)
    assert "Decisions" in told or "decision" in told
    assert "could not be made" not in told


def test_what_is_written_stands_in_the_report_escaped_and_marked(client):
    answer = commentary(client, HOSTILE)
    assert answer.status_code == 303 and answer.headers["Location"].endswith("#report-supply")
    found = content(OCTOBER)
    drawn = markup(found.tree)
    assert "not approved" in text_of(found.tree) and "<script>alert" not in drawn and "&lt;script&gt;alert" in drawn
    row = result_of(found, "commentary").rows[0]
    assert row[0] == "Supply stock" and row[2:4] == ("draft", "this installation")
    assert row[1] == HOSTILE.replace("\r\n", "\n")
    assert commentary(client, "Better.", "approved", 1).status_code == 303
    told = text_of(content(OCTOBER).tree)
    assert "Approved by this installation" in told and "Version 1, draft" in told
    assert "commentary" not in {one.identifier for one in content(OCTOBER | {"country": "TCD"}).results}


def test_the_file_that_leaves_the_house_has_no_form_and_no_earlier_version(client, monkeypatch):
    monkeypatch.setenv("LAGEBILD_CHROMIUM", "/no/such/program")
    read_anew(monkeypatch)
    commentary(client, "A secret first thought.")
    commentary(client, "What we say.", "approved", 1)
    answer = client.get("/report.html", query_string=OCTOBER)
    assert answer.status_code == 200 and len(answer.data) < 1_000_000
    assert "What we say." in answer.text and "secret first thought" not in answer.text
    assert not [word for word in ("<form", "<button", "<textarea", "<link", "url(") if word in answer.text]
    assert set(re.findall(r'src="(.{5})', answer.text)) <= {"data:"}
    assert "their tables stand alone" in answer.text and '<details class="panel-table" open="">' in answer.text
    assert client.get("/report.pdf", query_string=OCTOBER).status_code == 503


def read_anew(monkeypatch):
    import settings

    settings.read_settings.cache_clear()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"domain": "weather"}, 400),
        ({"state": "published"}, 400),
        ({"version": "-1"}, 400),
        ({"text": ""}, 400),
        ({"text": "x" * 5001}, 400),
        ({"country": "<b>"}, 400),
        ({"since": "2026-13"}, 400),
        ({"build": "20000101-000000-abcdef"}, 404),
    ],
)
def test_a_form_that_is_not_one_of_ours_writes_nothing(client, changes, status):
    form = OCTOBER | {"domain": "supply", "text": "words", "state": "draft", "version": "0"} | changes
    assert client.post("/report/commentary", data=form, headers=OWN).status_code == status
    assert versions(subject_of(Filters.from_query(OCTOBER)[0], EVERYTHING)) == []


def test_forms_of_other_sites_do_nothing(client):
    form = OCTOBER | {"domain": "supply", "text": "words", "state": "approved", "version": "0"}
    assert client.post("/report/commentary", data=form, headers=FOREIGN).status_code == 403
    assert client.post("/report/issue", data=OCTOBER, headers=FOREIGN).status_code == 403
    assert versions(subject_of(Filters.from_query(OCTOBER)[0], EVERYTHING)) == []
    assert ledger.reports.issued_reports() == []


def test_two_who_write_at_once_are_told(client):
    commentary(client, "First.")
    answer = commentary(client, "Second, written without having read the first.")
    assert answer.status_code == 409 and "Second, written without" in answer.text


def test_words_are_read_and_written_by_those_who_may_see_the_figures(client):
    commentary(client, "Only for those who may.", "approved")
    for reader in (Reader("c", frozenset({"TCD"})), Reader("d", domains=frozenset({"aid"}))):
        with reading_as(reader):
            found = content(OCTOBER)
            assert "Only for those" not in text_of(found.tree)
            form = OCTOBER | {"domain": "supply", "text": "x", "state": "draft", "version": "1"}
            assert client.post("/report/commentary", data=form, headers=OWN).status_code == 403
    with reading_as(Reader("e", frozenset({"AFG"}))):
        assert "Only for those who may." in text_of(content({**OCTOBER, "country": ""}).tree)
    assert not is_open(Filters(), Reader("none", frozenset()), "supply")


def test_an_issued_report_is_shown_as_it_was(client):
    commentary(client, "As said then.", "approved")
    answer = client.post("/report/issue", data=OCTOBER, headers=OWN)
    assert answer.status_code == 303 and answer.headers["Location"] == "/report?issued=1"
    commentary(client, "Said later.", "approved", 1)
    found = content({"issued": "1"})
    told = text_of(found.tree)
    assert "Report no. 1, issued on" in told and "As said then." in told and "Said later." not in told
    assert "No other build has been published" in told
    assert figures(found) == figures(content(OCTOBER))
    report = ledger.reports.issued(1)
    assert report.digest in told and content_digest(found.results) == report.digest
    assert found.bundle().manifest.address.endswith("&issued=1")
    again = client.post("/report/issue", data=OCTOBER, headers=OWN)
    assert again.headers["Location"] == "/report?issued=2", "other words make another report"
    assert client.post("/report/issue", data=OCTOBER, headers=OWN).headers["Location"] == "/report?issued=2"


def test_what_later_builds_say_otherwise_is_listed(two_builds):
    filters = Filters(countries=("SSD",), since=date(2025, 10, 1), until=date(2025, 10, 1))
    report = issued_now(filters.replace(build=OLDER))
    found = content({"issued": str(report.report_number)})
    assert figures(found)["internally_displaced_people"] == 100
    label = kpi("internally_displaced_people").label
    moved = {row[0]: row for row in result_of(found, "restated-figures").rows}
    assert moved[label][2] == 100 and moved[label][4] == 130
    cells = result_of(found, "restated-cells").rows
    assert any(row[3:] == ("100", "130") for row in cells)
    same = issued_now(filters.replace(build=NEWER))
    told = text_of(content({"issued": str(same.report_number)}).tree)
    assert "No other build has been published" in told and same.report_number != report.report_number


def test_a_report_whose_build_is_gone_shows_what_was_kept(two_builds, home):
    report = issued_now(Filters(countries=("SSD",), build=OLDER))
    before = content({"issued": "1"})
    then = before.bundle().manifest
    close_builds()
    forget_everything()
    (home / "builds" / f"{OLDER}.duckdb").unlink()
    found = content({"issued": "1"})
    told = text_of(found.tree)
    assert "The build of this report is gone" in told and f"Build {OLDER}" in told
    assert figures(found) == figures(before)
    kept = [one for one in results_in(found.tree) if not one.identifier.startswith("restated")]
    assert content_digest(kept) == report.digest
    manifest = found.bundle().manifest
    assert manifest.build_id == OLDER and manifest.data_date == then.data_date


def test_an_issued_report_is_open_to_those_who_may_see_all_of_it(client):
    issued_now(Filters.from_query(OCTOBER)[0])
    issued_now(Filters())
    with reading_as(Reader("a", frozenset({"AFG"}))):
        assert "Report no. 1" in text_of(content({"issued": "1"}).tree)
        with pytest.raises(NotAllowed):
            content({"issued": "2"})
        told = text_of(content({}).tree)
        assert "No. 1: Afghanistan" in told and "No. 2" not in told
    for reader in (Reader("d", domains=frozenset({"aid"})), Reader("t", detail="totals")):
        with reading_as(reader), pytest.raises(NotAllowed):
            content({"issued": "1"})
    assert client.get("/report.json?issued=1").status_code == 200


def test_a_reader_of_some_countries_issues_a_report_of_these(client):
    with reading_as(Reader("two", frozenset({"AFG", "SSD"}), frozenset({"aid"}))):
        report = issued_now(Filters(since=date(2026, 10, 1), until=date(2026, 10, 1)))
    assert report.query["country"] == "AFG,SSD" and report.rights["domains"] == ["aid"]
    told = text_of(content({"issued": str(report.report_number)}).tree)
    assert "Drawn anew this report would not be the same" in told, "who sees everything sees more"
    kept = [one for one in content({"issued": "1"}).results if not one.identifier.startswith("restated")]
    assert content_digest(kept) == report.digest


@pytest.mark.parametrize(
    "query", ["issued=99", "issued=x", "issued=-1", "issued=" + "9" * 50, "issued=1&issued=2", "issued=%00"]
)
def test_a_number_of_no_report_gives_the_page_with_a_notice(client, query):
    found = content(dict(parse_qsl(query)))
    assert "was left out" in text_of(found.tree)


def test_the_report_is_never_answered_from_memory(client):
    before = client.get("/report.json", query_string=OCTOBER).get_json()
    commentary(client, "New words.")
    after = client.get("/report.json", query_string=OCTOBER).get_json()
    identifiers = [{one["identifier"] for one in told["results"]} for told in (before, after)]
    assert identifiers[1] - identifiers[0] == {"commentary"}


def test_rights_of_an_issuer_are_kept(client):
    report = issued_now(Filters.from_query(OCTOBER)[0])
    assert report.rights == {"countries": None, "domains": None, "areas": None, "detail": "rows"}
    assert replace(report, content="") == ledger.reports.issued_reports()[0]
