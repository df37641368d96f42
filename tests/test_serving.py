"""The app under gunicorn: a page is made once for two processes; a reload, a publication and a restart of Redis in the
middle of a walk reach no reader."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

import settings
from queries.stores import close_builds
from tests.conftest import ROOT, SIGNED_IN, free_port, sign_in, use_home
from tests.queries.small_build import write_build

OLDER, NEWER = "20260101-000000-00000a", "20260201-000000-00000b"
READERS = 30


@contextmanager
def served(command: list[str], port: int, **variables: str):
    """A server in a process of its own, with the children that it begins."""
    environment = {**os.environ, "LAGEBILD_PORT": str(port), **variables}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            try:
                if ask(port, "/health") == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(90)


def ask(port: int, address: str, connection: http.client.HTTPConnection | None = None) -> int:
    """The status of an answer that came whole."""
    own = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=90)
    try:
        own.request("GET", address, headers={**SIGNED_IN, "Accept": "text/html", "Accept-Encoding": "gzip"})
        answer = own.getresponse()
        answer.read()
        return answer.status
    finally:
        if connection is None:
            own.close()


@pytest.fixture
def shared_home(tmp_path, redis, monkeypatch):
    """A home with one build, somebody signed in, and a Redis."""
    home = use_home(tmp_path / "home", monkeypatch, redis=redis.url)
    write_build(home, OLDER, {})
    sign_in()
    yield home
    close_builds()
    settings.read_settings.cache_clear()


def test_a_cold_page_is_made_once_for_all_readers_of_two_processes(shared_home, tmp_path):
    port, counted = free_port(), tmp_path / "statements"
    counted.touch()
    how = ["--workers", "2", "--threads", "20", "--worker-class", "gthread", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", *how, "--bind", f"127.0.0.1:{port}", "tests.counting_app:server()"]
    with served(command, port, COUNTED=str(counted)), ThreadPoolExecutor(READERS) as pool:
        gate = threading.Barrier(READERS)
        counted.write_text("")  # without what was asked to see whether the server is there

        def read(_number):
            gate.wait()
            return ask(port, "/supply?country=AFG")

        assert set(pool.map(read, range(READERS))) == {200}
    ran = Counter(line for line in counted.read_text().splitlines() if "information_schema" not in line)
    assert ran
    assert [line for line, count in ran.items() if count > 1] == []


class Walker(threading.Thread):
    """A reader who goes from page to page; a connection that ended while it was idle is opened again, as browsers do."""

    def __init__(self, port: int, ended: threading.Event):
        super().__init__()
        self.port, self.ended, self.statuses, self.problems = port, ended, Counter(), []

    def run(self) -> None:
        """Reads until it is told to end."""
        connection, is_new = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90), True
        while not self.ended.is_set():
            for address in ("/", "/supply?country=AFG", "/glossary"):
                try:
                    self.statuses[ask(self.port, address, connection)] += 1
                    is_new = False
                except (OSError, http.client.HTTPException) as error:
                    if is_new:
                        self.problems.append(repr(error))
                    connection.close()
                    is_new = True
            time.sleep(0.05)
        connection.close()


def builds_seen(home: Path) -> int:
    return len(list((home / "builds").glob("*.duckdb")))


@pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server here")
def test_a_reload_a_publication_and_a_restart_of_redis_reach_no_reader(shared_home, redis):
    port, ended = free_port(), threading.Event()
    with served([sys.executable, "serving.py"], port) as server:
        before = children(server.pid)
        walkers = [Walker(port, ended) for _ in range(6)]
        [one.start() for one in walkers]
        time.sleep(1)
        redis.stop()
        time.sleep(1)
        write_build(shared_home, NEWER, {})
        redis.start()
        server.send_signal(signal.SIGHUP)
        until = time.monotonic() + 90
        while children(server.pid) & before and time.monotonic() < until:
            time.sleep(0.2)
        assert children(server.pid) and not children(server.pid) & before, "all workers are new"
        time.sleep(1)
        ended.set()
        [one.join() for one in walkers]
    assert [problem for one in walkers for problem in one.problems] == []
    assert {status for one in walkers for status in one.statuses} == {200}
    assert builds_seen(shared_home) == 2


def children(parent: int) -> set[int]:
    """The processes that a process has begun."""
    return {int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()}


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"LAGEBILD_HOST": "0.0.0.0"}, "LAGEBILD_SECRET"),  # noqa: S104
        ({"LAGEBILD_WORKERS": "0"}, "LAGEBILD_WORKERS"),
    ],
)
def test_it_does_not_start_where_the_app_would_not(home, variables, told):
    environment = {**os.environ, **variables}
    found = subprocess.run([sys.executable, "serving.py"], cwd=ROOT, env=environment, capture_output=True, timeout=120)
    assert found.returncode == 1 and told in found.stderr.decode()
