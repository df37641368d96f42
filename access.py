"""Who is asking. For now every visitor on loopback is the one reader who sees everything."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from queries.reader import EVERYTHING, Reader

_reader: ContextVar[Reader] = ContextVar("reader", default=EVERYTHING)


def current_reader() -> Reader:
    """The reader of this request, or of this job; rights are decided from it where data are read."""
    return _reader.get()


@contextmanager
def reading_as(reader: Reader) -> Iterator[None]:
    """Makes somebody the reader within the block: the recipient of a mail, for instance, with their own rights."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)
