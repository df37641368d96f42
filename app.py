"""The web process: server, pages, guards. Start it with `make run`, or for many readers with `make serve`."""

import dash
from dash import Dash
from flask import Flask

from access.door import add_door
from access.ways import WAYS
from addresses import add_addresses
from answers import leave_out
from beginning import begin
from compression import with_compression
from documents.routes import add_documents
from guards import add_guards
from guards.patience import Handler
from ledger import deliveries
from pages.frame import framed
from repeated import Repeated


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
    server.wsgi_app = Repeated(server.wsgi_app)
    add_guards(server)
    return server


if __name__ == "__main__":
    settings = begin()
    how = {"debug": False, "threaded": True, "request_handler": Handler}
    create_app().run(host=settings.host, port=settings.port, **how)
