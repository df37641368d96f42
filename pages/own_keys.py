"""Keys of an address that belong to one page and are no filters. No page itself. Nothing here raises."""

from collections.abc import Collection, Mapping

from components.words import _
from pages.opening import notice_text
from queries.filters import SHOWN_OF_BAD_VALUE, Notice

LONGEST = 60
LAST_PAGE = 9999
ROWS_PER_PAGE = 50


def text_of(query: Mapping[str, object], key: str) -> tuple[str, list[str]]:
    """The text of a key, "" without one, and what has to be said about it."""
    given = query.get(key, "")
    text = str(given[-1] if isinstance(given, list | tuple) and given else given).strip()
    if len(text) <= LONGEST and text.isprintable():
        return text, []
    return "", [left_out(key, text, _("is not a text of at most 60 signs"))]


def page_of(query: Mapping[str, object], key: str = "page") -> tuple[int, list[str]]:
    """The number of a page, from 1 on, and what has to be said about it."""
    text, said = text_of(query, key)
    if not text:
        return 1, said
    if text.isascii() and text.isdecimal() and 0 < int(text) <= LAST_PAGE:
        return int(text), said
    return 1, [left_out(key, text, _("is not the number of a page"))]


def page_part(count: int, page: int) -> tuple[slice, int, int]:
    """Which of so many rows a page has, the page (the last one for numbers beyond it) and the number of pages."""
    pages = max(1, -(-count // ROWS_PER_PAGE))
    page = min(page, pages)
    return slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE), page, pages


def one_of(query: Mapping[str, object], key: str, known: Collection[str]) -> tuple[str, list[str]]:
    """The text of a key when it is one of the known ones, else "", and what has to be said about it."""
    text, said = text_of(query, key)
    if not text or text in known:
        return text, said
    return "", [left_out(key, text, _("is not known here"))]


def unused(query: Mapping[str, object]) -> list[str]:
    """A sentence on each key of an address whose page knows none of them."""
    return [left_out(key, str(value), _("means nothing on this page")) for key, value in query.items()]


def left_out(key: str, text: str, reason: str) -> str:
    """The sentence on a part of the address that was left out."""
    shown = text if len(text) <= SHOWN_OF_BAD_VALUE else text[:SHOWN_OF_BAD_VALUE] + "..."
    return notice_text(Notice(key, shown, reason))
