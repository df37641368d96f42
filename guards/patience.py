"""How long the web process waits for a request: as long as it keeps coming, and no longer.

Somebody who opens connections and sends a byte now and then would else hold a thread with each of them."""

import select
import socket
import time
from io import BufferedReader, RawIOBase

from werkzeug.serving import WSGIRequestHandler

FIRST_SECONDS = 20.0
"""Within which something must come, whatever it is."""
SLOWEST = 2048
"""Bytes per second, from then on; a bad link over a satellite is faster."""
SEND_SECONDS = 600.0
"""Within which one part of an answer must be taken."""


class Patient(RawIOBase):
    """What comes over a connection. TimeoutError when nothing comes within the first seconds, or when what came is fewer
    bytes per second from then on than the slowest pace."""

    def __init__(self, connection: socket.socket, first: float, slowest: int):
        self._connection, self._first, self._slowest = connection, first, slowest
        self._began, self._came = time.monotonic(), 0

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer) -> int:
        """Waits for the next bytes, at most until the deadline that those before have earned."""
        left = self._began + self._first + self._came / self._slowest - time.monotonic()
        if left <= 0 or not select.select([self._connection], [], [], left)[0]:
            raise TimeoutError("the request came too slowly")
        count = self._connection.recv_into(buffer)
        self._came += count
        return count


class Handler(WSGIRequestHandler):
    """Requests of the web process: read with patience, answered without the name and version of the server."""

    timeout = SEND_SECONDS
    error_message_format = "%(code)d %(message)s\n"
    error_content_type = "text/plain; charset=utf-8"

    def setup(self) -> None:
        """Puts the patient reader in the place of the endless one."""
        super().setup()
        self.rfile.close()
        self.rfile = BufferedReader(Patient(self.connection, FIRST_SECONDS, SLOWEST))

    def send_header(self, keyword: str, value: str) -> None:
        """Sends a header, but not which server this is."""
        if keyword.lower() != "server":
            super().send_header(keyword, value)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answers to what is no request at all, without repeating it."""
        super().send_error(code)

    def log(self, type: str, message: str, *args) -> None:  # noqa: A002  the name that the library calls it by
        """Writes nothing: lines of this kind hold addresses; the log has its own."""
