"""The rows behind a number, or those of a mart, as a file of any size that a broken download can go on with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from components.column_words import column_label
from components.format import number
from components.words import _, current_language
from exports.csv_file import COMMENT, FORMATTED, NONE, RAW, comment_line, machine_line
from exports.csv_metadata import CONTEXT
from exports.manifest import Manifest
from exports.manifest_words import manifest_words
from exports.resumable import StreamedFile, measured
from exports.rows_pieces import csv_pieces, csv_style, json_pieces, parquet_pieces
from queries.cache import cache_key
from queries.row_stream import AS_LISTED, AS_STORED, RowStream

VERSION = 2
"""Of the way in which rows become bytes: raised when the same rows would give others."""
CSV, JSON, PARQUET = FORMS = ("csv", "json", "parquet")
MEDIA_TYPES = {CSV: "text/csv; charset=utf-8", JSON: "application/json", PARQUET: "application/vnd.apache.parquet"}
ROWS = "lagebild-rows"
"""Key of the facts about a file of rows, wherever machines read them."""
END = "# lagebild-end: "
"""Begins the last line of a CSV file with a comment: number of rows and SHA-256 of everything before the line. A file
without that line is not whole."""
DATATYPES = {
    "text": "string", "date": "date", "timestamp": "datetime", "integer": "integer", "number": "number",
    "flag": "integer",
}  # fmt: skip


@dataclass(frozen=True)
class RowsForm:
    """How rows are written. ending: one of FORMS. style: raw or formatted; manifest: comment or none, both for CSV.
    countries: code -> name, for the formatted style."""

    ending: str = CSV
    style: str = RAW
    manifest: str = COMMENT
    countries: Mapping[str, str] | None = None


def rows_file(stream: RowStream, manifest: Manifest, form: RowsForm) -> StreamedFile:
    """The file of a stream. manifest: what is said about the rows; of it, the time at which the file is made is left
    out, because the bytes of a download that goes on later must be the same."""
    countries = form.countries or {}
    facts = facts_of(manifest)
    how = (form.ending, form.style, form.manifest, [one.name for one in stream.columns], stream.order, stream.sort)
    told = (facts, sorted(countries.items()), current_language(), VERSION, pa.__version__)
    tag = cache_key("rows", stream.warehouse, (*how, json.dumps(told)))[:32]
    name = f"{file_stem(manifest)}.{form.ending}"
    media = MEDIA_TYPES[form.ending]
    if form.ending == PARQUET:
        return StreamedFile(tag, name, media, parquet_pieces(stream, {ROWS: json.dumps(facts)}))
    if form.ending == JSON:
        pieces = json_pieces(stream, {"manifest": facts, "fields": [vars(one) for one in stream.columns]})
        return StreamedFile(tag, name, media, pieces, lambda seal: _json_end(stream, seal))
    has_comment = form.manifest == COMMENT
    pieces = csv_pieces(stream, csv_style(form.style, countries), comment(manifest, stream) if has_comment else ())
    return StreamedFile(tag, name, media, pieces, lambda seal: _csv_end(stream, seal) if has_comment else b"")


def comment(manifest: Manifest, stream: RowStream) -> list[str]:
    """The lines in front of the table."""
    pairs = [(label, text) for label, text in manifest_words(manifest) if label not in _unsaid()]
    pairs += [(_("Made by"), manifest.made_by), (_("Order"), order_words(stream))]
    told = _("the last line of this file begins with “{end}”. Without it, the download broke off.")
    pairs.append((_("Complete"), told.format(end=END.strip())))
    return [*(comment_line(label, text) for label, text in pairs), machine_line(json.dumps({ROWS: facts_of(manifest)}))]


def facts_of(manifest: Manifest) -> dict:
    """What a file of rows says about itself: not when it was made, because the bytes of a download that goes on later
    must be the same, and not its seal, which is known at its end."""
    return {key: value for key, value in manifest.to_dict().items() if key not in ("made_at", "content_sha256")}


def metadata(stream: RowStream, manifest: Manifest, form: RowsForm, address: str) -> bytes:
    """What stands beside a CSV file without a comment, as CSV on the Web has it. The file is made once for it, to know
    its hash. address: that of the CSV."""
    plain = replace(form, ending=CSV, manifest=NONE)
    proof, style = measured(rows_file(stream, manifest, plain)), csv_style(form.style, form.countries or {})
    columns = [
        {
            "name": one.name,
            "titles": [column_label(one) if form.style == FORMATTED else one.name],
            "dc:description": _(one.meaning),
            "datatype": DATATYPES[one.kind],
            "unit": one.unit,
        }
        for one in stream.columns
    ]
    told = {
        "@context": [CONTEXT, {"@language": manifest.language}],
        "url": address,
        "dc:title": manifest.title,
        "dialect": {"delimiter": style.delimiter, "header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": columns},
        "notes": [{"label": label, "text": text} for label, text in manifest_words(manifest)],
        "lagebild:order": order_words(stream),
        "lagebild:row_count": stream.row_count,
        "lagebild:length": proof.length,
        "lagebild:sha256": proof.seal,
        "lagebild:manifest": manifest.to_dict(),
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1).encode()


def order_words(stream: RowStream) -> str:
    """In which order the rows come."""
    if stream.order == AS_LISTED:
        return _("as on the page")
    if stream.order == AS_STORED:
        told = _("as the build holds them, always the same; {count} rows are too many to be sorted")
    else:
        told = _("newest month first, then by the key; {count} rows are too many to be sorted by a column")
    return told.format(count=number(stream.row_count))


def file_stem(manifest: Manifest) -> str:
    """Name of a file without its ending: what it is about, and the build, in signs that every system knows."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in manifest.title.lower())
    return "-".join(filter(None, ("lagebild", *words.split("-"))))[:100] + f"-{manifest.build_id}"


def end_of(line: bytes) -> tuple[int, str] | None:
    """Number of rows and SHA-256 of the last line of a CSV file; None where it is no such line."""
    try:
        told = json.loads(line.decode().strip().removeprefix(END))
        return int(told["row_count"]), str(told["sha256"])
    except (ValueError, TypeError, KeyError):
        return None


def _csv_end(stream: RowStream, seal: str) -> bytes:
    return f"{END}{json.dumps({'row_count': stream.row_count, 'sha256': seal})}\n".encode()


def _json_end(stream: RowStream, seal: str) -> bytes:
    told = f'\n ],\n "row_count": {stream.row_count},\n "sha256_of_all_before_this_end": "{seal}"\n}}\n'
    return told.encode()


def _unsaid() -> tuple[str, ...]:
    """Labels of what would differ from one time to the next, or is not known before the end."""
    return (_("Made"), _("SHA-256 of the contents"))
