"""Every address of the app that is no page: forms, files, the interface for machines, health."""

from flask import Flask

from access.witness import add_witness
from api.routes import add_api
from downloads import add_downloads
from every_form import add_forms
from health import add_health
from offline.routes import add_offline
from page_files import add_page_files
from row_files import add_row_files
from statics.routes import add_static_files
from verification import add_verification


def add_addresses(server: Flask) -> None:
    """Adds them to a server. The witness comes last, as it looks at the answers of all of them."""
    add_static_files(server)
    add_health(server)
    add_offline(server)
    add_forms(server)
    add_downloads(server)
    add_verification(server)
    add_page_files(server)
    add_row_files(server)
    add_api(server)
    add_witness(server)
