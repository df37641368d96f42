"""Results as JSON: the manifest, then each result with its fields and rows."""

import json

from components.result import Cell
from exports.manifest import Bundle


def write_json(bundle: Bundle) -> bytes:
    """One object: manifest, and results with identifier, title, fields, rows and total. Missing is null, days are
    2026-03-01."""
    results = [
        {
            "identifier": one.identifier,
            "title": one.title,
            "note": one.note,
            "shown_count": one.shown_count,
            "fields": [vars(held) for held in one.fields],
            "rows": [list(map(_value, row)) for row in one.rows],
            "total": list(map(_value, one.total)) if one.total else None,
        }
        for one in bundle.results
    ]
    told = {"manifest": bundle.manifest.to_dict(), "results": results}
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _value(cell: Cell):
    return cell.isoformat() if hasattr(cell, "isoformat") else cell
