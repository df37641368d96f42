"""Results as CSV: a plain table of one result, one long table of several, with what stands behind them in front.

Lines of the comment begin with "# ", in words, the last of them for machines; it says which style the file has. In the
raw style the columns have their names and a total stands in the comment, so that nobody adds it up; in the formatted
one they have their labels and the total is the last row. Numbers have all of their digits in both."""

import base64
import binascii
import csv
import io
import re
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence

from components.format import decimal_sign
from components.result import Cell, Result
from components.words import _
from exports.described import (
    WrongFile,
    column_names,
    described,
    knowing,
    label_with_unit,
    machine_facts,
    machine_text,
    named_total,
    without_word,
)
from exports.long_table import LONG_FIELDS, NAMES, long_rows, results_of_long_rows
from exports.manifest import Bundle, Manifest, cell_text
from exports.manifest_words import manifest_words
from exports.safe_text import safe_cell, told_cell

RAW, FORMATTED = STYLES = ("raw", "formatted")
COMMENT, NONE = MANIFESTS = ("comment", "none")
POINT = "."
BOM = "\ufeff"
"""Tells spreadsheets that the text is UTF-8."""
PER_CENT = "%"
"""The sign alone is a unit, and no formula."""
MACHINE = "# lagebild-manifest: "
MOST_FACTS = 64 * 1024**2
"""Bytes; a short line can unpack to more than a machine has."""
LONGEST_CELL = 2**31 - 1
_one_limit = threading.Lock()
_BREAKS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]+")
_RISKY_PLACE = re.compile(r"([,;\t]\s*)(?=[=+\-@|%])")
"""A spreadsheet that opens the comment cuts it at commas, and would run what begins behind one."""


def write_csv(bundle: Bundle, style: str = RAW, manifest: str = COMMENT) -> bytes:
    """The bytes of the file. style: one of STYLES. manifest: one of MANIFESTS; without it the file is the table alone."""
    text = io.StringIO()
    if manifest == COMMENT:
        text.writelines(f"{line}\r\n" for line in _comment(bundle, style))
    sign = _sign(bundle.manifest, style)
    writer = csv.writer(text, delimiter=_between(sign), lineterminator="\r\n")
    for number, row in enumerate(_table(bundle.results, style)):
        cells = [_text(cell, sign) for cell in row]
        if number == 0 and cells[0].startswith("#"):
            cells[0] = f" {cells[0]}"  # or it would be taken for a line of the comment
        writer.writerow(cells)
    return ((BOM if style == FORMATTED else "") + text.getvalue()).encode()


def read_csv(data: bytes, facts: str | None = None) -> tuple[Bundle, dict]:
    """Manifest and results of the file again, and the options it was written with. facts: the machine_text() that
    stands beside a file without a comment. WrongFile when it is none of ours, or damaged."""
    comment, table = _parted(data)
    found = machine_text_of(comment) if facts is None else facts
    manifest, options, tables = machine_facts(found)
    style = options.get("style", RAW)
    sign = _sign(manifest, style)
    with knowing(manifest):
        found = _results(_rows(table, _between(sign))[1:], tables, style, sign)
    return Bundle(manifest, found), {"style": style, "manifest": COMMENT if comment else NONE}


def csv_cells(data: bytes, manifest: Manifest, style: str) -> tuple[list[str], list[list[str]]]:
    """What a person sees in a file: the lines of the comment but the one for machines, and the cells of the table."""
    comment, table = _parted(data)
    return [line for line in comment if not line.startswith(MACHINE)], _rows(table, _between(_sign(manifest, style)))


def csv_facts(bundle: Bundle, style: str = RAW) -> str:
    """What the last line of the comment says, for a file beside one without a comment."""
    return machine_text(bundle, style=style)


def delimiter_of(manifest: Manifest, style: str) -> str:
    """What stands between cells: a semicolon where the comma is the decimal sign."""
    return _between(_sign(manifest, style))


def comment_line(label: str, text: str) -> str:
    """A line in front of a table, which a spreadsheet neither runs nor takes for the beginning of a text in quotes."""
    flat = _BREAKS.sub(" ", f"# {label}: {text}").replace('"', "”")
    return _RISKY_PLACE.sub(r"\1'", flat)


