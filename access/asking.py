"""The reader of this request, or of this job."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import g, has_request_context

from queries.reader import NOBODY, Reader

_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


def current_reader() -> Reader:
    """Whoever this is done for; rights are decided from it where data are read. NOBODY where nobody is known: a
    thread that was told nothing, and a request that the door did not see, read nothing."""
    own = _reader.get()
    if own is not None:
        return own
    return g.get("reader", NOBODY) if has_request_context() else NOBODY


def reads_in_process() -> bool:
    """Whether code of the house has said who reads, so that the request itself need not. A server gives each request
    to a thread that was told nothing, so no request from outside can be one of these."""
    return _reader.get() is not None


@contextmanager
def reading_as(reader: Reader | None) -> Iterator[None]:
    """Makes somebody the reader within the block: the recipient of a mail, for instance, with their own rights. None:
    nobody but whom a request tells."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)
