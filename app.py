"""The web process: server, pages, guards. Start it with `make run`."""

import sys

import dash
from dash import Dash
from flask import Flask

from access import reading_as
from access.door import add_door
from access.one_time import first_words
from access.ways import WAYS
from addresses import add_addresses
from answers import keep_whole_answers, leave_out
from components.shell import index_page
from guards import add_guards
from guards.logs import set_logs
from guards.outer import is_loopback
from guards.patience import Handler
from guards.start import UnsafeStart, refuse_unsafe_start
from ledger import audit_chain, deliveries
from ledger.database import opened
from ledger.migration import WrongLedger
from pages.frame import framed
from pages.whole_frame import frame
from queries.reader import EVERYTHING
from settings import WrongSetting, read_settings


def create_app() -> Dash:
    """The Dash application with every page of pages/."""
    server = Flask("lagebild")
    add_door(server, WAYS)
    app = Dash(
        "lagebild",
        server=server,
        use_pages=True,
        pages_folder="pages",
        assets_folder="assets",
        index_string=index_page(),
        suppress_callback_exceptions=True,
        update_title=None,
        title="Lagebild",
    )
    app.layout = frame
    for page in dash.page_registry.values():
        page["layout"] = framed(page["path"], page["layout"], page["path_template"], leave_out)
    keep_whole_answers(server, {"/data": deliveries.mark})
    add_addresses(app)
    add_guards(app)
    return app


if __name__ == "__main__":
    try:
        settings = read_settings()
        refuse_unsafe_start(settings)
        opened()
    except (WrongLedger, WrongSetting, UnsafeStart) as error:
        sys.exit(str(error))
    set_logs(settings.log)
    audit_chain.prune(actor="this installation")
    dashboard = create_app()
    # Dash 4.4 registers its scripts at the first request; two threads at once would race for it.
    with reading_as(EVERYTHING):
        dashboard.server.test_client().get("/_dash-layout")
    told = f"Lagebild: http://{settings.host}:{settings.port}", first_words(is_loopback=is_loopback(settings.host))
    print("\n".join(filter(None, told)), flush=True)  # noqa: T201  what the person waits for
    how = {"debug": False, "threaded": True, "request_handler": Handler}
    dashboard.run(host=settings.host, port=settings.port, **how)