def machine_line(text: str) -> str:
    """The line of a comment that is for machines."""
    return MACHINE + base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def machine_text_of(comment: Iterable[str]) -> str:
    """The text of the line for machines again. WrongFile when there is none, or a damaged one."""
    found = next((line for line in comment if line.startswith(MACHINE)), None)
    if found is None:
        raise WrongFile("The file has no manifest in it.")
    try:
        packed = base64.b64decode(found.removeprefix(MACHINE), validate=True)
        return zlib.decompressobj().decompress(packed, MOST_FACTS).decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        raise WrongFile("The manifest in the file is damaged.") from None


def _between(sign: str) -> str:
    return ";" if sign == "," else ","


def _sign(manifest: Manifest, style: str) -> str:
    return decimal_sign(manifest.language) if style == FORMATTED else POINT


def _comment(bundle: Bundle, style: str) -> Iterator[str]:
    """The lines in front of the table. A spreadsheet must neither run nor swallow any of them."""
    for label, text in [*manifest_words(bundle.manifest), *(_totals(bundle.results) if style == RAW else [])]:
        yield comment_line(label, text)
    yield machine_line(csv_facts(bundle, style))


def _totals(results: Sequence[Result]) -> Iterator[tuple[str, str]]:
    """The total of a single table in words; those of several stand in the table."""
    one = results[0] if len(results) == 1 else None
    if one and one.total:
        held = zip(one.fields, one.total, strict=True)
        yield _("Total"), ", ".join(f"{field.label} {cell_text(cell)}" for field, cell in held if cell is not None)


def _table(results: Sequence[Result], style: str) -> Iterator[Sequence[Cell]]:
    """Head and rows of the table."""
    if len(results) != 1:
        yield NAMES
        yield from long_rows(results)
        return
    one = results[0]
    yield column_names(one.fields) if style == RAW else [label_with_unit(field) for field in one.fields]
    yield from one.rows
    if one.total and style == FORMATTED:
        yield named_total(one)


def _text(cell: Cell, sign: str) -> str:
    """A cell as the text between two delimiters."""
    if cell is None or isinstance(cell, str):
        return cell or "" if cell in (None, PER_CENT) else safe_cell(cell)
    return cell_text(cell).replace(".", sign)


def _parted(data: bytes) -> tuple[list[str], str]:
    """The lines of the comment, and the rest of the text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongFile("The file is no text in UTF-8.") from None
    comment = []
    while text.startswith("#"):
        line, _end, text = text.partition("\n")
        comment.append(line.rstrip("\r"))
    return comment, text


def _rows(table: str, between: str) -> list[list[str]]:
    with _one_limit:  # the limit is one for the whole process, and loads rely on it
        usual = csv.field_size_limit(LONGEST_CELL)
        try:
            return list(csv.reader(io.StringIO(table, newline=""), delimiter=between, strict=True))
        except csv.Error as error:
            raise WrongFile(f"The table cannot be read: {error}.") from None
        finally:
            csv.field_size_limit(usual)


def _results(rows: list[list[str]], tables: Sequence, style: str, sign: str) -> tuple[Result, ...]:
    """The rows as results, by their descriptions."""
    try:
        if len(tables) != 1:
            kinds = [field.kind for field in LONG_FIELDS]
            return results_of_long_rows(tables, [_told(row, kinds, sign) for row in rows])
        told = tables[0]
        kinds = [one["kind"] for one in told["fields"]]
        rows = [_told(row, kinds, sign) for row in rows]
        has_row = style == FORMATTED and told["total"] is not None
        total = rows.pop() if has_row and rows else None
        found = described(told, rows, total)
        return (without_word(found),)
    except (TypeError, KeyError) as error:
        raise WrongFile(f"The table does not fit what the file says about it: {error}") from None


def _told(row: list[str], kinds: Sequence[str], sign: str) -> list:
    """The cells as they were before they were written; too many or too few stay so."""
    kinds = [*kinds, *["text"] * (len(row) - len(kinds))]
    return [
        cell.replace(sign, ".") if kind == "number" else told_cell(cell) for cell, kind in zip(row, kinds, strict=False)
    ]
