"""Results as a file describes them: everything but the rows, as plain values, and the way back."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from math import isfinite

from components.result import Cell, Field, Result
from components.words import _
from exports.manifest import Bundle, Manifest, WrongManifest, cell_text

MOST_COLUMNS = 1000


class WrongFile(ValueError):
    """A file that is none of ours, or was damaged on the way; the message says what is wrong. manifest: what the file
    says about itself, where at least that can be read."""

    manifest: Manifest | None = None


@contextmanager
def knowing(manifest: Manifest) -> Iterator[None]:
    """Gives the manifest to the WrongFile that is raised within the block."""
    try:
        yield
    except WrongFile as error:
        error.manifest = manifest
        raise


def machine_text(bundle: Bundle, **options: str) -> str:
    """Manifest, options of the file and descriptions of its results as one line of JSON."""
    told = {
        "manifest": bundle.manifest.to_dict(),
        "options": options,
        "tables": [description(one) for one in bundle.results],
    }
    return json.dumps(told, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def machine_facts(text: str | bytes) -> tuple[Manifest, dict, list]:
    """What machine_text() told: manifest, options and descriptions. WrongFile for anything else."""
    try:
        told = json.loads(text)
        options, tables = told["options"], told["tables"]
        return Manifest.from_dict(told["manifest"]), dict(options), list(tables)
    except (ValueError, TypeError, KeyError, RecursionError, WrongManifest) as error:
        raise WrongFile(f"What the file says about itself cannot be read: {error}") from None


def description(one: Result) -> dict:
    """A result without its rows and its group, which says only how a page joins results. total: its cells, None without one."""
    return {
        "identifier": one.identifier,
        "title": one.title,
        "note": one.note,
        "about": one.about,
        "shown_count": one.shown_count,
        "row_count": len(one.rows),
        "fields": [vars(held) for held in one.fields],
        "total": list(map(cell_value, one.total)) if one.total else None,
    }


def described(told: Mapping, rows: Iterable[Sequence], total: Sequence | None = None) -> Result:
    """The result of a description with its rows. total: as the file has it; without it, that of the description.
    Cells may be texts, as CSV has them, or typed. WrongFile where they do not fit."""
    try:
        fields = tuple(Field(**held) for held in told["fields"])
        if len(fields) > MOST_COLUMNS:
            raise WrongFile(_("A table of this file has too many columns."))
        end = told["total"] if total is None else total
        words = {key: str(told[key]) for key in ("identifier", "title", "note", "about")}
        return Result(
            fields=fields,
            rows=tuple(typed_row(row, fields) for row in rows),
            total=typed_row(end, fields) if end is not None else None,
            shown_count=int(told["shown_count"]),
            **words,
        )
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise WrongFile(f"A table of this file does not fit its description: {error}") from None


def typed_row(row: Sequence, fields: Sequence[Field]) -> tuple[Cell, ...]:
    """The cells of a row by the kinds of their fields. WrongFile when one is missing or too many."""
    if len(row) != len(fields):
        raise WrongFile(f"A row has {len(row)} cells where {len(fields)} are expected.")
    return tuple(typed_cell(cell, field.kind) for cell, field in zip(row, fields, strict=True))


def typed_cell(cell: object, kind: str) -> Cell:
    """A cell as a file has it, by the kind of its field. One that does not fit stays what it is, so that an altered
    cell is seen as altered and does not hide the rest."""
    if cell is None or cell == "":
        return None
    if kind == "number":
        return _number(cell)
    if kind in ("date", "month"):
        return _day(cell)
    return cell_text(cell) if isinstance(cell, str | int | float | date) else str(cell)


def cell_value(cell: Cell):
    """A cell as JSON has it: days as 2026-03-01, whole numbers without a point, the rest as it is."""
    if isinstance(cell, date):
        return cell.isoformat()
    return _number(cell) if isinstance(cell, float) else cell


def column_names(fields: Sequence[Field]) -> list[str]:
    """The names of fields, a number behind those that were there before."""
    names: list[str] = []
    for field in fields:
        name, count = field.name, 1
        while name in names:
            count += 1
            name = f"{field.name}_{count}"
        names.append(name)
    return names


def named_total(one: Result) -> tuple[Cell, ...]:
    """The cells of the total, with the word in the first column of text when nothing stands there."""
    at = _place_of_word(one)
    return tuple(_("Total") if place == at and cell is None else cell for place, cell in enumerate(one.total))


def without_word(one: Result) -> Result:
    """The result without the word that named_total() put in. No total of ours has that word in itself."""
    at = _place_of_word(one)
    if not one.total or at is None or one.total[at] != _("Total"):
        return one
    return replace(one, total=(*one.total[:at], None, *one.total[at + 1 :]))


def label_with_unit(field: Field) -> str:
    """The label of a column with its unit, where the label does not say it already."""
    return f"{field.label} ({field.unit})" if field.unit and field.unit not in field.label else field.label


def _place_of_word(one: Result) -> int | None:
    return next((at for at, field in enumerate(one.fields) if field.kind == "text"), None)


def _number(cell: object) -> Cell:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return str(cell)
    try:
        found = float(cell)
    except (ValueError, OverflowError):
        return str(cell)
    if not isfinite(found):
        return str(cell)
    return int(found) if found.is_integer() and abs(found) < 2**53 else found


def _day(cell: object) -> Cell:
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day)
    try:
        return date.fromisoformat(str(cell))
    except ValueError:
        return str(cell)
