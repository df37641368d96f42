"""After a publication the pages that were asked for most are made anew before somebody asks for them again.

Each process counts what its readers ask for, in its memory; nothing of it is written down. Where processes share their
results one of them makes the pages for all, else each for itself. Readers wait for none of it: who is first makes the
page, as always."""

import logging
import os
import threading
import time
from contextlib import suppress

from flask import Flask

from access import reading_as
from queries.reader import EVERYTHING, Reader
from queries.shared import shared
from queries.stores import NoBuildYet, store

FIRST_PAGES = ("/", "/data")
"""What everybody sees first; made whoever asked for what."""
EVERY_SECONDS = 2.0
"""How often a process looks whether there is a new build."""
MOST_STATES, MOST_SECONDS = 60, 120.0
"""Pages that are made after a publication, and how long that may take."""
MOST_COUNTED = 4000
"""Pages of scopes that are counted; the ones asked for seldom are forgotten first."""
ENCODING = "br"
"""The encoding that nearly every browser asks for."""


class Asked:
    """How often each page was asked for, by readers who see the same."""

    def __init__(self):
        self._lock, self._counts = threading.Lock(), {}

    def count(self, reader: Reader, address: str) -> None:
        """Counts a request."""
        key = (reader.countries, reader.areas, reader.domains, reader.compared, reader.detail, reader.rights, address)
        with self._lock:
            told = self._counts.setdefault(key, [0, reader])
            told[0] += 1
            if len(self._counts) > MOST_COUNTED:
                self._counts = {key: [told[0] // 2, told[1]] for key, told in self._counts.items() if told[0] > 1}

    def most(self, number: int) -> list[tuple[str, Reader]]:
        """The pages that were asked for most, each with a reader who sees what its readers see."""
        with self._lock:
            found = [(told[0], key[-1], told[1]) for key, told in self._counts.items()]
        found.sort(key=lambda one: one[0], reverse=True)
        return [(address, reader) for _count, address, reader in found[:number]]


asked = Asked()


def keep_warm(server: Flask, base_url: str) -> None:
    """Begins a thread that makes pages anew after each publication, as long as the process lives."""
    threading.Thread(target=_watch, args=(server, base_url), name="warming", daemon=True).start()


def make_pages(server: Flask, base_url: str, pages: list[tuple[str, Reader]]) -> int:
    """Makes pages as their readers see them, until the time is over, and gives their number."""
    client, until, made = server.test_client(use_cookies=False), time.monotonic() + MOST_SECONDS, 0
    for address, reader in pages:
        if time.monotonic() > until:
            break
        try:
            with reading_as(reader):
                client.get(address, base_url=base_url, headers={"Accept-Encoding": ENCODING})
            made += 1
        except Exception as error:  # noqa: BLE001  whoever asks for the page is told
            logging.getLogger("lagebild").warning("A page could not be made ahead: %s", type(error).__name__)
    return made


def _watch(server: Flask, base_url: str) -> None:
    with suppress(OSError):  # readers come first
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
    known = _current()
    while True:
        time.sleep(EVERY_SECONDS)
        build = _current()
        if build and build != known and _is_mine(build):
            began = time.monotonic()
            number = make_pages(server, base_url, [(one, EVERYTHING) for one in FIRST_PAGES] + asked.most(MOST_STATES))
            told = "Made %d pages of build %s ahead, in %.1f seconds."
            logging.getLogger("lagebild").info(told, number, build, time.monotonic() - began)
        known = build or known


def _is_mine(build: str) -> bool:
    """Whether this process makes the pages of a build: the first of those that share their results, else each."""
    name = shared().name(f"warmed {build}")
    told = shared().told(lambda client: (client.set(name, "1", nx=True, ex=3600),))
    return told is None or bool(told[0])


def _current() -> str | None:
    """The current build; None where there is none, or it cannot be told."""
    try:
        return store().current()
    except NoBuildYet:
        return None
    except Exception:  # noqa: BLE001  a database that is away for a moment
        return None
