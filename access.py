"""Who is asking. For now every visitor on loopback is the one reader who sees everything."""

from queries.reader import EVERYTHING, Reader


def current_reader() -> Reader:
    """The reader of this request; rights are decided from it where data are read."""
    return EVERYTHING
