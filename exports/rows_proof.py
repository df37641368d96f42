"""Files of rows put to the proof: their seal, and their rows against those that the build gives now."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from components.format import number
from components.words import _
from exports.csv_file import BOM, FORMATTED, MACHINE, RAW, machine_text_of
from exports.described import WrongFile
from exports.differences import ROW, Difference
from exports.manifest import Manifest, WrongManifest
from exports.parquet_file import held_table
from exports.rows_file import END, ROWS, end_of
from exports.verify import ALTERED, CHANGED, IDENTICAL, UNPROVED, Verdict, wrong_facts
from exports.xlsx_reading import cells_of, machine_text_in

MOST_BYTES = 256 * 1024**2
"""Of a table whose rows are compared one by one; of a larger one it is only said that it differs."""
MOST_LISTED = 1000
JSON_END = b'\n ],\n "row_count"'


@dataclass(frozen=True)
class RowsOpened:
    """form, style: how it was written. table: what is compared: head and rows without what is said about them.
    is_sealed: False when the file is not what its seal was made from; True where the form has none."""

    form: str
    style: str
    manifest: Manifest
    table: bytes
    is_sealed: bool = True


def opened_rows(data: bytes, beside: bytes | None = None) -> RowsOpened | None:
    """The file of rows in the bytes; None where it is none. beside: the file beside a CSV without comment."""
    try:
        if data.startswith(b"PAR1"):
            facts = json.loads((held_table(data).schema.metadata or {})[ROWS.encode()])
            return RowsOpened("parquet", RAW, _manifest(facts), data)
        if data.startswith(b"PK\x03\x04"):
            facts = json.loads(machine_text_in(cells_of(data)))[ROWS]
            return RowsOpened("xlsx", FORMATTED, _manifest(facts), data)
        if data.startswith(b"{"):
            return _json(data)
        return _beside(data, beside) if beside is not None else _csv(data)
    except (WrongFile, WrongManifest, ValueError, KeyError, TypeError, RecursionError):
        return None


def rows_verdict(file: RowsOpened, then: tuple | None, now: tuple | None, reason: str = "") -> Verdict:
    """The verdict on a file of rows. then, now: manifest and file of the same form and style, without comment, as the
    build of the file and the current one give them; None where they cannot be asked, for the reason."""
    wrong = [] if file.is_sealed else [_("The file is not what its SHA-256 was made from, or it broke off.")]
    altered, since = (), ()
    if then:
        altered = row_differences(file.form, then[1], file.table)
        if altered:
            wrong.append(_("Its rows are not those that its build gives to you."))
        if facts := [name for name in wrong_facts(file.manifest, then[0]) if name != "results"]:
            told = _("What the file says about itself is not what its build says: {facts}.")
            wrong.append(told.format(facts=", ".join(facts)))
    if now and not wrong:
        since = row_differences(file.form, file.table, now[1])
    if wrong:
        return Verdict(ALTERED, file, tuple(wrong), altered)
    if then is None:
        return Verdict(UNPROVED, file, (reason,), since=since)
    return Verdict(CHANGED if since else IDENTICAL, file, since=since)


def row_differences(form: str, before: bytes, after: bytes) -> tuple[Difference, ...]:
    """The rows of the one and not of the other, as texts, in order."""
    if before == after:
        return ()
    name = _("Rows")
    if len(before) + len(after) > MOST_BYTES:
        return (Difference(ROW, name, _("too many to be compared one by one")),)
    earlier, later = (rows_as_text(form, held) for held in (before, after))
    if earlier == later:
        return ()
    gone, new = Counter(earlier) - Counter(later), Counter(later) - Counter(earlier)
    found = [Difference(ROW, name, before=text) for text in gone.elements()]
    found += [Difference(ROW, name, after=text) for text in new.elements()]
    if not found:
        return (Difference(ROW, name, _("in another order")),)
    if len(found) > MOST_LISTED:
        more = _("and {count} more").format(count=number(len(found) - MOST_LISTED))
        return (*found[:MOST_LISTED], Difference(ROW, name, more))
    return tuple(found)


def rows_as_text(form: str, table: bytes) -> list[str]:
    """Head and rows of a table, each as one text."""
    if form == "csv":
        return table.decode("utf-8-sig", errors="replace").splitlines()
    if form == "json":
        told = json.loads(table)
        return [json.dumps(row, ensure_ascii=False) for row in (told["columns"], *told["rows"])]
    if form == "xlsx":
        sheets = list(cells_of(table).values())
        return [json.dumps(row, ensure_ascii=False, default=str) for row in sheets[1]]
    held = held_table(table)
    rows = zip(*(column.to_pylist() for column in held.columns), strict=True)
    return [json.dumps(row, ensure_ascii=False, default=str) for row in (held.column_names, *rows)]


def _manifest(facts: Mapping) -> Manifest:
    """The manifest; files of rows do not say when they were made."""
    found = Manifest.from_dict(
        {**facts, "made_at": facts["built_at"], "content_sha256": facts.get("content_sha256", "")}
    )
    return replace(found, made_at=None)


def _csv(data: bytes) -> RowsOpened:
    """A CSV with a comment: the hash of the last line stands for everything before it."""
    text, comment = data.removeprefix(BOM.encode()), []
    while text.startswith(b"#"):
        line, _sign, text = text.partition(b"\n")
        comment.append(line)
    machine = next((line for line in comment if line.startswith(MACHINE.encode())), b"")
    facts = json.loads(machine_text_of([machine.decode()]))[ROWS]
    body, sign, last = text.rpartition(END.encode())
    end = end_of(sign + last) if sign else None
    seal = hashlib.sha256(data[: len(data) - len(sign + last)]).hexdigest()
    style = FORMATTED if data.startswith(BOM.encode()) else RAW
    is_sealed = end is not None and end == (facts["row_count"], seal)
    return RowsOpened("csv", style, _manifest(facts), body if sign else text, is_sealed)


def _beside(data: bytes, beside: bytes) -> RowsOpened:
    told = json.loads(beside)
    style = FORMATTED if data.startswith(BOM.encode()) else RAW
    is_sealed = told["lagebild:sha256"] == hashlib.sha256(data).hexdigest()
    return RowsOpened("csv", style, _manifest(told["lagebild:manifest"]), data, is_sealed)


def _json(data: bytes) -> RowsOpened:
    told = json.loads(data)
    seal = hashlib.sha256(data[: data.rindex(JSON_END)]).hexdigest()
    is_sealed = told["sha256_of_all_before_this_end"] == seal and told["row_count"] == len(told["rows"])
    return RowsOpened("json", RAW, _manifest(told["manifest"]), data, is_sealed)
