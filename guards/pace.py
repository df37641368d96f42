"""How many files a reader gets within a minute: each is made anew from all rows, and may draw a picture."""

import time
from math import ceil

from flask import Flask, Response, request
from flask_limiter import Limiter, RequestLimit

from access import current_reader
from access.policy import ENDPOINTS
from guards.errors import told
from settings import read_settings


def limit_files(server: Flask) -> None:
    """Lets each reader at an address have so many files a minute as the settings say; each process counts by itself.
    The interface for machines counts its own."""
    most = read_settings().files_per_minute
    if not most:
        return
    limiter = Limiter(asker, app=server, storage_uri="memory://", headers_enabled=False)
    limited = limiter.shared_limit(f"{most} per minute", scope="files", on_breach=told_to_wait)
    for endpoint in files():
        view = server.view_functions.get(endpoint)
        if view is not None:
            server.view_functions[endpoint] = limited(view)


def told_to_wait(limit: RequestLimit) -> Response:
    """The answer to one file too many, with the seconds after which to go on."""
    return told(429, {"Retry-After": str(max(1, ceil(limit.reset_at - time.time())))})


def files() -> list[str]:
    """Endpoints of files of data: what needs the right to take them away."""
    return [name for name, rule in ENDPOINTS.items() if rule.who == "export" and not name.startswith("api.")]


def asker() -> str:
    """Who is counted: a reader at an address of the network."""
    reader = current_reader()
    return f"{reader.account_id or reader.name} {request.remote_addr}"
