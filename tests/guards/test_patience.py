"""A connection that sends next to nothing is given up; what is no request gets no word about the server."""

import socket
import threading
import time

import pytest
from werkzeug.serving import make_server

from guards.outer import Outer
from guards.patience import Handler, Patient


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    yield ours, theirs
    ours.close()
    theirs.close()


def test_what_comes_is_read_whole(pair):
    ours, theirs = pair
    theirs.sendall(b"abc")
    held = bytearray(10)
    assert Patient(ours, 5, 1000).readinto(held) == 3 and held[:3] == b"abc"
    theirs.close()
    assert Patient(ours, 5, 1000).readinto(held) == 0


def test_silence_is_given_up(pair):
    with pytest.raises(TimeoutError):
        Patient(pair[0], first=0.05, slowest=1000).readinto(bytearray(1))


def test_a_byte_now_and_then_earns_no_time(pair):
    ours, theirs = pair
    reader, held = Patient(ours, first=0.2, slowest=1000), bytearray(1)
    with pytest.raises(TimeoutError):
        for _ in range(1000):
            theirs.sendall(b"x")
            reader.readinto(held)
            time.sleep(0.02)


def test_what_keeps_coming_earns_time(pair, monkeypatch):
    ours, theirs = pair
    moment = [100.0]
    monkeypatch.setattr("guards.patience.time.monotonic", lambda: moment[0])
    reader, held = Patient(ours, first=10, slowest=100), bytearray(4000)
    for _ in range(20):  # at twice the slowest pace, for far longer than the first bytes may take
        theirs.sendall(b"x" * 1000)
        assert reader.readinto(held) == 1000
        moment[0] += 5


@pytest.fixture
def listening(monkeypatch):
    """A server that reads the body of each request; gives its address."""
    monkeypatch.setattr("guards.patience.FIRST_SECONDS", 1.0)

    def app(environ, start_response):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok" if len(body) == length else b"no"]

    server = make_server("127.0.0.1", 0, Outer(app), threaded=True, request_handler=Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address
    server.shutdown()
    server.server_close()


def said_to(address, data: bytes) -> bytes:
    """What comes back until the server ends the connection."""
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(data)
        found = b""
        while part := connection.recv(65536):
            found += part
    return found


HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


def test_a_request_is_answered_without_the_name_of_the_server(listening):
    got = said_to(listening, HEAD + b"Content-Length: 3\r\n\r\nabc")
    assert got.startswith(b"HTTP/1.1 200 OK") and got.endswith(b"ok")
    assert b"server:" not in got.lower() and b"python" not in got.lower()


@pytest.mark.parametrize(
    "begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: loc", HEAD + b"Content-Length: 50\r\n\r\nabc"]
)
def test_a_request_that_never_ends_is_given_up(listening, begun):
    assert not said_to(listening, begun).endswith(b"ok"), "the connection ended, and nothing was done"


STRANGE = (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / evil\r\n\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"A: b\r\n" * 200 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nA: " + b"b" * 70_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffff\r\n",
    HEAD + b"Content-Length: 99999999999\r\n\r\n",
    HEAD + b"Content-Length: -5\r\n\r\n",
)


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_what_is_no_request_of_ours_is_refused_in_few_words(listening, strange):
    got = said_to(listening, strange)
    assert not got.startswith(b"HTTP/1.1 200") and not got.endswith(b"ok")
    assert len(got) < 600
    for word in (b"Python", b"python", b"Werkzeug", b"Traceback", b"evil.example", b"aaaa", b"DOCTYPE"):
        assert word not in got
