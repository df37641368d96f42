"""What a file says about itself: title, filters, build, coverage, definitions, sources, who made it, and its seal."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, date, datetime

from components.result import Cell, Result

VERSION = 1
"""Of the manifest itself; a reader of files that finds a later one says so."""


class WrongManifest(ValueError):
    """A manifest that this version cannot read; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """The facts about a file.

    address: the path and query of the page, with the build named, so that it gives the same again. link: the same with
    the host. only: the identifier of the one result that the file has; "" for the whole page. filters, notices: in
    words, a sentence each; notices say what of the address was left out. data_date: the day of the data. coverage:
    who reported, a sentence for each kind of report. kpis: name, label, version, definition, unit of each. sources:
    name, title, publisher, licence, page_url, loaded_at of each. results: identifier, title, row_count, shown_count,
    note of each. content_sha256: content_digest() of the results.
    """

    title: str
    address: str
    link: str
    build_id: str
    built_at: datetime
    data_date: date | None
    is_demo: bool
    code_version: str
    made_at: datetime
    made_by: str
    language: str
    only: str = ""
    filters: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    coverage: tuple[str, ...] = ()
    kpis: tuple[dict, ...] = ()
    sources: tuple[dict, ...] = ()
    map_disclaimer: str = ""
    area_notes: tuple[str, ...] = ()
    results: tuple[dict, ...] = ()
    row_count: int = 0
    content_sha256: str = ""
    manifest_version: int = field(default=VERSION)

    def to_dict(self) -> dict:
        """The manifest as plain values, as JSON has them; moments and days as texts."""
        return {key: _plain(value) for key, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, given: object) -> "Manifest":
        """The manifest of to_dict() again. WrongManifest for anything else."""
        if not isinstance(given, Mapping) or given.get("manifest_version") != VERSION:
            raise WrongManifest("This is no manifest of a version that is known here.")
        try:
            return cls(**{one.name: _read(one.name, given[one.name]) for one in fields(cls)})
        except (KeyError, TypeError, ValueError) as error:
            raise WrongManifest(f"The manifest is damaged: {error}.") from None


@dataclass(frozen=True)
class Bundle:
    """What goes into one file. tree: the components that show it; None in a bundle that was read from a file."""

    manifest: Manifest
    results: tuple[Result, ...]
    tree: object = field(default=None, compare=False, repr=False)


def content_digest(results: Sequence[Result]) -> str:
    """SHA-256 of the cells, names and units of results, the same for every form of file that holds them."""
    seal = hashlib.sha256()
    for one in results:
        for line in _lines(one):
            seal.update(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return seal.hexdigest()


def result_notes(results: Sequence[Result]) -> tuple[dict, ...]:
    """What a manifest says about each result."""
    return tuple(
        {
            "identifier": one.identifier,
            "title": one.title,
            "row_count": len(one.rows),
            "shown_count": one.shown_count,
            "note": one.note,
        }
        for one in results
    )


def cell_text(cell: Cell) -> str | None:
    """A cell as the one text that stands for it: numbers with 15 significant digits, days as 2026-03-01."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:.15g}"  # whole numbers too: a file may give 5 as 5.0


def _lines(one: Result) -> Iterator[list]:
    yield [one.identifier, one.title]
    yield [[held.name, held.label, held.kind, held.unit, held.decimals] for held in one.fields]
    for row in (*one.rows, one.total or ()):
        yield [cell_text(cell) for cell in row]


def _plain(value):
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, dict) else value


def _read(name: str, value):
    if name in ("built_at", "made_at"):
        return datetime.fromisoformat(value)
    if name == "data_date":
        return date.fromisoformat(value) if value else None
    return tuple(value) if isinstance(value, list) else value
