"""Events of the audit as CSV, made while it is sent."""

import csv
import io
from collections.abc import Iterable, Iterator

from exports.safe_text import safe_cell, without_control

HEADS = ("sequence", "at_utc", "actor", "action", "subject", "details", "previous", "hash")
MOST_SIGNS = 64 * 1024
"""Signs that are gathered before they are sent."""


def event_lines(events: Iterable) -> Iterator[bytes]:
    """The file, piece by piece: one line per event of the ledger, with the columns of HEADS."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADS)
    for one in events:
        at = one.at.isoformat(timespec="microseconds")
        cells = (one.sequence, at, one.actor, one.action, one.subject, one.details, one.previous, one.hash)
        writer.writerow([safe_cell(without_control(cell)) if isinstance(cell, str) else cell for cell in cells])
        if text.tell() > MOST_SIGNS:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()
