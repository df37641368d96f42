"""Lists that are read a page at a time, or whole for a file."""

import sqlalchemy as sa

WHOLE = 0
"""The page that stands for every row."""
MOST_LISTED = 50_000
"""Rows of a list in the file of its page; the files of rows have all, whatever their number."""


def paged(asked: sa.Select, page: int, size: int) -> sa.Select:
    """The rows of a page of so many, from 1 on; for the page WHOLE the first MOST_LISTED of all."""
    return asked.limit(MOST_LISTED) if page == WHOLE else asked.limit(size).offset(size * (page - 1))
