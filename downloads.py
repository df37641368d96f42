"""Files that the web process gives out, besides its pages, with the reader's rights."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Flask, Response, abort, request

from access import current_reader
from exports.safe_text import safe_cell
from queries.boundaries import boundary_file
from queries.quarantine import RefusedRow, columns_of, loads_with_refused_rows, refused_rows
from queries.raw_files import GoneFromDisk
from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed, open_warehouse

ROWS_OF_A_PIECE = 500


def add_downloads(server: Flask) -> None:
    """Adds the addresses of files to the server."""
    server.add_url_rule("/boundaries/<name>", "boundaries", boundaries)
    server.add_url_rule("/data/quarantine/<load_id>.csv", "quarantine_file", quarantine_file)


def boundaries(name: str):
    """A file of outlines for maps, which browsers keep; 404 for any other name."""
    found = boundary_file(name) or abort(404)
    answer = Response(found.gzipped, mimetype="application/geo+json", headers=found.headers)
    answer.set_etag(found.etag)
    return answer.make_conditional(request)


def quarantine_file(load_id: str):
    """Every refused row of a load of the current build as CSV; 404 for any other id, 403 for readers without the right."""
    try:
        found = loads_with_refused_rows(open_warehouse(current_reader()))
        load = next((one for one in found if one.load_id == load_id), None) or abort(404)
        names = columns_of(load)  # opens the file, so that a missing one is a 404 and no broken stream
    except NotAllowed:
        abort(403)
    except (GoneFromDisk, NoBuildYet, NoSuchBuild):
        abort(404)
    name = f"quarantine-{load.source_name}-{load.load_id}.csv"
    answer = Response(_lines(names, refused_rows(load)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(names: Sequence[str], rows: Iterable[RefusedRow]) -> Iterator[str]:
    """CSV text in pieces, the columns in the order of the names."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["source_row", "reasons", *(safe_cell(name) for name in names)])
    for count, row in enumerate(rows, start=1):
        cells = (row.cells.get(name) for name in names)
        writer.writerow([row.source_row, *(safe_cell(cell) for cell in (row.reasons, *cells))])
        if count % ROWS_OF_A_PIECE == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()
