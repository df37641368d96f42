"""Files put to the proof against real builds: by the functions, on the page, by the command."""

import base64
import io
import shutil
import subprocess
import sys

import duckdb
import pytest

from access import reading_as
from app import create_app
from components.markup import markup
from exports.verify import ALTERED, CHANGED, IDENTICAL, UNPROVED
from queries.cache import forget_everything
from queries.reader import Reader
from queries.stores import close_builds
from tests.conftest import ROOT, use_home
from tests.test_page_files import PATHS
from verification import outcome, verified

LATER = "20991231-000000-00000f"
FORMS = ("csv", "xlsx", "json", "parquet")
RISK = "/risk.{form}?country=AFG"


@pytest.fixture
def client(demo_home):
    return create_app().test_client()


@pytest.fixture
def own_home(demo_home, tmp_path, monkeypatch):
    """A copy of the demonstration whose builds may be changed."""
    shutil.copytree(demo_home / "builds", tmp_path / "home" / "builds")
    close_builds()
    forget_everything()
    yield use_home(tmp_path / "home", monkeypatch)
    close_builds()
    forget_everything()


def file(client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.get_data()


def republish(home) -> None:
    """A later build, with a higher score of risk for Afghanistan."""
    first = next((home / "builds").glob("*.duckdb"))
    later = first.with_name(f"{LATER}.duckdb")
    shutil.copyfile(first, later)
    with duckdb.connect(str(later)) as build:
        build.execute("update build_info set build_id = ?", [LATER])
        build.execute(
            "update mart_country_risk set inform_risk_score = inform_risk_score + 1 where country_code = 'AFG'"
        )
    (home / "builds" / "current").write_text(LATER)


@pytest.mark.parametrize("address", [path for path in PATHS if not path.startswith("/rows")])
@pytest.mark.parametrize("form", FORMS)
def test_the_file_of_every_page_is_identical(client, address, form):
    path, _sign, query = address.partition("?")
    found = verified(file(client, f"{'/home' if path == '/' else path}.{form}?{query}"))
    assert (found.outcome, found.reasons) == (IDENTICAL, ())


@pytest.mark.parametrize("form", FORMS)
def test_one_card_and_one_table_are_proved_too(client, form):
    for only in ("kpi-otif", "key-figures", "aid-places"):
        assert verified(file(client, f"/aid.{form}?only={only}&country=AFG")).outcome == IDENTICAL


@pytest.mark.parametrize("form", FORMS)
def test_a_later_build_with_other_figures_is_told_cell_by_cell(own_home, form):
    client = create_app().test_client()
    data = file(client, RISK.format(form=form))
    assert verified(data).outcome == IDENTICAL
    republish(own_home)
    found = verified(data)
    assert found.outcome == CHANGED and found.since and not found.altered
    assert any("INFORM" in one.column or "INFORM" in one.figure or "isk" in one.figure for one in found.since)
    assert verified(file(client, RISK.format(form=form))).outcome == IDENTICAL


def test_a_build_that_was_pruned_is_no_proof(own_home):
    client = create_app().test_client()
    data = file(client, RISK.format(form="csv"))
    republish(own_home)
    close_builds()
    next(path for path in (own_home / "builds").glob("*.duckdb") if path.stem != LATER).unlink()
    found = verified(data)
    assert found.outcome == UNPROVED and "not kept" in found.reasons[0] and found.since


def test_a_reader_learns_nothing_about_what_they_may_not_see(client):
    data = file(client, "/supply.csv?country=AFG")
    with reading_as(Reader("risk only", domains={"risk"})):
        found = verified(data)
    assert found.outcome == UNPROVED and not found.altered and not found.since
    with reading_as(Reader("chad", countries={"TCD"})):
        found = verified(data)
    assert found.outcome == ALTERED and "other rights" in " ".join(found.reasons)
    assert all(one.before in (None, "–") or "AFG" not in one.before for one in found.altered)


def test_an_address_that_was_altered_leads_nowhere(client):
    data = file(client, "/risk.json?country=AFG").replace(b"country=AFG", b"country=TCD")
    assert verified(data).outcome == ALTERED
    for path in (b'"/etc', b'"//example.org/risk', b'"/verify', b'"/record/x'):
        told = file(client, "/risk.json?country=AFG").replace(b'"address": "/risk', b'"address": ' + path)
        assert verified(told).outcome in (ALTERED, UNPROVED)


ROWS = "/rows.{form}?mart=mart_country_risk&country=AFG"


@pytest.mark.parametrize("form", (*FORMS, "csv formatted"))
def test_a_file_of_rows_is_proved_by_its_rows(own_home, form):
    client = create_app().test_client()
    ending, _sign, style = form.partition(" ")
    data = file(client, ROWS.format(form=ending) + (f"&style={style}" if style else ""))
    found = verified(data)
    assert (found.outcome, found.reasons) == (IDENTICAL, ()) and found.file.manifest.row_count > 0
    republish(own_home)
    found = verified(data)
    assert found.outcome == CHANGED and any(
        "AFG" in one.before or "Afghanistan" in one.before for one in found.since if one.before
    )


def test_a_file_of_rows_without_comment_is_proved_by_the_file_beside_it(client):
    address = ROWS.replace("{form}", "csv")
    data, beside = file(client, address + "&manifest=none"), file(client, ROWS.format(form="csv-metadata.json"))
    assert verified(data, beside).outcome == IDENTICAL
    assert verified(data.replace(b"AFG", b"TCD", 1), beside).outcome == ALTERED


@pytest.mark.parametrize("form", ("csv", "json"))
def test_a_file_of_rows_that_was_altered_or_broke_off_is_told(client, form):
    data = file(client, ROWS.format(form=form))
    at = data.rindex(b"AFG")
    found = verified(data[:at] + b"TCD" + data[at + 3 :])
    assert found.outcome == ALTERED and len(found.reasons) == 2 and len(found.altered) == 2
    if form == "csv":
        assert verified(data[:at]).outcome == ALTERED
        assert verified(data.replace(b"# Data as of", b"# Data up to", 1)).outcome == ALTERED


def sent(data: bytes) -> str:
    return "data:application/octet-stream;base64," + base64.b64encode(data).decode()


def test_the_page_says_what_it_found(client):
    data = file(client, "/risk.csv?country=AFG")
    said = markup(outcome([sent(data)], ["risk.csv"]))
    assert "verdict-identical" in said and "risk.csv" in said
    number = data.rstrip().rsplit(b",", 2)[-2] or b"Afghanistan"
    said = markup(outcome([sent(data[::-1].replace(number[::-1], b"7", 1)[::-1])], ["<b>.csv"]))
    assert "verdict-altered" in said and "&lt;b&gt;.csv" in said


def test_the_page_takes_a_csv_with_the_file_beside_it(client):
    data = file(client, "/risk.csv?country=AFG&manifest=none")
    beside = file(client, "/risk.csv-metadata.json?country=AFG")
    names = ["risk.csv-metadata.json", "risk.csv"]
    assert "verdict-identical" in markup(outcome([sent(beside), sent(data)], names))
    assert "no manifest" in markup(outcome([sent(data)], ["risk.csv"]))


def posted(client, *files: tuple[bytes, str]):
    """The answer to the form of the page, as a browser sends it."""
    form = {"files": [(io.BytesIO(data), name) for data, name in files]}
    return client.post("/verify", data=form, headers={"Sec-Fetch-Site": "same-origin"})


def test_the_form_gives_the_page_with_the_verdict(client):
    data = file(client, "/risk.csv?country=AFG&manifest=none")
    beside = file(client, "/risk.csv-metadata.json?country=AFG")
    answer = posted(client, (beside, "risk.csv-metadata.json"), (data, "<b>.csv"))
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert "verdict-identical" in answer.text and "&lt;b&gt;.csv" in answer.text and "<b>" not in answer.text
    assert "<form" in answer.text and 'name="files"' in answer.text, "for the next file"
    form = client.get("/verify").text
    assert 'enctype="multipart/form-data"' in form and 'method="post"' in form and 'action="/verify"' in form


@pytest.mark.parametrize(
    "files", [[], [(b"", "")], [(b"", "a.csv")], [(b"\0\1", "a.bin")], [(b"a", "a")] * 3, [(b"a", "a")] * 9]
)
def test_the_form_answers_strange_files_in_a_sentence(client, files):
    answer = posted(client, *files)
    assert answer.status_code == 200 and "verdict-unproved" in answer.text


@pytest.mark.parametrize(
    "contents", [None, [], ["x"], ["data:,a"], ["data:;base64,===="], [sent(b"\0\1")], [sent(b"")] * 3]
)
def test_the_page_refuses_strange_files_in_a_sentence(client, contents):
    said = markup(outcome(contents, ["a.bin"] * len(contents or [])))
    assert "verdict-unproved" in said and "<p>" in said


def test_the_page_refuses_what_is_too_large(client, monkeypatch):
    monkeypatch.setattr("verification.MOST_BYTES", 10)
    assert "manage.py verify" in markup(outcome([sent(b"x" * 1000)], ["a.csv"]))


def test_the_command_says_it_by_its_exit_code(client, demo_home, tmp_path):
    data = file(client, "/risk.csv?country=AFG")
    given = {"same.csv": data, "other.csv": data.replace(b"# Title: ", b"# Title: My "), "none.csv": b"a,b\n1,2\n"}
    codes = []
    for name, content in given.items():
        (tmp_path / name).write_bytes(content)
        command = [sys.executable, "manage.py", "verify", str(tmp_path / name)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        codes.append(ended.returncode)
        assert name in ended.stdout + ended.stderr and "Traceback" not in ended.stderr
    assert codes == [0, 4, 2]
