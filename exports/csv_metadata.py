"""What stands beside a CSV file of a page that has no comment: its columns as CSV on the Web describes them
(www.w3.org/TR/tabular-metadata), and what machines need to prove it."""

import hashlib
import json

from exports.csv_file import FORMATTED, NONE, RAW, csv_facts, delimiter_of, write_csv
from exports.described import WrongFile, column_names, label_with_unit
from exports.long_table import LONG_FIELDS
from exports.manifest import Bundle
from exports.manifest_words import manifest_words

CONTEXT = "http://www.w3.org/ns/csvw"
"""The name of the vocabulary; nobody fetches it."""
DATATYPES = {"text": "string", "number": "number", "date": "date", "month": "date"}


def write_csv_metadata(bundle: Bundle, address: str, style: str = RAW) -> bytes:
    """The bytes of the file beside. address: that of the CSV."""
    table = write_csv(bundle, style, NONE)
    fields = bundle.results[0].fields if len(bundle.results) == 1 else LONG_FIELDS
    columns = [
        {
            "name": name,
            "titles": [label_with_unit(field) if style == FORMATTED and fields is not LONG_FIELDS else name],
            "dc:description": label_with_unit(field),
            "datatype": DATATYPES[field.kind],
            "unit": field.unit,
        }
        for name, field in zip(column_names(fields), fields, strict=True)
    ]
    told = {
        "@context": [CONTEXT, {"@language": bundle.manifest.language}],
        "url": address,
        "dc:title": bundle.manifest.title,
        "dialect": {"delimiter": delimiter_of(bundle.manifest, style), "header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": columns},
        "notes": [{"label": label, "text": text} for label, text in manifest_words(bundle.manifest)],
        "lagebild:sha256": hashlib.sha256(table).hexdigest(),
        "lagebild:facts": json.loads(csv_facts(bundle, style)),
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1).encode()


def facts_beside(data: bytes) -> str:
    """The machine_text() in a file beside. WrongFile when it is none."""
    try:
        return json.dumps(json.loads(data)["lagebild:facts"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise WrongFile(f"The file beside the CSV cannot be read: {error}") from None
