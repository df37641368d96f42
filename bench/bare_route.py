"""A Flask route that gives answers from memory and does nothing else: what an app in Flask can do at best."""

import os
import pickle
from pathlib import Path

from flask import Flask, Response, request


def server() -> Flask:
    """The server; the answers, address -> packed body, stand in a file that bench.readers has written."""
    answers = pickle.loads(Path(os.environ["BARE_ANSWERS"]).read_bytes())  # noqa: S301  our own, of a moment ago
    app = Flask("bare", static_folder=None)

    @app.get("/health")
    def health():
        return "ok"

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def answer(path: str):  # noqa: ARG001  the address as it was sent counts
        found = answers[request.environ["RAW_URI"]]
        headers = {"Content-Encoding": "gzip"} if found[:2] == b"\x1f\x8b" else {}
        return Response(found, content_type="text/html; charset=utf-8", headers=headers)

    return app
