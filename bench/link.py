"""A link in front of the app: it counts what goes over it, and breaks now and then when told to.

It stands between browser and server, so that what a service worker fetches is counted too. How slow a link is says the
browser (`bench/visits.py`)."""

import random
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

PART = 65536
METHODS = (b"GET ", b"HEAD ", b"POST ")


@dataclass
class Call:
    """A request with its answer. sent: bytes of the answer with its headers, as they went over the link. is_broken: the
    connection was cut instead of an answer."""

    address: str
    asked: int = 0
    sent: int = 0
    is_broken: bool = False


@dataclass
class Link:
    """Forwards connections to a port of this machine. calls: what went over it, in its order. failing: share of the
    requests whose connection breaks."""

    port: int
    failing: float = 0.0
    calls: list[Call] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0), backlog=128))

    @property
    def address(self) -> str:
        """Where the app is reached over this link."""
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def take_calls(self) -> list[Call]:
        """What went over the link since it was asked last."""
        taken, self.calls = self.calls, []
        return taken

    def accept(self) -> None:
        """Forwards what comes until the link is closed."""
        while True:
            try:
                near, _from = self.listening.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.port))
            except OSError:
                near.close()
                continue
            pair = Pair(self, near, far)
            threading.Thread(target=pair.ask, daemon=True).start()
            threading.Thread(target=pair.answer, daemon=True).start()


@dataclass
class Pair:
    """A connection of the browser and the one of the server that belongs to it. On one connection, requests come one
    after the other."""

    link: Link
    near: socket.socket
    far: socket.socket
    call: Call | None = None
    is_answered: bool = True

    def ask(self) -> None:
        """Forwards requests."""
        with suppress(OSError):
            while part := self.near.recv(PART):
                if self.is_answered and part.startswith(METHODS):
                    self.begin(part)
                if self.call.is_broken:
                    break
                self.call.asked += len(part)
                self.far.sendall(part)
        self.end()

    def begin(self, part: bytes) -> None:
        """A request begins; chance says whether it arrives."""
        address = part.split(b" ", 2)[1].decode(errors="replace")
        self.call = Call(address, is_broken=self.link.chance.random() < self.link.failing)
        self.is_answered = False
        self.link.calls.append(self.call)

    def answer(self) -> None:
        """Forwards answers."""
        with suppress(OSError):
            while part := self.far.recv(PART):
                self.is_answered = True
                self.call.sent += len(part)
                self.near.sendall(part)
        self.end()

    def end(self) -> None:
        """Cuts both connections."""
        for one in (self.near, self.far):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def linked(address: str, failing: float = 0.0):
    """A Link to an app on loopback."""
    link = Link(int(address.rsplit(":", 1)[1]), failing)
    threading.Thread(target=link.accept, daemon=True).start()
    try:
        yield link
    finally:
        link.listening.close()
