"""What the app needs beside itself: libraries, Chromium, fonts, the mail server."""

import importlib.metadata
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from delivery.transport import NotSent, greet
from doctor.finding import Finding, attention, fault, well
from exports import chromium
from settings import read_settings
from statics.packed import missing_packed, packed_folder

ROOT = Path(__file__).parents[1]
LANGUAGES = {"en": "English", "fr": "French", "es": "Spanish", "ar": "Arabic"}
OLDEST_PYTHON = (3, 11)


def libraries() -> Iterator[Finding]:
    """What is installed is what is pinned."""
    if sys.version_info < OLDEST_PYTHON:
        yield fault("python", "Python is too old.", "Install Python 3.11 or newer, then: make install")
    try:
        pinned = pins("requirements.txt")
        pinned |= {name: version for name, version in pins("constraints.txt").items() if name in _needed(set(pinned))}
    except FileNotFoundError:
        yield attention("versions", "The lists of pinned versions are not here.", "Run this in the project's folder.")
        return
    other = [f"{name} {_installed(name) or 'missing'}" for name in pinned if _installed(name) != pinned[name]]
    if other:
        words = f"{len(other)} of {len(pinned)} libraries are not as pinned: {', '.join(sorted(other)[:5])}."
        yield fault("versions", words, "make install")
    else:
        yield well("versions", f"All {len(pinned)} libraries are installed as pinned.")


def pins(file: str) -> dict[str, str]:
    """Library -> version of a list of requirements."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", line) for line in lines)
    return {_plain(match[1]): match[2] for match in found if match}


def _needed(wanted: set[str]) -> set[str]:
    """What is wanted and everything that it needs in turn, as far as it is installed."""
    found, waiting = set(), list(wanted)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        waiting += [_plain(re.match(r"[A-Za-z0-9._-]+", one)[0]) for one in needs if "extra ==" not in one]
    return {name for name in found if _installed(name)}


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def static_files() -> Iterator[Finding]:
    """Style sheets and scripts are packed ahead of time."""
    missing = missing_packed(packed_folder())
    if missing:
        words = f"{len(missing)} static files are not packed ahead; the first readers wait longer and get more bytes."
        yield attention("statics", words, "Run manage.py statics once.")
    else:
        yield well("statics", "Static files are packed ahead.")


def browser() -> Iterator[Finding]:
    """A Chromium draws pictures and paper."""
    if chromium.is_installed():
        yield well("chromium", "Installed; PNG and PDF can be made.")
    else:
        remedy = "make system, or name the program in LAGEBILD_CHROMIUM."
        yield attention("chromium", "Not installed: no PNG and no PDF from the server.", remedy)


def fonts() -> Iterator[Finding]:
    """There are letters for every language of the app in pictures and paper."""
    program = shutil.which("fc-list")
    if not program:
        yield attention("fonts", "Nobody can say which fonts there are.", "Install the Debian package fontconfig.")
        return
    lacking = [words for code, words in LANGUAGES.items() if not _font_of(program, code)]
    if lacking:
        words = f"No font has the letters of {', '.join(lacking)}: pictures would show boxes."
        yield attention("fonts", words, "Install the Debian packages fonts-noto-core and fonts-dejavu.")
    else:
        yield well("fonts", f"There are letters for {', '.join(LANGUAGES.values())}.")


def _font_of(program: str, language: str) -> str:
    done = subprocess.run(
        [program, f":lang={language}", "family"], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout.strip()


def mail_server() -> Iterator[Finding]:
    """The mail server lets us in; nothing is sent."""
    settings = read_settings()
    if not settings.smtp_host:
        yield well("mail", "No mail server is set; no mail is sent.")
        return
    if not settings.mail_from:
        yield fault("mail", "There is a mail server and no sender.", "Set LAGEBILD_MAIL_FROM.")
    try:
        greet(settings)
    except NotSent as error:
        yield fault("mail", str(error), "See LAGEBILD_SMTP_HOST and the settings beside it, and the server's log.")
    else:
        yield well("mail", f"{settings.smtp_host}:{settings.smtp_port} lets us in.")
