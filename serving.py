"""The web process in production: `make serve`. Looks whether it may start, then makes place for gunicorn."""

import os
import sys
from contextlib import suppress

from flask import Flask

from app import create_app
from beginning import begin
from guards.logs import set_logs
from guards.outer import is_loopback
from installation import ROOT
from queries.reader import EVERYTHING
from settings import Settings, read_settings
from warming import FIRST_PAGES, keep_warm, make_pages


def gunicorn_arguments(settings: Settings) -> list[str]:
    """How gunicorn is called; the rest stands in deploy/gunicorn.py. Nothing of this process lives on in its workers,
    which therefore hold no connection of it, and load the program anew at each reload."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    told = ["--bind", f"{host}:{settings.port}", "--workers", str(settings.workers)]
    return [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.py"), *told]


def server_of_worker() -> Flask:
    """The server of one worker."""
    set_logs(read_settings().log)
    return create_app()


def warm(server: Flask) -> None:
    """Makes the first pages before the worker takes requests, so that no reader waits for what is done once, and the
    pages that are asked for most after each publication."""
    settings = read_settings()
    own = "http://localhost" if is_loopback(settings.host) else settings.reached_at
    make_pages(server, own, [(path, EVERYTHING) for path in FIRST_PAGES])
    keep_warm(server, own)


if __name__ == "__main__":
    settings = begin()
    os.chdir(ROOT)
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):
        os.execv(sys.executable, gunicorn_arguments(settings))
