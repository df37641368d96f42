"""Lists of which a page shows a part and its file has every row. No page itself.

A page reads and draws the rows of one page of a list. For a file it reads them all, and draws the same ones."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar

from components.format import number
from components.result import placed, with_count
from components.table import drawing
from components.words import _
from queries.paged import MOST_LISTED, WHOLE

_is_whole: ContextVar[bool] = ContextVar("is_whole", default=False)


@contextmanager
def whole_lists() -> Iterator[None]:
    """Makes pages hold the whole of their lists within the block."""
    token = _is_whole.set(True)
    try:
        yield
    finally:
        _is_whole.reset(token)


def page_read(page: int) -> int:
    """The page of a list that is to be read: this one, or the whole."""
    return WHOLE if _is_whole.get() else page


def page_drawn(page: int, size: int) -> AbstractContextManager:
    """Has tables within the block draw the rows of a page of what page_read() read."""
    return drawing((page - 1) * size, size) if _is_whole.get() else nullcontext()


def rows_of_page(rows: list, page: int, size: int) -> list:
    """Of the rows that page_read() read, those of the page."""
    return rows[(page - 1) * size : page * size] if _is_whole.get() else rows


def said_when_cut(section, count: int):
    """The section of a list of so many rows, with a note where not even its file has all of them."""
    section = with_count(section, min(count, MOST_LISTED))
    if not _is_whole.get() or count <= MOST_LISTED:
        return section
    told = _("The first {most} of {count} rows are here. A filter makes them fewer.")
    return placed(section, note=told.format(most=number(MOST_LISTED), count=number(count)))
