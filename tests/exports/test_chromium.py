"""The kept Chromium: one for all threads, started again when it was lost, without network, gone at the end."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from exports import chromium
from exports.chromium import FailedDrawing, NoChromium, Sheet, drawn, stop
from tests.conftest import ROOT, missing, use_home

HELLO = Sheet("<!DOCTYPE html><h1>Hello</h1>", is_still=True)
SOON = 10
OTHERS: dict[int, str] = {}
"""Processes that were there before the test."""


@pytest.fixture(autouse=True)
def own_browser(tmp_path, monkeypatch):
    use_home(tmp_path, monkeypatch)
    if not chromium.is_installed():
        missing("Chromium")
    stop()
    OTHERS.update(descendants(os.getpid()))  # a browser with which other tests look at pages may be there
    yield
    stop()
    OTHERS.clear()


def descendants(process: int) -> dict[int, str]:
    """Process -> name of all that a process has started during the test, directly or not."""
    parents, names = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text(encoding="utf-8")
        except OSError:  # it ended meanwhile
            continue
        name, rest = told.split("(", 1)[1].rsplit(")", 1)
        state, parent = rest.split()[:2]
        if state != "Z":
            parents[int(folder.name)], names[int(folder.name)] = int(parent), name
    found, front = {}, [process]
    while front:
        front = [one for one, parent in parents.items() if parent in front and one not in found]
        found |= {one: names[one] for one in front}
    return {one: name for one, name in found.items() if one not in OTHERS}


def profiles(processes) -> set[bytes]:
    """The folders that browsers were started with, one for each browser; its processes name the same."""
    found = set()
    for one in processes:
        with suppress(OSError):  # it ended meanwhile
            told = Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0")
            found |= {part for part in told if part.startswith(b"--user-data-dir=")}
    return found


def browsers(process: int) -> list[int]:
    return [one for one, name in descendants(process).items() if name == "chromium"]


def gone(processes) -> bool:
    """Whether all of them end soon."""
    until = time.monotonic() + SOON
    while (left := [one for one in processes if Path(f"/proc/{one}/exe").exists()]) and time.monotonic() < until:
        time.sleep(0.1)
    return not left


def kill(processes) -> None:
    for one in processes:
        with suppress(ProcessLookupError):  # ends by itself when those that it belongs to end
            os.kill(one, signal.SIGKILL)


async def heading(page) -> str:
    return await page.inner_text("h1")


def test_one_browser_serves_many_threads_and_ends_with_stop():
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda _at: drawn(HELLO, heading), range(6))) == ["Hello"] * 6
    started = descendants(os.getpid())
    assert len([name for name in started.values() if name.startswith("node")]) == 1
    assert len(profiles(started)) == 1
    stop()
    assert gone(started) and not browsers(os.getpid())


def test_a_browser_that_was_killed_is_started_again():
    drawn(HELLO, heading)
    kill(browsers(os.getpid()))
    assert drawn(HELLO, heading) == "Hello"


def test_a_browser_that_is_killed_in_the_middle_costs_no_picture():
    turns = []

    async def interrupted(page) -> str:
        turns.append(page)
        if len(turns) == 1:
            kill(browsers(os.getpid()))
        return await page.inner_text("h1")

    assert drawn(HELLO, interrupted) == "Hello" and len(turns) == 2
    assert drawn(HELLO, heading) == "Hello"


def test_a_driver_that_was_killed_is_started_again():
    drawn(HELLO, heading)
    kill(one for one, name in descendants(os.getpid()).items() if name.startswith("node"))
    assert drawn(HELLO, heading) == "Hello"


def test_a_browser_that_dies_each_time_is_said():
    async def deadly(page) -> str:
        kill(browsers(os.getpid()))
        return await page.inner_text("h1")

    with pytest.raises(FailedDrawing, match="Chromium ended twice"):
        drawn(HELLO, deadly)
    assert drawn(HELLO, heading) == "Hello"


def test_what_never_gets_ready_is_given_up():
    with pytest.raises(FailedDrawing, match="not ready in time"):
        drawn(Sheet("<!DOCTYPE html><h1>Never</h1>"), heading, seconds=4)
    assert drawn(HELLO, heading) == "Hello"


def test_a_script_that_fails_is_said():
    text = "<!DOCTYPE html><h1>x</h1><script>document.documentElement.dataset.state = 'failed: no legs'</script>"
    with pytest.raises(FailedDrawing, match="no legs"):
        drawn(Sheet(text), heading)


def test_nothing_is_asked_of_any_host():
    asked, refused = [], []
    hosts = [
        "http://127.0.0.1:9/a.png",
        "https://example.org/b.png",
        "file:///etc/passwd",
        "/unknown.png",
        "/given.svg",
    ]
    images = "".join(f"<img src='{one}' alt=''>" for one in hosts)

    def files(path: str):
        asked.append(path)
        given = b"<svg xmlns='http://www.w3.org/2000/svg' width='5' height='5'/>"
        return (given, "image/svg+xml") if path == "/given.svg" else None

    async def loaded(page) -> list[int]:
        page.on("requestfailed", lambda request: refused.append(request.url))
        await page.evaluate("() => Promise.all([...document.images].map(one => one.decode().catch(() => 0)))")
        told = "one => fetch(one).then(() => 1, () => 0)"
        fetched = [await page.evaluate(told, one) for one in hosts]
        return fetched + [await page.evaluate("() => [...document.images].filter(one => one.naturalWidth).length")]

    assert drawn(Sheet(f"<!DOCTYPE html>{images}", files, is_still=True), loaded) == [0, 0, 0, 0, 1, 1]
    assert set(asked) == {"/unknown.png", "/given.svg"}


def test_without_a_chromium_there_is_a_sentence(monkeypatch, tmp_path):
    use_home(tmp_path, monkeypatch, chromium=str(tmp_path / "none"))
    with pytest.raises(NoChromium, match="LAGEBILD_CHROMIUM names no program"):
        drawn(HELLO, heading)
    use_home(tmp_path, monkeypatch, chromium="")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoChromium, match="Chromium is not installed"):
        drawn(HELLO, heading)


def test_a_program_that_is_no_chromium_is_said(monkeypatch, tmp_path):
    use_home(tmp_path, monkeypatch, chromium="/bin/false")
    with pytest.raises(NoChromium, match="could not be started"):
        drawn(HELLO, heading)


OWNER = """
import time
from exports.chromium import Sheet, drawn
async def heading(page):
    return await page.inner_text("h1")
print(drawn(Sheet("<!DOCTYPE html><h1>Hello</h1>", is_still=True), heading), flush=True)
{rest}
"""


@pytest.mark.parametrize("end", ["exit", "terminate", "kill"])
def test_no_process_stays_when_its_owner_ends(end):
    code = OWNER.format(rest="" if end == "exit" else "time.sleep(60)")
    owner = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert owner.stdout.readline() == "Hello\n"
    started = descendants(owner.pid)
    assert started or end == "exit"
    if end != "exit":
        getattr(owner, end)()
    owner.wait(30)
    assert gone(started)


def test_a_fork_starts_its_own(tmp_path):
    drawn(HELLO, heading)
    told = tmp_path / "told"
    child = os.fork()
    if child == 0:
        try:
            told.write_text(drawn(HELLO, heading), encoding="utf-8")
            stop()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert told.read_text(encoding="utf-8") == "Hello"
    assert drawn(HELLO, heading) == "Hello"
