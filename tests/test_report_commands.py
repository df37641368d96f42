"""The command that makes the report writes files that hold what the page shows, and refuses in a sentence."""

import pytest
from typer.testing import CliRunner

import ledger.reports
from exports.opened import opened
from manage import app
from tests.conftest import use_home

OCTOBER = ("--country", "AFG", "--period", "2026-10")


@pytest.fixture
def command(demo_home, tmp_path, monkeypatch):
    """Runs the command; there is no Chromium, which a report as HTML does without."""
    use_home(demo_home, monkeypatch, ledger=f"sqlite:///{tmp_path / 'ledger.sqlite'}", chromium="/no/such/program")
    return lambda *given: CliRunner().invoke(app, list(given))


def test_a_report_is_written_issued_and_listed(command, tmp_path):
    place = tmp_path / "october.html"
    done = command("report", *OCTOBER, "--issue", "--to", str(place))
    assert done.exit_code == 0, done.output
    found = opened(place.read_bytes())
    assert found.manifest.title == "Management report: Afghanistan, October 2026" and found.is_as_written
    report = ledger.reports.issued(1)
    assert report.digest in place.read_text(encoding="utf-8") and "country=AFG" in found.manifest.address
    assert "Afghanistan" in command("reports").output
    folder = tmp_path / "folder"
    folder.mkdir()
    done = command("report", "--period", "2026-07..2026-10", "--as", "html", "--to", str(folder))
    assert done.exit_code == 0 and [one.suffix for one in folder.iterdir()] == [".html"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("--as", "docx"), 2),
        (("--period", "2026-13"), 2),
        (("--period", "2026-10..2026-09"), 2),
        (("--country", "Afghanistan"), 2),
        ((*OCTOBER, "--as", "pdf"), 1),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(command, tmp_path, given, code):
    place = tmp_path / "report"
    done = command("report", *given, "--to", str(place))
    assert done.exit_code == code and done.exception.__class__ is SystemExit
    assert ledger.reports.issued_reports() == [] and not place.exists()
