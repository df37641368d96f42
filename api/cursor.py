"""Where a page of rows begins: the key of the row before it, with the build, as one word for addresses."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.problems import Problem, bad_parameter
from components.words import _
from queries.dictionary import ColumnMeaning
from queries.mart_rows import Key
from queries.stores import BUILD_ID

LONGEST = 4000


@dataclass(frozen=True)
class Cursor:
    """build: the build that the pages before were read from. key: as in an address: dates are texts."""

    build: str
    key: tuple


def cursor_text(build: str, key: Key) -> str:
    """The word for a key."""
    plain = [one.isoformat() if isinstance(one, date) else one for one in key]
    told = json.dumps([build, *plain], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def cursor_of(text: str | None) -> Cursor | None:
    """The cursor of a word; None without one; a Problem for a word that is none."""
    if text is None:
        return None
    if len(text) > LONGEST or not text.isascii():
        raise _no_cursor(text)
    try:
        told = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode())
    except (binascii.Error, ValueError, RecursionError):
        raise _no_cursor(text) from None
    is_list = isinstance(told, list) and len(told) > 1
    if not is_list or not isinstance(told[0], str) or not BUILD_ID.fullmatch(told[0]):
        raise _no_cursor(text)
    return Cursor(told[0], tuple(told[1:]))


def key_of(text: str, cursor: Cursor, grain: Sequence[ColumnMeaning]) -> Key:
    """The key of a cursor with the types of a mart's grain; a Problem where it belongs to another mart."""
    if len(cursor.key) != len(grain):
        raise _no_cursor(text)
    try:
        return tuple(_typed(one.kind, value) for one, value in zip(grain, cursor.key, strict=True))
    except (TypeError, ValueError):
        raise _no_cursor(text) from None


def _typed(kind: str, value):
    """A value of a cursor as one of a column; ValueError or TypeError for what is none."""
    if value is None:
        return None
    if kind == "date":
        return date.fromisoformat(value)
    if kind in ("integer", "flag"):
        if type(value) is not int or abs(value) >= 2**62:
            raise ValueError("no whole number")
        return value
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("no text")
    value.encode()  # UnicodeEncodeError, a ValueError, for halves of signs
    return value


def _no_cursor(text: str) -> Problem:
    return bad_parameter("after", text, _("is no place in these rows; take it from the answer before"))
