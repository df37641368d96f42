"""Results as JSON: the manifest, then each result with its fields and rows."""

import json

from exports.described import WrongFile, cell_value, described, description, knowing
from exports.manifest import Bundle, Manifest, WrongManifest


def write_json(bundle: Bundle) -> bytes:
    """One object: manifest, and results with identifier, title, fields, rows and total. Missing is null, days are
    2026-03-01."""
    results = [{**description(one), "rows": [list(map(cell_value, row)) for row in one.rows]} for one in bundle.results]
    told = {"manifest": bundle.manifest.to_dict(), "results": results}
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1).encode()


def read_json(data: bytes) -> Bundle:
    """Manifest and results of the file again. WrongFile when it is none of ours, or damaged."""
    try:
        told = json.loads(data)
        manifest = Manifest.from_dict(told["manifest"])
        with knowing(manifest):
            return Bundle(manifest, tuple(described(one, one["rows"]) for one in told["results"]))
    except WrongFile:
        raise
    except (ValueError, TypeError, KeyError, RecursionError, WrongManifest) as error:
        raise WrongFile(f"The file is no JSON of a page: {error}") from None
