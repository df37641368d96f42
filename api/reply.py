"""How the interface answers: JSON with a tag of build, rights and address, and nothing at all for who knows it."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from flask import Response, json, request

from api.document import document
from api.forms import JSON, MEDIA_TYPES
from components.result import plain_cell
from components.words import current_language
from queries.cache import cache_key
from queries.warehouse import Warehouse

STALE_AT_ONCE = "private, no-cache"
"""May be kept by whoever asked, and is asked for anew each time: with If-None-Match that costs no query."""


def reply(seen, make: Callable[[], object], form: str = JSON, headers: dict | None = None) -> Response:
    """The answer of this request, or 304 where the caller has it. seen: what the answer depends on besides the address:
    a warehouse, or texts. make: gives what becomes JSON, or a Response, and is not called for a 304."""
    tag = tag_of(seen, form)
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        made = make()
        answer = made if isinstance(made, Response) else json_answer(made)
    answer.set_etag(tag, weak=True)
    answer.headers["Cache-Control"] = STALE_AT_ONCE
    answer.vary.add("Accept")
    answer.headers.update(headers or {})
    return answer


def tag_of(seen, form: str) -> str:
    """The tag of an answer: the same for the same data seen, address, form, language and edition of the program."""
    query = tuple(sorted(parse_qsl(request.query_string.decode("utf-8", "replace"), keep_blank_values=True)))
    return cache_key("api", seen, (request.path, query, form, current_language(), _edition()))[:32]


def json_answer(told: object, status: int = 200) -> Response:
    """Plain values as JSON; signs of all languages as they are."""
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, sort_keys=False)
    return Response(text, status, mimetype=MEDIA_TYPES[JSON])


def told_cell(value):
    """A cell for JSON: numbers to 15 significant digits, dates as 2026-03-01, moments in UTC, None where missing."""
    if isinstance(value, datetime) and value == value:
        return f"{value.isoformat(timespec='seconds')}Z"
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    cell = plain_cell(value)
    return cell.isoformat() if isinstance(cell, date) else cell


def told_row(names: Iterable[str], cells: Iterable) -> dict:
    """A row for JSON, by the names of its columns."""
    return {name: told_cell(cell) for name, cell in zip(names, cells, strict=True)}


def address(path: str, query: dict[str, str]) -> str:
    """An address of the interface, without the host: whoever asks knows by which it is reached."""
    return f"{path}?{urlencode(query)}" if query else path


def about_build(warehouse: Warehouse) -> dict:
    """What every answer says of the build that it was read from."""
    info = warehouse.info()
    return {
        "build": info.build_id,
        "built_at": told_cell(info.built_at),
        "data_date": told_cell(info.data_date),
        "is_demo": info.is_demo,
    }


@lru_cache(maxsize=1)
def _edition() -> str:
    """A text that differs when what the interface promises does."""
    return cache_key("document", json.dumps(document()))
