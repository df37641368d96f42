"""Fixtures: homes of their own, warehouses built by the production load, servers on loopback."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, insert

import settings
from access import reading_as
from access.session_way import COOKIE
from data.build import build
from data.demo import write_demo
from data.load import Origin, load_lock, load_source
from data.publish import publish
from data.source import files_of, source_modules
from ledger.accounts import Account, account_named, create_account
from ledger.database import now, opened
from ledger.sessions import hash_of, session
from queries.reader import EVERYTHING
from tests.redis_server import Redis

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "samples"
SEEDS = ROOT / "data" / "seeds"
DEMO_DATE = date(2026, 10, 31)
TOKEN = "tests"
"""The token of the session with which tests are signed in to an app in a process of its own."""
SIGNED_IN = {"Cookie": f"{COOKIE}={TOKEN}"}
"""The same for programs that are no browser."""


def use_home(home: Path, patch: pytest.MonkeyPatch, **variables: str) -> Path:
    """Makes a folder the home of this process and of the processes that it starts."""
    patch.setenv("LAGEBILD_HOME", str(home))
    for name, value in variables.items():
        patch.setenv(f"LAGEBILD_{name.upper()}", value)
    settings.read_settings.cache_clear()
    return home


@pytest.fixture(scope="session", autouse=True)
def reading_everything():
    """Tests read as the installation itself, unless they say as whom: `with reading_as(None)` is a stranger."""
    with reading_as(EVERYTHING):
        yield


@pytest.fixture(autouse=True)
def no_answers_of_other_tests():
    """Tests change readers and settings behind the back of the app, which no person can; nothing kept outlives them."""
    if "answers" in sys.modules:
        sys.modules["answers"].pages.forget()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty home."""
    yield use_home(tmp_path / "home", monkeypatch)
    settings.read_settings.cache_clear()


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Builds a home once per session: built(name, fill) gives the home that fill(folder) has loaded."""
    homes: dict[str, Path] = {}

    def get(name: str, fill) -> Path:
        if name not in homes:
            folder = tmp_path_factory.mktemp(name)
            with pytest.MonkeyPatch.context() as patch:
                use_home(folder / "home", patch)
                with load_lock():
                    fill(folder / "files")
                    publish(build().build_id)
            settings.read_settings.cache_clear()
            homes[name] = folder / "home"
        return homes[name]

    return get


def load_all(folder: Path, skip: tuple[str, ...] = ()) -> None:
    """Loads every source that has a sub-folder, through the production load."""
    load_source("reference", SEEDS)
    for module in source_modules():
        name = module.SOURCE.name
        if (folder / name).is_dir() and name not in skip:
            load_source(name, folder / name)


def load_demo(folder: Path, scale: float) -> None:
    """Writes and loads the demonstration organisation."""
    load_source("reference", SEEDS, Origin(data_date=DEMO_DATE))
    for number, path in enumerate(write_demo(folder, seed=7, scale=scale, until=DEMO_DATE)):
        single = folder / f"single{number}" / path.parent.name
        single.mkdir(parents=True)
        shutil.copyfile(path, single / path.name)
        load_source("upload", single.parent, Origin(is_demo=True, data_date=DEMO_DATE))


@pytest.fixture
def demo_home(built, monkeypatch):
    """A home with the demonstration organisation at a tenth of its size, built and published. Read only."""
    yield use_home(built("demo", lambda folder: load_demo(folder, scale=0.1)), monkeypatch)
    settings.read_settings.cache_clear()


@pytest.fixture
def sample_home(built, monkeypatch):
    """A home with the samples of every source, built and published. Read only."""
    yield use_home(built("samples", lambda folder: load_all(SAMPLES)), monkeypatch)
    settings.read_settings.cache_clear()


@pytest.fixture(scope="session")
def real_folder() -> Path:
    """The folder of real public data; the tests that need it are skipped where it is not."""
    folder = (ROOT / settings.Settings().real_data).resolve()
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set LAGEBILD_REAL_DATA to run this")
    return folder


@pytest.fixture
def real_home(real_folder, built, monkeypatch):
    """A home with all real public data, built and published. Read only."""
    yield use_home(built("real", lambda folder: load_all(real_folder)), monkeypatch)
    settings.read_settings.cache_clear()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def missing(what: str) -> None:
    """Skips a test for want of a program; on a build machine, where it must be there, fails."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"{what} is not installed: make system")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory):
    """A private PostgreSQL cluster on loopback; gives an SQLAlchemy URL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        missing("PostgreSQL")
    tools, folder, port = (
        found[-1].parent,
        Path(f"/tmp/lagebild-postgres-{os.getpid()}"),
        free_port(),
    )  # a short path: sockets allow 107 bytes
    folder.mkdir()
    as_owner = []
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    run = {"cwd": folder, "check": True, "capture_output": True}
    subprocess.run(
        [
            *as_owner,
            tools / "initdb",
            "-D",
            folder / "data",
            "-U",
            "lagebild",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ],
        **run,
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
    start = [*as_owner, tools / "pg_ctl", "-D", folder / "data", "-o", options, "-w", "-l", folder / "log", "start"]
    subprocess.run(start, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"postgresql+psycopg://lagebild@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*as_owner, tools / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"],
            cwd=folder,
            check=False,
            capture_output=True,
        )
        shutil.rmtree(folder, ignore_errors=True)


def sign_in(token: str = TOKEN, **told) -> str:
    """An account in the ledger of this home, an administrator unless told otherwise, who is signed in with a token; gives
    the id of the account."""
    everything = {"role": "administrator", "countries": "*", "areas": "*", "domains": "*", "detail": "rows"}
    told = {"name": f"{token}@example.org", **everything, "may_export": True, **told}
    made = account_named(told["name"]) or create_account(Account(**told))
    moment = {"created_at": now(), "last_seen_at": now()}
    row = {"session_hash": hash_of(token), "account_id": made.account_id, "via": "local", "device": "", **moment}
    with opened().begin() as connection:
        connection.execute(delete(session).where(session.c.session_hash == row["session_hash"]))
        connection.execute(insert(session).values(row))
    return made.account_id


@contextmanager
def serving(home: Path):
    """The app on a home, in a process of its own, with an administrator signed in whose cookie the fixture `browser`
    carries; gives its address."""
    with pytest.MonkeyPatch.context() as patch:
        use_home(home, patch)
        sign_in()
    settings.read_settings.cache_clear()
    port = free_port()
    environment = {**os.environ, "LAGEBILD_HOME": str(home), "LAGEBILD_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(900):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def served(demo_home):
    """The app on the demo home; gives its address."""
    with serving(demo_home) as address:
        yield address


class SignedIn:
    """A browser whose every context carries the session of the tests."""

    def __init__(self, launched):
        self.stranger = launched
        """The same browser, signed in nowhere."""

    def new_context(self, **look):
        # what a service worker asks, the routes of tests do not see
        context = self.stranger.new_context(**{"service_workers": "block"} | look)
        context.add_cookies([{"name": COOKIE, "value": TOKEN, "url": "http://127.0.0.1"}])
        return context

    def new_page(self, **look):
        return self.new_context(**look).new_page()

    def __getattr__(self, name: str):
        return getattr(self.stranger, name)


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, headless, through Playwright, signed in to the apps that tests serve."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        missing("Chromium")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    flags += ["--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=flags)
        yield SignedIn(launched)
        launched.close()


def source_files(name: str):
    """The sample files of a source."""
    from data.source import source_module

    return files_of(source_module(name).SOURCE, SAMPLES / name)


@pytest.fixture
def redis(tmp_path):
    """A Redis of this test alone, which it may stop and start."""
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server here: `sudo apt install redis-server`")
    server = Redis(tmp_path, free_port())
    server.start()
    yield server
    server.stop()
