"""The worker as a process: a kill -9 at any moment repeats no mail, and what nobody can know is said."""

import os
import signal
import subprocess
import sys
import time

import pytest
from filelock import FileLock

import settings
from ledger import deliveries
from tests.conftest import ROOT, use_home
from tests.delivery.conftest import subscribed
from tests.queries.small_build import write_build

OLDER, NEWER = "20260101-000000-00000a", "20260201-000000-00000b"


@pytest.fixture
def office(post, tmp_path, monkeypatch):
    """A home with a small build, whose mails go to the post office; worker() runs a worker as a process."""
    home = use_home(tmp_path / "home", monkeypatch, **post.variables)
    write_build(home, OLDER, {})
    running = []

    def worker(*arguments: str) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "worker", *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        running.append(subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), **pipes))
        return running[-1]

    post.worker, post.home = worker, home
    yield post
    for process in running:
        process.kill()
        process.communicate()
    settings.read_settings.cache_clear()


def wait_until(holds, process: subprocess.Popen) -> None:
    """Waits while the process lives and the mail is not there."""
    for _ in range(600):
        if holds():
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.1)
    pytest.fail("it never came")


def test_killed_after_the_server_has_the_mail_it_is_announced_and_never_repeated(office):
    subscribed("a@example.org"), subscribed("b@example.org")
    process = office.worker()
    office.at_end = lambda to: os.kill(process.pid, signal.SIGKILL)
    assert process.wait(120) == -signal.SIGKILL
    assert len(office.mails) == 1, "the server had accepted the mail of the killed worker"
    assert [one.state for one in reversed(deliveries.deliveries())] == ["sending", "waiting"]
    office.at_end = None
    done = office.worker("--once")
    assert done.wait(120) == 0, done.communicate()
    assert [one.state for one in reversed(deliveries.deliveries())] == ["unknown", "sent"]
    assert [len(office.got(f"{name}@example.org")) for name in "ab"] == [1, 1]
    (told,) = office.got("operator@example.org")
    assert "not repeated" in told.get_body(("plain",)).get_content()


def test_killed_before_the_content_it_is_sent_once(office):
    subscribed("a@example.org")
    process = office.worker()
    office.at_recipient = lambda to: os.kill(process.pid, signal.SIGKILL)
    assert process.wait(120) == -signal.SIGKILL
    assert deliveries.deliveries()[0].state == "preparing"
    office.at_recipient = None
    done = office.worker("--once")
    assert done.wait(120) == 0, done.communicate()
    assert deliveries.deliveries()[0].state == "sent"
    assert len(office.got("a@example.org")) == 1


def test_the_worker_sees_a_new_build_and_stops_when_asked(office, monkeypatch):
    subscribed("a@example.org", build_then=OLDER)
    process = office.worker()
    wait_until(lambda: deliveries.worker_seen_at() is not None, process)
    second = office.worker("--once")
    assert second.wait(120) == 2
    assert "Another worker of this home is running" in second.communicate()[1]
    process.terminate()
    assert process.wait(60) == 0, "told to stop, it stops without a fault"
    assert not office.mails
    write_build(office.home, NEWER, {})
    process = office.worker()
    wait_until(lambda: office.got("a@example.org"), process)
    process.terminate()
    assert process.wait(60) == 0
    assert deliveries.deliveries()[0].occasion == NEWER


def test_without_a_mail_server_a_sentence_says_so(office, monkeypatch):
    monkeypatch.delenv("LAGEBILD_SMTP_HOST")
    done = office.worker("--once")
    assert done.wait(120) == 2
    assert "LAGEBILD_SMTP_HOST" in done.communicate()[1]


def test_a_sender_that_is_none_stops_the_start(office, monkeypatch):
    monkeypatch.setenv("LAGEBILD_MAIL_FROM", "")
    done = office.worker("--once")
    assert done.wait(120) == 2
    assert "LAGEBILD_MAIL_FROM" in done.communicate()[1]


def test_the_lock_of_a_killed_worker_is_free(office):
    process = office.worker()
    wait_until(lambda: deliveries.worker_seen_at() is not None, process)
    process.kill()
    process.wait(60)
    with FileLock(office.home / "worker.lock", timeout=5):
        pass
