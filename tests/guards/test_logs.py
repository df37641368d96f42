"""The log knows each request by its number and nothing about the person: no name, address, query or cookie."""

import json
import logging
import os
import subprocess
import sys

import pytest

from access.session_way import COOKIE
from guards.logs import LOG, session_mark, set_logs
from tests.conftest import ROOT

PERSONAL = ("Jane", "jane@example.org", "AFG", "tulip", "10.9.8.7", "Mozilla")


@pytest.fixture
def lines(caplog):
    """The lines of the log as they were written, as dictionaries."""
    caplog.set_level(logging.INFO, logger=LOG)
    return lambda: [one.__dict__ for one in caplog.records if one.name == LOG]


def asked(client, path: str):
    headers = {"User-Agent": "Mozilla Jane", "Referer": "http://localhost/?Jane", "Authorization": "Bearer tulip"}
    client.set_cookie(COOKIE, "tulip")
    return client.get(path, headers=headers, environ_overrides={"REMOTE_ADDR": "10.9.8.7"}, buffered=True)


@pytest.mark.parametrize(
    "path", ["/country/AFG?name=Jane", "/nothing/Jane", "/supply.csv?country=AFG", "/api/v1/kpis?x=Jane"]
)
def test_a_request_leaves_one_line_without_the_person(client, lines, path):
    answer = asked(client, path)
    answer.close()
    (line,) = lines()
    assert (line["request"], line["status"]) == (answer.headers["X-Request-Id"], answer.status_code)
    assert line["bytes"] == len(answer.data) and line["ms"] >= 0 and line["method"] == "GET"
    told = json.dumps({key: value for key, value in line.items() if key not in ("pathname",)}, default=str)
    assert not [one for one in PERSONAL if one in told]


def test_refused_requests_leave_a_line_too(client, lines):
    client.get("/", headers={"Host": "evil.example"}).close()
    (line,) = lines()
    assert line["status"] == 400 and "evil" not in str(line)


def test_a_method_that_nobody_knows_is_not_repeated(client, lines):
    client.open("/", method="JANE").close()
    assert [line["method"] for line in lines()] == ["other"]


def test_requests_of_a_session_belong_together_and_the_session_cannot_be_told():
    one, same, other = (session_mark(f"a=b; {COOKIE}={token}") for token in ("tulip", "tulip", "rose"))
    assert one == same != other and len(one) == 12 and "tulip" not in one
    assert session_mark("") == session_mark("a=b") == ""


@pytest.mark.parametrize("form", ["json", "text"])
def test_lines_are_written_in_the_form_of_the_setting(form):
    code = (
        f"import logging\nfrom guards.logs import set_logs\nset_logs({form!r})\n"
        "logging.getLogger('lagebild.requests').info('request', extra={'request': 'r1', 'status': 200, 'ms': 5})\n"
        "logging.getLogger('lagebild').warning('a line\\nand another')\n"
        "try:\n    raise ValueError('Jane')\nexcept ValueError:\n    logging.getLogger('lagebild').exception('failed')\n"
        "logging.getLogger('someone.else').info('left out')"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert "left out" not in done.stderr
    assert "Jane" not in done.stderr and "ValueError" in done.stderr and "<string>:" in done.stderr
    if form == "json":
        first, second, third = map(json.loads, done.stderr.splitlines())
        assert (first["request"], first["status"], first["ms"], first["level"]) == ("r1", 200, 5, "INFO")
        assert second["message"] == "a line\nand another", "one line for each event, whatever it says"
        assert third["message"] == "failed"
    else:
        assert "request=r1 status=200 ms=5" in done.stderr


def test_setting_the_log_twice_writes_each_line_once():
    before, level = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        set_logs("text")
        set_logs("json")
        assert len(logging.getLogger().handlers) == 1
    finally:
        logging.getLogger().handlers[:] = before
        logging.getLogger().setLevel(level)
