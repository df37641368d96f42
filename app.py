"""The web process: server, pages, guards. Start it with `make run`."""

import sys

import dash
from dash import Dash
from flask import Flask

from access.door import add_door
from access.one_time import first_words
from access.ways import WAYS
from addresses import add_addresses
from answers import leave_out
from compression import with_compression
from documents.routes import add_documents
from guards import add_guards
from guards.logs import set_logs
from guards.outer import is_loopback
from guards.patience import Handler
from guards.start import UnsafeStart, refuse_unsafe_start
from ledger import audit_chain, deliveries
from ledger.database import opened
from ledger.migration import WrongLedger
from pages.frame import framed
from settings import WrongSetting, read_settings


def create_app() -> Flask:
    """The server with every page of pages/.

    Dash is the language in which pages are written; it serves none of them, so its own addresses are not here."""
    Dash("lagebild", server=Flask("pages"), use_pages=True, pages_folder="pages", assets_folder="assets")
    for page in dash.page_registry.values():
        page["layout"] = framed(page["path"], page["layout"], page["path_template"], leave_out)
    server = Flask("lagebild", static_folder=None)
    add_door(server, WAYS)
    add_documents(server, {"/data": deliveries.mark})
    server.after_request(with_compression)
    add_addresses(server)
    add_guards(server)
    return server


if __name__ == "__main__":
    try:
        settings = read_settings()
        refuse_unsafe_start(settings)
        opened()
    except (WrongLedger, WrongSetting, UnsafeStart) as error:
        sys.exit(str(error))
    set_logs(settings.log)
    audit_chain.prune(actor="this installation")
    server = create_app()
    told = f"Lagebild: http://{settings.host}:{settings.port}", first_words(is_loopback=is_loopback(settings.host))
    print("\n".join(filter(None, told)), flush=True)  # noqa: T201  what the person waits for
    how = {"debug": False, "threaded": True, "request_handler": Handler}
    server.run(host=settings.host, port=settings.port, **how)
