"""Files that the web process gives out, besides its pages, with the reader's rights."""

from flask import Flask, Response, abort, request

from access import current_reader
from access.witness import tell_file
from exports.events_csv import event_lines
from exports.refused_csv import refused_file
from exports.resumable_answer import answered
from ledger.audit_list import every_event
from pages.audit_asked import asked
from queries.quarantine import loads_with_refused_rows
from queries.raw_files import GoneFromDisk
from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed, open_warehouse


def add_downloads(server: Flask) -> None:
    """Adds the addresses of files to the server."""
    server.add_url_rule("/data/quarantine/<load_id>.csv", "quarantine_file", quarantine_file)
    server.add_url_rule("/audit/events.csv", "audit_file", audit_file)


def quarantine_file(load_id: str):
    """Every refused row of a load of the current build as CSV; 404 for any other id, 403 for readers without the right."""
    try:
        warehouse = open_warehouse(current_reader())
        found = loads_with_refused_rows(warehouse)
        load = next((one for one in found if one.load_id == load_id), None) or abort(404)
        tell_file(rows=load.rows_quarantined)
        return answered(refused_file(warehouse, load))
    except NotAllowed:
        abort(403)
    except (GoneFromDisk, NoBuildYet, NoSuchBuild):
        abort(404)


def audit_file():
    """The events that the page of the audit shows with the same address, all of them, as CSV; 403 without the right."""
    if "audit" not in current_reader().rights:
        abort(403)
    wanted, _said = asked(request.args.to_dict())
    answer = Response(event_lines(every_event(wanted)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="lagebild-audit.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
