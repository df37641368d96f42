"""What differs between results: figures that came or went, rows that came or went, and cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from components.result import Result
from exports.described import column_names, label_with_unit
from exports.long_table import name_place
from exports.manifest import cell_text

CELL, ROW, FIGURE, COLUMN = "cell", "row", "figure", "column"
MISSING = "–"


@dataclass(frozen=True)
class Difference:
    """kind: one of CELL, ROW, FIGURE, COLUMN. figure: its title. row, column: names, "" where they do not apply.
    before, after: exact texts; None where it is not there at all, MISSING where the cell is empty."""

    kind: str
    figure: str
    row: str = ""
    column: str = ""
    before: str | None = None
    after: str | None = None


def differences(before: Sequence[Result], after: Sequence[Result]) -> tuple[Difference, ...]:
    """What differs, in the order of the page. Figures are the same by identifier, columns by name, rows by their texts
    and days or by their place, whichever finds less."""
    earlier, later = ({one.identifier: one for one in found} for found in (before, after))
    found: list[Difference] = []
    for identifier in dict.fromkeys((*earlier, *later)):
        one, other = earlier.get(identifier), later.get(identifier)
        if one is None or other is None:
            shown = one or other
            found.append(Difference(FIGURE, shown.title, before=_size(one), after=_size(other)))
        else:
            found += _of_result(one, other)
    return tuple(found)


def _size(one: Result | None) -> str | None:
    return str(len(one.rows)) if one else None


def _of_result(one: Result, other: Result) -> list[Difference]:
    names = column_names(one.fields), column_names(other.fields)
    found = [Difference(COLUMN, one.title, column=name, before=name) for name in names[0] if name not in names[1]]
    found += [Difference(COLUMN, one.title, column=name, after=name) for name in names[1] if name not in names[0]]
    if one.title != other.title:
        found.append(Difference(FIGURE, one.title, before=one.title, after=other.title))
    ways = [list(_of_rows(one, other, pairs)) for pairs in _pairings(one, other)]
    found += min(ways, key=len)
    if one.total or other.total:
        found += _of_rows(one, other, [("", one.total, other.total)])
    return found


def _pairings(one: Result, other: Result) -> Iterator[list]:
    """Ways to say which rows are the same: name, row before, row after."""
    longest = max(len(one.rows), len(other.rows))
    padded = [[*rows, *[None] * (longest - len(rows))] for rows in (one.rows, other.rows)]
    yield [(str(at), *pair) for at, pair in enumerate(zip(*padded, strict=True), start=1)]
    named = zip(column_names(one.fields), one.fields, strict=True)
    keys = [name for name, field in named if field.kind != "number" and name in column_names(other.fields)]
    for count in range(1, len(keys) + 1):
        earlier, later = (_by_key(held, keys[:count]) for held in (one, other))
        if len(earlier) == len(one.rows) and len(later) == len(other.rows):
            yield [(key, earlier.get(key), later.get(key)) for key in dict.fromkeys((*earlier, *later))]
            return


def _by_key(one: Result, names: Sequence[str]) -> dict[str, tuple]:
    places = [column_names(one.fields).index(name) for name in names]
    return {", ".join(cell_text(row[place]) or MISSING for place in places): row for row in one.rows}


def _of_rows(one: Result, other: Result, pairs) -> Iterator[Difference]:
    """Differences of rows that belong together."""
    later = {name: place for place, name in enumerate(column_names(other.fields))}
    columns = list(enumerate(zip(column_names(one.fields), one.fields, strict=True)))
    for name, before, after in pairs:
        if before is None or after is None:
            row = before or after
            told = ", ".join(text for text in map(cell_text, row) if text)
            is_new = before is None
            yield Difference(ROW, one.title, name, before=None if is_new else told, after=told if is_new else None)
            continue
        for place, (column, field) in columns:
            if column in later:
                texts = cell_text(before[place]), cell_text(after[later[column]])
                if texts[0] != texts[1]:
                    held = (text or MISSING for text in texts)
                    yield Difference(CELL, one.title, _row_name(one, before, name), label_with_unit(field), *held)


def _row_name(one: Result, row: Sequence, name: str) -> str:
    """The name of a row; its place where it has none."""
    return (cell_text(row[name_place(one)]) if row else None) or name
