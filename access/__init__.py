"""Who is asking, and what they may do."""

from access.asking import current_reader, reading_as

__all__ = ["current_reader", "reading_as"]
