"""Rows of marts for machines: all columns or some, inside the filters, page after page or all of them as a file."""

from collections.abc import Mapping

from flask import Response, request

from access.witness import tell_file
from api.asked import FILTERS, Asked, asked, refuse, refuse_manifest, wanted_form, whole_number
from api.cursor import Cursor, cursor_of, cursor_text, key_of
from api.declared import told_mart
from api.document import LEAST_ROWS, MOST_ROWS, USUAL_ROWS
from api.files import MART_PATH, mart_file, mart_rows, rows_without_comment
from api.forms import FORMS, JSON
from api.problems import bad_parameter
from api.reply import about_build, reply, told_row
from components.addresses import rows_address
from components.words import _
from exports.manifest import Manifest
from queries.dictionary import ColumnMeaning, mart_meaning, marts
from queries.filters import KEYS, Notice
from queries.mart_rows import Key, filters_without_column, mart_page, mart_row_count, open_mart
from queries.row_stream import HIDDEN
from queries.warehouse import NotAllowed, UnknownMart, Warehouse

TAKEN = tuple(key for key in FILTERS if key != "compare")
PAGED = ("limit", "after")
OWN = (*PAGED, "columns", "format", "manifest")


def mart_list() -> Response:
    """Every mart and reference table of a build with its columns, and whether it is open to the reader."""
    warehouse = asked(takes=("build",)).warehouse
    return reply(warehouse, lambda: told_marts(warehouse))


def told_marts(warehouse: Warehouse) -> dict:
    """The marts of the build that the dictionary knows; columns only of those that are open."""
    told = []
    for name, meaning in marts().items():
        try:
            columns, is_open = open_mart(warehouse, name)[1], True
        except UnknownMart:
            continue
        except NotAllowed:
            columns, is_open = (), False
        told.append(told_mart(meaning, columns) | {"is_open": is_open})
    return about_build(warehouse) | {"count": len(told), "marts": told}


def mart_answer(name: str) -> Response:
    """Rows of a mart. A page as JSON, with the way to the next one; as CSV or Parquet every row."""
    cursor = cursor_of(request.args.get("after"))
    found = asked(OWN, cursor.build if cursor else None, TAKEN)
    if cursor and found.info.build_id != cursor.build:
        raise bad_parameter("after", found.own["after"], _("is a place in another build"))
    form = wanted_form(found.own.get("format"), FORMS)
    refuse_manifest(found, form)
    limit = whole_number(found.own, "limit", (LEAST_ROWS, MOST_ROWS), USUAL_ROWS)
    columns = columns_asked(found, name)
    refuse_idle_filters(found, name)
    if form != JSON:
        refuse([Notice(key, found.own[key][:40], _("is for pages of JSON")) for key in PAGED if key in found.own])
        return mart_file(found, name, columns, form)
    span = (limit, key_in(found, name, cursor))
    return reply(found.warehouse, lambda: told_page(found, name, columns, span))


def rows_again(path: str, query: Mapping[str, str], form: str) -> tuple[Manifest, bytes]:
    """What is said about the rows of an address of a mart, and their file without a comment, when they are made now.
    A Problem where they cannot be."""
    name = path.rpartition("/")[2]
    found = asked(OWN, takes=TAKEN, query={key: [text] for key, text in query.items()})
    refuse_idle_filters(found, name)
    stream, facts = mart_rows(found, name, columns_asked(found, name))
    return facts, rows_without_comment(stream, facts, form)


def is_of_mart(path: str) -> bool:
    """Whether a path is that of a mart of the interface."""
    return path.rpartition("/")[0] == MART_PATH


def columns_asked(found: Asked, name: str) -> tuple[ColumnMeaning, ...]:
    """The columns of the parameter, in its order, and is_hidden where the mart has it; all without it. A Problem names those that there are
    not."""
    _meaning, every = open_mart(found.warehouse, name)
    given = found.own.get("columns")
    if not given:
        return every
    known = {one.name: one for one in every}
    names = tuple(dict.fromkeys(one.strip() for one in given.split(",")))
    strange = [one for one in names if one not in known]
    refuse([Notice("columns", one[:40], _("names no column of {mart}").format(mart=name)) for one in strange])
    return tuple(known[one] for one in dict.fromkeys((*names, *({HIDDEN.name} & set(known)))))


def refuse_idle_filters(found: Asked, name: str) -> None:
    """A Problem for filters that would limit nothing, because the mart has no column for them."""
    keys = {field: key for key, field in KEYS.items()}
    idle = [keys[one] for one in filters_without_column(found.warehouse, name, found.filters)]
    reason = _("has no column in {mart}, and would limit nothing").format(mart=name)
    refuse([Notice(one, found.query.get(one, "")[:40], reason) for one in idle])


def key_in(found: Asked, name: str, cursor: Cursor | None) -> Key | None:
    """The key after which the page begins."""
    if cursor is None:
        return None
    meaning, columns = open_mart(found.warehouse, name)
    known = {one.name: one for one in columns}
    return key_of(found.own["after"], cursor, [known[one] for one in meaning.grain if one in known])


def told_page(found: Asked, name: str, columns: tuple[ColumnMeaning, ...], span: tuple[int, Key | None]) -> dict:
    """A page of rows as plain values. total: rows inside the filters; next: the place of the next page, None at the
    end."""
    warehouse, filters = found.warehouse, found.filters
    page = mart_page(warehouse, name, filters, columns, span)
    tell_file(rows=len(page.rows))
    names = [one.name for one in columns]
    after = cursor_text(found.info.build_id, page.next_key) if page.next_key else None
    path = f"{MART_PATH}/{name}"
    return about_build(warehouse) | {
        "mart": told_mart(mart_meaning(name), columns),
        "filters": found.query,
        "total": mart_row_count(warehouse, name, filters),
        "count": len(page.rows),
        "rows": [told_row(names, row) for row in page.rows],
        "next": after,
        "links": {
            "first": found.address(path),
            "next": found.address(path, {"after": after}) if after else None,
            "rows": rows_address(name, found.filters),
        },
    }
