"""How long a statement may take and how much it may give: what goes on beyond that is stopped, and said in words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb
import sqlalchemy as sa

from kpis.words import _
from queries.watcher import watcher
from settings import read_settings

CANCELLED = "57014"
"""What PostgreSQL says of a statement that it stopped."""
TOO_LONG = _("Reading this took longer than is allowed. Choose a shorter period, fewer countries or another part.")
TOO_MANY = _(
    "This is more than a page can hold. Choose a shorter period or fewer countries, or take the file of all rows."
)


class TooMuch(RuntimeError):
    """A statement that was stopped. Its text is a sentence for readers."""


class TooLong(TooMuch):
    """It took longer than the settings allow."""

    def __init__(self):
        super().__init__(TOO_LONG)


class TooMany(TooMuch):
    """It gives more rows than the settings allow for a page."""

    def __init__(self):
        super().__init__(TOO_MANY)


@contextmanager
def stopped_in_time(interrupt: Callable[[], None], seconds: float) -> Iterator[None]:
    """Calls interrupt when the block takes longer than that; TooLong then. seconds: 0 for no limit."""
    watching = watcher()
    number = watching.watch(interrupt, seconds) if seconds else None
    try:
        yield
    except duckdb.InterruptException:
        raise TooLong from None
    finally:
        if number is not None:
            watching.leave(number)


@contextmanager
def cancelled_named() -> Iterator[None]:
    """TooLong where PostgreSQL stopped a statement."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == CANCELLED:
            raise TooLong from None
        raise


def bounded(statement: sa.Select) -> sa.Select:
    """The statement with at most one row more than a page may hold, which tells that there are too many."""
    has_limit = getattr(statement, "_limit_clause", None) is not None
    most = read_settings().statement_rows
    return statement if has_limit or not most else statement.limit(most + 1)


def checked(rows: list[tuple]) -> list[tuple]:
    """The rows; TooMany where they are more than a page may hold."""
    most = read_settings().statement_rows
    if most and len(rows) > most:
        raise TooMany
    return rows
