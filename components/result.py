"""What a table, card or figure shows, as typed rows, so that files hold exactly what is on screen.

A component carries its Result as a plain attribute, which Dash does not send to the browser; results_in() collects
them from a page in the order in which they stand there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from components.format import exact_number
from components.tree import is_component

KINDS = ("text", "number", "date", "month")
ATTRIBUTE, PLACE, COUNT = "shown_result", "place_of_results", "row_count_of_list"
NO_SIGN = "\ufffd"
_CONTROLS = {code: NO_SIGN for code in (*range(32), 127, *range(128, 160)) if chr(code) not in "\t\n"}
# Halves of signs cannot be written as UTF-8, and the last two are not allowed in the XML of a sheet.
_CONTROLS |= dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), NO_SIGN)

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Field:
    """A column. kind: one of KINDS; months are dates of the first day. unit: "%" for 0 to 100, "US$", a word, or "".
    decimals: with how many a number is shown; the number itself has all of its digits."""

    name: str
    label: str
    kind: str = "text"
    unit: str = ""
    decimals: int = 0

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"Field {self.name!r}: {self.kind!r} is not one of {', '.join(KINDS)}.")


@dataclass(frozen=True)
class Result:
    """Typed rows that are shown somewhere.

    identifier: unique on its page. title: in the words of the screen. rows: tuples of text, number, date or None for
    missing, in the order of the fields. total: the foot, in that order too, None without one. shown_count: the rows
    that are on screen, the first ones. note: what is said below. about: the address that explains it. group: identifier
    and title of the one table that the results of a group become in the file of a page.
    """

    identifier: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    shown_count: int = 0
    note: str = ""
    about: str = ""
    group: tuple[str, str] | None = None

    def __post_init__(self):
        widths = {len(row) for row in (*self.rows, *([self.total] if self.total else []))}
        if widths - {len(self.fields)}:
            raise ValueError(f"Result {self.identifier!r}: {len(self.fields)} fields, rows of {sorted(widths)}.")


@dataclass(frozen=True)
class Place:
    """A part of a page that gives its results their name: a panel or a section. about: the address that explains it."""

    identifier: str
    title: str
    note: str = ""
    about: str = ""


def result(identifier: str, title: str, fields: Sequence[Field], rows, **more) -> Result:
    """A Result with its cells brought to plain types: missing to None, texts without control signs, numbers to 15
    significant digits, which is what every form of file keeps. more: total, shown_count, note, about, group."""
    typed = tuple(tuple(map(plain_cell, row)) for row in rows)
    total = more.pop("total", None)
    more["total"] = tuple(map(plain_cell, total)) if total is not None else None
    more.setdefault("shown_count", len(typed))
    plain = tuple(replace(one, label=plain_cell(one.label) or one.name) for one in fields)
    return Result(identifier, plain_cell(title) or "", plain, typed, **more)


def plain_cell(value) -> Cell:
    """A cell as text, number or date; None where it is missing. A moment becomes its day. An empty text is missing:
    no form of file but JSON could tell them apart."""
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return value.replace("\r\n", "\n").translate(_CONTROLS) or None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else exact_number(value)


def with_result(component, shown: Result):
    """The component, carrying what it shows."""
    setattr(component, ATTRIBUTE, (*getattr(component, ATTRIBUTE, ()), shown))
    return component


def with_only(component, *shown: Result):
    """The component, carrying these and nothing that it carried before."""
    setattr(component, ATTRIBUTE, shown)
    return component


def with_place(component, place: Place):
    """The component, giving its name to the results inside it."""
    setattr(component, PLACE, place)
    return component


def with_count(component, count: int):
    """The part of a page that shows a list in part, knowing how many rows a file of the list has."""
    setattr(component, COUNT, int(count))
    return component


def placed(component, **changes):
    """The component with something of its place changed; as it is where it has none."""
    place = getattr(component, PLACE, None)
    return with_place(component, replace(place, **changes)) if place else component


def results_in(tree, *, is_grouped: bool = True) -> tuple[Result, ...]:
    """Every result that a tree of components carries, in order, with identifiers that are unique. is_grouped: results
    of one group as one table, as the file of a page has them; else each by itself."""
    found = [_named(one, getattr(place, PLACE, None)) for _component, place, one in carriers_in(tree)]
    return tuple(_unique(_grouped(found) if is_grouped else found))


def carriers_in(tree, place=None) -> Iterator[tuple[object, object, Result]]:
    """(component, the component of its place or None, what it carries) of every result of a tree, in the order of
    results_in(). place: the component of the place around the tree."""
    if isinstance(tree, list | tuple):
        for one in tree:
            yield from carriers_in(one, place)
    elif is_component(tree):
        place = tree if getattr(tree, PLACE, None) else place
        yield from ((tree, place, one) for one in getattr(tree, ATTRIBUTE, ()))
        yield from carriers_in(getattr(tree, "children", None), place)


def _named(one: Result, place: Place | None) -> Result:
    """The result with what its place says about it; its own name goes first."""
    if place is None:
        return one
    return replace(
        one,
        identifier=one.identifier or place.identifier,
        title=one.title if one.group else place.title or one.title,
        note=one.note or place.note,
        about=one.about or place.about,
    )


def _grouped(found: Sequence[Result]) -> list[Result]:
    """The results with those of one group joined, where the first of them stands."""
    joined: dict[object, Result] = {}
    for at, one in enumerate(found):
        if one.group in joined and joined[one.group].fields == one.fields:
            before = joined[one.group]
            count = before.shown_count + one.shown_count
            joined[one.group] = replace(before, rows=before.rows + one.rows, shown_count=count)
        elif one.group and one.group not in joined:
            joined[one.group] = replace(one, identifier=one.group[0], title=one.group[1])
        else:
            joined[at] = one
    return list(joined.values())


def _unique(found: Sequence[Result]) -> Iterator[Result]:
    """The results, those whose name was taken with a number behind it."""
    taken: set[str] = set()
    for one in found:
        name, count = one.identifier or "table", 1
        while (wanted := name if count == 1 else f"{name}-{count}") in taken:
            count += 1
        taken.add(wanted)
        yield replace(one, identifier=wanted)
