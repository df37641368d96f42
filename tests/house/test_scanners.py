"""The scanners find what they are there for, and say so when nobody could be asked."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.conftest import free_port
from tests.house import scanners
from tests.house.code import ROOT


def test_every_finding_is_justified_and_every_justification_needed():
    faults = scanners.bandit_faults(scanners.bandit_findings(), scanners.exceptions())
    assert not faults, "\n".join(faults)
    assert all(len(given["why"].split()) >= 6 for given in scanners.exceptions())


def test_a_fault_in_a_line_of_ours_is_found(tmp_path):
    (tmp_path / "new.py").write_text(
        "import subprocess\nsubprocess.run('ls ' + input(), shell=True)\n", encoding="utf-8"
    )
    found = scanners.bandit_faults(scanners.bandit_findings(tmp_path), [])
    assert any("B602" in line and line.startswith("new.py:2") for line in found)


def test_a_justification_that_nothing_needs_is_found():
    allowed = [{"test": "B999", "paths": ["data/"], "why": "it was needed once"}]
    assert scanners.bandit_faults([], allowed) == ["pyproject.toml: bandit finds no B999 in data/ any more"]


class Service(BaseHTTPRequestHandler):
    """Speaks like the service for known faults: one of them, for one version."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        is_bad = asked["package"]["name"] == "flask" and asked["version"] == "0.1"
        fault = {"id": "PYSEC-0000-1", "aliases": [], "details": "made up", "modified": "2026-01-01T00:00:00Z"}
        ranges = {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "0.2"}]}]}
        package = {"package": {"name": "flask", "ecosystem": "PyPI"}}
        answer = {"vulns": [fault | {"affected": [package | ranges]}]} if is_bad else {}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_words):
        pass


@pytest.fixture
def service(monkeypatch):
    """The service on loopback, which pip-audit is told to ask."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("PIP_AUDIT_OSV_URL", f"http://127.0.0.1:{server.server_port}/v1/query")
    yield
    server.shutdown()


def test_a_version_with_a_known_fault_is_found(service, tmp_path):
    (tmp_path / "pins.txt").write_text("flask==0.1\nidna==3.11\n", encoding="utf-8")
    assert scanners.audit(tmp_path / "pins.txt")[0] == ["flask 0.1: PYSEC-0000-1, mended in 0.2"]


def test_every_pinned_version_is_asked_for(service):
    assert scanners.audit(ROOT / "constraints.txt")[0] == []


def test_a_service_that_is_not_reached_proves_nothing(monkeypatch, capsys):
    monkeypatch.setenv("PIP_AUDIT_OSV_URL", f"http://127.0.0.1:{free_port()}/v1/query")
    monkeypatch.setattr(scanners, "bandit_findings", lambda: [])
    monkeypatch.setattr(scanners, "exceptions", lambda: [])
    assert scanners.main(online=False) == 0 and "skipped" in capsys.readouterr().out
    assert scanners.main(online=True) == 1 and "failed" in capsys.readouterr().out
