"""Reads ahead: while one piece of a file is written, the next one is read."""

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

Piece = TypeVar("Piece")
MOST_WAITING = 4
"""Pieces that wait to be taken; reading pauses there, so that a slow network fills no memory."""
LOOK_EVERY = 0.2
"""Seconds after which a reader that waits looks whether anybody still wants its pieces."""
END = object()


def ahead(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces in the same order, read by a thread of its own, which ends with the last piece, with an error,
    which comes out here, or soon after nobody takes the pieces any more."""
    waiting: queue.Queue = queue.Queue(MOST_WAITING)
    is_over = threading.Event()
    threading.Thread(target=_read, args=(pieces, waiting, is_over), name="ahead", daemon=True).start()
    try:
        while True:
            piece, error = waiting.get()
            if error is not None:
                raise error
            if piece is END:
                return
            yield piece
    finally:
        is_over.set()


def _read(pieces: Iterable, waiting: queue.Queue, is_over: threading.Event) -> None:
    try:
        for piece in pieces:
            if not _is_put((piece, None), waiting, is_over):
                return
        _is_put((END, None), waiting, is_over)
    except BaseException as error:  # noqa: BLE001  whatever it was, who waits for the piece must hear of it
        _is_put((None, error), waiting, is_over)


def _is_put(piece: tuple, waiting: queue.Queue, is_over: threading.Event) -> bool:
    """True when the piece waits; False when nobody will take it."""
    while not is_over.is_set():
        try:
            waiting.put(piece, timeout=LOOK_EVERY)
            return True
        except queue.Full:
            continue
    return False
