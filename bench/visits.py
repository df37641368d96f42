"""Visits to pages of the running app in Chromium, as the benches of bytes, slow links and browser work make them."""

import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from bench.link import Call, Link
from tests.browser.walk import examples
from tests.conftest import SignedIn, serving

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
MORE_FLAGS = ("--disable-component-update", "--disable-sync")
LITE = "view=lite"
QUIET = 0.6
"""Seconds without a new request or byte after which a visit is over."""
DRAWN = "() => [...document.querySelectorAll('.figure-place')].every(one => one.dataset.state === 'drawn')"
SHOW_NEXT = """() => { const places = [...document.querySelectorAll('.figure-place')];
  (places.find(one => !one.dataset.state) || places.find(one => one.dataset.state !== 'drawn'))
    ?.scrollIntoView({block: 'center', behavior: 'instant'}); }"""
"""Scrolls on as a reader does who does not wait for each figure."""
DECODED = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter(one => one.transferSize >= one.encodedBodySize).reduce((sum, one) => sum + one.decodedBodySize, 0)"""
"""Bytes after decompression of what went over the link; what the server confirmed unchanged is none of them."""


@contextmanager
def served_home(home: Path):
    """The app on a home whose ledger is a copy, so that the account which looks at it is in no ledger of a person; gives
    its address."""
    with tempfile.TemporaryDirectory(prefix="lagebild-bench-") as folder:
        copy = Path(folder) / "home"
        copy.mkdir(mode=0o700)
        for one in home.iterdir():
            if one.name.startswith("ledger"):
                shutil.copy(one, copy)
            else:
                (copy / one.name).symlink_to(one.resolve())
        with serving(copy) as address:
            yield address


@contextmanager
def chromium():
    """Chromium whose every context is signed in."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *MORE_FLAGS])
        yield SignedIn(launched)
        launched.close()


def chosen(site: str, only: str) -> dict[str, str]:
    """Page -> an address of it, of the pages with this text in their name."""
    return {page: address for page, address in sorted(examples(site).items()) if only in page}


def in_lite(address: str) -> str:
    """The address of the lite view of a page."""
    return f"{address}{'&' if '?' in address else '?'}{LITE}"


def look_at(page, seconds: float = 60.0) -> bool:
    """Scrolls from figure to figure until all are drawn; whether they were within the time."""
    until = time.monotonic() + seconds
    while not page.evaluate(DRAWN):
        if time.monotonic() > until:
            return False
        page.evaluate(SHOW_NEXT)
        page.wait_for_timeout(50)
    return True


def wait_until_quiet(page, link: Link, seconds: float = 20.0) -> None:
    """Until nothing goes over the link any more."""
    until, before, since = time.monotonic() + seconds, None, time.monotonic()
    while time.monotonic() < until:
        now = len(link.calls), sum(call.sent for call in link.calls)
        if now != before:
            before, since = now, time.monotonic()
        elif time.monotonic() - since > QUIET:
            return
        page.wait_for_timeout(50)


def kilobytes(calls: list[Call]) -> float:
    """What answers weighed, headers included, in thousands of bytes."""
    return sum(call.sent for call in calls) / 1000


def default_home() -> str:
    """The home that is measured unless another is named."""
    return os.environ.get("LAGEBILD_HOME", "var")
