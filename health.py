"""Whether the app can answer, for load balancers: anybody may ask, so nothing is said of what it holds."""

from flask import Flask, jsonify
from sqlalchemy.exc import OperationalError

from components.words import _
from queries.reader import EVERYTHING
from queries.warehouse import NoBuildYet, NoSuchBuild, open_warehouse


def add_health(server: Flask) -> None:
    """Adds the address to the server."""
    server.add_url_rule("/health", "health", health)


def health():
    """200 when the current build can be read, 503 and a sentence when it cannot."""
    try:
        open_warehouse(EVERYTHING).info_now()
    except NoBuildYet:
        return jsonify(status="no build", message=_("No data have been published yet.")), 503
    except NoSuchBuild:
        return jsonify(status="unreadable", message=_("The published data cannot be read.")), 503
    except OperationalError:
        return jsonify(status="unreadable", message=_("The database of the warehouse does not answer.")), 503
    return jsonify(status="ok")
