"""The web process in production: `make serve`. Looks whether it may start, then makes place for gunicorn."""

import logging
import os
import sys
from contextlib import suppress

from flask import Flask

from access import reading_as
from app import create_app
from beginning import begin
from guards.logs import set_logs
from guards.outer import is_loopback
from installation import ROOT
from queries.reader import EVERYTHING
from settings import Settings, read_settings

FIRST_PAGES = ("/", "/data")
"""What a worker makes before it takes requests: it reads the build, and loads what is loaded at first use."""


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
    """Makes the first pages, so that no reader waits for what is done once. A page that fails now says so to whoever asks
    for it later."""
    own = "localhost" if is_loopback(read_settings().host) else read_settings().reached_at
    with reading_as(EVERYTHING):
        for path in FIRST_PAGES:
            try:
                server.test_client().get(path, base_url=own if "//" in own else f"http://{own}")
            except Exception as error:  # noqa: BLE001  whatever it is, the worker can answer other pages
                logging.getLogger("lagebild").warning("%s could not be made before the start: %r", path, type(error))


if __name__ == "__main__":
    settings = begin()
    os.chdir(ROOT)
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):
        os.execv(sys.executable, gunicorn_arguments(settings))
